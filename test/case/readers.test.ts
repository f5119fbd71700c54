import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Reading, readCommand, readInputs } from '../../src/case/commands.js';
import { addDays, dayOf, daysBetween, FIRST_DAY, instantAt, LAST_DAY, minuteOfDay } from '../../src/case/dates.js';
import { readAgreementNumber, readAmount, readDay, readText } from '../../src/case/typed-values.js';
import { anyText } from '../any-text.js';
import { officer, task } from '../given.js';
import { caseOpened } from './facts.js';
import { COMMANDS } from './press.js';

const MONTHS = 'januar februar marts april maj juni juli august september oktober november december'.split(' ');
const anyDay = fc.nat(daysBetween(FIRST_DAY, LAST_DAY)).map((count) => addDays(FIRST_DAY, count));
const blanks = fc.constantFrom('', ' ', '\n', '\u00a0 ');
const hostile = fc.oneof(
  anyText(200),
  fc.string({
    unit: fc.constantFrom('0', '1', '9', '.', ',', '-', '/', ' ', 'k', 'r', '\u00a0', '\u202e'),
    maxLength: 60,
  }),
  fc.constantFrom('__proto__', 'constructor', 'NaN', 'Infinity', '١٢', '\u0000', '\ud800', '1'.repeat(20_000)),
);

describe('every way Danes write it', () => {
  test('a day is understood', () => {
    const spelling = fc.tuple(anyDay, fc.nat(7), fc.boolean(), blanks);
    fc.assert(
      fc.property(spelling, ([value, way, padded, blank]) => {
        const [year = '', month = '', day = ''] = value.split('-');
        const [d, m] = padded ? [day, month] : [String(Number(day)), String(Number(month))];
        const word = MONTHS[Number(month) - 1] ?? '';
        const ways = [
          value,
          `${d}.${m}.${year}`,
          `${d}-${m}-${year}`,
          `${d}/${m}-${year}`,
          `${d}/${m}/${year}`,
          `${d}. ${word} ${year}`,
          `den ${d}. ${word.toUpperCase()} ${year}`,
          `${d} ${word.slice(0, 3)} ${year}`,
        ];
        expect(readDay(`${blank}${ways[way]}${blank}`)).toEqual({ value });
      }),
      { numRuns: 500 },
    );
  });

  test('an amount is understood', () => {
    const oere = fc.oneof(fc.integer({ min: 1, max: 10_000_000_000 }), fc.integer({ min: 1, max: 1_000_000 }));
    fc.assert(
      fc.property(oere, fc.nat(7), blanks, (value, way, blank) => {
        const kroner = String(Math.floor(value / 100));
        const rest = String(value % 100).padStart(2, '0');
        const grouped = (mark: string) => kroner.replace(/\B(?=(\d{3})+$)/g, mark);
        const ways = [
          `${kroner},${rest}`,
          `${kroner}.${rest}`,
          `${grouped('.')},${rest}`,
          `${grouped('.')},${rest}\u00a0kr.`,
          `kr. ${grouped('.')},${rest}`,
          `${grouped(' ')},${rest} kr`,
          `${grouped(',')}.${rest}`,
          `DKK ${kroner},${rest}`,
        ];
        expect(readAmount(`${blank}${ways[way]}${blank}`)).toEqual({ value });
      }),
      { numRuns: 500 },
    );
  });

  test('an agreement number is understood, wherever the spaces and dots are', () => {
    const { min, max } = task.agreementNumber;
    fc.assert(
      fc.property(fc.integer({ min, max }), fc.constantFrom('', ' ', '.', '\u00a0'), (number, mark) => {
        const read = readAgreementNumber([...String(number)].join(mark), task.agreementNumber);
        expect(read).toMatchObject({ value: { number: String(number) } });
        expect('value' in read && read.value.why).toBe(number > 999_999 ? 'long' : undefined);
      }),
    );
  });
});

test('a moment found by the Danish wall clock shows that day and minute, except in the hour that spring skips', () => {
  fc.assert(
    fc.property(anyDay, fc.nat(1_439), (day, minute) => {
      const moment = instantAt(day, minute);
      const shown = [dayOf(moment), minuteOfDay(moment)];
      const skipped = day.slice(5, 7) === '03' && minute >= 120 && minute < 180;
      if (!skipped) expect(shown).toEqual([day, minute]);
    }),
    { numRuns: 500 },
  );
});

const reading: Reading = {
  person: (id) => (id === 'guest' ? 'guest' : id.length % 2 === 0 ? officer : undefined),
  opening: { suffix: 'k3f9', home: caseOpened().home, language: 'da' },
};
const NAMES = [
  ...['municipality', 'goLive', 'officer', 'person', 'reason', 'agreementNumber', 'confirmed', 'filledOn', 'days'],
  ...[
    'annexFollowed',
    'field.cvr',
    'field.__proto__',
    'signedOn',
    'sentOn',
    'receivedOn',
    'returnedOn',
    'again',
    'invoiceNumber',
    'note',
    'paperAt',
    'ean',
    'accounting',
    'filedAs',
  ],
  ...['invoiceAmount', 'invoiceDue', 'payer', 'paidOn', 'step', 'from', 'until', '__proto__', 'toString'],
];

describe('nothing that is typed or sent throws', () => {
  test('a value is understood or has a problem', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const read of [
          readDay(text),
          readAmount(text),
          readText(text, 50),
          readAgreementNumber(text, task.agreementNumber),
        ])
          expect('value' in read || 'problem' in read).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('an amount that is understood is whole øre, more than none and at most 100 million kroner', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const read = readAmount(text);
        if (!('value' in read)) return;
        expect(Number.isInteger(read.value) && read.value > 0 && read.value <= 10_000_000_000).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('a card’s data becomes a command, named problems, or no verb of ours', () => {
    const data = fc.dictionary(fc.constantFrom(...NAMES), fc.oneof(hostile, fc.anything({ withNullPrototype: true })));
    fc.assert(
      fc.property(fc.constantFrom('openCase', ...COMMANDS), fc.oneof(data, fc.anything()), (verb, sent) => {
        const read = readCommand(verb, readInputs(sent), reading);
        expect(read).toBeDefined();
        if (read && 'problems' in read)
          for (const { field } of read.problems) expect(NAMES.some((name) => name === field)).toBe(true);
        else expect(read?.command.type).toBe(verb);
      }),
      { numRuns: 500 },
    );
  });

  test('any verb', () => {
    fc.assert(
      fc.property(hostile, fc.anything(), (verb, sent) => {
        expect(readCommand(verb, readInputs(sent), reading)).toBeUndefined();
      }),
    );
  });
});
