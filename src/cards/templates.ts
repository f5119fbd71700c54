import { Template } from 'adaptivecards-templating/lib/template-engine.js';

/** The templates in `cards/`, by file name without `.json`. */
export const TEMPLATE_NAMES = [
  'frame',
  'ask',
  'fields',
  'actions',
  'home',
  'message',
  'outcome',
  'history',
  'summary',
] as const;

export type TemplateName = (typeof TEMPLATE_NAMES)[number];

/** What a template expands to: pieces of a card as plain JSON. */
export interface Expanded {
  readonly body: readonly unknown[];
  readonly actions: readonly unknown[];
  /** The whole card the template describes. */
  readonly card: Readonly<Record<string, unknown>>;
}

/** Compiled templates, ready to be bound to data as often as wanted. */
export type Templates = { readonly [N in TemplateName]: (data: object) => Expanded };

/** Compiles every template once: expanding a compiled one costs a quarter of compiling and expanding. */
export function compileTemplates(sources: Readonly<Record<TemplateName, unknown>>): Templates {
  const compiled = TEMPLATE_NAMES.map((name) => [name, binder(new Template(sources[name]))] as const);
  return Object.fromEntries(compiled) as unknown as Templates;
}

function binder(template: Template): (data: object) => Expanded {
  return (data) => {
    const card: unknown = template.expand({ $root: data });
    if (typeof card !== 'object' || card === null) throw new Error('A card template expanded to something else');
    const parts = card as Record<string, unknown>;
    return { card: parts, body: listOf(parts.body), actions: listOf(parts.actions) };
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
