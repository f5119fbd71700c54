/** The templates in `cards/`, by file name without `.json`. */
export const TEMPLATE_NAMES = [
  'frame',
  'form',
  'fields',
  'actions',
  'case',
  'message',
  'outcome',
  'history',
  'summary',
] as const;

export type TemplateName = (typeof TEMPLATE_NAMES)[number];

/** What a template expands to: pieces of a card as plain JSON. */
interface Expanded {
  readonly body: readonly unknown[];
  readonly actions: readonly unknown[];
  /** The whole card the template describes. */
  readonly card: Readonly<Record<string, unknown>>;
}

/** Compiled templates, ready to be bound to data as often as wanted. */
export type Templates = { readonly [N in TemplateName]: (data: object) => Expanded };

/**
 * Compiles every template once. The templates are written in the Adaptive Cards templating language and open in its
 * designer; of the language they use fields, `$data` over a list, and `$when` with simple conditions. The language's own
 * engine rests on archived packages; the tests expand every card with it too and compare.
 */
export function compileTemplates(sources: Readonly<Record<TemplateName, unknown>>): Templates {
  const compiled = TEMPLATE_NAMES.map((name) => [name, binder(name, sources[name])] as const);
  return Object.fromEntries(compiled) as unknown as Templates;
}

/** Bound in the frame and the outcome only: the other templates are cards for the designer's sake, and give their pieces to the frame. */
const ONLY_WHOLE_CARDS = { lang: '', fallback: '', speak: '' };

function binder(name: TemplateName, source: unknown): (data: object) => Expanded {
  const { make } = compile(source, `cards/${name}.json`);
  return (data) => {
    const card = make({ ...ONLY_WHOLE_CARDS, ...data });
    if (typeof card !== 'object' || card === null) throw new Error(`cards/${name}.json expanded to no card`);
    const parts = card as Record<string, unknown>;
    return { card: parts, body: listOf(parts.body), actions: listOf(parts.actions) };
  };
}

/** Works an expression out on the data a template is bound to. */
type Expression = (data: unknown) => unknown;

/** A compiled piece of a template. */
interface Piece {
  readonly make: Expression;
  /** Whether the piece is there at all; only elements of lists have conditions. */
  readonly when?: Expression;
  /** True for a text that is one binding: it may be bound to a list, whose elements then take its place. */
  readonly splices?: boolean;
  /** The list the piece is repeated over. */
  readonly over?: Expression;
}

function compile(source: unknown, at: string): Piece {
  if (typeof source === 'string') return compileText(source, at);
  if (Array.isArray(source)) return compileList(source, at);
  if (typeof source === 'object' && source !== null) return compileObject(source, at);
  return { make: () => source };
}

const BINDING = /\$\{([^}]*)\}/g;

/** A text that is one binding becomes the value itself, whatever its type; others become text. */
function compileText(source: string, at: string): Piece {
  const parts = source.split(BINDING);
  const [before, only = '', after] = parts;
  if (parts.length === 3 && before === '' && after === '') return { make: readExpression(only, at), splices: true };
  const made = parts.map((part, number) => (number % 2 === 1 ? readExpression(part, at) : () => part));
  return { make: (data) => made.map((part) => String(part(data))).join('') };
}

function compileList(source: readonly unknown[], at: string): Piece {
  const pieces = source.map((one, number) => compile(one, `${at} [${number}]`));
  return {
    make: (data) =>
      pieces.flatMap((piece) => {
        const repeated = piece.over ? listOf(piece.over(data)) : [data];
        return repeated.flatMap((one) => elementsOf(piece, one));
      }),
  };
}

function elementsOf(piece: Piece, data: unknown): readonly unknown[] {
  if (piece.when !== undefined && piece.when(data) !== true) return [];
  const made = piece.make(data);
  return piece.splices && Array.isArray(made) ? made : [made];
}

function compileObject(source: object, at: string): Piece {
  const { $data, $when, ...rest } = source as Record<string, unknown>;
  const fields = Object.entries(rest).map(([key, value]) => [key, compile(value, `${at} ${key}`)] as const);
  for (const [key, piece] of fields)
    if (piece.when ?? piece.over) throw new Error(`${at} ${key}: only elements of a list can have $when or $data`);
  return {
    make: (data) => {
      const made: Record<string, unknown> = {};
      for (const [key, piece] of fields) made[key] = piece.make(data);
      return made;
    },
    ...($when !== undefined && { when: bindingAt($when, `${at} $when`) }),
    ...($data !== undefined && { over: bindingAt($data, `${at} $data`) }),
  };
}

/** The value of `$data` or `$when`, which is one binding. */
function bindingAt(source: unknown, at: string): Expression {
  const [, expression] = (typeof source === 'string' && /^\$\{([^}]*)\}$/.exec(source)) || [];
  if (expression === undefined) throw new Error(`${at}: one binding is expected`);
  return readExpression(expression, at);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const PATH = String.raw`[A-Za-z]\w*(?:\.[A-Za-z]\w*)*`;
const FIELD = new RegExp(`^${PATH}$`);
const COMPARISON = new RegExp(String.raw`^(${PATH})\s*(==|!=)\s*'([^'\\]*)'$`);
const ANY = new RegExp(String.raw`^count\((${PATH})\)\s*>\s*0$`);

/**
 * Reads the part of the templating language's expressions that the templates use: a field (`banner.text`), a field
 * compared with a text (`title != ''`), and whether a list has anything in it (`count(facts) > 0`).
 * Throws an Error for any other expression: when the template is compiled, not when a person waits for the card.
 */
function readExpression(source: string, at: string): Expression {
  const wanted = source.trim();
  if (FIELD.test(wanted)) return fieldAt(wanted);
  const [, compared, sign, text] = COMPARISON.exec(wanted) ?? [];
  if (compared !== undefined) {
    const field = fieldAt(compared);
    return (data) => (field(data) === text) === (sign === '==');
  }
  const [, counted] = ANY.exec(wanted) ?? [];
  if (counted !== undefined) {
    const field = fieldAt(counted);
    return (data) => listOf(field(data)).length > 0;
  }
  throw new Error(`${at}: "${source}" is no expression that these templates use (see src/cards/templates.ts)`);
}

/** Throws for a field that a view forgot: the language's own engine would show its name to people. */
function fieldAt(path: string): Expression {
  const names = path.split('.');
  return (data) => {
    let value = data;
    for (const name of names) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
        throw new Error(`The data of a card has no field "${path}"`);
      value = (value as Record<string, unknown>)[name];
    }
    return value;
  };
}
