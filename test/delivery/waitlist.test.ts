import { expect, test } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { NextDue } from '../../src/delivery/instances.js';
import { LocalWaitlist } from '../../src/delivery/waitlist.js';

const caseOf = (id: string) => ({ id, tenant: 't' }) as Case;
const at = (minute: number): NextDue => ({ at: `2026-05-04T07:${String(minute).padStart(2, '0')}:00.000Z`, rank: '1' });

test('given a case that changed, then its moment is worked out when somebody asks, once', async () => {
  const waitlist = new LocalWaitlist();
  let asked = 0;
  const due = () => {
    asked += 1;
    return at(30);
  };
  waitlist.put(caseOf('a'), due);
  waitlist.put(caseOf('a'), due);
  expect(asked).toBe(0);
  expect(await waitlist.soonest()).toBe(at(30).at);
  expect(await waitlist.count(at(30).at)).toBe(1);
  expect(await waitlist.take(at(31).at)).toEqual([{ caseId: 'a', tenant: 't', rank: '1' }]);
  expect(asked).toBe(1);
});

test('given a case of which nobody is to be reminded any more, then it is off the list whoever asks first', async () => {
  for (const ask of [(one: LocalWaitlist) => one.soonest(), (one: LocalWaitlist) => one.take(at(59).at)]) {
    const waitlist = new LocalWaitlist();
    waitlist.put(caseOf('a'), () => at(1));
    expect(waitlist.first()).toBe(at(1).at);
    waitlist.put(caseOf('a'), () => undefined);
    expect(await ask(waitlist)).toEqual(await ask(new LocalWaitlist()));
  }
});

test('given thousands of changes at once, then most are worked out as they come: the next tick does not stop for them', async () => {
  const waitlist = new LocalWaitlist();
  let left = 3_000;
  for (let number = 0; number < 3_000; number++)
    waitlist.put(caseOf(`c${number}`), () => {
      left -= 1;
      return at(number % 60);
    });
  expect(left).toBeLessThanOrEqual(50);
  expect(await waitlist.count(at(59).at)).toBe(3_000);
  expect(left).toBe(0);
});

test('given one whose moment cannot be worked out, then the others still get theirs', async () => {
  const waitlist = new LocalWaitlist();
  waitlist.put(caseOf('a'), () => {
    throw new Error('a bug');
  });
  waitlist.put(caseOf('b'), () => at(2));
  await expect(waitlist.soonest()).rejects.toThrow('a bug');
  expect(await waitlist.soonest()).toBe(at(2).at);
});
