import { describe, expect, test } from 'vitest';
import type { CaseStore, Directory } from '../../src/delivery/ports.js';
import { Retention, type RetentionSettings } from '../../src/delivery/retention.js';
import { memoryDirectory } from '../../src/store/memory.js';
import { coordinator, officer, outsider } from '../given.js';
import { cancelled, opened, reopened } from '../store/sample.js';
import { memoryStore } from './office.js';

/** A month after the sample cases were closed, and the days around it: Danish noon. */
const day = (text: string) => `${text}T10:00:00.000Z`;
const LAST = day('2026-06-03');
const OVER = day('2026-06-04');

interface House {
  readonly store: CaseStore;
  readonly directory: Directory;
  readonly said: string[];
  readonly retention: Retention;
}

/** A store with `closed` closed cases and an open one, kept for 30 days; `said` is what was done, in order. */
async function house(closed: number, changes: Partial<RetentionSettings> = {}): Promise<House> {
  const store = memoryStore();
  const directory = memoryDirectory();
  const said: string[] = [];
  const at = (number: number) => `0${101 + number}-aaaa`;
  for (let number = 0; number < closed; number++)
    await store.append(at(number), 0, [opened(at(number), { coordinator: officer }), cancelled], []);
  await store.append('0630-open', 0, [opened('0630-open', { coordinator, tenant: coordinator.tenant })], []);
  const retention = new Retention({
    ...{ store, directory, days: 30, keepsPeople: false },
    keepCopy: async (caseId, { hashes }) => void said.push(`copy ${caseId} ${hashes.length}`),
    onRemoved: (caseId) => void said.push(`removed ${caseId}`),
    onForgotten: (people) => void said.push(`forgotten ${people}`),
    onError: (error, caseId) => void said.push(`failed ${caseId}: ${String(error)}`),
    ...changes,
  });
  return { store, directory, said, retention };
}

describe('a closed case', () => {
  test('is kept through its last day and removed on the next, after a copy was made; the open one stays', async () => {
    const { store, said, retention } = await house(1);
    await retention.tick(LAST);
    expect(said).toEqual([]);
    await retention.tick(OVER);
    expect(said).toEqual(['copy 0101-aaaa 2', 'removed 0101-aaaa']);
    expect((await store.list()).map(({ id }) => id)).toEqual(['0630-open']);
    expect(await store.tombstone('0101-aaaa')).toMatchObject({ closed: '2026-05-04', removed: OVER, facts: 2 });
  });

  test('is kept for ever without a number of days', async () => {
    const { store, said, retention } = await house(1, { days: undefined });
    await retention.tick(day('2099-01-01'));
    expect(said).toEqual([]);
    expect(await store.list()).toHaveLength(2);
  });

  test('is kept when its copy cannot be written; the others go on, and the next day it is tried again', async () => {
    let full = true;
    const { store, said, retention } = await house(2, {
      keepCopy: async (caseId) => {
        if (full && caseId === '0101-aaaa') throw new Error('disk full');
      },
    });
    await retention.tick(OVER);
    await retention.tick(OVER);
    expect(said.toSorted()).toEqual(['failed 0101-aaaa: Error: disk full', 'removed 0102-aaaa']);
    expect(await store.read('0101-aaaa')).toBeDefined();
    full = false;
    await retention.tick(day('2026-06-05'));
    expect(said.at(-1)).toBe('removed 0101-aaaa');
  });

  test('is kept when it is reopened while its copy is being written', async () => {
    const at: House = await house(1, {
      keepCopy: async (caseId) => void (await at.store.append(caseId, 2, [reopened], [])),
    });
    await at.retention.tick(OVER);
    expect(at.said).toEqual([]);
    expect((await at.store.read('0101-aaaa'))?.events).toHaveLength(3);
  });

  test('waits for a later tick when there are many, so that no tick is long', async () => {
    const { store, said, retention } = await house(45);
    const left: number[] = [];
    for (let tick = 0; tick < 4; tick++) {
      await retention.tick(OVER);
      left.push((await store.list()).length - 1);
    }
    expect(left).toEqual([25, 5, 0, 0]);
    expect(said.filter((one) => one.startsWith('removed'))).toHaveLength(45);
  });

  test('is looked for once a day, not on every tick', async () => {
    let lists = 0;
    const { store } = await house(1);
    const list = () => {
      lists += 1;
      return store.list();
    };
    const { retention } = await house(0, { store: { ...store, list } });
    for (let tick = 0; tick < 5; tick++) await retention.tick(OVER);
    expect(lists).toBe(1);
    await retention.tick(day('2026-06-05'));
    expect(lists).toBe(2);
  });
});

describe('a person', () => {
  const known = ({ directory }: House) => directory.everybody().map(({ person }) => person.name);

  test('without a case is forgotten when not seen for as long; who has a part or was seen is not', async () => {
    const at = await house(1);
    await at.directory.meet({ person: coordinator, seen: '2026-01-01' });
    await at.directory.meet({ person: outsider, seen: '2026-01-01' });
    await at.directory.meet({ person: { ...outsider, id: 'seen', name: 'Seen' }, seen: '2026-05-30' });
    await at.retention.tick(OVER);
    expect(known(at)).toEqual([coordinator.name, 'Seen']);
    expect(at.said).toContain('forgotten 1');
  });

  test('whose last case is removed is forgotten in the same run', async () => {
    const at = await house(0);
    const { store, directory, retention } = at;
    await store.append('0147-aaaa', 0, [opened('0147-aaaa', { coordinator: { ...officer } }), cancelled], []);
    const person = { ...officer, tenant: String((await store.list()).find(({ id }) => id === '0147-aaaa')?.tenant) };
    await directory.meet({ person, seen: '2026-05-01' });
    expect(await store.casesOf(person)).toHaveLength(1);
    await retention.tick(OVER);
    expect(at.said).toEqual(['copy 0147-aaaa 2', 'removed 0147-aaaa', 'forgotten 1']);
    expect(known(at)).toEqual([]);
  });

  test('of whom no day is known gets the day of the run, and is forgotten as long after it', async () => {
    const at = await house(0);
    await at.directory.meet({ person: outsider });
    await at.retention.tick(OVER);
    expect(at.directory.person(outsider.tenant, outsider.id)?.seen).toBe('2026-06-04');
    await at.retention.tick(day('2026-07-04'));
    expect(known(at)).toEqual([outsider.name]);
    await at.retention.tick(day('2026-07-05'));
    expect(known(at)).toEqual([]);
  });

  test('of practice is never forgotten', async () => {
    const at = await house(0, { keepsPeople: true });
    await at.directory.meet({ person: outsider, seen: '2020-01-01' });
    await at.retention.tick(OVER);
    expect(known(at)).toEqual([outsider.name]);
  });
});
