import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { NextDue } from '../../src/delivery/instances.js';
import { type Deriving, derivedFrom, foundIn } from '../../src/store/case-digest.js';
import { folded } from '../../src/store/case-index.js';
import { chained } from '../../src/store/event-chain.js';
import { nodeDisk } from '../../src/store/disk.js';
import { HEADS_FILE, Heads, readHeads } from '../../src/store/log-heads.js';
import { openLowdbCaseStore } from '../../src/store/lowdb.js';
import { sealed } from '../../src/store/sealed-digest.js';
import { derivingFrom } from '../../src/world.js';
import { anyMoves, play } from '../case/random-case.js';
import { world } from '../given.js';
import { accepted, bo, cancelled, due, freshFolder, named, numbered, opened, TENANT } from './sample.js';

const ID = '0630-aaaa';
const OTHER = '0101-bbbb';
const NEVER = 2 ** 31 - 1;
const deriving = derivingFrom(world);
const standing = (facts: number) => ({ facts, head: String(facts).padStart(64, '0') });

/** Works everything out as the bot does, and counts how often it had to. */
function counting(basis = deriving.basis): Deriving & { times: number } {
  const all = {
    basis,
    times: 0,
    dueOf(theCase: Parameters<Deriving['dueOf']>[0]) {
      all.times += 1;
      return deriving.dueOf(theCase);
    },
  };
  return all;
}

/** A start on a folder: what it says is waited for, how often that was worked out, and what it set aside. */
async function start(folder: string, by = counting()) {
  const waiting = new Map<string, NextDue | undefined>();
  const reasons: string[] = [];
  const store = await openLowdbCaseStore(folder, {
    deriving: by,
    onDue: ({ id }, next) => waiting.set(id, next),
    onSetAside: (_file, reason) => reasons.push(reason),
    headsMs: NEVER,
  });
  onTestFinished(() => store.close());
  const { times } = by;
  return { store, waiting, times, reasons, list: await store.list(), undelivered: await store.unfinished() };
}

/** A folder with two cases, written by a store that noted what followed from them. */
async function written(): Promise<string> {
  const folder = await freshFolder();
  const { store } = await start(folder);
  await store.append(ID, 0, [opened(ID), named], [due('1.home')]);
  await store.append(ID, 2, [accepted], []);
  await store.append(OTHER, 0, [opened(OTHER)], []);
  await store.close();
  return folder;
}

const headsOf = (folder: string) => readFile(join(folder, HEADS_FILE), 'utf8');

async function rewrite(folder: string, name: string, change: (text: string) => string): Promise<void> {
  const path = join(folder, name);
  const before = await readFile(path, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(path, after);
}

test('given any case, then what is taken from its note is what its facts tell', () => {
  fc.assert(
    fc.property(anyMoves, (moves) => {
      const { log } = play(moves);
      const id = log[0]?.type === 'CaseOpened' ? log[0].caseId : '';
      const text = JSON.stringify({ schema: 2, id, entries: chained('', log), deliveries: [], messages: {} });
      const whole = foundIn(id, text, undefined, deriving);
      if (!('digest' in whole)) throw new Error(JSON.stringify(whole));
      const digest = sealed(derivedFrom(folded(id, log), deriving), whole.standing.head, deriving.basis);
      const never: Deriving = { basis: deriving.basis, dueOf: () => expect.fail('worked out again') };
      expect(foundIn(id, text, { ...whole.standing, digest }, never)).toEqual({ ...whole, noted: true });
    }),
  );
});

test('given a folder that a bot has noted everything of, then the next start works nothing out and knows the same', async () => {
  const folder = await written();
  const before = await headsOf(folder);
  const noted = await start(folder);
  expect(noted.times).toBe(0);
  await noted.store.close();
  expect(await headsOf(folder)).toBe(before);
  await rewrite(folder, HEADS_FILE, (text) => text.replace(/ [0-9a-f]{16} \{.*/g, ''));
  const worked = await start(folder);
  expect(worked.times).toBe(2);
  expect([noted.waiting, noted.list, noted.undelivered]).toEqual([worked.waiting, worked.list, worked.undelivered]);
  expect([...noted.waiting.values()]).toEqual([expect.anything(), expect.anything()]);
  expect(noted.undelivered).toEqual([ID]);
  // What the start worked out, it has noted.
  await worked.store.close();
  expect((await start(folder)).times).toBe(0);
});

test('given another program or another task, then everything is worked out anew, once', async () => {
  const folder = await written();
  for (const [basis, times] of [
    ['other', 2],
    ['other', 0],
    ['third', 2],
    ['other', 2],
  ] as const) {
    const { store, times: counted } = await start(folder, counting(basis));
    expect([basis, counted]).toEqual([basis, times]);
    await store.close();
  }
});

test('given a crash before the last acts were noted, then these cases alone are worked out, as they are now', async () => {
  const folder = await written();
  const before = await headsOf(folder);
  const { store } = await start(folder);
  await store.append(ID, 3, [numbered('123456')], []);
  await store.close();
  await writeFile(join(folder, HEADS_FILE), before);
  const after = await start(folder);
  expect(after.times).toBe(1);
  expect((await after.store.read(ID))?.events).toHaveLength(4);
});

test('given a fact that was changed by hand, then its note does not cover it', async () => {
  const folder = await written();
  await rewrite(folder, `cases/${ID}.json`, (text) => text.replace('Bo Berg', 'Bo Borg'));
  const { times, reasons } = await start(folder);
  expect([times, reasons]).toEqual([0, ['the hash chain is broken at fact 1']]);
});

test('given a fact that only a newer program knows, noted by that one, then this one does not take its word for it', async () => {
  const folder = await written();
  const facts = chained('', [opened(ID), named, { ...accepted, type: 'OfficerPromoted' } as never]);
  const text = JSON.stringify({ schema: 2, id: ID, entries: facts, deliveries: [], messages: {} });
  await rewrite(folder, `cases/${ID}.json`, () => text);
  const head = facts[2]?.hash ?? '';
  const derived = derivedFrom(folded(ID, [opened(ID), named]), deriving);
  const line = `${ID} 3 ${head} ${sealed(derived, head, 'newer')}\n`;
  await rewrite(folder, HEADS_FILE, (all) => `${all.split('\n')[1]}\n${line}`);
  const { reasons } = await start(folder);
  expect(reasons).toEqual(['fact 2 is none that this program knows']);
});

test.each<[string, (text: string) => string]>([
  ['changed by hand', (text) => text.replace(/"rank":"[^"]/, '"rank":"X')],
  ['cut off by a crash', (text) => text.slice(0, -30)],
  ['with a seal of its own', (text) => text.replace(/ [0-9a-f]{16} (\{.*)\n$/, ' 0123456789abcdef $1\n')],
  [
    'of another case',
    (text) => {
      const [one = '', other = ''] = text.split('\n');
      return `${one.slice(0, one.indexOf('{') - 17)}${other.slice(other.indexOf('{') - 17)}\n${other}\n`;
    },
  ],
])('given a note %s, then that case is worked out', async (_what, change) => {
  const folder = await written();
  await rewrite(folder, HEADS_FILE, change);
  const { times, reasons, waiting } = await start(folder);
  expect([times, reasons]).toEqual([1, []]);
  expect(waiting).toEqual((await start(await copyWithoutNotes(folder))).waiting);
});

async function copyWithoutNotes(folder: string): Promise<string> {
  const copy = await freshFolder();
  await cp(join(folder, 'cases'), join(copy, 'cases'), { recursive: true });
  return copy;
}

test('given a case that is removed, then nothing that was noted of its people is left, not after a crash either', async () => {
  const folder = await written();
  const before = await headsOf(folder);
  expect(before).toContain(bo.id);
  const { store } = await start(folder);
  await store.append(ID, 3, [cancelled], []);
  const head = (await store.read(ID))?.hashes.at(-1) ?? '';
  const stone = { id: ID, tenant: TENANT, municipality: '0630', ended: 'cancelled', closed: '2026-05-04' } as const;
  expect(await store.remove({ ...stone, facts: 4, head, removed: '2026-06-04T08:00:00.000Z' })).toBe(true);
  await store.close();
  const after = await headsOf(folder);
  expect(after).not.toContain(bo.id);
  expect(after).toContain(`${ID} 4 ${head}\n`);
  expect(after).toMatch(new RegExp(`^${OTHER} 1 .*due`, 'm'));
  for (const crashed of [before, after.replace(`${head}\n`, `${head} 0123456789abcdef {"of":"${bo.id}"}\n`)]) {
    await writeFile(join(folder, HEADS_FILE), crashed);
    await (await start(folder)).store.close();
    expect((await headsOf(folder)).split('\n').sort()).toEqual(after.split('\n').sort());
  }
});

test('given a case that goes on and on, then the file is written anew now and then, and the other cases keep their notes', async () => {
  const folder = await freshFolder();
  const heads = new Heads(nodeDisk, folder, NEVER);
  await heads.readAll();
  heads.note(ID, standing(1), () => `${'a'.repeat(16)} {"kept":true}`);
  for (let facts = 1; facts <= 1_010; facts += 1) {
    heads.note(OTHER, standing(facts), () => `${'b'.repeat(16)} {"facts":${facts}}`);
    await heads.close();
  }
  const text = await readFile(join(folder, HEADS_FILE), 'utf8');
  expect(text.split('\n').length).toBeLessThan(20);
  expect(text).toMatch(new RegExp(`^${ID} 1 [0-9a-f]{64} a{16} {"kept":true}\n`));
  expect((await readHeads(nodeDisk, folder)).get(OTHER)).toMatchObject({
    facts: 1_010,
    digest: expect.stringContaining('1010'),
  });
});

test('given thousands of notes to write, then others get a word in between', async () => {
  const heads = new Heads(nodeDisk, await freshFolder(), NEVER);
  await heads.readAll();
  let words = 0;
  const madeAt = new Set<number>();
  const make = () => {
    madeAt.add(words);
    return '{}';
  };
  for (let number = 0; number < 3_000; number += 1) heads.note(`0630-a${1_000 + number}`, standing(1), make);
  const speak = () => {
    words += 1;
    speaking = setImmediate(speak);
  };
  let speaking = setImmediate(speak);
  await heads.close();
  clearImmediate(speaking);
  expect(madeAt.size).toBeGreaterThan(200);
});
