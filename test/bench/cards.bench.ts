import { expect, test } from 'vitest';
import { caseCard, historyCard } from '../../src/cards/case-card.js';
import { bytes } from '../../src/cards/finish.js';
import { ownCard, personalCard } from '../../src/cards/personal-card.js';
import { anne, contextIn, mette, STATES, storyLog } from '../cards/cases.js';
import { number, table, timed } from './measure.js';
import { keep } from './report.js';

const COUNT = 1_000;
const WARM_UP = 500;

test('what each card costs', async () => {
  const context = contextIn('da');
  const cards: [what: string, make: () => object][] = [
    ...Object.entries(STATES).map(([state, theCase]): [string, () => object] => [
      `desk, ${state}`,
      () => personalCard(theCase, anne, context),
    ]),
    ['own view of the officer, signature', () => ownCard(STATES.signature, mette, context, { unreached: [] })],
    ['the shared card, new', () => caseCard(STATES.new, context)],
    ['the shared card, paid', () => caseCard(STATES.paid, context)],
    ['history, paid', () => historyCard(STATES.paid, storyLog(11), context)],
  ];
  for (const [, make] of cards) timed(WARM_UP, 0, make);
  const rows = cards.map(([what, make]) => ({ what, spread: timed(COUNT, 0, make), bytes: bytes(make()) }));
  const text = table(
    ['card', 'median ms', 'p99 ms', 'bytes'],
    rows.map(({ what, spread, bytes: size }) => [what, number(spread.median), number(spread.p99), String(size)]),
  );
  await keep('cards', text, { cards: rows });
  expect(rows.every(({ bytes: size }) => size < 28_000)).toBe(true);
});
