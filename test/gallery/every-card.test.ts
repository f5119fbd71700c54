import { describe, expect, test } from 'vitest';
import { flaws, nodes, shownTexts } from '../cards/inspect.js';
import { contrast, type Inked, inked } from './contrast.js';
import { THEMES, type Theme } from './hosts.js';
import { different, everyView, galleryCards } from './shown.js';

const [danish, english] = [everyView('da'), everyView('en')];
const all = [...different(danish), ...different(english)];
const written = all.flatMap(({ card }) => inked(card));
const hasWords = ({ text }: Inked) => /[\p{L}\p{N}]/u.test(text);

const colourOf = ({ colour, subtle, box }: Inked) => `${colour}${subtle ? ' subtle' : ''} on ${box}`;

test('every card is as Teams and the contract want it', () => {
  const wrong = [...danish, ...english]
    .map(({ name, card }) => [name, ...flaws(card)])
    .filter((told) => told.length > 1);
  expect(wrong).toEqual([]);
});

test('the cards are the same in both languages, each in other words', () => {
  expect(danish.map(({ name }) => name)).toEqual(english.map(({ name }) => name));
  expect(galleryCards('da').length).toBeGreaterThan(60);
  const words = (shown: (typeof danish)[number] | undefined) => shownTexts(shown?.card).join('\n');
  const untranslated = danish.filter((shown, at) => words(shown) === words(english[at]));
  expect(untranslated.map(({ name }) => name)).toEqual([]);
});

test('no button is too wide for a narrow phone', () => {
  // A question that was perhaps meant stands on its button whole.
  const cards = all.filter(({ name }) => name !== 'unclear').map(({ card }) => card);
  const titles = nodes(cards).flatMap(({ type, title }) =>
    /^Action\.(Execute|OpenUrl|ShowCard)$/.test(String(type)) ? [String(title)] : [],
  );
  expect(titles.filter((title) => title.length > 28)).toEqual([]);
});

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
  const wrong = all.filter(({ card: { speak, fallbackText } }) => {
    const said = String(speak);
    return !/^(\p{Lu}|\d+ ).{8,}[.?!…:]$/su.test(said) || fallbackText !== said || /\*\*|\\[*_[]|[✓●○━]/.test(said);
  });
  expect(wrong.map(({ name, card }) => [name, card.speak, card.fallbackText])).toEqual([]);
});

test('no card is a dead end: it has a button, or it is settled and says so', () => {
  // Whoever does UI 23 is told, not asked. A paid case shows everybody its summary, whatever they ask to see.
  const settled = /outcome|klikDone|summary|message|followUp|^paid · (personal|wait|reminder|escalation)/;
  const ends = all.filter(
    ({ name, card }) => !nodes(card).some(({ type }) => String(type).startsWith('Action.')) && !settled.test(name),
  );
  expect(ends.map(({ name }) => name)).toEqual([]);
});
