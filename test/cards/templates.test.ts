import { Template } from 'adaptivecards-templating/lib/template-engine.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finish } from '../../src/cards/finish.js';
import { compileTemplates, TEMPLATE_NAMES, type Templates } from '../../src/cards/templates.js';
import { clean, plain } from '../../src/texts/format.js';
import { anne, contextIn, mette, STATES, sources, storyLog, templates } from '../cards/cases.js';
import { caseViews, plainViews } from '../cards/views.js';

test('every card expands as with the engine as it is', () => {
  const asItIs = new Map(TEMPLATE_NAMES.map((name) => [name, new Template(sources[name])]));
  let compared = 0;
  const comparing = Object.fromEntries(
    TEMPLATE_NAMES.map((name) => [
      name,
      (data: object) => {
        const expanded = templates[name](data);
        expect(expanded.card).toEqual(asItIs.get(name)?.expand({ $root: data }));
        compared++;
        return expanded;
      },
    ]),
  ) as unknown as Templates;
  for (const language of ['da', 'en'] as const) {
    const context = contextIn(language, { templates: comparing });
    for (const make of Object.values(plainViews)) make(context);
    for (const of of Object.values(STATES))
      for (const person of [anne, mette])
        for (const make of Object.values(caseViews(of, person, storyLog(11)))) make(context);
  }
  expect(compared).toBeGreaterThan(1_000);
});

test('a field that is missing, null, inherited or spelt in other letter case is what it is with the engine as it is', () => {
  const source = {
    a: bound('a'),
    same: bound('name'),
    text: `Hi ${bound('a')} ${bound('name')}`,
    proto: bound('toString'),
    when: { $when: bound('flag') },
  };
  const quick = compileTemplates({ ...sources, frame: source });
  const data = [{}, { a: null, NAME: 'x' }, { a: 0, name: '', flag: true }, { a: false, name: { b: 1 }, flag: 'yes' }];
  for (const one of data) {
    const asItIs = outcome(() => new Template(source).expand({ $root: one }));
    expect(outcome(() => quick.frame(one).card)).toEqual(asItIs);
  }
});

test('a text that is taken as it is would have come out the same', () => {
  const letters = [...'aZæØé09 ,.:;!?()/"\'%&=@·–—…«»§-#+*_`~<>|[]\\\n\u00a0\u200b\u0301'];
  const mostlyWords = fc.array(fc.constantFrom(...letters), { maxLength: 30 }).map((some) => some.join(''));
  fc.assert(
    fc.property(fc.oneof(mostlyWords, fc.string({ unit: 'grapheme' })), (text) => {
      const card = finish({ type: 'TextBlock', text, title: text, facts: [{ title: text, value: text }] });
      const shown = plain(text, 1500);
      expect(card).toEqual({
        type: 'TextBlock',
        text: shown,
        title: clean(text, 400),
        facts: [{ title: shown, value: shown }],
      });
    }),
    { numRuns: 3_000 },
  );
});

/** The template language's way to name a field of the data. */
function bound(name: string): string {
  return `\${${name}}`;
}

function outcome(expand: () => unknown): unknown {
  try {
    return expand();
  } catch (error) {
    return String(error);
  }
}
