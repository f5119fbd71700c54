import { expect, test } from 'vitest';
import { PendingFiles } from '../../src/answers/pending-files.js';
import { coordinator, foreigner, officer } from '../given.js';

const AT = '2026-05-04T08:00:00.000Z';
const copy = { name: 'a.pdf', size: 1, sha256: 'ab'.repeat(32) };

test('a file is found by whoever sent it, and by nobody who learns its word', () => {
  const pending = new PendingFiles();
  const file = pending.keep(coordinator, copy, AT);
  expect(pending.find({ ...coordinator, id: coordinator.id.toUpperCase() }, file, AT)).toEqual(copy);
  for (const other of [officer, foreigner]) {
    expect(pending.find(other, file, AT)).toBeUndefined();
    pending.forget(other, file);
  }
  expect(pending.find(coordinator, file, AT)).toEqual(copy);
});

test('the oldest goes when there are too many', () => {
  const pending = new PendingFiles();
  const [first, ...rest] = Array.from({ length: 501 }, () => pending.keep(officer, copy, AT));
  expect(pending.find(officer, first ?? '', AT)).toBeUndefined();
  for (const file of rest) expect(pending.find(officer, file, AT)).toEqual(copy);
});
