import { isDeepStrictEqual } from 'node:util';
import { Template } from 'adaptivecards-templating/lib/template-engine.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileTemplates, TEMPLATE_NAMES, type Templates } from '../../src/cards/templates.js';
import { anne, contextIn, mette, STATES, sources, storyLog, templates } from './cases.js';
import { type Make, ownViews, plainViews, sharedViews } from './views.js';

test('every card expands as with the language’s own engine', () => {
  const engines = new Map(TEMPLATE_NAMES.map((name) => [name, new Template(sources[name])]));
  const wrong: unknown[] = [];
  let compared = 0;
  const comparing = Object.fromEntries(
    TEMPLATE_NAMES.map((name) => [
      name,
      (data: object) => {
        const expanded = templates[name](data);
        const theirs = engines.get(name)?.expand({ $root: { lang: '', fallback: '', speak: '', ...data } });
        if (!isDeepStrictEqual(expanded.card, theirs)) wrong.push({ name, ours: expanded.card, theirs });
        compared++;
        return expanded;
      },
    ]),
  ) as unknown as Templates;
  for (const language of ['da', 'en'] as const) {
    const context = contextIn(language, { templates: comparing });
    const draw = (views: Record<string, Make>) => Object.values(views).map((make) => make(context));
    draw(plainViews);
    for (const theCase of Object.values(STATES)) {
      draw(sharedViews(theCase, storyLog(11)));
      for (const person of [anne, mette]) draw(ownViews(theCase, person));
    }
  }
  expect(wrong).toEqual([]);
  expect(compared).toBeGreaterThan(1_000);
});

test('with any data the templates expand as with the language’s own engine', () => {
  const source = {
    body: [
      bound('list'),
      `Hi ${bound('name')} and ${bound('at.depth')}`,
      { type: 'fixed', text: 'no binding', items: [1, 'two'] },
      { $when: bound("name != ''"), text: bound('name') },
      { $when: bound("name == 'x'"), text: 'x' },
      { $when: bound('flag'), value: bound('at.depth') },
      { $when: bound("name != 'x'"), items: [{ $data: bound('rows'), $when: bound('shown'), text: bound('text') }] },
      { $when: bound('count(list) > 0'), items: [bound('list')] },
    ],
  };
  const ours = compileTemplates({ ...sources, frame: source });
  const theirs = new Template(source);
  const text = fc.oneof(fc.constantFrom('', 'x', 'name', bound('name')), fc.string());
  const data = fc.record({
    name: text,
    flag: fc.boolean(),
    at: fc.record({ depth: fc.oneof(text, fc.integer(), fc.boolean()) }),
    rows: fc.array(fc.record({ shown: fc.boolean(), text }), { maxLength: 3 }),
    list: fc.array(fc.record({ text }), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(data, (given) => {
      expect(ours.frame(given).card).toEqual(theirs.expand({ $root: given }));
    }),
    { numRuns: 500 },
  );
});

test('a field that a view forgot throws and is named', () => {
  const { frame } = compileTemplates({ ...sources, frame: { text: `Hi ${bound('at.name')}` } });
  for (const data of [{}, { at: null }, { at: {} }, { at: { NAME: 'x' } }, { at: 'name' }])
    expect(() => frame(data)).toThrow('no field "at.name"');
  const inherited = compileTemplates({ ...sources, frame: { text: bound('toString') } });
  expect(() => inherited.frame({})).toThrow('no field "toString"');
});

test.each([
  [{ body: [{ $when: bound("if(a, 'b', 'c')") }] }, 'cards/frame.json body [0] $when: "if(a'],
  [{ body: [{ $when: 'a' }] }, 'cards/frame.json body [0] $when: one binding is expected'],
  [{ text: bound('a + b') }, 'cards/frame.json text: "a + b"'],
  [{ head: { $when: bound('a'), text: 'x' } }, 'cards/frame.json head: only elements of a list'],
])('a template beyond what is compiled is refused at the start, with the place: %j', (source, said) => {
  expect(() => compileTemplates({ ...sources, frame: source })).toThrow(said);
});

/** The template language's way to name a field of the data. */
function bound(name: string): string {
  return `\${${name}}`;
}
