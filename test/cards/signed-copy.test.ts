import { describe, expect, test } from 'vitest';
import { copyCard } from '../../src/cards/papers.js';
import { personalCard } from '../../src/cards/personal-card.js';
import { copyDroppedCard, copyKeptCard } from '../../src/cards/settled.js';
import { summaryCard } from '../../src/cards/summary.js';
import { contextIn, mette, STATES } from './cases.js';
import { flaws, shownTexts } from './inspect.js';

const copy = { name: `${'**[x](http://evil.example)**'.repeat(7)}.pdf`, size: 25_000_000, sha256: 'ab'.repeat(32) };
const kept = { ...STATES.dispatch, signedCopy: { ...copy, by: mette, at: '2027-05-04T08:00:00.000Z' } };

describe.each(['da', 'en'] as const)('the question about a signed file, in %s', (language) => {
  const ctx = contextIn(language);

  test('and what comes of it keep to the rules of cards, with the most hostile name', () => {
    const cards = [
      copyCard([STATES.signature], copy, 'w', ctx),
      copyCard([STATES.signature, STATES.dispatch, STATES.invoice], copy, 'w', ctx),
      copyKeptCard(kept, ctx),
      copyDroppedCard(ctx),
      summaryCard({ ...STATES.paid, signedCopy: kept.signedCopy }, ctx),
    ];
    for (const card of cards) expect(flaws(card)).toEqual([]);
  });

  test('carries the word of the file, and neither its name nor its fingerprint, in its buttons', () => {
    const actions = JSON.stringify(copyCard([STATES.signature], copy, 'w', ctx).body).match(/"data":\{[^}]*\}/g) ?? [];
    expect(actions.length).toBeGreaterThanOrEqual(2);
    for (const data of actions) {
      expect(data).toContain('"file":"w"');
      expect(data).not.toMatch(/evil|abab|25000000/);
    }
  });

  test('says that the file itself is not kept', () => {
    const said = /Selve filen har jeg ikke gemt|I have not kept the file itself/;
    for (const card of [copyCard([STATES.signature], copy, 'w', ctx), copyKeptCard(kept, ctx)])
      expect(shownTexts(card).join('\n')).toMatch(said);
  });
});

test('the card that asks for the signature says that a file may be sent, but not in practice, where none can', () => {
  const shown = (practice: boolean) =>
    shownTexts(personalCard(STATES.signature, mette, contextIn('da', { practice }))).join('\n');
  expect(shown(false)).toContain('sende mig den underskrevne aftale som fil');
  expect(shown(true)).not.toContain('sende mig den underskrevne aftale som fil');
});
