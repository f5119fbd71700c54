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
  for (let limits: Limits = { text: TEXT_MAX, choices: 200 }; ; limits = lower(limits)) {
    const hand = new LastHand(limits);
    const done = hand.tidy(card) as AdaptiveCard;
    if (hand.most <= CARD_BYTES_MAX || limits.text <= 20 || bytes(done) <= CARD_BYTES_MAX) return done;
  }
}

/** The size of a card as Teams counts it. */
export function bytes(card: unknown): number {
  return Buffer.byteLength(JSON.stringify(card));
}

interface Limits {
  readonly text: number;
  readonly choices: number;
}

function lower(limits: Limits): Limits {
  const fewer = Math.floor(limits.choices * 0.75);
  return fewer > CHOICES_LEAST ? { ...limits, choices: fewer } : { ...limits, text: Math.floor(limits.text / 2) };
}

/** Bytes a letter can take at most: of a text that was cleaned, and of any text, where JSON may write it as six signs. */
const LETTER = { cleaned: 3, any: 6 } as const;
/** Bytes around a value: quotes, colon, comma, brackets. */
const AROUND = 6;

/** Bytes of what is no text, at most: a number in full length. */
const NUMBER = 30;

class LastHand {
  /** No card takes more bytes than this; most are so short that nobody needs to know how many they really take. */
  most = 0;

  constructor(private readonly limits: Limits) {}

  tidy(node: unknown): unknown {
    if (Array.isArray(node)) {
      this.most += AROUND;
      return node.map((one) => this.tidy(one));
    }
    if (typeof node === 'string') return this.weigh(node, LETTER.any);
    if (typeof node !== 'object' || node === null) {
      this.most += NUMBER;
      return node;
    }
    this.most += AROUND;
    const tidied: Record<string, unknown> = {};
    for (const key in node) {
      const value = (node as Record<string, unknown>)[key];
      if (value === '' && OPTIONAL.has(key)) continue;
      if (value === false && (key === 'isRequired' || key === 'isSubtle')) continue;
      this.most += key.length + AROUND;
      tidied[key] = this.tidyField(node, key, value);
    }
    return tidied;
  }

  private tidyField(node: object, key: string, value: unknown): unknown {
    if (typeof value === 'string') return this.textOf(node, key, value);
    if (key === 'data') return this.copied(value);
    if (key === 'facts' && Array.isArray(value)) return value.map((fact) => this.factOf(fact));
    if (key === 'choices' && Array.isArray(value)) return this.tidy(value.slice(0, this.limits.choices));
    return this.tidy(value);
  }

  /** What a button carries goes back to the bot as it is; several buttons may share it, so each card gets its own. */
  private copied(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.copied(one));
    if (typeof value === 'string') return this.weigh(value, LETTER.any);
    this.most += NUMBER;
    if (typeof value !== 'object' || value === null) return value;
    const copy: Record<string, unknown> = {};
    for (const [key, field] of Object.entries(value)) {
      this.most += key.length * LETTER.any + AROUND;
      copy[key] = this.copied(field);
    }
    return copy;
  }

  private textOf(node: object, key: string, value: string): string {
    const { text } = this.limits;
    if (key === 'text' && 'type' in node && node.type === 'TextBlock') return this.tamed(value, text, plain);
    if (UNFORMATTED.has(key)) return this.tamed(value, Math.min(text, 400), clean);
    const typed = key === 'value' && 'type' in node && node.type === 'Input.Text';
    return this.weigh(typed ? value.slice(0, Math.min(text, 600)) : value, LETTER.any);
  }

  /** A fact's two texts are read as Markdown too. */
  private factOf(fact: { title?: unknown; value?: unknown }): object {
    const { text } = this.limits;
    this.most += 'title'.length + 'value'.length + 3 * AROUND;
    return {
      title: this.tamed(String(fact.title ?? ''), text, plain),
      value: this.tamed(String(fact.value ?? ''), text, plain),
    };
  }

  private tamed(value: string, max: number, tame: (text: string, max: number) => string): string {
    return this.weigh(tame(value, max), LETTER.cleaned);
  }

  private weigh(text: string, letter: number): string {
    this.most += text.length * letter + AROUND;
    return text;
  }
}
