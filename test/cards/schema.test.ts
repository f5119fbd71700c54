import { readdirSync, readFileSync } from 'node:fs';
import * as adaptive from 'adaptivecards';
import { Template } from 'adaptivecards-templating/lib/template-engine.js';
import { describe, expect, test } from 'vitest';
import { galleryCards } from '../gallery/shown.js';
import { nodes } from './inspect.js';

/**
 * What Microsoft's own reader of cards remarks on when it reads a card as version 1.5, and what it lets pass although
 * the published schema (adaptivecards.io/schemas/adaptive-card.json) does not.
 */
function remarks(card: object): string[] {
  const context = new adaptive.SerializationContext(adaptive.Versions.v1_5);
  const read = new adaptive.AdaptiveCard();
  read.parse(card, context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index));
  const strict = nodes(card)
    .filter(({ associatedInputs }) => !/^(undefined|auto|none)$/i.test(String(associatedInputs)))
    .map(({ associatedInputs }) => `Invalid value "${associatedInputs}" for property "associatedInputs".`);
  return [...events, ...read.validateProperties().validationEvents]
    .map(({ message }) => message)
    .concat(strict)
    .filter((message) => !LET_PASS.some((known) => known.test(message)));
}

const LET_PASS = [
  // Its pattern for languages keeps its position from one card to the next, so it refuses every other "da".
  /Invalid value "(da|en)" for property "lang"/,
  // The people picker, which Teams takes from bots in version 1.5.
  /"choices.data" is supported in version 1.6/,
];

const samples = readdirSync('cards/samples');

describe('a card is what the schema of version 1.5 says', () => {
  test.each(samples)('as it opens in the designer: %s', (sample) => {
    const [name] = sample.split('.');
    const template: object = JSON.parse(readFileSync(`cards/${name}.json`, 'utf8'));
    const data: object = JSON.parse(readFileSync(`cards/samples/${sample}`, 'utf8'));
    expect(remarks(new Template(template).expand({ $root: data }) as object)).toEqual([]);
  });

  test.each(['da', 'en'] as const)('as people get it: %s', (language) => {
    for (const { name, card } of galleryCards(language)) expect([name, remarks(card)]).toEqual([name, []]);
  });

  test('and one that is not is found out', () => {
    const action = { type: 'Action.Execute', title: 'Send', verb: 'x', style: '', associatedInputs: 'all' };
    const wrong = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Input.Text' }], actions: [action] };
    const found = remarks(wrong).join('\n');
    for (const property of ['"style"', '"associatedInputs"', 'unique Id']) expect(found).toContain(property);
  });
});
