import { type Expression, readExpression } from './expression.js';

/** The templates in `cards/`, by file name without `.json`. */
export const TEMPLATE_NAMES = [
  'frame',
  'ask',
  'answer',
  'fields',
  'actions',
  'home',
  'message',
  'outcome',
  'history',
  'summary',
] as const;

export type TemplateName = (typeof TEMPLATE_NAMES)[number];

/** What a template expands to: pieces of a card as plain JSON. Parts without bindings are shared: not to be changed. */
export interface Expanded {
  readonly body: readonly unknown[];
  readonly actions: readonly unknown[];
  /** The whole card the template describes. */
  readonly card: Readonly<Record<string, unknown>>;
}

/** Compiled templates, ready to be bound to data as often as wanted. */
export type Templates = { readonly [N in TemplateName]: (data: object) => Expanded };

/**
 * Compiles every template once. The templates are written in the Adaptive Cards templating language and open in its
 * designer; of the language they use fields, `$data` over a list, and `$when` with simple conditions. Compiling those to
 * functions takes a hundredth of the time that the language's own engine needs for its grammar; the tests expand every
 * card with that engine too and compare.
 */
export function compileTemplates(sources: Readonly<Record<TemplateName, unknown>>): Templates {
  const compiled = TEMPLATE_NAMES.map((name) => [name, binder(name, sources[name])] as const);
  return Object.fromEntries(compiled) as unknown as Templates;
}

function binder(name: TemplateName, source: unknown): (data: object) => Expanded {
  const { make } = compile(source, `cards/${name}.json`);
  return (data) => {
    const card = make(data);
    if (typeof card !== 'object' || card === null) throw new Error(`cards/${name}.json expanded to no card`);
    const parts = card as Record<string, unknown>;
    return { card: parts, body: listOf(parts.body), actions: listOf(parts.actions) };
  };
}

/** A compiled piece of a template. One that is the same for all data says so, and is then made only once. */
interface Piece {
  readonly make: Expression;
  readonly fixed: boolean;
  /** Whether the piece is there at all; only elements of lists have conditions. */
  readonly when?: Expression;
  /** True for a text that is one binding: it may be bound to a list. */
  readonly splices?: boolean;
  /** The list (or the one object) the piece is repeated over. */
  readonly over?: Expression;
}

function compile(source: unknown, at: string): Piece {
  if (typeof source === 'string') return compileText(source, at);
  if (Array.isArray(source)) return compileList(source, at);
  if (typeof source === 'object' && source !== null) return compileObject(source, at);
  return fixed(source);
}

function fixed(value: unknown): Piece {
  return { make: () => value, fixed: true };
}

const BINDING = /\$\{([^}]*)\}/g;

/** A text that is one binding becomes the value itself, whatever its type; others become text. */
function compileText(source: string, at: string): Piece {
  const parts = source.split(BINDING);
  if (parts.length === 1) return fixed(source);
  const [before, only = '', after] = parts;
  if (parts.length === 3 && before === '' && after === '')
    return { make: expressionAt(only, at), fixed: false, splices: true };
  const made = parts.map((part, number) => (number % 2 === 1 ? expressionAt(part, at) : () => part));
  return { make: (data) => made.map((part) => String(part(data))).join(''), fixed: false };
}

function compileList(source: readonly unknown[], at: string): Piece {
  const pieces = source.map((one, number) => compile(one, `${at} [${number}]`));
  if (pieces.every((piece) => piece.fixed)) return fixed(source);
  const make: Expression = (data) => {
    const list: unknown[] = [];
    for (const piece of pieces) {
      const over = piece.over === undefined ? data : piece.over(data);
      if (piece.over === undefined || !Array.isArray(over)) add(list, piece, over);
      else for (const one of over) add(list, piece, one);
    }
    return list;
  };
  return { make, fixed: false };
}

/** A list bound as an element of a list is laid into it, as the language has it. */
function add(list: unknown[], piece: Piece, data: unknown): void {
  if (piece.when !== undefined && piece.when(data) !== true) return;
  const made = piece.make(data);
  if (piece.splices && Array.isArray(made)) list.push(...made);
  else list.push(made);
}

function compileObject(source: object, at: string): Piece {
  const { $data, $when, ...rest } = source as Record<string, unknown>;
  const fields = Object.entries(rest).map(([key, value]) => [key, compile(value, `${at} ${key}`)] as const);
  for (const [key, piece] of fields)
    if (piece.when ?? piece.over) throw new Error(`${at} ${key}: only elements of a list can have $when or $data`);
  const conditions = {
    ...($when !== undefined && { when: boundAt($when, `${at} $when`) }),
    ...($data !== undefined && { over: boundAt($data, `${at} $data`) }),
  };
  if (fields.every(([, piece]) => piece.fixed))
    return { make: () => rest, fixed: conditions.when === undefined && conditions.over === undefined, ...conditions };
  const make: Expression = (data) => {
    const made: Record<string, unknown> = {};
    for (const [key, piece] of fields) made[key] = piece.make(data);
    return made;
  };
  return { make, fixed: false, ...conditions };
}

/** What stands in `$data` and `$when` is one binding. */
function boundAt(source: unknown, at: string): Expression {
  const [, expression] = (typeof source === 'string' && /^\$\{([^}]*)\}$/.exec(source)) || [];
  if (expression === undefined) throw new Error(`${at}: one binding is expected`);
  return expressionAt(expression, at);
}

function expressionAt(text: string, at: string): Expression {
  try {
    return readExpression(text);
  } catch (error) {
    throw new Error(`${at}: ${error instanceof Error ? error.message : ''}`);
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
