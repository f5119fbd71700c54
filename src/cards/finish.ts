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
  while (isTooBig(done) && limits.text > 20) {
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

/** Most cards are so short that they fit even if every letter took three bytes. */
function isTooBig(card: unknown): boolean {
  const text = JSON.stringify(card);
  return text.length * 3 > CARD_BYTES_MAX && bytes(card) > CARD_BYTES_MAX;
}

interface Limits {
  readonly text: number;
  readonly choices: number;
}

function tidy(node: unknown, limits: Limits): unknown {
  if (Array.isArray(node)) return node.map((one) => tidy(one, limits));
  if (typeof node !== 'object' || node === null) return node;
  const tidied: Record<string, unknown> = {};
  for (const key of Object.keys(node)) {
    const value = (node as Record<string, unknown>)[key];
    if (value === '' && OPTIONAL.has(key)) continue;
    if (value === false && (key === 'isRequired' || key === 'isSubtle')) continue;
    tidied[key] = tidyField(node, key, value, limits);
  }
  return tidied;
}

function tidyField(node: object, key: string, value: unknown, limits: Limits): unknown {
  if (typeof value === 'string') return textOf(node, key, value, limits);
  if (key === 'data') return copied(value);
  if (key === 'facts' && Array.isArray(value)) return value.map((fact) => factOf(fact, limits));
  if (key === 'choices' && Array.isArray(value)) return tidy(value.slice(0, limits.choices), limits);
  return tidy(value, limits);
}

/** What a button carries goes back to the bot as it is; several buttons may share it, so each card gets its own. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, copied(field)]));
}

/** Words as they mostly are: nothing in them to clean, nothing that Markdown acts on. One look instead of eight. */
const EVERYDAY = /^[a-zæøåéüöä](?: ?[a-z0-9æøåéüöä,.:;!?()/"'%&=@·–—…«»§-])*$/i;

function tamed(value: string, max: number, otherwise: (text: string, max: number) => string): string {
  return value.length <= max && EVERYDAY.test(value) ? value : otherwise(value, max);
}

function textOf(node: object, key: string, value: string, { text }: Limits): string {
  if (key === 'text') return 'type' in node && node.type === 'TextBlock' ? tamed(value, text, plain) : value;
  if (UNFORMATTED.has(key)) return tamed(value, Math.min(text, 400), clean);
  if (key === 'value' && 'type' in node && node.type === 'Input.Text') return value.slice(0, Math.min(text, 600));
  return value;
}

/** A fact's two texts are read as Markdown too. */
function factOf(fact: { title?: unknown; value?: unknown }, { text }: Limits): object {
  return { title: tamed(String(fact.title ?? ''), text, plain), value: tamed(String(fact.value ?? ''), text, plain) };
}
