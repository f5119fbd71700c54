import { describe, expect, test } from 'vitest';
import { MUNICIPALITIES, municipalityName } from '../../src/task/municipalities.js';

const codes = MUNICIPALITIES.map(([code]) => code);
const names = MUNICIPALITIES.map(([, name]) => name);

describe('the municipalities', () => {
  test('are 98', () => {
    expect(MUNICIPALITIES).toHaveLength(98);
  });

  test('have each a code and a name of their own', () => {
    expect(new Set(codes).size).toBe(98);
    expect(new Set(names).size).toBe(98);
  });

  test('stand in the order of their codes, 0101 to 0860', () => {
    expect(codes).toEqual([...codes].sort());
    expect([codes.at(0), codes.at(-1)]).toEqual(['0101', '0860']);
    for (const code of codes) expect(code).toMatch(/^0[1-8]\d{2}$/);
  });

  test('have names without the word Kommune', () => {
    for (const name of names) expect(name).toMatch(/^[A-ZÆØÅ][a-zæøå]+(-[A-ZÆØÅ][a-zæøå]+)?$/);
  });

  test.each([
    ['0101', 'København'],
    ['0400', 'Bornholm'],
    ['0461', 'Odense'],
    ['0630', 'Vejle'],
    ['0751', 'Aarhus'],
    ['0851', 'Aalborg'],
  ])('%s is %s', (code, name) => {
    expect(municipalityName(code)).toBe(name);
  });

  test('are found by their four digits only', () => {
    for (const code of ['', '630', '0411', '0999', 'Vejle', '__proto__'])
      expect(municipalityName(code)).toBeUndefined();
  });
});
