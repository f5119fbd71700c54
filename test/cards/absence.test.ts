import { expect, test } from 'vitest';
import { caseCard } from '../../src/cards/case-card.js';
import { moreCard, substituteCard } from '../../src/cards/more-menu.js';
import { overviewCard } from '../../src/cards/overview.js';
import { personalCard } from '../../src/cards/personal-card.js';
import { noticeCard } from '../../src/cards/summary.js';
import type { CaseEvent } from '../../src/case/events.js';
import { anne, caseOf, contextIn, mette, STATES, storyLog } from './cases.js';
import { nodes, shownTexts } from './inspect.js';

const shown = (card: object) => shownTexts(card).join('\n');
const away = { from: '2027-05-05', until: '2027-05-19' };
const at = '2027-05-04T10:00:00.000Z';
const officerAway = caseOf([
  ...storyLog(3),
  { type: 'AbsenceNoted', at, by: mette, ...away } as CaseEvent,
  { type: 'OfficerAccepted', at, by: mette } as CaseEvent,
]);

test('the card that asks the officer offers both days of an absence, and neither is required', () => {
  for (const id of ['awayFrom', 'awayUntil']) {
    const input = nodes(personalCard(STATES.named, mette, contextIn('da'))).find((node) => node.id === id);
    expect(input).toMatchObject({ type: 'Input.Date' });
    expect(input?.isRequired).not.toBe(true);
  }
});

test('the case card and the overview say how long the officer is away, until they are back', () => {
  const listed = { case: officerAway, unreached: [] };
  const reach = { unreached: [] };
  for (const [language, says] of [
    ['da', 'er væk fra onsdag den 5. maj 2027 til og med onsdag den 19. maj 2027'],
    ['en', 'is away from Wednesday 5 May 2027 to Wednesday 19 May 2027'],
  ] as const) {
    const ctx = contextIn(language);
    for (const card of [caseCard(officerAway, ctx, reach), overviewCard([listed], 0, ctx)])
      expect(shown(card)).toContain(says);
    expect(shown(caseCard(officerAway, contextIn(language, { today: '2027-05-20' }), reach))).not.toContain(says);
  }
});

test('the officer tells an absence with or without a substitute, others name a substitute', () => {
  const person = (reader: typeof mette) =>
    nodes(substituteCard(STATES.signature, reader, contextIn('da'))).find((node) => node.id === 'person');
  expect(person(mette)).toMatchObject({ label: 'Stedfortræder (valgfri)' });
  expect(person(mette)?.isRequired).not.toBe(true);
  expect(person(anne)).toMatchObject({ label: 'Kollega', isRequired: true });
  expect(shown(moreCard(STATES.signature, mette, contextIn('da')))).toContain('Jeg er væk i en periode');
  expect(shown(moreCard(STATES.signature, anne, contextIn('da')))).toContain('Vælg stedfortræder');
});

test('the coordinator reads that nobody can sign in their place, and gets the way to another officer', () => {
  const card = noticeCard(officerAway, { kind: 'officerAway', by: mette, ...away }, contextIn('da'));
  expect(shown(card)).toContain('ingen kan skrive under i stedet');
  expect(nodes(card).some(({ data }) => (data as { show?: string } | undefined)?.show === 'replaceOfficer')).toBe(true);
});
