import { awaitedSteps, type Case } from '../case/case.js';
import { STEPS, type StepId } from '../case/steps.js';
import { municipalityTitle } from '../texts/format.js';
import { progressWords } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { actionsOf, show } from './buttons.js';
import type { AdaptiveCard, Banner, CardContext } from './context.js';
import { finish } from './finish.js';

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

/** The card of a case: municipality, task and progress above, then the view. */
export function framed(theCase: Case, content: Content, ctx: CardContext): AdaptiveCard {
  const { words } = texts(ctx.language);
  const ended = theCase.status === 'open' ? undefined : words.status[theCase.status];
  return expandFrame(
    {
      title: municipalityTitle(theCase.municipality),
      subtitle: `${words.connection} · ${ctx.task.klik.task}`,
      progress: ended ?? progressWords(theCase, ctx.language),
      cells: STEPS.map((step) => cell(theCase, step)),
    },
    content,
    ctx,
    refreshOf(theCase, ctx),
  );
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

/** A card that belongs to no case. */
export function framedPlain(content: Content, ctx: CardContext): AdaptiveCard {
  const { words } = texts(ctx.language);
  const head = { title: words.bot, subtitle: words.task(ctx.task.klik.task), progress: '' };
  return expandFrame({ ...head, cells: [] }, content, ctx);
}

function expandFrame(head: object, content: Content, ctx: CardContext, more: object = {}): AdaptiveCard {
  const { cards } = texts(ctx.language);
  const banner = bannerOf(ctx);
  const says = sentences([banner.text, ...content.says]);
  const { card } = ctx.templates.frame({
    ...head,
    lang: ctx.language,
    fallback: says,
    speak: says,
    practice: ctx.practice && content.opens ? cards.practice : '',
    banner,
    body: content.body,
    rows: content.rows ?? [],
  });
  return finish({ ...card, ...more });
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
