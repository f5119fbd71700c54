import type { Case } from '../case/case.js';
import type { Person } from '../case/people.js';
import { deadlineOf } from '../case/reminders.js';
import { STEPS, type StepId, stepNumber } from '../case/steps.js';
import { personName } from '../texts/format.js';
import { refusalSentence } from '../texts/refusals.js';
import { texts } from '../texts/texts.js';
import { act, type Button, instead, rowsOf, type Verb } from './buttons.js';
import type { AdaptiveCard, CardContext, Tone } from './context.js';
import { inputs } from './fields.js';
import { framed } from './frame.js';

export interface Row {
  readonly label: string;
  readonly value: string;
  readonly font: 'Default' | 'Monospace';
}

interface Block {
  readonly title: string;
  readonly rows: readonly Row[];
}

interface Callout {
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
}

/** What a card that asks for something consists of; everything but heading and buttons may be left out. */
export interface FormContent {
  readonly heading: string;
  readonly step?: StepId;
  /** On whose behalf the reader acts. */
  readonly absent?: Person | undefined;
  readonly lead?: string;
  /** By when, in words. */
  readonly deadline?: string;
  readonly callouts?: readonly Callout[];
  readonly blocks?: readonly Block[];
  readonly hints?: readonly string[];
  readonly fields?: readonly object[];
  readonly notes?: readonly string[];
  readonly buttons: readonly Button[];
}

/** `mono`: in a fixed-width face, for what is copied. */
export function row(label: string, value: string, mono = false): Row {
  return { label, value, font: mono ? 'Monospace' : 'Default' };
}

/** Rows without a heading of their own. */
export function untitled(...rows: readonly Row[]): Block {
  return { title: '', rows };
}

/** What the reader is to notice before they act. */
export function callout(text: string, tone: Tone = 'warning', title = ''): Callout {
  return { tone, title, text };
}

/** A card that asks one thing of one person, in the frame of its case when it has one. */
export function formCard(form: FormContent, theCase: Case | undefined, ctx: CardContext): AdaptiveCard {
  const { cards, words } = texts(ctx.language);
  const deadline = ctx.banner?.saysDeadline ? '' : (form.deadline ?? '');
  const { body } = ctx.templates.form({
    kicker: form.step ? words.stepOf(stepNumber(form.step), STEPS.length) : '',
    heading: form.heading,
    behalf: form.absent ? cards.onBehalf(personName(form.absent, ctx.language)) : '',
    lead: form.lead ?? '',
    deadline,
    deadlineWeight: deadlineWeight(theCase, ctx),
    callouts: form.callouts ?? [],
    blocks: form.blocks ?? [],
    hints: lines(form.hints),
    fields: inputs(form.fields ?? [], ctx),
    notes: lines(form.notes),
  });
  const rows = rowsOf([...form.buttons, ...(ctx.beside ?? [])], ctx);
  return framed(theCase, { body, rows, says: [form.heading, form.lead ?? '', deadline] }, ctx);
}

/** A deadline is bold as long as it can be kept. */
export function deadlineWeight(theCase: Case | undefined, { task, today }: CardContext): 'Bolder' | 'Default' {
  const deadline = theCase && deadlineOf(theCase, task);
  return deadline !== undefined && deadline < today ? 'Default' : 'Bolder';
}

/** Texts as the templates repeat over them; empty ones are left out. */
export function lines(texts: readonly string[] | undefined): readonly { text: string }[] {
  return (texts ?? []).filter((text) => text !== '').map((text) => ({ text }));
}

/** A card that tells something and asks nothing but a press. */
interface MessageContent {
  readonly heading: string;
  readonly paragraphs?: readonly string[];
  readonly bullets?: readonly string[];
  /** Pairs in two columns, as a command and what it does. */
  readonly facts?: readonly { title: string; value: string }[];
  readonly blocks?: readonly Block[];
  readonly groups?: readonly { title: string; buttons: readonly Button[] }[];
  readonly notes?: readonly string[];
  readonly buttons?: readonly Button[];
  readonly opens?: boolean;
}

export function messageCard(message: MessageContent, theCase: Case | undefined, ctx: CardContext): AdaptiveCard {
  const { body } = ctx.templates.message({
    heading: message.heading,
    paragraphs: lines(message.paragraphs),
    bullets: lines(message.bullets),
    facts: message.facts ?? [],
    blocks: message.blocks ?? [],
    groups: (message.groups ?? [])
      .filter((group) => group.buttons.length > 0)
      .map((group) => ({ title: group.title, rows: rowsOf(group.buttons, ctx, 'Small') })),
    notes: lines(message.notes),
  });
  const says = [message.heading, ...(message.paragraphs ?? [])];
  const { opens = false } = message;
  return framed(theCase, { body, rows: rowsOf(message.buttons ?? [], ctx), says, opens }, ctx);
}

/** What is unusual about a value, when the person is to look at it once more. */
export function doubtCallouts(theCase: Case, ctx: CardContext): readonly Callout[] {
  const doubt = ctx.form?.doubt;
  return doubt ? [callout(refusalSentence(doubt, theCase, ctx.language))] : [];
}

/** The button of the act; after an unusual value one more before it, which confirms the value that is shown. */
export function actOrConfirm(verb: Verb, title: string, data: object, ctx: CardContext): Button[] {
  const doubt = ctx.form?.doubt;
  if (!doubt) return [act(verb, title, data)];
  const confirmed = { ...data, confirmed: true, understood: doubt.value };
  return [act(verb, texts(ctx.language).buttons.confirmDoubt[doubt.what], confirmed), instead(verb, title, data)];
}
