import { expect, test } from 'vitest';
import { doneBanner } from '../../src/cards/banner.js';
import { evolve } from '../../src/case/evolve.js';
import { Answered } from '../../src/teams/answered.js';
import { contextIn } from '../cards/cases.js';
import { caseUntil, reminded, signatureConfirmed } from '../case/facts.js';
import { caseOf, coordinator, officer } from '../given.js';

const theCase = caseOf(...caseUntil('invoice'));
const context = contextIn('da');
const card = { type: 'AdaptiveCard' };

function kept(): Answered {
  const answered = new Answered();
  answered.keep(theCase, coordinator, context, card);
  return answered;
}

test('given an answered card, then the edit that follows gets that very card, and a later one does not', () => {
  const answered = kept();
  expect(answered.take(theCase, coordinator, context)).toBe(card);
  expect(answered.take(theCase, coordinator, context)).toBeUndefined();
});

test('given the edit knows the code of the log and the answer did not, then it repeats the answer: no such card shows it', () => {
  expect(kept().take(theCase, coordinator, { ...context, codes: { head: 'ab'.repeat(32) } })).toBe(card);
  const bannerWith = (signature: string) =>
    doneBanner(signatureConfirmed(), { ...context, codes: { head: 'ef'.repeat(32), signature } });
  expect(bannerWith('ab'.repeat(32))?.text).not.toBe(bannerWith('cd'.repeat(32))?.text);
});

test('given another case, reader, language, day or line above it, then there is no such card', () => {
  const after = evolve(theCase, reminded({ to: coordinator, step: 'invoice' }));
  const banner = { tone: 'good', text: 'Karin har flyttet datoen' } as const;
  for (const [what, reader, ctx] of [
    [after, coordinator, context],
    [theCase, officer, context],
    [theCase, coordinator, contextIn('en')],
    [theCase, coordinator, { ...context, today: '2031-01-01' }],
    [theCase, coordinator, { ...context, banner }],
  ] as const)
    expect(kept().take(what, reader, ctx)).toBeUndefined();
});
