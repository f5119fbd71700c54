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
  const compiled = TEMPLATE_NAMES.map((name) => [name, binder(quickened(new Template(sources[name])))] as const);
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

/** What is used of the template engine's compiled form, which its types keep private. */
interface Evaluable {
  readonly type: string;
  readonly children: readonly (Evaluable & { readonly value?: unknown })[];
  tryEvaluate(memory: { readonly $data?: unknown }, options?: unknown): { value: unknown; error: string | undefined };
  toString(): string;
}

/**
 * Shortens the two things the engine does most often, with the same result: it looks a plain name up through a path, a
 * split and a search in all letter cases (here: the field itself, if it is there), and writes every condition that does
 * not hold out as text for a warning (here: once). Takes a third off a card; a test compares with the engine as it is.
 */
function quickened(template: Template): Template {
  quicken(Reflect.get(template, '_preparedPayload'));
  return template;
}

function quicken(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  if (!isEvaluable(node)) {
    Object.values(node).forEach(quicken);
    return;
  }
  node.children.forEach(quicken);
  const text = node.toString();
  node.toString = () => text;
  const [name, ...more] = node.children;
  if (node.type !== 'Accessor' || more.length > 0 || typeof name?.value !== 'string') return;
  const field = name.value;
  const asBefore = node.tryEvaluate.bind(node);
  node.tryEvaluate = (memory, options) => {
    const data = memory.$data;
    const own =
      typeof data === 'object' && data !== null && Object.hasOwn(data, field) ? Reflect.get(data, field) : null;
    return own === null || own === undefined ? asBefore(memory, options) : { value: own, error: undefined };
  };
}

function isEvaluable(node: object): node is Evaluable {
  return 'tryEvaluate' in node && 'children' in node && Array.isArray(node.children);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
