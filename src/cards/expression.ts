/** Works an expression out on the data a template is bound to. */
export type Expression = (data: unknown) => unknown;

const PATH = String.raw`[A-Za-z]\w*(?:\.[A-Za-z]\w*)*`;
const FIELD = new RegExp(`^${PATH}$`);
const COMPARISON = new RegExp(String.raw`^(${PATH})\s*(==|!=)\s*('[^'\\]*'|true|false|\d+)$`);
const ANY = new RegExp(String.raw`^count\((${PATH})\)\s*>\s*0$`);

/**
 * Reads the part of the templating language's expressions that the templates use: a field (`banner.text`), a field
 * compared with a value (`title != ''`), and whether a list has anything in it (`count(facts) > 0`).
 * @throws Error for any other expression, when the template is compiled and not when a person waits for the card.
 */
export function readExpression(text: string): Expression {
  const wanted = text.trim();
  if (FIELD.test(wanted)) return fieldAt(wanted);
  const [, compared, sign, literal = ''] = COMPARISON.exec(wanted) ?? [];
  if (compared !== undefined) {
    const field = fieldAt(compared);
    const value = literalValue(literal);
    return sign === '==' ? (data) => field(data) === value : (data) => field(data) !== value;
  }
  const [, counted] = ANY.exec(wanted) ?? [];
  if (counted !== undefined) {
    const field = fieldAt(counted);
    return (data) => lengthOf(field(data)) > 0;
  }
  throw new Error(`"${text}" is no expression that these templates use (see src/cards/expression.ts)`);
}

/** A field a view forgot is a fault of the view: the engine of the language would show its name to people. */
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

function literalValue(literal: string): string | number | boolean {
  if (literal.startsWith("'")) return literal.slice(1, -1);
  return literal === 'true' || literal === 'false' ? literal === 'true' : Number(literal);
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) || typeof value === 'string' ? value.length : 0;
}
