import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { texts } from '../../src/texts/texts.js';

const GUIDE = readFileSync(new URL('../../docs/brugervejledning.md', import.meta.url), 'utf8');

test('the user guide names only buttons that exist', () => {
  const named = [...GUIDE.matchAll(/(?<!\*)\*([A-ZÆØÅ][^*]+)\*(?!\*)/g)].map(([, button]) => button);
  const { buttons } = texts('da');
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((button) => button !== 'Chat' && !Object.values<unknown>(buttons).includes(button))).toEqual([]);
});
