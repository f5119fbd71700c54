import { describe, expect, test } from 'vitest';
import { contrast, type Inked, inked } from './contrast.js';
import { THEMES, type Theme } from './hosts.js';
import { everyCard, galleryCards } from './shown.js';

const LANGUAGES = ['da', 'en'] as const;
const all = LANGUAGES.flatMap(everyCard);
const written = all.flatMap(({ card }) => inked(card));
const hasWords = ({ text }: Inked) => /[\p{L}\p{N}]/u.test(text);

const colourOf = ({ colour, subtle, box }: Inked) => `${colour}${subtle ? ' subtle' : ''} on ${box}`;

describe('words can be read', () => {
  test.each(Object.entries(THEMES))('in the theme %s, at 4.5 to 1 or better', (_name, theme: Theme) => {
    const pale = written.filter((one) => hasWords(one) && contrast(one, theme) < 4.5);
    expect([...new Set(pale.map((one) => `${colourOf(one)}: ${one.text}`))]).toEqual([]);
  });

  test('and the measure is WCAG’s', () => {
    const on = (box: string, word: string) =>
      contrast(
        { text: '', colour: 'default', subtle: false, box: 'default' },
        {
          ...THEMES.light,
          words: { ...THEMES.light.words, default: { default: word, subtle: word } },
          boxes: { ...THEMES.light.boxes, default: box },
        },
      );
    expect(on('#ffffff', '#000000')).toBeCloseTo(21, 5);
    expect(on('#ffffff', '#767676')).toBeCloseTo(4.54, 2);
    expect(on('#ffffff', '#92c353')).toBeLessThan(3);
    expect(on('#000000', '#80ffffff')).toBeCloseTo(on('#000000', '#808080'), 1);
  });
});

test('colour is never the only meaning: one sign, one colour', () => {
  const signs = new Map<string, Set<string>>();
  for (const one of written.filter((text) => !hasWords(text)))
    signs.set(one.text.trim(), (signs.get(one.text.trim()) ?? new Set()).add(colourOf(one)));
  expect([...signs.keys()].sort()).toEqual(['–', '•', '━─', '━━', '──', '●', '○', '✓'].sort());
  const coloursOf = (sign: string) => [...(signs.get(sign) ?? [])].map((one) => one.split(' on ')[0]);
  for (const sign of signs.keys()) expect([sign, new Set(coloursOf(sign)).size]).toEqual([sign, 1]);
});

test('every sign stands beside words that say the same', () => {
  const alone = all.filter(({ card }) => {
    const texts = inked(card);
    return texts.some((one) => !hasWords(one)) && !texts.some(hasWords);
  });
  expect(alone).toEqual([]);
});

test('what is read aloud, and shown where cards are not, is a sentence of its own and the same', () => {
  for (const { name, card } of all) {
    const said = String(card.speak);
    expect([name, said]).toEqual([name, expect.stringMatching(/^(\p{Lu}|\d+ ).{8,}[.?!…:]$/su)]);
    expect([name, card.fallbackText]).toEqual([name, said]);
    expect([name, /\*\*|\\[*_[]|[✓●○━]/.test(said)]).toEqual([name, false]);
  }
});

test('the gallery shows the same cards in both languages, and every one has a title', () => {
  const [da, en] = LANGUAGES.map((language) => galleryCards(language).map(({ name }) => name));
  expect(da).toEqual(en);
  expect(da?.length).toBeGreaterThan(60);
});
