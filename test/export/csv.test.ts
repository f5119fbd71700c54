import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cell, csvOf } from '../../src/export/csv.js';
import { anyText } from '../any-text.js';
import { anne, log, opened, task } from '../cards/cases.js';
import { SIGNED_SHA, toldOf, wholeStory } from './told.js';

const text = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** Reads the rows as a spreadsheet does: semicolons, quotes doubled inside quotes. */
function rows(csv: string): string[][] {
  return csv
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^;]*)(;|$)/g)]
        .map(([, one = '']) => (one.startsWith('"') ? one.slice(1, -1).replaceAll('""', '"') : one))
        .slice(0, 7),
    );
}

describe('the events for Excel', () => {
  const csv = text(csvOf(toldOf(wholeStory()), task, 'da'));

  test('begin with a byte order mark, and every line ends as Windows ends it', () => {
    expect(csv.startsWith('\ufeffNr.;Dato;Klokkeslæt;Hvem;Hændelse;Oplysninger;')).toBe(true);
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  test('are a row each, with Danish days and times, who, what, details and the hash', () => {
    const told = toldOf(wholeStory());
    const [, first, ...rest] = rows(csv);
    expect(rest).toHaveLength(told.events.length - 1);
    expect(first?.slice(0, 5)).toEqual([
      '1',
      '01-05-2027',
      '10:10',
      'Anne Holm',
      'Anne Holm åbnede sagen og er KY-projektleder.',
    ]);
    expect(first?.[6]).toBe(told.hashes[0]);
    expect(rest.map((row) => row[5]).join('\n')).toContain(`Fingeraftryk (SHA-256): ${SIGNED_SHA}`);
    expect(rest.map((row) => row[5]).join('\n')).toContain('Note: Aftaleskemaet ligger i ESDH-sag 27/1042.');
  });

  test('keep a reason whole, with its quotes and semicolons', () => {
    const reason = `Vi venter; "måske" til 2028. ${'x'.repeat(400)}`;
    const events = log(opened, { type: 'CaseCancelled', by: anne, reason });
    expect(rows(text(csvOf(toldOf(events), task, 'da')))[2]?.[4]).toBe(`Anne Holm annullerede sagen: ${reason}`);
  });

  test('run no name as a formula', () => {
    const by = { ...anne, name: '=HYPERLINK("http://evil.example";"klik")' };
    const events = log(opened, { type: 'MarkedInKlik', by });
    const row = rows(text(csvOf(toldOf(events), task, 'da')))[2] ?? [];
    expect(row).toHaveLength(7);
    for (const one of row) expect(one).not.toMatch(/^[=+\-@\t\r]/);
    expect(row[3]).toBe(`'${by.name}`);
  });
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', ' =1', '\u200b=1', '|cmd', '%0A'])(
  'the cell %j is a text to a spreadsheet',
  (typed) => {
    expect(cell(typed)).toMatch(/^"?'/);
  },
);

test('no text breaks out of its cell', () => {
  fc.assert(
    fc.property(anyText(60), fc.string({ maxLength: 60 }), (one, other) => {
      const read = rows(`${cell(one)};${cell(other)};x`)[0] ?? [];
      expect(read.slice(0, 3)).toHaveLength(3);
      expect(read[2]).toBe('x');
      for (const value of read) expect(value).not.toMatch(/^[=+\-@\t\r\n]/);
    }),
  );
});
