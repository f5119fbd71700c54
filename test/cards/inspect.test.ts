import { expect, test } from 'vitest';
import { caseCard } from '../../src/cards/case-card.js';
import { personalCard } from '../../src/cards/personal-card.js';
import { anne, contextIn, mette, STATES } from './cases.js';
import { flaws, nodes } from './inspect.js';

type Card = Record<string, unknown>;

const asking = (): Card => structuredClone(personalCard(STATES.webForm, anne, contextIn('da')));
const shared = (): Card =>
  structuredClone(caseCard(STATES.webForm, contextIn('da', { refresh: { show: 'own', userIds: ['29:anne'] } })));

/** The first piece of a type in a card, to be spoilt. */
function piece(card: Card, type: string): Card {
  const found = nodes(card).find((node) => String(node.type).startsWith(type));
  if (!found) throw new Error(`no ${type}`);
  return found as Card;
}

test('a card as it should be has no flaw', () => {
  expect(flaws(asking())).toEqual([]);
  expect(flaws(shared())).toEqual([]);
  expect(flaws(personalCard(STATES.signature, mette, contextIn('en')))).toEqual([]);
});

const without = (node: Card, key: string) => Reflect.deleteProperty(node, key);
const UNBOUND = ['$', '{x}'].join('');

test.each<[string, string, () => Card, (card: Card) => unknown]>([
  ['is too large for Teams', 'larger than 28 KB', asking, (card) => Object.assign(card, { more: 'ø'.repeat(14_001) })],
  ['is of a newer version', 'version is not 1.5', asking, (card) => Object.assign(card, { version: '1.6' })],
  ['cannot be read aloud', 'no schema, lang', asking, (card) => without(card, 'speak')],
  ['has seven buttons in a row', 'more than 6 actions', asking, sevenButtons],
  ['has no fallback', 'no fallback', asking, (card) => without(piece(card, 'Action.Execute'), 'fallback')],
  [
    'has an unknown verb',
    'unknown verb',
    asking,
    (card) => Object.assign(piece(card, 'Action.Execute'), { verb: 'x' }),
  ],
  ['has an input without a label', 'has no label', asking, (card) => without(piece(card, 'Input.'), 'label')],
  [
    'shows a code',
    'a code name',
    asking,
    (card) => Object.assign(piece(card, 'TextBlock'), { text: 'se nameOfficer' }),
  ],
  [
    'shows a field',
    'an unbound expression',
    asking,
    (card) => Object.assign(piece(card, 'TextBlock'), { text: UNBOUND }),
  ],
  [
    'has a line that Markdown takes for a list',
    'Markdown in',
    asking,
    (card) => Object.assign(piece(card, 'TextBlock'), { text: '2. november er fristen' }),
  ],
  [
    'shows a backslash',
    'Markdown in',
    asking,
    (card) => Object.assign(piece(card, 'TextBlock'), { text: 'den 2\\. november' }),
  ],
  [
    'asks for too many',
    'a refresh for 61 people',
    shared,
    (card) => Object.assign(refresh(card), { userIds: many(61) }),
  ],
  ['refreshes for an AAD id', 'no Teams id', shared, (card) => Object.assign(refresh(card), { userIds: [anne.id] })],
  [
    'refreshes by an act',
    'with another verb',
    shared,
    (card) => Object.assign(refresh(card), { action: { verb: 'x' } }),
  ],
])('one that %s is found out', (_what, flaw, make, spoil) => {
  const card = make();
  spoil(card);
  expect(flaws(card).join('; ')).toContain(flaw);
});

function sevenButtons(card: Card): unknown {
  const button = piece(card, 'Action.Execute');
  return Object.assign(card, { actions: Array.from({ length: 7 }, () => button) });
}

function refresh(card: Card): Card {
  return card.refresh as Card;
}

function many(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `29:${at}`);
}
