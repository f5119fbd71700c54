import { describe, expect, test } from 'vitest';
import type { CaseStore } from '../../src/delivery/ports.js';
import { AT, anna, bo, cancelled, named, opened, reopened, TENANT } from './sample.js';

/** How cases are found and kept apart: part of the contract of every case store. */
export function findingContract(
  name: string,
  fresh: () => Promise<CaseStore>,
  withCase: () => Promise<CaseStore>,
): void {
  describe(`${name}: one open case per municipality`, () => {
    test('given an open case, when another is opened, then the answer names the open one and nothing is written', async () => {
      const store = await withCase();
      const again = opened('0630-bbbb', { tenant: TENANT.toUpperCase() });
      expect(await store.append('0630-bbbb', 0, [again], [])).toEqual({ kind: 'openCase', caseId: '0630-aaaa' });
      expect(await store.read('0630-bbbb')).toBeUndefined();
      expect(await store.openCase(TENANT.toUpperCase(), '0630')).toBe('0630-aaaa');
    });

    test('given an open case, when another tenant or municipality opens one, then it may', async () => {
      const store = await withCase();
      const other = opened('0630-bbbb', { tenant: 'other' });
      expect(await store.append('0630-bbbb', 0, [other], [])).toMatchObject({ kind: 'appended' });
      expect(await store.append('0101-cccc', 0, [opened('0101-cccc')], [])).toMatchObject({ kind: 'appended' });
      expect(await store.openCase('other', '0630')).toBe('0630-bbbb');
      expect(await store.openCase('other', '0101')).toBeUndefined();
    });

    test('given 20 openings of one municipality at once, then one wins and the others are told which', async () => {
      const store = await fresh();
      const ids = Array.from({ length: 20 }, (_, number) => `0630-race${number}`);
      const results = await Promise.all(ids.map((id) => store.append(id, 0, [opened(id)], [])));
      const winner = ids[results.findIndex(({ kind }) => kind === 'appended')];
      expect(results.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
      expect(results.filter((result) => result.kind === 'openCase' && result.caseId === winner)).toHaveLength(19);
      expect((await store.list()).map((entry) => entry.id)).toEqual([winner]);
    });

    test('given a cancelled case, when a new one is opened and the old one reopened at once, then one wins', async () => {
      const store = await withCase();
      await store.append('0630-aaaa', 1, [cancelled], []);
      expect(await store.openCase(TENANT, '0630')).toBeUndefined();
      const results = await Promise.all([
        store.append('0630-bbbb', 0, [opened('0630-bbbb')], []),
        store.append('0630-aaaa', 2, [reopened], []),
      ]);
      expect(results.map(({ kind }) => kind).sort()).toEqual(['appended', 'openCase']);
      expect((await store.list()).filter((entry) => entry.open)).toHaveLength(1);
    });

    test('given no other open case, when a cancelled one is reopened, then it is the open one again', async () => {
      const store = await withCase();
      await store.append('0630-aaaa', 1, [cancelled], []);
      expect(await store.append('0630-aaaa', 2, [reopened], [])).toMatchObject({ kind: 'appended' });
      expect(await store.openCase(TENANT, '0630')).toBe('0630-aaaa');
    });

    test('given the open case itself, when a reopening is appended to it, then it does not stand in its own way', async () => {
      const store = await withCase();
      expect(await store.append('0630-aaaa', 1, [reopened], [])).toMatchObject({ kind: 'appended' });
    });

    test('given another open case, when facts other than a reopening are appended to a closed one, then they are', async () => {
      const store = await withCase();
      await store.append('0630-aaaa', 1, [cancelled], []);
      await store.append('0630-bbbb', 0, [opened('0630-bbbb')], []);
      expect(await store.append('0630-aaaa', 2, [{ type: 'MarkedInKlik', at: AT, by: anna }], [])).toMatchObject({
        kind: 'appended',
      });
      expect(await store.append('0630-aaaa', 3, [reopened], [])).toEqual({ kind: 'openCase', caseId: '0630-bbbb' });
    });
  });

  describe(`${name}: the cases of a person`, () => {
    test('given cases, then a person finds those with a part in them, open ones first, newest first', async () => {
      const store = await fresh();
      const on = (at: string) => ({ at: `2026-05-${at}T08:00:00.000Z` });
      await store.append('0101-aaaa', 0, [opened('0101-aaaa', on('01')), named], []);
      await store.append('0147-bbbb', 0, [opened('0147-bbbb', on('02')), named, cancelled], []);
      await store.append('0151-cccc', 0, [opened('0151-cccc', on('03')), named], []);
      await store.append('0153-dddd', 0, [opened('0153-dddd', on('04'))], []);
      await store.append('0155-eeee', 0, [opened('0155-eeee', { ...on('05'), tenant: 'other' }), named], []);
      const found = await store.casesOf({ ...bo, id: bo.id.toUpperCase(), tenant: TENANT.toUpperCase() });
      expect(found.map((entry) => entry.id)).toEqual(['0151-cccc', '0101-aaaa', '0147-bbbb']);
      expect(found.at(-1)).toEqual({
        id: '0147-bbbb',
        tenant: TENANT,
        municipality: '0147',
        open: false,
        closed: AT,
        people: [anna.id, bo.id],
      });
      expect(await store.casesOf({ ...bo, tenant: 'nowhere' })).toEqual([]);
      expect((await store.list(TENANT)).map((entry) => entry.id)).toHaveLength(4);
      expect(await store.list()).toHaveLength(5);
    });

    test('given a replaced officer, then both still find the case', async () => {
      const store = await withCase();
      const to = { tenant: TENANT, id: 'c', name: 'Carl' };
      await store.append('0630-aaaa', 1, [named, { type: 'OfficerReplaced', at: AT, by: anna, to }], []);
      for (const person of [bo, to])
        expect((await store.casesOf(person)).map((entry) => entry.id)).toEqual(['0630-aaaa']);
    });
  });
}
