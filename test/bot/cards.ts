import { actionsOf, type Json, textOf } from './town.js';

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
