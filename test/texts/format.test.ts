import { describe, expect, test } from 'vitest';
import * as format from '../../src/texts/format.js';

const nameless = { tenant: 't', id: 'i', name: '' };

describe('dates and amounts', () => {
  test('are said as people say them', () => {
    expect(format.date('2026-05-04', 'da')).toBe('mandag den 4. maj 2026');
    expect(format.date('2026-05-04', 'en')).toBe('Monday 4 May 2026');
    expect(format.shortDate('2026-05-04', 'da')).toBe('4. maj 2026');
    expect(format.amount(404028, 'da')).toBe('4.040,28\u00a0kr.');
    expect(format.amount(404028, 'en')).toBe('DKK\u00a04,040.28');
    expect(format.amount(100000000, 'da')).toBe('1.000.000,00\u00a0kr.');
  });

  test('half past midnight in Vejle is a new day', () => {
    expect(format.momentDate('2026-05-03T22:30:00.000Z', 'da')).toBe('mandag den 4. maj 2026');
    expect(format.clockTime('2026-05-03T22:30:00.000Z', 'da')).toBe('kl. 0.30');
    expect(format.clockTime('2026-05-04T07:05:00.000Z', 'en')).toBe('09:05');
  });

  test('tell the distance from today', () => {
    const said = ['2026-05-04', '2026-05-05', '2026-05-03', '2026-05-06', '2026-05-09', '2026-05-01'];
    expect(said.map((day) => format.fromToday(day, '2026-05-04', 'da'))).toEqual([
      'i dag',
      'i morgen',
      'i går',
      'om 2 dage',
      'om 5 dage',
      'for 3 dage siden',
    ]);
    expect(said.map((day) => format.fromToday(day, '2026-05-04', 'en'))).toEqual([
      'today',
      'tomorrow',
      'yesterday',
      'in 2 days',
      'in 5 days',
      '3 days ago',
    ]);
  });
});

describe('people and municipalities', () => {
  test('are listed with a last "og"', () => {
    expect(format.list([], 'da')).toBe('');
    expect(format.list(['Anne'], 'da')).toBe('Anne');
    expect(format.list(['Anne', 'Bo', 'Carl'], 'da')).toBe('Anne, Bo og Carl');
    expect(format.list(['Anne', 'Bo', 'Carl'], 'da', true)).toBe('Anne, Bo eller Carl');
    expect(format.list(['Anne', 'Bo', 'Carl'], 'en')).toBe('Anne, Bo and Carl');
    expect(format.list(['Anne', 'Bo'], 'en', true)).toBe('Anne or Bo');
  });

  test('without a name are the chosen person', () => {
    expect(format.personName(nameless, 'da')).toBe('den valgte person');
    expect(format.personName({ ...nameless, name: '\u200b \u202e' }, 'en')).toBe('the chosen person');
  });

  test('municipalities call themselves by their own names', () => {
    expect(['0101', '0400', '0630', '9999'].map(format.municipalityTitle)).toEqual([
      'Københavns Kommune',
      'Bornholms Regionskommune',
      'Vejle Kommune',
      'Kommunen',
    ]);
  });
});

describe("a person's text", () => {
  test('loses what cannot be seen and keeps its letters', () => {
    expect(format.clean('A\u202enne\u200b\u0000 \n Ærø\ud800')).toBe('Anne Ærø');
    expect(format.clean('a'.repeat(10_000), 20)).toBe(`${'a'.repeat(19)}…`);
    expect(format.clean(`a${'\u0301'.repeat(50)}`).length).toBeLessThan(6);
    expect(format.clean('4.040,28\u00a0kr.')).toBe('4.040,28\u00a0kr.');
  });
});

test('a task text takes the values it names and no others', () => {
  expect(format.fill('Til \u0024{a}, \u0024{b}\u0024{constructor}.', { a: '\u0024{b}', b: '2' })).toBe(
    'Til \u0024{b}, 2.',
  );
});
