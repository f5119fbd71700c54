import { clean } from '../texts/format.js';
import type { AdaptiveCard } from './context.js';

/** Teams takes 28 KB as UTF-8 on every path; the rest is room for the envelope. */
export const CARD_BYTES_MAX = 27_500;

/** Short texts beside the content. */
const SHORT: ReadonlySet<string> = new Set(['title', 'label', 'placeholder', 'errorMessage', 'fallbackText', 'speak']);
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
const CHOICES_LEAST = 20;
const TEXT_LEAST = 20;

/** The longest text, in characters, and the most choices of one input that a card may have. */
interface Limits {
  readonly text: number;
  readonly choices: number;
}

/**
 * The last step of every card, so that no view can forget it: texts are cleaned, empty optional properties go, and a card
 * too big for Teams is shortened, the least known people first. Gives a fresh object. Nothing is escaped: what people typed
 * stands in TextRuns, which no client reads as Markdown.
 */
export function finish(card: unknown): AdaptiveCard {
  for (let limits: Limits = { text: 1500, choices: 200 }; ; limits = lower(limits)) {
    const finished = tidy(card, limits) as AdaptiveCard;
    if (limits.text <= TEXT_LEAST || bytes(finished) <= CARD_BYTES_MAX) return finished;
  }
}

/** The size of a card as Teams counts it, in bytes. */
export function bytes(card: unknown): number {
  return Buffer.byteLength(JSON.stringify(card));
}

function lower(limits: Limits): Limits {
  const fewer = Math.floor(limits.choices * 0.75);
  return fewer > CHOICES_LEAST ? { ...limits, choices: fewer } : { ...limits, text: Math.floor(limits.text / 2) };
}

function tidy(node: unknown, limits: Limits): unknown {
  if (Array.isArray(node)) return node.map((one) => tidy(one, limits));
  if (typeof node !== 'object' || node === null) return node;
  const tidied: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node))
    if (!isEmpty(key, value)) tidied[key] = tidyField(node, key, value, limits);
  return tidied;
}

function isEmpty(key: string, value: unknown): boolean {
  return (value === '' && OPTIONAL.has(key)) || (value === false && (key === 'isRequired' || key === 'isSubtle'));
}

function tidyField(node: object, key: string, value: unknown, limits: Limits): unknown {
  const type = 'type' in node ? node.type : undefined;
  if (typeof value === 'string') {
    if (key === 'text') return type === 'TextRun' ? cleanRun(value, limits.text) : clean(value, limits.text);
    if (SHORT.has(key)) return clean(value, Math.min(limits.text, 400));
    return key === 'value' && type === 'Input.Text' ? value.slice(0, Math.min(limits.text, 600)) : value;
  }
  // What a button carries goes back to the bot as it is; several buttons may share it, so each gets its own.
  if (key === 'data') return structuredClone(value);
  if (key === 'facts' && Array.isArray(value)) return value.map((fact) => tidyFact(fact, limits));
  if (key === 'choices' && Array.isArray(value)) return tidy(value.slice(0, limits.choices), limits);
  return tidy(value, limits);
}

function tidyFact(fact: { title?: unknown; value?: unknown }, { text }: Limits): object {
  return { title: clean(String(fact.title ?? ''), text), value: clean(String(fact.value ?? ''), text) };
}

/**
 * Runs stand side by side: the blank that parts one from the next stays. Clients do not break a long word in a run, so it
 * is given places to break at.
 */
function cleanRun(text: string, max: number): string {
  const breakable = clean(text, max).replace(/[^\s\u200b]{40,}/g, (word) => word.replace(/.{20}/gsu, '$&\u200b'));
  return `${breakable}${text.endsWith(' ') ? ' ' : ''}`;
}
