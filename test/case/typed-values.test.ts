import { describe, expect, test } from 'vitest';
import { readAmount, readDay, readText } from '../../src/case/typed-values.js';

describe('a day', () => {
  test.each([
    ['4.5.2026', '2026-05-04'],
    ['04.05.2026', '2026-05-04'],
    ['04-05-2026', '2026-05-04'],
    ['4/5-2026', '2026-05-04'],
    ['4/5/2026', '2026-05-04'],
    ['4. 5. 2026', '2026-05-04'],
    ['4. maj 2026', '2026-05-04'],
    ['4 maj 2026', '2026-05-04'],
    ['den 4. maj 2026', '2026-05-04'],
    ['mandag den 4. maj 2026', '2026-05-04'],
    ['4.maj 2026', '2026-05-04'],
    ['Den 4. MAJ 2026', '2026-05-04'],
    ['4 May 2026', '2026-05-04'],
    ['1. okt. 2026', '2026-10-01'],
    ['2026-05-04', '2026-05-04'],
    [' 2026-05-04\n', '2026-05-04'],
    ['29.2.2028', '2028-02-29'],
    ['1.1.2015', '2015-01-01'],
    ['31.12.2100', '2100-12-31'],
  ])('%j is %s', (typed, value) => {
    expect(readDay(typed)).toEqual({ value });
  });

  test.each([
    '29.2.2026',
    '31.4.2026',
    '5/13/2026',
    '0.5.2026',
    '4.5.26',
    '4.5',
    '20260504',
    '2026-5-4',
    '2026-02-30',
    'i går',
    '4. mai 2026',
    'maj 4 2026',
    '4.5.2026 kl. 10',
    '٤.٥.٢٠٢٦',
    '4.5.02026',
  ])('%j is none', (typed) => {
    expect(readDay(typed)).toEqual({ problem: { kind: 'notADate', typed } });
  });

  test.each(['31.12.2014', '1.1.2101', '0001-01-01', '9999-12-31'])('%s is outside what can be meant', (typed) => {
    expect(readDay(typed)).toEqual({ problem: { kind: 'dateOutOfRange' } });
  });

  test('is required, and a long slip is quoted in part only', () => {
    expect(readDay(' \t')).toEqual({ problem: { kind: 'required' } });
    expect(readDay('x'.repeat(5_000))).toEqual({ problem: { kind: 'notADate', typed: 'x'.repeat(40) } });
  });
});

describe('an amount', () => {
  test.each([
    ['4.040,28', 404_028],
    ['4040,28', 404_028],
    ['4040.28', 404_028],
    ['4,040.28', 404_028],
    ['4.040', 404_000],
    ['4040', 404_000],
    ['4040,5', 404_050],
    ['4.040,28 kr.', 404_028],
    ['4.040,28\u00a0kr.', 404_028],
    ['kr. 4.040,28', 404_028],
    ['KR 4040', 404_000],
    ['DKK 4.040,28', 404_028],
    ['4040 kroner', 404_000],
    ['4.040,-', 404_000],
    ['4040,-', 404_000],
    ['kr. 4.040', 404_000],
    ['DKK 4040', 404_000],
    ['0,5', 50],
    ['4 040,28', 404_028],
    ['0,01', 1],
    ['100.000.000,00', 10_000_000_000],
  ])('%j is %d øre', (typed, value) => {
    expect(readAmount(typed)).toEqual({ value });
  });

  test.each(['-5', '4.04.0', '4,040', '40.40,28', '4040,283', '1e3', '4040 EUR', 'gratis', '0', '0,00', '٤٠٤٠', ','])(
    '%j is none',
    (typed) => {
      expect(readAmount(typed)).toEqual({ problem: { kind: 'notAnAmount', typed } });
    },
  );

  test('is required, also when only the currency was typed', () => {
    for (const typed of ['', ' ', 'kr.', 'DKK']) expect(readAmount(typed)).toEqual({ problem: { kind: 'required' } });
  });

  test('over 100 million kroner is a slip of the finger', () => {
    for (const typed of ['100.000.000,01', '9'.repeat(40)])
      expect(readAmount(typed)).toEqual({ problem: { kind: 'amountTooBig' } });
  });

  test('is not searched for in a long text, so that endless blanks cost nothing', () => {
    for (const hostile of [`1${' '.repeat(19_000)}x`, `1${' '.repeat(40)}2`])
      expect(readAmount(hostile)).toEqual({ problem: { kind: 'notAnAmount', typed: hostile.slice(0, 40) } });
  });
});

describe('a text', () => {
  test('is trimmed and composed, and has a longest length', () => {
    expect(readText('  A\u030arhus ', 10)).toEqual({ value: 'Århus' });
    expect(readText('x'.repeat(11), 10)).toEqual({ problem: { kind: 'tooLong', max: 10 } });
    expect(readText('x'.repeat(10), 10)).toEqual({ value: 'x'.repeat(10) });
  });

  test('is required unless it may be empty', () => {
    expect(readText(' \n', 10)).toEqual({ problem: { kind: 'required' } });
    expect(readText(' \n', 10, true)).toEqual({ value: '' });
  });
});
