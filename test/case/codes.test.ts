import { expect, test } from 'vitest';
import { codesOf } from '../../src/case/case.js';
import type { CaseEvent } from '../../src/case/events.js';
import { caseOf, storyLog } from '../cards/cases.js';

const signedAt = storyLog(11).findIndex(({ type }) => type === 'SignatureConfirmed');
const told = (events: readonly CaseEvent[]) => ({
  case: caseOf(events),
  events,
  hashes: events.map((_event, position) => `hash ${position}`),
});

test('a log has the code of its newest fact, and from the signature on the code of that', () => {
  const events = storyLog(11);
  for (let length = 1; length <= events.length; length++) {
    const signed = length > signedAt ? { signature: `hash ${signedAt}` } : {};
    expect(codesOf(told(events.slice(0, length)))).toEqual({ head: `hash ${length - 1}`, ...signed });
  }
});

test('a signature that fell has no code; the one after it has its own', () => {
  const [signature, ...before] = storyLog(11)
    .slice(0, signedAt + 1)
    .reverse();
  if (!signature) throw new Error('the story has no signature');
  const { at, by } = signature;
  const reopened: CaseEvent = { type: 'StepReopened', step: 'signature', falling: ['signature'], at, by };
  const fallen = [...before.reverse(), signature, reopened];
  expect(codesOf(told(fallen))).toEqual({ head: `hash ${signedAt + 1}` });
  expect(codesOf(told([...fallen, signature]))?.signature).toBe(`hash ${signedAt + 2}`);
});

test('a log without hashes proves nothing', () => {
  expect(codesOf({ ...told(storyLog(3)), hashes: [] })).toBeUndefined();
});
