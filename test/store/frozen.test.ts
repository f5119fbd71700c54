import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, frozenCopy } from '../../src/store/canonical-json.js';

const anything = fc.object({
  key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '10', '9')),
  values: [fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined, -0)],
});

test('a frozen copy tells what JSON would bring back, in sorted order, and nothing in it can be changed', () => {
  fc.assert(
    fc.property(anything, (given) => {
      const copy = frozenCopy(given);
      const back: unknown = JSON.parse(JSON.stringify(given));
      expect(isDeepStrictEqual(copy, back)).toBe(true);
      expect(JSON.stringify(copy)).toBe(JSON.stringify(JSON.parse(canonicalJson(given))));
      for (const one of partsOf(copy)) expect(Object.isFrozen(one)).toBe(true);
    }),
  );
});

test('a later change of what was given does not reach the copy', () => {
  const given = { of: { name: 'Karin' }, list: [{ name: 'Søren' }] };
  const copy = frozenCopy(given);
  given.of.name = 'Bente';
  given.list.push({ name: 'Ole' });
  expect(copy).toEqual({ list: [{ name: 'Søren' }], of: { name: 'Karin' } });
});

function partsOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(partsOf)] : [];
}
