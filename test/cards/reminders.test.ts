import { describe, expect, test } from 'vitest';
import { asReminder } from '../../src/cards/banner.js';
import { caseCard } from '../../src/cards/case-card.js';
import { bytes } from '../../src/cards/frame.js';
import { remindersCard } from '../../src/cards/overview.js';
import { personalCard } from '../../src/cards/personal-card.js';
import { outcomeCard } from '../../src/cards/settled.js';
import { type Case, waitingSince } from '../../src/case/case.js';
import { MUNICIPALITIES } from '../../src/task/municipalities.js';
import { anne, contextIn, mette, STATES } from './cases.js';
import { flaws, nodes, shownTexts } from './inspect.js';

/** As many open cases, each of another municipality, with later and later deadlines. */
const casesOf = (count: number, name = 'Anne Østergaard'): Case[] =>
  MUNICIPALITIES.slice(0, count).map(([municipality], at) => ({
    ...STATES.agreementNumber,
    id: `${municipality}-k3f9`,
    municipality,
    coordinator: { ...STATES.agreementNumber.coordinator, name },
    taskEnd: `2027-0${5 + Math.floor(at / 28)}-${String((at % 28) + 1).padStart(2, '0')}`,
  }));

/** What each button is for: the case it shows, or the verb of one that shows no case. */
const buttons = (card: object) =>
  nodes(card)
    .filter((node) => node.type === 'Action.Execute')
    .map(({ verb, data }) => String((data as { caseId?: string }).caseId ?? verb));

describe.each(['da', 'en'] as const)('the reminder of several cases, in %s', (language) => {
  test.each([3, 6, 7, 98])('of %d is as Teams and the contract want it', (count) => {
    const card = remindersCard(casesOf(count), contextIn(language));
    expect(flaws(card)).toEqual([]);
    expect(buttons(card)).toHaveLength(6 - (count === 3 ? 3 : 0));
  });

  test('of every municipality fits, with names of any length', () => {
    const crowd = casesOf(98, `Øjvind ${'Å'.repeat(10_000)}`);
    expect(bytes(remindersCard(crowd, contextIn(language)))).toBeLessThanOrEqual(28_000);
  });

  test('has buttons that only show something', () => {
    const acts = nodes(remindersCard(casesOf(98), contextIn(language)))
      .filter((node) => node.type === 'Action.Execute')
      .map((node) => node.verb);
    expect(new Set(acts)).toEqual(new Set(['refresh', 'overview']));
  });
});

describe('the reminder of several cases', () => {
  test('shows the most urgent first, given in any order', () => {
    const cases = casesOf(6);
    expect(buttons(remindersCard(cases.toReversed(), contextIn('da')))).toEqual(cases.map((theCase) => theCase.id));
  });

  test('names the cases it has no room for, and leads to all of them', () => {
    const card = remindersCard(casesOf(8), contextIn('da'));
    expect(buttons(card).at(-1)).toBe('overview');
    const names = MUNICIPALITIES.slice(5, 8).map(([, name]) => name);
    const said = shownTexts(card).find((text) => text.startsWith('Det gælder også')) ?? '';
    for (const name of names) expect(said).toContain(name);
    expect(shownTexts(card)).toContain('8 sager venter');
  });

  test('of six needs no overview', () => {
    expect(buttons(remindersCard(casesOf(6), contextIn('da')))).not.toContain('overview');
  });
});

describe('the deadline on a reminder', () => {
  const on = (today: string) => ({ ...contextIn('da'), today });
  const cardOn = (today: string, occasion: 'silence' | 'taskEndNear' | 'taskEnd', person = mette) => {
    const reason = { step: 'signature', occasion } as const;
    return personalCard(STATES.signature, person, asReminder(STATES.signature, reason, person, on(today)));
  };
  const about = (card: object) =>
    nodes(card)
      .flatMap(({ text }) => (typeof text === 'string' ? [text] : []))
      .filter((text) => /7\. maj 2027|over fristen/.test(text));
  const weightOf = (card: object, text: string) => nodes(card).find((node) => node.text === text)?.weight;

  test.each([mette, anne])('stands once, for the one who is asked and in a copy', (person) => {
    expect(about(cardOn('2027-05-06', 'taskEndNear', person))).toEqual(['Senest fredag den 7. maj 2027.']);
    expect(about(cardOn('2027-05-10', 'taskEnd', person))).toEqual([
      expect.stringContaining('Fristen var fredag den 7. maj 2027.'),
    ]);
    expect(about(cardOn('2027-05-18', 'silence', person))).toEqual(['11 dage over fristen.']);
  });

  test('is bold while it can be kept, and quiet afterwards', () => {
    for (const cardAt of [
      (day: string) => cardOn(day, 'silence'),
      (day: string) => caseCard(STATES.signature, on(day)),
    ]) {
      expect(weightOf(cardAt('2027-05-07'), 'Fristen er i dag, fredag den 7. maj 2027.')).toBe('Bolder');
      expect(weightOf(cardAt('2027-05-10'), '3 dage over fristen.')).toBe('Default');
      expect(JSON.stringify(cardAt('2027-05-10'))).not.toContain('overskredet');
    }
  });
});

test('a copy that a newer one replaces says so; the card of the one who is asked leads to the newer one', () => {
  const began = waitingSince(STATES.signature);
  const at = began.replace(/^\d{4}/, (year) => String(Number(year) + 1));
  const to = [mette, anne];
  const round = { step: 'signature', occasion: 'silence', rung: 3, at, to, escalated: false } as const;
  const theCase = { ...STATES.signature, waits: { signature: began }, reminders: [round] };
  const shown = (one: Case, person: typeof anne, language: 'da' | 'en' = 'da') =>
    shownTexts(outcomeCard(one, person, 'signature', contextIn(language))).join(' ');
  expect(shown(theCase, anne)).toContain('Afløst af en nyere besked.');
  expect(shown(theCase, anne, 'en')).toContain('Replaced by a newer message.');
  expect(shown(theCase, mette)).toContain('Afløst af en nyere besked.');
  expect(shown({ ...theCase, reminders: [] }, anne)).toContain('gælder ikke længere');
  expect(shown({ ...theCase, waits: { signature: at } }, anne)).toContain('gælder ikke længere');
});
