import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseEvent } from '../../src/case/events.js';
import { canonicalJson } from '../../src/store/canonical-json.js';
import { chained, type Entry, shortfall, verifyChain } from '../../src/store/event-chain.js';
import { anyText } from '../any-text.js';
import { accepted, headOf, named, numbered, opened, refused } from './sample.js';

/** Facts no two of which are alike, since swapping equal ones changes nothing. */
const facts = fc
  .uniqueArray(anyText(8), { minLength: 1, maxLength: 12 })
  .map((reasons): CaseEvent[] => [opened('0630-aaaa'), ...reasons.map(refused)]);

const logs = facts.map((events) => chained('', events));
const logAnd = fc.tuple(logs, fc.nat(), fc.nat());

/** Where a log is broken, by its own hashes or by how far it is known to have come. */
function brokenAt(log: readonly Entry[], known: readonly Entry[]): number | undefined {
  return verifyChain(log) ?? shortfall({ ...headOf(log), hashes: log.map(({ hash }) => hash) }, headOf(known))?.fact;
}

test('given facts as they were appended, then the chain stands', () => {
  fc.assert(fc.property(logs, (log) => brokenAt(log, log) === undefined));
});

test('given a log that has gone on since its head was noted, then it is whole', () => {
  fc.assert(fc.property(logAnd, ([log, cut]) => brokenAt(log, log.slice(0, 1 + (cut % log.length))) === undefined));
});

test('given one changed fact or hash, then its position is named', () => {
  fc.assert(
    fc.property(logAnd, ([log, where]) => {
      const at = where % log.length;
      const broken = (change: (entry: Entry) => Entry) =>
        verifyChain(log.map((one, i) => (i === at ? change(one) : one)));
      expect(broken((entry) => ({ ...entry, event: { ...entry.event, at: 'later' } }))).toBe(at);
      expect(broken((entry) => ({ ...entry, event: accepted }))).toBe(at);
      expect(broken((entry) => ({ ...entry, hash: entry.hash.replace(/./, (c) => (c === '0' ? '1' : '0')) }))).toBe(at);
    }),
  );
});

test('given a fact rewritten with a hash that fits, then the next one tells, or at the end the known head', () => {
  fc.assert(
    fc.property(logAnd, ([log, where]) => {
      const at = where % log.length;
      const forged = [...log.slice(0, at), ...chained(log[at - 1]?.hash ?? '', [named]), ...log.slice(at + 1)];
      expect(brokenAt(forged, log)).toBe(Math.min(at + 1, log.length - 1));
    }),
  );
});

test('given one removed entry, then the first one out of place is named, at the end by the known head', () => {
  fc.assert(
    fc.property(logAnd, ([log, where]) => {
      const at = where % log.length;
      expect(brokenAt(log.toSpliced(at, 1), log)).toBe(at);
      if (at < log.length - 1) expect(verifyChain(log.toSpliced(at, 1))).toBe(at);
    }),
  );
});

test('given one entry added from elsewhere or twice, then it is named', () => {
  fc.assert(
    fc.property(logAnd, ([log, where, which]) => {
      const at = where % (log.length + 1);
      const stranger = { event: numbered('7'), hash: 'f'.repeat(64) };
      expect(verifyChain(log.toSpliced(at, 0, stranger))).toBe(at);
      const twice = log[which % log.length] ?? stranger;
      const found = verifyChain(log.toSpliced(at, 0, twice));
      expect(found).toBe(at === which % log.length ? at + 1 : at);
    }),
  );
});

test('given two entries swapped, then the first of them is named', () => {
  fc.assert(
    fc.property(logAnd, ([log, one, other]) => {
      const [first, second] = [one % log.length, other % log.length].sort((a, b) => a - b) as [number, number];
      fc.pre(first !== second);
      const swapped = log.map(
        (entry, at) => (at === first ? log[second] : at === second ? log[first] : entry) ?? entry,
      );
      expect(verifyChain(swapped)).toBe(first);
    }),
  );
});

test('given any JSON, then its canonical form says the same and does not depend on the order of fields', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(canonicalJson(reversed(value))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('given fields named like numbers or like a prototype, then they are sorted as text and kept', () => {
  expect(canonicalJson(JSON.parse('{"9":1,"10":2,"b":{"z":1,"a":[{"d":1,"c":2}]},"__proto__":{"x":1}}'))).toBe(
    '{"10":2,"9":1,"__proto__":{"x":1},"b":{"a":[{"c":2,"d":1}],"z":1}}',
  );
  expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, field]) => [key, reversed(field)]),
  );
}
