import { expect, test } from 'vitest';
import { evolve } from '../../src/case/evolve.js';
import { Answered } from '../../src/teams/answered.js';
import { contextIn } from '../cards/cases.js';
import { caseUntil, reminded } from '../case/facts.js';
import { caseOf, coordinator, officer } from '../given.js';

const of = caseOf(...caseUntil('invoice'));
const context = contextIn('da');
const card = { type: 'AdaptiveCard' };

function kept(): Answered {
  const answered = new Answered();
  answered.keep(of, coordinator, context, card);
  return answered;
}

test('given an answered card, then the edit that follows gets that very card, and a later one does not', () => {
  const answered = kept();
  expect(answered.take(of, coordinator, context)).toBe(card);
  expect(answered.take(of, coordinator, context)).toBeUndefined();
});

test('given another case, reader, language, day, line above it or code of the log, then there is no such card', () => {
  const after = evolve(of, reminded({ to: coordinator, step: 'invoice' }));
  const banner = { tone: 'good', text: 'Karin har flyttet datoen' } as const;
  for (const [what, reader, ctx] of [
    [after, coordinator, context],
    [of, officer, context],
    [of, coordinator, contextIn('en')],
    [of, coordinator, { ...context, today: '2031-01-01' }],
    [of, coordinator, { ...context, banner }],
    [of, coordinator, { ...context, codes: { head: 'ab'.repeat(32) } }],
  ] as const)
    expect(kept().take(what, reader, ctx)).toBeUndefined();
});
