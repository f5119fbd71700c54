import { describe, expect, test } from 'vitest';
import type { CardContext } from '../../src/cards/context.js';
import { copyKeptCard, hasOutcome, klikDoneCard, outcomeCard, replacedCard } from '../../src/cards/settled.js';
import type { Case } from '../../src/case/case.js';
import type { Language, Person } from '../../src/case/people.js';
import type { StepId } from '../../src/case/steps.js';
import { anne, bo, carl, contextIn, dorte, mette, STATES } from './cases.js';
import { nodes } from './inspect.js';

/** The runs of a card as lines, a line for each block. */
const linesOf = (card: object) =>
  nodes(card).flatMap(({ type, inlines }) =>
    type === 'RichTextBlock' ? [(inlines as { text: string }[]).map(({ text }) => text).join('')] : [],
  );
const lineOf = (theCase: Case, person: Person, step: StepId, language: Language = 'da') =>
  linesOf(outcomeCard(theCase, person, step, contextIn(language)));

describe('a settled request says in one line what happened, who did it, when, and in which municipality', () => {
  test.each([
    ['papers', 'officer', '✓ Mette Krogh Andersen har sagt ja til at være sikkerhedsansvarlig, 4. maj · Vejle'],
    ['papers', 'agreementNumber', '✓ Mette Krogh Andersen har oplyst NKS-aftalenummeret, 4. maj · Vejle'],
    ['papers', 'webForm', '✓ Anne Holm har bekræftet, at webformularen er udfyldt, 4. maj · Vejle'],
    ['papers', 'dispatch', '✓ Anne Holm har bekræftet, at aftalen er sendt, 4. maj · Vejle'],
    ['papers', 'confirmation', '✓ Anne Holm har bekræftet, at mailen fra NemKonto er kommet, 4. maj · Vejle'],
    ['payment', 'invoice', '✓ Anne Holm har registreret fakturaen, 4. maj · Vejle'],
    ['paid', 'payment', '✓ Bo Lund har bekræftet betalingen, 4. maj · Vejle'],
    ['declined', 'officer', '– Mette Krogh Andersen har svaret nej til at være sikkerhedsansvarlig, 4. maj · Vejle'],
    ['refused', 'signature', '– Mette Krogh Andersen underskrev ikke aftalen, 4. maj · Vejle'],
    ['returned', 'dispatch', '– Anne Holm har oplyst, at NemKonto sendte aftalen retur, 4. maj · Vejle'],
    ['cancelled', 'agreementNumber', '– Anne Holm har annulleret sagen, 4. maj · Vejle'],
  ] as const)('%s, %s', (state, step, line) => expect(lineOf(STATES[state], dorte, step)).toEqual([line]));

  test('and who was named, for those who were asked', () => {
    const line = '✓ Carl-Emil Østergaard har oplyst Mette Krogh Andersen som sikkerhedsansvarlig, 3. maj · Vejle';
    expect(lineOf(STATES.named, carl, 'officer')).toEqual([line]);
    expect(lineOf(STATES.named, carl, 'officer', 'en')).toEqual([
      '✓ Carl-Emil Østergaard has named Mette Krogh Andersen as the security officer, 3 May · Vejle',
    ]);
  });

  test('and that an invoice came before the mail', () => {
    const confirmation = { by: anne, at: '2027-05-04T08:00:00.000Z' };
    const early = { ...STATES.payment, done: { ...STATES.payment.done, confirmation } };
    expect(lineOf(early, anne, 'confirmation')).toEqual([
      '✓ Anne Holm har registreret fakturaen, som kom før mailen, 4. maj · Vejle',
    ]);
  });

  test('with the control code below the signature, for the signer’s own copy', () => {
    const [line, ...more] = lineOf(STATES.dispatch, mette, 'signature');
    expect(line).toBe('✓ Mette Krogh Andersen har bekræftet underskriften, 4. maj · Vejle');
    expect(more).toEqual([expect.stringMatching(/^Sagens kontrolkode er 51ab 6e90 c2f8\. Skriv den på jeres eget/)]);
  });
});

test('a request that no longer holds says whether anything is left to do', () => {
  expect(lineOf(STATES.signature, bo, 'payment')).toEqual([
    '– Beskeden gælder ikke længere. Du skal ikke gøre noget. · Vejle',
  ]);
  expect(lineOf(STATES.signature, mette, 'dispatch')).toEqual(['– Beskeden gælder ikke længere. · Vejle']);
});

test('only a card that nothing but a newer one has ended is without an outcome', () => {
  const has = (theCase: Case, person: Person, step: StepId) => hasOutcome(theCase, person, step, contextIn('da'));
  expect(has(STATES.signature, mette, 'signature')).toBe(false);
  expect(has(STATES.signature, mette, 'webForm')).toBe(true);
  expect(has(STATES.cancelled, mette, 'signature')).toBe(true);
});

test('so with the KLIK question, the file and what a newer card replaces', () => {
  const lines = (make: (theCase: Case, ctx: CardContext) => object, theCase: Case) =>
    linesOf(make(theCase, contextIn('da')));
  const marked = { ...STATES.payment, klik: { by: anne, at: '2027-05-04T08:00:00.000Z' } };
  expect(lines(klikDoneCard, marked)).toEqual(['✓ Anne Holm har meldt opgaven fuldført i KLIK, 4. maj · Vejle']);
  expect(lines(klikDoneCard, STATES.papers)).toEqual([
    '– Anne Holm har oplyst, at Carl-Emil Østergaard sætter opgaven til fuldført i KLIK, 4. maj · Vejle',
  ]);
  expect(lines(klikDoneCard, STATES.cancelled)).toEqual(['– Anne Holm har annulleret sagen, 4. maj · Vejle']);
  expect(lines(klikDoneCard, STATES.returned)).toEqual(['– Vent med KLIK. Aftalen skal sendes igen først. · Vejle']);
  expect(lines(klikDoneCard, STATES.payment)).toEqual(['– Du skal ikke gøre mere i KLIK. · Vejle']);
  expect(lines(copyKeptCard, STATES.papers)).toEqual([
    '✓ Oplysningerne om Underskrevet aftale.pdf står nu i sagen, 4. maj · Vejle',
    'Selve filen har jeg ikke gemt. Gem den i kommunens eget arkiv.',
  ]);
  expect(lines(replacedCard, STATES.payment)).toEqual(['– Afløst af en nyere besked. · Vejle']);
});
