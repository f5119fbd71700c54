import { describe, expect, test } from 'vitest';
import { codesOf, tombstoneOf } from '../../src/case/case.js';
import type { CaseEvent } from '../../src/case/events.js';
import { caseOf, storyLog } from '../cards/cases.js';
import { cancelled, named, opened, reopened } from '../store/sample.js';

const signedAt = storyLog(11).findIndex(({ type }) => type === 'SignatureConfirmed');
const logOf = (events: readonly CaseEvent[]) => ({
  case: caseOf(events),
  events,
  hashes: events.map((_event, position) => `hash ${position}`),
});

test('a log has the code of its newest event, and from the signature on the code of that too', () => {
  const events = storyLog(11);
  for (let length = 1; length <= events.length; length++) {
    const signed = length > signedAt ? { signature: `hash ${signedAt}` } : {};
    expect(codesOf(logOf(events.slice(0, length)))).toEqual({ head: `hash ${length - 1}`, ...signed });
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
  expect(codesOf(logOf(fallen))).toEqual({ head: `hash ${signedAt + 1}` });
  expect(codesOf(logOf([...fallen, signature]))?.signature).toBe(`hash ${signedAt + 2}`);
});

test('a log without hashes has no codes', () => {
  expect(codesOf({ ...logOf(storyLog(3)), hashes: [] })).toBeUndefined();
});

describe('the tombstone', () => {
  const log = [opened('0630-aaaa'), named, cancelled];
  const now = '2026-06-01T10:00:00.000Z';

  test('of a closed case says which case it was, how and when it ended, and the hash of its log', () => {
    expect(tombstoneOf(caseOf(log), ['x', 'y', 'z'], now)).toEqual({
      ...{ id: '0630-aaaa', tenant: expect.any(String), municipality: '0630' },
      ...{ ended: 'cancelled', closed: '2026-05-04', facts: 3, head: 'z', removed: now },
    });
  });

  test('has no name, no reason and no id of a person in it', () => {
    const text = JSON.stringify(tombstoneOf(caseOf(log), ['x', 'y', 'z'], now));
    for (const secret of ['Anna', 'Bo Berg', 'Udskudt', 'aaaa-', 'a0000000', 'b0000000', '19:home'])
      expect(text).not.toContain(secret);
  });

  test('of an open case there is none, nor of one without a log', () => {
    expect(tombstoneOf(caseOf([...log, reopened]), ['x', 'y', 'z', 'æ'], now)).toBeUndefined();
    expect(tombstoneOf(caseOf(log), [], now)).toBeUndefined();
  });
});
