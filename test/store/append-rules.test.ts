import { expect, test } from 'vitest';
import type { CaseRecord, Delivery } from '../../src/delivery/ports.js';
import { appendTo, checkedAddition, withPatch } from '../../src/store/append-rules.js';
import { AT, anna, bo, due, named, numbered, opened } from './sample.js';

const ID = '0630-aaaa';

/** The record after one more fact with its deliveries. */
function after(before: CaseRecord | undefined, deliveries: readonly Delivery[]): CaseRecord {
  const length = before?.events.length ?? 0;
  const fact = length === 0 ? opened(ID) : length === 1 ? named : numbered(String(length));
  const result = appendTo(before, checkedAddition(ID, length, [fact], deliveries), undefined);
  if (result.kind !== 'appended') throw new Error('It was not taken');
  return result.record;
}

test('given a case that goes on for long, then old endings leave the outbox, but not the newest to a person', () => {
  const told = due('1.0', { effect: { kind: 'summary', to: bo } });
  const waiting = due('1.1', { effect: { kind: 'summary', to: anna } });
  let record = after(undefined, [told, waiting]);
  record = withPatch(record, '1.0', { state: 'sent', at: AT }) ?? record;
  let longest = 0;
  for (let fact = 2; fact < 200; fact++) {
    const key = `${fact}.0`;
    record = after(record, [due(key)]);
    record = withPatch(record, key, { state: 'sent', at: AT }) ?? record;
    longest = Math.max(longest, record.deliveries.length);
  }
  expect(longest).toBeLessThan(45);
  const keys = record.deliveries.map((one) => one.key);
  expect(keys).toEqual(expect.arrayContaining(['1.0', '1.1', '170.0', '199.0']));
  expect(keys).not.toContain('100.0');
});
