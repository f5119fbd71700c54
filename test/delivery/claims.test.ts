import { expect, test } from 'vitest';
import { HeldClaims } from '../../src/delivery/claims.js';
import type { Claims } from '../../src/delivery/instances.js';
import { postOffice } from './post-office.js';

/** Claims of several instances, in which whoever had the case before was tidy or not. */
function claimsAfter(tidy: boolean): { settled: string[]; held: HeldClaims } {
  const claims: Claims = {
    shared: true,
    take: async (caseId) => ({ caseId, tidy, holds: () => true, release: async () => undefined }),
    adopt: async () => [],
  };
  const settled: string[] = [];
  return { settled, held: new HeldClaims(claims, async (caseId) => void settled.push(caseId)) };
}

test('given a case in which something may be left half done, then that is seen to before anybody works in it', async () => {
  const { settled, held } = claimsAfter(false);
  await held.take('0630-aaaa');
  expect(settled).toEqual(['0630-aaaa']);
});

test('given a case that was left in order, then nobody looks for what is left', async () => {
  const { settled, held } = claimsAfter(true);
  expect(await held.take('0630-aaaa')).toBeDefined();
  expect(settled).toEqual([]);
});

test('given a case that another instance is at, then it is asked for once, looked at again, and delivered', async () => {
  let asked = 0;
  let elsewhere = true;
  const office = postOffice(undefined, undefined, {
    shared: true,
    take: async (caseId) => {
      asked += 1;
      return elsewhere ? undefined : { caseId, tidy: true, holds: () => true, release: async () => undefined };
    },
    adopt: async () => [],
  });
  const caseId = await office.open('0630-aaaa', { remind: true });
  for (let press = 0; press < 5; press++) await office.deliver(caseId);
  expect([asked, office.told()]).toEqual([1, []]);
  elsewhere = false;
  await expect.poll(() => office.states(caseId, ['reminder']), { timeout: 5_000 }).toEqual(['sent']);
  expect(asked).toBe(2);
  // What comes after that is asked for at once.
  await office.deliver(caseId);
  expect(asked).toBe(3);
});
