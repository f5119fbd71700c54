import { describe, expect, test } from 'vitest';
import { addDays } from '../../src/case/dates.js';
import type { Language } from '../../src/case/people.js';
import { fromToday } from '../../src/texts/format.js';
import { texts } from '../../src/texts/texts.js';
import { contextIn, mette, STATES, storyLog, TODAY } from '../cards/cases.js';
import { shownTexts } from '../cards/inspect.js';
import { caseViews, plainViews } from '../cards/views.js';

/** One and many of every noun the bot counts. */
const NOUNS: Record<Language, readonly (readonly [string, string])[]> = {
  da: [
    ...[['dag', 'dage'] as const, ['arbejdsdag', 'arbejdsdage'] as const, ['kalenderdag', 'kalenderdage'] as const],
    ...[['uge', 'uger'] as const, ['sag', 'sager'] as const, ['åben sag', 'åbne sager'] as const],
    ...[['hændelse', 'hændelser'] as const, ['ældre hændelse', 'ældre hændelser'] as const],
    ...[['besked', 'beskeder'] as const, ['påmindelse', 'påmindelser'] as const, ['felt', 'felter'] as const],
    ...[['person', 'personer'] as const, ['fil', 'filer'] as const],
  ],
  en: [
    ...[['day', 'days'] as const, ['working day', 'working days'] as const, ['calendar day', 'calendar days'] as const],
    ...[['week', 'weeks'] as const, ['case', 'cases'] as const, ['more case', 'more cases'] as const],
    ...[['open case', 'open cases'] as const, ['event', 'events'] as const, ['field', 'fields'] as const],
    ...[['earlier event', 'earlier events'] as const, ['message', 'messages'] as const, ['file', 'files'] as const],
    ...[['reminder', 'reminders'] as const, ['person', 'people'] as const],
  ],
};

/** The parts of a text where a number and its noun do not agree. */
function disagreements(text: string, language: Language): string[] {
  return NOUNS[language].flatMap(([one, many]) => {
    const wrong = new RegExp(`(?<![\\d.,])(?:1 ${many}|(?:0|[2-9]|\\d{2,}) ${one})(?![\\p{L}])`, 'giu');
    return text.match(wrong) ?? [];
  });
}

/** Every text that is made from numbers alone, made for one number; `called` lists their keys. */
function sentencesFor(tree: unknown, number: number, called: string[], path = ''): string[] {
  if (typeof tree === 'function') {
    if (tree.length === 0) return [];
    try {
      const said: unknown = tree(...Array.from({ length: tree.length }, () => number));
      if (typeof said !== 'string') return [];
      called.push(path);
      return [said];
    } catch {
      // It needs a person or a case; the cards below give it one.
      return [];
    }
  }
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, inner]) => sentencesFor(inner, number, called, `${path}.${key}`));
}

test('a wrong plural is seen', () => {
  expect(disagreements('Der er 1 sager mere, og 2 dag siden', 'da')).toEqual(['1 sager', '2 dag'].reverse());
  expect(disagreements('Der er 1 sag, 21 dage og 11.1 dage', 'da')).toEqual([]);
  expect(disagreements('1 cases, 3 working day', 'en')).toHaveLength(2);
});

describe.each(['da', 'en'] as const)('in %s', (language) => {
  test('every text made from numbers says them right for none, one, two and many', () => {
    // Several reminders and several waiting cases are never fewer than two: one goes out as a message of its own.
    const atLeastTwo = /^\.(toasts\.reminders|cards\.reminders\.title)$/;
    for (const number of [0, 1, 2, 11, 21]) {
      const called: string[] = [];
      const sentences = sentencesFor(texts(language), number, called);
      const wrong = sentences.flatMap((text, at) =>
        number < 2 && atLeastTwo.test(called[at] ?? '') ? [] : disagreements(text, language),
      );
      expect(wrong).toEqual([]);
      expect(called).toEqual(
        expect.arrayContaining(['.cards.chooseCase.more', '.cards.openCase.hint', '.files.archive.logLead']),
      );
    }
  });

  test('so does every card, and every distance in days', () => {
    const ctx = contextIn(language);
    const theCase = Object.values(STATES);
    const cards = [
      ...Object.values(plainViews).map((make) => make(ctx)),
      ...theCase.flatMap((one) => Object.values(caseViews(one, mette, storyLog(one.length))).map((make) => make(ctx))),
    ];
    const told = new Set(cards.flatMap(shownTexts));
    expect([...told].flatMap((text) => disagreements(text, language))).toEqual([]);
    for (let days = -40; days <= 40; days++)
      expect(disagreements(fromToday(addDays(TODAY, days), TODAY, language), language)).toEqual([]);
  });
});
