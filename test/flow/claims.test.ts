import { expect, test } from 'vitest';
import { HeldClaims } from '../../src/flow/claims.js';
import type { Claims } from '../../src/flow/instances.js';

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
