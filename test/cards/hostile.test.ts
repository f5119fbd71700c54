import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AdaptiveCard } from '../../src/cards/context.js';
import { bytes, CARD_BYTES_MAX, finish } from '../../src/cards/frame.js';
import { personalCard } from '../../src/cards/personal-card.js';
import { invoiceCard } from '../../src/cards/personal-invoice.js';
import type { Case } from '../../src/case/case.js';
import type { Person } from '../../src/case/people.js';
import { clean } from '../../src/texts/format.js';
import { anne, caseOf, contextIn, mette, STATES, storyLog, TODAY, task } from './cases.js';
import { markdownTexts, nodes, shownTexts } from './inspect.js';
import { LONG, poisoned } from './poison.js';
import { caseViews, type Make, plainViews } from './views.js';

const logs = Object.entries(STATES).map(([name, theCase]) => [name, poisoned(storyLog(theCase.length), LONG)] as const);

describe('10,000 characters of what people supply', () => {
  const crowd: Person[] = Array.from({ length: 400 }, (_none, at) => ({
    tenant: 't-1',
    id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    name: `${at} ${LONG}`,
  }));
  const typed = Object.fromEntries(
    ['agreementNumber', 'reason', 'note', 'invoiceNumber', 'invoiceAmount', 'field.x'].map((id) => [id, LONG]),
  );
  const problems = [
    { field: 'reason', problem: { kind: 'tooLong' as const, max: 500 } },
    { field: 'agreementNumber', problem: { kind: 'notDigits' as const, typed: LONG } },
  ];
  // A crowd fills the cards most that have been filled in; English without a form has nothing that the others do not have.
  const contexts = [
    contextIn('da', { people: crowd.slice(0, 3) }),
    ...(['da', 'en'] as const).map((language) => contextIn(language, { people: crowd, form: { typed, problems } })),
  ];

  /** What the texts did to a card that they must not do. */
  function harm(card: AdaptiveCard): string[] {
    const shown = shownTexts(card).join('');
    return [
      ...(bytes(card) > 28_000 ? ['too large'] : []),
      ...(/[\p{Cc}\p{Cf}]/u.test(shown) ? ['shows what cannot be seen'] : []),
      // Nothing of it stands where Markdown is read, and nowhere is anything escaped.
      ...markdownTexts(card).filter((text) => /\*\*|\[klik|<script|<\/?at|`x|😀é/.test(text)),
      ...(shown.includes('\\') ? ['escapes'] : []),
      ...(nodes(card).some((node) => 'msteams' in node || 'entities' in node) ? ['mentions'] : []),
    ];
  }

  const harmed = (views: Record<string, Make>) =>
    contexts.flatMap((ctx) =>
      Object.entries(views).flatMap(([view, make]) => harm(make(ctx)).map((what) => [view, what])),
    );

  test.each(logs)('fit in every view of state %s and do nothing', (_name, events) => {
    const theCase = caseOf(events);
    expect(harmed(caseViews(theCase, theCase.coordinator, events))).toEqual([]);
  });

  test('fit in every view without a case and do nothing', () => {
    expect(harmed(plainViews)).toEqual([]);
  });

  test('a placeholder in a name is shown as it is', () => {
    const theCase: Case = { ...STATES.new, coordinator: { ...anne, name: '\u0024{title} Holm' } };
    const shown = shownTexts(caseViews(theCase, anne, []).caseCard?.(contextIn('da')));
    expect(shown.join(' ')).toContain('\u0024{title} Holm skal oplyse, hvem der er sikkerhedsansvarlig for NemKonto.');
  });
});

test('thirty form fields with long texts still fit', () => {
  const formFields = Array.from({ length: 30 }, (_none, at) => ({
    id: `f${at}`,
    label: { da: 'Et felt med en ret lang betegnelse', en: 'A field with quite a long name' },
    source: 'typed' as const,
    required: true,
  }));
  const typed = Object.fromEntries(formFields.map((field) => [`field.${field.id}`, '😀'.repeat(100)]));
  const problems = formFields.map((field) => ({
    field: `field.${field.id}`,
    problem: { kind: 'tooLong' as const, max: 200 },
  }));
  const ctx = contextIn('da', { task: { ...task, formFields }, form: { typed, problems } });
  const card = personalCard(STATES.webForm, anne, ctx);
  expect(bytes(card)).toBeLessThanOrEqual(28_000);
  const typedFields = nodes(card).filter(({ id, type }) => type === 'Input.Text' && String(id).startsWith('field.'));
  expect(typedFields).toHaveLength(30);
});

test.each([
  ['letters of three bytes', { count: 30, text: '€'.repeat(300), kept: 'x' }],
  [
    'signs that JSON writes as six, in what a button carries',
    { count: 30, text: 'ab '.repeat(100), kept: '\u0001'.repeat(4_000) },
  ],
])('a card with %s is shortened until it fits', (_what, { count, text, kept }) => {
  const body = Array.from({ length: count }, () => ({ type: 'TextBlock', text }));
  const card = { type: 'AdaptiveCard', body, actions: [{ type: 'Action.Execute', data: { kept } }] };
  expect(bytes(card)).toBeGreaterThan(CARD_BYTES_MAX);
  expect(bytes(finish(card))).toBeLessThanOrEqual(CARD_BYTES_MAX);
});

test('texts of a card are cleaned and nothing is escaped', () => {
  const words = fc.string({ unit: fc.constantFrom(...'aå0 19.,)(-–#*_~|<>`\\[]!✓●○"\'é\n\u0001'), maxLength: 12 });
  fc.assert(
    fc.property(words, (text) => {
      const inlines = [{ type: 'TextRun', text: `${text}.` }];
      const body = [
        { type: 'TextBlock', text },
        { type: 'RichTextBlock', inlines },
      ];
      const card = finish({ body, actions: [{ type: 'Action.Execute', title: text }] });
      expect(card).toMatchObject({
        body: [{ text: clean(text, 1_500) }, { inlines: [{ text: clean(`${text}.`, 1_500) }] }],
        actions: [{ title: clean(text, 400) }],
      });
    }),
    { numRuns: 500 },
  );
});

test('of 400 people the best known are offered first', () => {
  const people = Array.from(
    { length: 120 },
    (_none, at): Person => ({
      ...mette,
      id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
      name: `Kollega nummer ${at}`,
    }),
  );
  const card = invoiceCard(STATES.invoice, contextIn('da', { people, today: TODAY }));
  const choices = nodes(card).find((node) => node.id === 'payer')?.choices;
  expect(choices).toMatchObject([
    { title: 'Kollega nummer 0' },
    { title: 'Kollega nummer 1' },
    ...Array.from({ length: (choices as unknown[]).length - 2 }, () => ({})),
  ]);
  expect((choices as unknown[]).length).toBeGreaterThan(50);
  expect(bytes(card)).toBeLessThanOrEqual(28_000);
});
