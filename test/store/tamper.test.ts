import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { CaseSetAsideError } from '../../src/delivery/ports.js';
import { digitsOfCode, type Entry, shortfall } from '../../src/store/event-chain.js';
import { readCaseFile } from '../../src/store/lowdb/case-file.js';
import { openLowdbCaseStore } from '../../src/store/lowdb/case-store.js';
import { accepted, due, headOf, named, numbered, opened, refused, storeOptions } from './sample.js';

const ID = '0630-aaaa';
let text = '';
let stored: { readonly entries: readonly Entry[] };

/** A case file as the store wrote it, in several writes. */
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-store-'));
  const store = await openLowdbCaseStore(folder, storeOptions);
  const facts = [
    opened(ID),
    named,
    accepted,
    numbered('123456'),
    refused('Forkert navn'),
    numbered('234567'),
    refused('Æøå 1'),
  ];
  for (const [length, fact] of facts.entries()) await store.append(ID, length, [fact], [due(`${length + 1}.0`)]);
  await store.close();
  text = await readFile(join(folder, 'cases', `${ID}.json`), 'utf8');
  await rm(folder, { recursive: true });
  readCaseFile(ID, text);
  stored = JSON.parse(text);
});

/** What a reader makes of the file once its entries are these: the position it names, or nothing. */
function found(entries: readonly object[]): string | undefined {
  try {
    readCaseFile(ID, JSON.stringify({ ...stored, entries }));
    return undefined;
  } catch (error) {
    if (error instanceof CaseSetAsideError) return error.reason;
    throw error;
  }
}

/** The position from which on entries are missing, told by the head of the whole log. */
function shortenedBy(entries: readonly Entry[]): number | undefined {
  return shortfall(headOf(entries), headOf(stored.entries))?.fact;
}

/** Every field of an entry that holds a text or a number, as a path of keys. */
function leaves(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return Object.entries(value).flatMap(([key, field]) => leaves(field, [...path, key]));
}

/** A copy with another value at one path; without `other`, with none there. */
function altered(value: unknown, [key = '', ...rest]: readonly string[], other?: unknown): object {
  const copy = { ...(value as Record<string, unknown>) };
  if (rest.length > 0) copy[key] = altered(copy[key], rest, other);
  else if (other === undefined) delete copy[key];
  else copy[key] = other;
  return copy;
}

const at = fc.nat();
const other = fc.option(fc.oneof(fc.string(), fc.integer(), fc.boolean()), { nil: undefined });

test('given the file as it was written, then nothing is found', () => {
  expect(stored.entries).toHaveLength(7);
  expect(found(stored.entries)).toBeUndefined();
});

test('given anything changed or taken away in any fact or hash, then it is found', () => {
  fc.assert(
    fc.property(at, at, other, (which, where, value) => {
      const position = which % stored.entries.length;
      const entry = stored.entries[position];
      const paths = leaves(entry);
      const path = paths[where % paths.length] ?? [];
      const changed = altered(entry, path, value);
      fc.pre(JSON.stringify(changed) !== JSON.stringify(entry));
      expect(found(stored.entries.with(position, changed as Entry)), path.join('.')).toBeDefined();
    }),
    { numRuns: 500 },
  );
});

test('given a field added to any fact, then it is found', () => {
  fc.assert(
    fc.property(at, fc.string({ minLength: 1 }), fc.jsonValue(), (which, key, value) => {
      const position = which % stored.entries.length;
      const entry = stored.entries[position];
      fc.pre(entry !== undefined && !(key in entry.event));
      const event = Object.defineProperty({ ...entry?.event }, key, { value, enumerable: true });
      expect(found(stored.entries.with(position, { ...entry, event } as Entry))).toMatch(/fact/);
    }),
  );
});

test('given any entry removed, doubled, moved or put in from elsewhere, then it is found, at the end by the known head', () => {
  fc.assert(
    fc.property(at, at, fc.constantFrom('remove', 'double', 'move', 'add'), (from, to, how) => {
      const { length } = stored.entries;
      const [a, b] = [from % length, to % length];
      const entry = stored.entries[a] as Entry;
      const stranger = { event: numbered('9'), hash: 'ab'.repeat(32) };
      const entries =
        how === 'remove'
          ? stored.entries.toSpliced(a, 1)
          : how === 'move'
            ? stored.entries.toSpliced(a, 1).toSpliced(b, 0, entry)
            : stored.entries.toSpliced(b, 0, how === 'double' ? entry : stranger);
      fc.pre(how !== 'move' || a !== b);
      const atTheEnd = how === 'remove' && a === length - 1;
      expect(atTheEnd ? shortenedBy(entries) : found(entries)).toBeDefined();
    }),
  );
});

test('given the tail cut off, then the file is right in itself, and the head known outside tells where it ended', () => {
  for (let kept = 1; kept < stored.entries.length; kept++) {
    const cut = stored.entries.slice(0, kept);
    expect(found(cut)).toBeUndefined();
    expect(shortenedBy(cut)).toBe(kept);
  }
});

test('given any one character of the file changed, then it is found, or no fact has changed', () => {
  fc.assert(
    fc.property(at, fc.constantFrom('0', 'x', '"', '}', ' ', '\n'), (where, sign) => {
      const position = where % text.length;
      const changed = text.slice(0, position) + sign + text.slice(position + 1);
      try {
        const read = readCaseFile(ID, changed);
        expect('hashes' in read && read.hashes).toEqual(stored.entries.map(({ hash }) => hash));
      } catch (error) {
        expect(error).toBeInstanceOf(CaseSetAsideError);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('given a code as people write it down, then its digits are read, or none when it proves nothing', () => {
  const hash = stored.entries[3]?.hash ?? '';
  const digits = hash.slice(0, 12);
  const groups = `${hash.slice(0, 4)} ${hash.slice(4, 8)} ${hash.slice(8, 12)}`;
  expect(digitsOfCode(hash)).toBe(hash);
  for (const code of [digits, groups, groups.toUpperCase(), groups.replaceAll(' ', '-'), ` ${groups}\n`])
    expect(digitsOfCode(code)).toBe(digits);
  for (const code of ['', hash.slice(0, 11), 'ikke en kode', `${hash}0`]) expect(digitsOfCode(code)).toBeUndefined();
});
