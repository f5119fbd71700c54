import { clean, plain } from '../texts/format.js';
import type { AdaptiveCard } from './context.js';

/** Teams takes 28 KB as UTF-8 on every path; the rest is room for the envelope. */
export const CARD_BYTES_MAX = 27_500;

/** Texts that no renderer reads as Markdown: cleaned, not escaped. */
const UNFORMATTED: ReadonlySet<string> = new Set([
  'title',
  'label',
  'placeholder',
  'errorMessage',
  'fallbackText',
  'speak',
]);
/** What is bound empty when it does not apply; an empty one would be an invalid property. */
const OPTIONAL: ReadonlySet<string> = new Set([
  'value',
  'placeholder',
  'errorMessage',
  'label',
  'style',
  'associatedInputs',
  'fallbackText',
  'speak',
]);
const TEXT_MAX = 1500;
const CHOICES_LEAST = 20;

/**
 * The last hand on every card, so that no view can forget it: texts become harmless Markdown, empty optional properties
 * go, and what is too big for Teams is shortened, the least known people first. Gives a fresh object.
 */
export function finish(card: unknown): AdaptiveCard {
  let limits = { text: TEXT_MAX, choices: 200 };
  let done = tidy(card, limits) as AdaptiveCard;
  while (bytes(done) > CARD_BYTES_MAX && limits.text > 20) {
    const fewer = Math.floor(limits.choices * 0.75);
    limits = fewer > CHOICES_LEAST ? { ...limits, choices: fewer } : { ...limits, text: Math.floor(limits.text / 2) };
    done = tidy(card, limits) as AdaptiveCard;
  }
  return done;
}

/** The size of a card as Teams counts it. */
export function bytes(card: unknown): number {
  return new TextEncoder().encode(JSON.stringify(card)).length;
}

interface Limits {
  readonly text: number;
  readonly choices: number;
}

function tidy(node: unknown, limits: Limits): unknown {
  if (Array.isArray(node)) return node.map((one) => tidy(one, limits));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).flatMap(([key, value]): [string, unknown][] => {
    if (value === '' && OPTIONAL.has(key)) return [];
    if (value === false && (key === 'isRequired' || key === 'isSubtle')) return [];
    if (key === 'data') return [[key, structuredClone(value)]];
    if (key === 'facts' && Array.isArray(value)) return [[key, value.map((fact) => factOf(fact, limits))]];
    if (key === 'choices' && Array.isArray(value)) return [[key, tidy(value.slice(0, limits.choices), limits)]];
    return [[key, typeof value === 'string' ? textOf(node, key, value, limits) : tidy(value, limits)]];
  });
  return Object.fromEntries(entries);
}

function textOf(node: object, key: string, value: string, { text }: Limits): string {
  if (key === 'text') return 'type' in node && node.type === 'TextBlock' ? plain(value, text) : value;
  if (UNFORMATTED.has(key)) return clean(value, Math.min(text, 400));
  if (key === 'value' && 'type' in node && node.type === 'Input.Text') return value.slice(0, Math.min(text, 600));
  return value;
}

/** A fact's two texts are read as Markdown too. */
function factOf(fact: { title?: unknown; value?: unknown }, { text }: Limits): object {
  return { title: plain(String(fact.title ?? ''), text), value: plain(String(fact.value ?? ''), text) };
}
