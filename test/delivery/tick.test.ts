import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Agenda } from '../../src/delivery/agenda.js';
import { inParallel } from '../../src/delivery/parallel.js';
import { Reminders } from '../../src/delivery/tick.js';
import { LocalWaitlist } from '../../src/delivery/waitlist.js';
import { coordinator, OTHER_TENANT, world } from '../given.js';
import { anOffice, MORNING } from './office.js';

describe('the agenda', () => {
  test('knows at any time what is due, whatever was put, put off and dropped before', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const minute = fc.integer({ min: 10, max: 99 }).map((at) => `2026-06-08T07:${at}`);
    const step = fc.oneof(fc.record({ id, at: minute }), fc.record({ id }), fc.record({ until: minute }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 400 }), (steps) => {
        const agenda = new Agenda<string>();
        const known = new Map<string, string>();
        for (const one of steps) {
          if ('until' in one) {
            const due = [...known].filter(([, at]) => at <= one.until).map(([name]) => name);
            expect(agenda.until(one.until).sort()).toEqual(due.sort());
          } else if ('at' in one) {
            known.set(one.id, one.at);
            agenda.put(one.id, one.at, one.id);
          } else {
            known.delete(one.id);
            agenda.drop(one.id);
          }
          expect(agenda.soonest()).toBe([...known.values()].sort()[0]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('gives what is due in the order of the moments', () => {
    const agenda = new Agenda<string>();
    for (const at of ['e', 'b', 'd', 'a', 'c']) agenda.put(at, at, at);
    expect(agenda.until('d')).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('work side by side', () => {
  test('is never wider than allowed, goes on after a failure, and tells of it at the end', async () => {
    let inside = 0;
    let widest = 0;
    const done: number[] = [];
    const work = inParallel([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      inside += 1;
      widest = Math.max(widest, inside);
      await new Promise((next) => setImmediate(next));
      inside -= 1;
      if (item === 2) throw new Error('two');
      done.push(item);
    });
    await expect(work).rejects.toThrow('two');
    expect(done.sort()).toEqual([1, 3, 4, 5, 6, 7]);
    expect(widest).toBe(3);
  });

  test('lets everything else that waits have its turn between two items', async () => {
    const items = Array.from({ length: 100 }, (_, at) => at);
    let others = 0;
    let going = true;
    const other = () => {
      others += 1;
      if (going) setImmediate(other);
    };
    setImmediate(other);
    await inParallel(items, 4, async () => undefined);
    going = false;
    expect(others).toBeGreaterThan(20);
  });
});

describe('a tick', () => {
  const LATER = '2026-06-12T07:00:00.000Z';

  test('for a later moment than one that is still running sees what is due by then', async () => {
    const office = anOffice();
    await office.open('0101-aaaa');
    const waitlist = new LocalWaitlist();
    const taken: string[] = [];
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    const take = waitlist.take.bind(waitlist);
    waitlist.take = async (now) => {
      taken.push(now);
      const due = await take(now);
      await held;
      return due;
    };
    const reminders = new Reminders(world, () => undefined, waitlist);
    await reminders.rebuild(office.store, office.commands);
    const early = reminders.tick(MORNING, office.commands);
    const late = Promise.all([reminders.tick(LATER, office.commands), reminders.tick(LATER, office.commands)]);
    expect(taken).toEqual([MORNING]);
    go();
    await Promise.all([early, late]);
    const facts = (await office.store.read('0101-aaaa'))?.events ?? [];
    const reminded = facts.flatMap((fact) => (fact.type === 'Reminded' ? [fact.at] : []));
    expect(reminded).toEqual([MORNING, LATER]);
  });

  test('reminds in every due case once, the oldest deadline first, and tells of a tenant’s cases together', async () => {
    const office = anOffice();
    const told: string[] = [];
    const reminders = new Reminders(world, (caseId, tenant) => told.push(`${caseId} ${tenant === OTHER_TENANT}`));
    const ends = ['2026-07-20', '2026-07-10', '2026-07-01', '2026-07-30'];
    for (const [at, taskEnd] of ends.entries()) {
      const tenant = at === 1 ? OTHER_TENANT : coordinator.tenant;
      await office.open(`010${at + 1}-aaaa`, { coordinator: { ...coordinator, tenant }, taskEnd });
    }
    await reminders.rebuild(office.store, office.commands);
    const { flow } = office;
    await Promise.all([reminders.tick(LATER, flow), reminders.tick(LATER, flow)]);
    expect(told).toEqual(['0103-aaaa false', '0101-aaaa false', '0104-aaaa false', '0102-aaaa true']);
    for (const entry of await office.store.list())
      expect((await office.commands.case(entry.id))?.reminders).toHaveLength(1);
  });

  test('knows for operators how many are due, and how many are late', async () => {
    const office = anOffice();
    for (const caseId of ['0101-aaaa', '0102-aaaa']) await office.open(caseId);
    expect(await office.tick.counts('2026-05-04T08:00:00.000Z')).toEqual({ due: 0, overdue: 0 });
    const night = LATER.replace(/T.*/, 'T01:00:00.000Z');
    expect(await office.tick.counts(LATER)).toEqual({ due: 2, overdue: 2 });
    expect((await office.tick.counts(night)).overdue).toBe(0);
    office.setClock(LATER);
    await office.tick.run(LATER);
    expect(await office.tick.counts(LATER)).toEqual({ due: 0, overdue: 0 });
  });

  test('is told of a tenant’s cases only when all of them are recorded', async () => {
    const office = anOffice();
    const ids = Array.from({ length: 98 }, (_, at) => `${1000 + at}-aaaa`);
    for (const caseId of ids) await office.open(caseId);
    office.setClock(LATER);
    await office.tick.run(LATER);
    await office.sender.drained();
    expect(office.reminders()).toEqual([ids]);
  });

  test('a case that cannot be written keeps no other one back, is told of, and is still due', async () => {
    const office = anOffice();
    for (const caseId of ['0101-aaaa', '0102-aaaa']) await office.open(caseId);
    const { remind } = office.commands;
    let full = true;
    office.commands.remind = async (caseId, at) => {
      if (full && caseId === '0101-aaaa') throw new Error('the disk is full');
      return remind.call(office.commands, caseId, at);
    };
    await expect(office.tick.run(LATER)).rejects.toThrow('the disk is full');
    expect((await office.commands.case('0102-aaaa'))?.reminders).toHaveLength(1);
    full = false;
    await office.tick.run(LATER);
    expect((await office.commands.case('0101-aaaa'))?.reminders).toHaveLength(1);
  });

  test('with nothing due asks nothing of any case', async () => {
    const office = anOffice();
    await office.open('0101-aaaa');
    const reminded: string[] = [];
    office.commands.remind = async (caseId) => {
      reminded.push(caseId);
      return [];
    };
    await office.tick.run('2026-05-04T08:00:00.000Z');
    await office.tick.run('2026-06-13T09:00:00.000Z');
    expect(reminded).toEqual([]);
    await office.tick.run(MORNING);
    expect(reminded).toEqual(['0101-aaaa']);
  });
});
