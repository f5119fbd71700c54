import type { Day } from '../case/dates.js';
import { looksLikeCpr } from '../case/typed-values.js';
import type { Question } from '../task/schema.js';
import { CASE_QUESTIONS, type CaseTopic } from './case-questions.js';
import { type Classified, Classifier } from './classifier.js';
import { asks, fitting } from './fitting.js';
import model from './model.json' with { type: 'json' };
import type { Situation } from './situation.js';
import {
  isDeed,
  isNotDone,
  type Statement,
  type StatementTopic,
  statementInContext,
  type Typed,
  valuesOf,
} from './statements.js';
import { normalised, partsOf, wordsOf } from './text.js';

/** The question that was asked: one of the task's, answered from its file, or one about the asker's own case. */
export type Match =
  | { readonly kind: 'task'; readonly question: Question }
  | { readonly kind: 'case'; readonly about: CaseTopic };

/** What a question leads to: an answer of the task or the case, or that it stands in neither. */
export type Answer = Match | { readonly kind: 'neither' };

/** What an unclear text comes near: a question, or an act that it may speak of. */
export type Near = Match | { readonly kind: 'act'; readonly about: StatementTopic };

/** What is answered with a polite sentence and nothing else. */
export type Talk = 'hello' | 'thanks' | 'bye' | 'fine' | 'later' | 'praise' | 'anger';

/** What a text that is no command is understood as. */
export type Understood =
  | { kind: 'privacy' }
  | { kind: 'talk'; talk: Talk }
  /** The likeliest first; which of them is meant depends on what the case waits for. `also` was asked beside it. */
  | { kind: 'statement'; statements: readonly [Statement, ...Statement[]]; also?: Answer | undefined }
  /** Asked in one message: one question, or two. */
  | { kind: 'answers'; answers: readonly [Answer, ...Answer[]] }
  /** Not understood; `near` are the questions and acts that come nearest, perhaps none. */
  | { kind: 'unclear'; near: readonly Near[] };

/** How far the likeliest meaning must be ahead of the next one. Set, as are the others, on the sets of `test/ask` but the fresh ones. */
const SURE = 0.2;
/** What stands in a part of a text only, or beside what comes first, must be clearer. */
const SURE_OF_A_PART = 0.35;
/** Of small talk, or of what is about nothing here, that hides something said beside it. */
const SURE_OF_NOTHING = 0.5;
/** The least share of a text that the examples must know. */
const KNOWN_LEAST = 0.5;
const NEAR_MOST = 2;
const READ_MOST = 1_000;

const NOTHING_KNOWN: ReadonlySet<Situation> = new Set();

/** What a text, or a part of it, may mean. */
interface Reading {
  readonly text: string;
  /** The likeliest first. */
  readonly intents: readonly Classified[];
  /** The share of the text that the examples know, 0 to 1. */
  readonly known: number;
  readonly intent: string;
  /** How far it is ahead of the next one. */
  readonly margin: number;
}

/**
 * Reads free text: what may not be kept, a question in its own words, an answer to what the case asks, and else what the
 * classifier makes of it. Pure: the day is given.
 */
export class Understanding {
  private readonly byId: ReadonlyMap<string, Question>;
  /** Each known question by its words. */
  private readonly asWritten: ReadonlyMap<string, Match>;
  private loaded: Classifier | undefined;

  constructor(questions: readonly Question[]) {
    this.byId = new Map(questions.flatMap((question) => (question.id ? [[question.id, question] as const] : [])));
    this.asWritten = new Map([...ofTask(questions), ...ofCases()].map(([text, match]) => [words(text), match]));
  }

  /** `situation` is what is true of the writer and their one case: it chooses between readings. */
  of(written: string, today: Day, situation = NOTHING_KNOWN): Understood {
    if (looksLikeCpr(written)) return { kind: 'privacy' };
    const text = written.slice(0, READ_MOST);
    if (!/[\p{L}\d·]/u.test(text)) return { kind: 'unclear', near: [] };
    const known = this.asWritten.get(words(text));
    if (known) return { kind: 'answers', answers: withFact(known, situation) };
    const inContext = statementInContext(typedOf(text, today, situation));
    if (inContext) return { kind: 'statement', statements: [inContext] };
    const whole = this.read(text, situation);
    const parts = partsOf(text).map((part) => this.read(part, situation));
    const clear = parts.filter(({ margin, intent }) => margin >= SURE_OF_A_PART && says(intent));
    // A clause cut off from its text may say anything: it must say what the whole most likely says.
    const likeliest = whole.intents.find(({ intent }) => says(intent))?.intent;
    const best = isClear(whole) ? whole : (surest(clear.filter(({ intent }) => intent === likeliest)) ?? whole);
    if (best.margin < SURE || best.known < KNOWN_LEAST) return { kind: 'unclear', near: this.near(whole) };
    // What to do next is on the card of what is told beside it.
    const told = asksWhatNext(best.intent)
      ? surest(clear.filter(({ intent }) => intent.startsWith('say:')))
      : undefined;
    return this.meant(told ?? best, clear, typedOf(text, today, situation));
  }

  private read(text: string, situation: ReadonlySet<Situation>): Reading {
    this.loaded ??= new Classifier(model);
    const classified = this.loaded.read(text);
    const intents = classified.intents
      .filter(({ intent }) => !intent.startsWith('task:') || this.byId.has(nameOf(intent)))
      .map(({ intent, score }) => ({ intent, score: score + fitting(intent, text, situation) }))
      .sort((a, b) => b.score - a.score);
    const [first] = intents;
    const second = intents.find(({ intent }, at) => at > 0 && !areAlike(intent, first?.intent ?? '', situation));
    return {
      text,
      intents,
      known: classified.known,
      intent: first?.intent ?? '',
      margin: (first?.score ?? 0) - (second?.score ?? 0),
    };
  }

  private meant(best: Reading, parts: readonly Reading[], typed: Typed): Understood {
    const { intent } = best;
    const { today, situation } = typed;
    const answer = this.answerOf(intent);
    const others = parts.filter((part) => part.intent !== intent);
    const beside = parts.some((part) => part.intent === intent) ? others : [];
    const [asked] = beside.flatMap((part) => (asks(part.text) ? (this.answerOf(part.intent) ?? []) : []));
    if (answer) return { kind: 'answers', answers: asked ? [answer, asked] : withFact(answer, situation) };
    if (isTalk(intent)) return { kind: 'talk', talk: nameOf(intent) as Talk };
    if (intent === 'neither') return { kind: 'answers', answers: [{ kind: 'neither' }] };
    if (!intent.startsWith('say:')) return { kind: 'unclear', near: [] };
    const [first, ...more] = [best, ...others].flatMap((part) => statementOf(part, today, situation) ?? []);
    if (!first)
      return intent === 'say:agreementNumber' ? { kind: 'unclear', near: [] } : { kind: 'talk', talk: 'later' };
    const deeds = more.filter(({ about }) => about !== first.about && isDeed(about));
    // What is said of one act may stand in another clause than the act.
    const values = deeds.length === 0 ? { ...valuesOf(first.about, typed), ...first.values } : first.values;
    return { kind: 'statement', statements: [{ ...first, values }, ...deeds], ...(asked && { also: asked }) };
  }

  private answerOf(intent: string): Match | undefined {
    if (intent.startsWith('case:')) return { kind: 'case', about: nameOf(intent) as CaseTopic };
    const question = intent.startsWith('task:') ? this.byId.get(nameOf(intent)) : undefined;
    return question && { kind: 'task', question };
  }

  /** The questions and acts among the likeliest meanings of a text. */
  private near({ intents, known }: Reading): Near[] {
    if (known < KNOWN_LEAST) return [];
    return intents.slice(0, NEAR_MOST).flatMap(({ intent }) => this.answerOf(intent) ?? actOf(intent) ?? []);
  }
}

/** What the case knows of a question of the task, once it has that: the fact comes before the rule. */
const FACTS: Readonly<Record<string, readonly [Situation, CaseTopic]>> = {
  cost: ['has:invoice', 'invoiceAmount'],
  payer: ['has:payer', 'payer'],
  waitMail: ['has:confirmation', 'confirmed'],
  invoice: ['has:invoice', 'arrived'],
};

function withFact(answer: Match, situation: ReadonlySet<Situation>): readonly [Match, ...Match[]] {
  const [needed, about] = (answer.kind === 'task' && FACTS[answer.question.id ?? '']) || [];
  return needed && about && situation.has(needed) ? [{ kind: 'case', about }, answer] : [answer];
}

/** Which of two meanings it is makes little difference: two kinds of small talk, a rule and the fact that is told with it. */
function areAlike(one: string, other: string, situation: ReadonlySet<Situation>): boolean {
  if (isTalk(one) && isTalk(other)) return true;
  return [one, other].some((intent) => {
    const [needed, about] = (intent.startsWith('task:') && FACTS[nameOf(intent)]) || [];
    return needed && situation.has(needed) && [one, other].includes(`case:${about}`);
  });
}

function actOf(intent: string): Near | undefined {
  const isAct = intent.startsWith('say:') && intent !== 'say:notYet';
  return isAct ? { kind: 'act', about: nameOf(intent) as StatementTopic } : undefined;
}

function statementOf({ intent, text }: Reading, today: Day, situation: ReadonlySet<Situation>): Statement | undefined {
  if (!intent.startsWith('say:') || intent === 'say:notYet') return undefined;
  const about = nameOf(intent) as StatementTopic;
  const typed = typedOf(text, today, situation);
  const values = valuesOf(about, typed);
  // A number is given, or there is no statement.
  if (about === 'agreementNumber' && values.agreementNumber === undefined) return undefined;
  return isNotDone(about, typed) ? undefined : { about, values };
}

/** Of small talk and of what is about nothing here a part may still say something, unless it is beyond doubt. */
function isClear({ intent, margin }: Reading): boolean {
  return margin >= (says(intent) ? SURE : SURE_OF_NOTHING);
}

/** Small talk and what is about nothing here say nothing of a longer text. */
function says(intent: string): boolean {
  return !isTalk(intent) && intent !== 'outside';
}

function isTalk(intent: string): boolean {
  return intent.startsWith('talk:');
}

function asksWhatNext(intent: string): boolean {
  return intent === 'case:next' || intent === 'case:mine';
}

function surest(readings: readonly Reading[]): Reading | undefined {
  return readings.reduce<Reading | undefined>(
    (best, one) => (best && best.margin >= one.margin ? best : one),
    undefined,
  );
}

function typedOf(written: string, today: Day, situation: ReadonlySet<Situation>): Typed {
  const text = written.normalize('NFC').slice(0, 600).toLowerCase();
  return { text, normal: normalised(text), today, situation };
}

function nameOf(intent: string): string {
  return intent.slice(intent.indexOf(':') + 1);
}

function words(text: string): string {
  return wordsOf(text).join(' ');
}

function ofTask(questions: readonly Question[]): [string, Match][] {
  return questions.flatMap((question) => {
    const { ask, also } = question;
    return [ask.da, ask.en, ...also.da, ...also.en].map((text): [string, Match] => [text, { kind: 'task', question }]);
  });
}

function ofCases(): [string, Match][] {
  return Object.entries(CASE_QUESTIONS).flatMap(([about, { da, en }]) =>
    [da, en].map((text): [string, Match] => [text, { kind: 'case', about: about as CaseTopic }]),
  );
}
