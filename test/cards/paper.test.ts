import { expect, test } from 'vitest';
import { doneBanner } from '../../src/cards/banner.js';
import { personalCard } from '../../src/cards/personal-card.js';
import { summaryCard } from '../../src/cards/summary.js';
import { anne, caseOf, contextIn, mette, STATES, storyLog } from './cases.js';
import { shownTexts } from './inspect.js';

const shown = (card: object) => shownTexts(card).join('\n');

test('the officer reads where the agreement lies and who gets it, and without a place whom to ask', () => {
  const place = 'Rådhuset, kontor 214';
  const printed = storyLog(6).map((event) =>
    event.type === 'WebFormCompleted' ? { ...event, paperAt: place } : event,
  );
  const told = shown(personalCard(caseOf(printed), mette, contextIn('da')));
  expect(told).toContain(place);
  expect(told).toContain('Giv den underskrevne aftale til Anne Holm');
  expect(shown(personalCard(STATES.signature, mette, contextIn('da')))).toContain('Spørg Anne Holm');
});

test('the mail is signed by who opens it, and says who has the paper', () => {
  const toAnne = shown(personalCard(STATES.dispatch, anne, contextIn('da')));
  expect(toAnne).toMatch(/Venlig hilsen\s+Anne Holm/);
  expect(toAnne).toContain('Mette Krogh Andersen har skrevet under og har papiret.');
  const toMette = shown(personalCard(STATES.dispatch, mette, contextIn('da')));
  expect(toMette).toMatch(/Venlig hilsen\s+Mette Krogh Andersen/);
  expect(toMette).toContain('Giv den underskrevne aftale til Anne Holm');
});

test('the control code is for the municipality’s own copy, never for the agreement that is sent', () => {
  const signed = storyLog(7).at(-1);
  expect(doneBanner(signed, STATES.dispatch, mette, contextIn('da'))?.text).toMatch(
    /jeres eget eksemplar i arkivet, ikke på den aftale, I sender/,
  );
  expect(doneBanner(signed, STATES.dispatch, mette, contextIn('en'))?.text).toMatch(
    /your own copy in the archive, not on the agreement you send/,
  );
});

test('what the reader did is told to them as theirs, and a colleague’s act with the name', () => {
  const signed = storyLog(7).at(-1);
  expect(doneBanner(signed, STATES.dispatch, mette, contextIn('da'))?.text).toMatch(/^Du bekræftede, at aftalen/);
  expect(doneBanner(signed, STATES.dispatch, mette, contextIn('en'))?.text).toMatch(/^You confirmed that/);
  expect(doneBanner(signed, STATES.dispatch, anne, contextIn('da'))?.text).toMatch(/^Mette Krogh Andersen bekræftede/);
});

test('the summary says what came of it', () => {
  expect(shown(summaryCard(STATES.paid, contextIn('da')))).toContain(
    'har nu underskrevet og indgået tilslutningsaftale',
  );
});
