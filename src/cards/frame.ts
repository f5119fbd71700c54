import { awaitedSteps, type Case } from '../case/case.js';
import { STEPS, type StepId } from '../case/steps.js';
import { clean, municipalityTitle } from '../texts/format.js';
import { progressWords } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { actionsOf, show } from './buttons.js';
import type { AdaptiveCard, Banner, CardContext } from './context.js';

/** What goes into the frame: the pieces of a view, and the text for screen readers and for clients without cards. */
export interface Content {
  readonly body: readonly unknown[];
  /** Action sets, a line of buttons each. */
  readonly rows?: readonly object[];
  /** What the card says, in the order it is read aloud: heading, lead, deadline. Empty ones are left out. */
  readonly says: readonly string[];
  /** True on the cards that a conversation begins with: in the practice run they say that it is one. */
  readonly opens?: boolean;
}

/** The view in its frame: above it the municipality, the task and the progress; without a case the bot and the task. */
export function framed(theCase: Case | undefined, content: Content, ctx: CardContext): AdaptiveCard {
  const banner = bannerOf(ctx);
  const says = sentences([banner.text, ...content.says]);
  const { card } = ctx.templates.frame({
    ...(theCase ? headOf(theCase, ctx) : plainHead(ctx)),
    lang: ctx.language,
    fallback: says,
    speak: says,
    practice: ctx.practice && content.opens ? texts(ctx.language).cards.practice : '',
    banner,
    body: content.body,
    rows: content.rows ?? [],
  });
  return finish({ ...card, ...(theCase && refreshOf(theCase, ctx)) });
}

function headOf(theCase: Case, { language, task }: CardContext): object {
  const { words } = texts(language);
  return {
    title: municipalityTitle(theCase.municipality),
    subtitle: `${words.connection} · ${task.klik.task}`,
    progress: theCase.status === 'open' ? progressWords(theCase, language) : words.status[theCase.status],
    cells: STEPS.map((step) => cell(theCase, step)),
  };
}

function plainHead({ language, task }: CardContext): object {
  const { words } = texts(language);
  return { title: words.bot, subtitle: words.task(task.klik.task), progress: '', cells: [] };
}

/** Teams takes no more. */
const USER_IDS_MAX = 60;

/** The view that Teams fetches for each of these readers; the answer is shown to that reader alone. */
function refreshOf(theCase: Case, ctx: CardContext): object {
  const userIds = [...new Set(ctx.refresh?.userIds)].slice(0, USER_IDS_MAX);
  if (!ctx.refresh || userIds.length === 0) return {};
  const [action] = actionsOf([show(theCase, ctx.refresh.show, texts(ctx.language).buttons.myStep)], ctx);
  return { refresh: { action, userIds } };
}

/**
 * The parts as sentences, each once: a heading without a full stop would run into the next sentence when it is read aloud,
 * and a reminder may name the deadline that the card names too.
 */
function sentences(parts: readonly string[]): string {
  return parts
    .filter((part, at) => part !== '' && !parts.slice(0, at).some((before) => before.includes(part)))
    .map((part) => (/[.?!:]$/.test(part) ? part : `${part}.`))
    .join(' ');
}

/** The given banner; without one, wrong fields are announced at the top. */
function bannerOf(ctx: CardContext): Banner {
  if (ctx.banner) return ctx.banner;
  const wrong = ctx.form?.problems.length ?? 0;
  return { tone: 'attention', text: wrong > 0 ? texts(ctx.language).cards.fixFields(wrong) : '' };
}

/** One of the eight cells: a bar, heavy when done, half heavy when current, thin when later: colour only underlines it. */
function cell(theCase: Case, step: StepId): object {
  const bar = (bars: string) => (step === 'payment' ? bars : `${bars} `);
  if (theCase.done[step]) return { bar: bar('━━'), color: 'Good', subtle: false };
  if (awaitedSteps(theCase).includes(step)) return { bar: bar('━─'), color: 'Accent', subtle: false };
  return { bar: bar('──'), color: 'Default', subtle: true };
}

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
/** What is bound on every piece although the schema means the same without it. */
const DEFAULTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['isRequired', false],
  ['isSubtle', false],
  ['fontType', 'Default'],
]);
const CHOICES_LEAST = 20;
const TEXT_LEAST = 20;

/** The longest text, in characters, and the most choices of one input that a card may have. */
interface Limits {
  readonly text: number;
  readonly choices: number;
}

/**
 * The last step of every card, so that no view can forget it: texts are cleaned, needless properties go, and a card too
 * big for Teams is shortened, the least known people first. Gives a fresh object. Nothing is escaped: what people typed
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
    if (!isNeedless(key, value)) tidied[key] = tidyField(node, key, value, limits);
  return tidied;
}

function isNeedless(key: string, value: unknown): boolean {
  return (value === '' && OPTIONAL.has(key)) || value === DEFAULTS.get(key);
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
  if (key === 'choices' && Array.isArray(value)) return tidy(value.slice(0, limits.choices), limits);
  return tidy(value, limits);
}

/**
 * Runs stand side by side: the blank that parts one from the next stays. Clients do not break a long word in a run, so it
 * is given places to break at.
 */
function cleanRun(text: string, max: number): string {
  const breakable = clean(text, max).replace(/[^\s\u200b]{40,}/g, (word) => word.replace(/.{20}/gsu, '$&\u200b'));
  return `${breakable}${text.endsWith(' ') ? ' ' : ''}`;
}
