import type { Json } from './town.js';

/** The data of the button with that verb; fails when the card has none. */
export function dataOf(card: unknown, verb: string, more: (data: Json) => boolean = () => true): Json {
  const found = actionsOf(card).find((action) => action.verb === verb && more(action.data as Json));
  if (!found) throw new Error(`the card has no button ${verb}: ${textOf(card).slice(0, 300)}`);
  return found.data as Json;
}

/** Every input of a card by its id. */
export function inputsOf(card: unknown): Record<string, Json> {
  if (Array.isArray(card)) return Object.assign({}, ...card.map(inputsOf));
  if (typeof card !== 'object' || card === null) return {};
  const own = card as Json;
  const here = String(own.type).startsWith('Input.') ? { [String(own.id)]: own } : {};
  return Object.assign(here, ...Object.values(own).map(inputsOf));
}

/** Every action in a card that a person can press, nested ones included. */
export function actionsOf(card: unknown): Json[] {
  if (Array.isArray(card)) return card.flatMap(actionsOf);
  if (typeof card !== 'object' || card === null) return [];
  const { fallback: _same, refresh: _byItself, ...own } = card as Json;
  const here = typeof own.verb === 'string' && own.type === 'Action.Execute' ? [own] : [];
  return [...here, ...Object.values(own).flatMap(actionsOf)];
}

/** Every text a person reads in a card, joined. */
export function textOf(card: unknown): string {
  if (Array.isArray(card)) return card.map(textOf).join('\n');
  if (typeof card !== 'object' || card === null) return '';
  const { type, text, title, label, errorMessage, ...rest } = card as Json;
  const own = [type === 'TextBlock' || type === 'TextRun' ? text : '', title, label, errorMessage];
  return [...own.filter((one) => typeof one === 'string' && one !== ''), ...Object.values(rest).map(textOf)]
    .filter((one) => one !== '')
    .join('\n');
}
