import { expect, test } from 'vitest';
import { storeSource } from '../../src/admin/source.js';
import { tombstoneOf } from '../../src/case/case.js';
import { CaseSetAsideError, type CaseStore } from '../../src/delivery/ports.js';
import { memoryCaseStore } from '../../src/store/memory.js';
import { caseOf } from '../given.js';
import { cancelled, named, opened, storeOptions } from '../store/sample.js';
import { NOW } from './office.js';

/** An open case, a closed one and a removed one. */
async function filled(): Promise<CaseStore> {
  const store = memoryCaseStore(storeOptions);
  await store.append('0101-open', 0, [opened('0101-open'), named], []);
  for (const id of ['0147-shut', '0630-gone']) await store.append(id, 0, [opened(id), cancelled], []);
  const record = await store.read('0630-gone');
  const stone = record && tombstoneOf(caseOf(...record.events), record.hashes, NOW);
  if (stone) await store.remove(stone);
  return store;
}

const told = async (store: CaseStore) => {
  const all = [];
  for await (const found of storeSource(store).all())
    all.push([found.kind, found.id, 'entry' in found ? found.entry : undefined]);
  return all;
};

test('a store’s cases and tombstones are told by id, and each can be asked for', async () => {
  const store = await filled();
  expect(await told(store)).toEqual([
    ['case', '0101-open', undefined],
    ['case', '0147-shut', undefined],
    ['removed', '0630-gone', undefined],
  ]);
  const source = storeSource(store);
  expect(await source.find('0101-open')).toMatchObject({ kind: 'case', record: { case: { municipality: '0101' } } });
  expect(await source.find('0630-gone')).toMatchObject({ kind: 'removed', stone: { facts: 2 } });
  expect(await source.find('0630-none')).toBeUndefined();
});

test('a case whose log the store found changed is named with its first broken entry', async () => {
  const store = await filled();
  const read: CaseStore['read'] = async (id) => {
    if (id === '0147-shut') throw new CaseSetAsideError(id, 'the hash chain is broken at fact 2', 1);
    return store.read(id);
  };
  const setAside = () => [{ file: 'row 7', reason: 'no id' }];
  expect(await told({ ...store, read, setAside })).toEqual([
    ['case', '0101-open', undefined],
    ['aside', '0147-shut', 2],
    ['removed', '0630-gone', undefined],
    ['aside', 'row 7', undefined],
  ]);
});
