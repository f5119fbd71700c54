import type { Day } from '../case/dates.js';
import { conceptsIn } from './concepts.js';
import { daysIn } from './days.js';
import { ASKS, CAME, DEEDS, type Deed, INVOICE, isReturn, NOT, NOT_YET, SIMPLY_DONE, TO_SIGN } from './deeds.js';
import { SOMEBODY } from './names.js';
import { normalised } from './normalise.js';
import type { Standing } from './standing.js';
import type { Statement, StatementTopic, Typed } from './statement.js';
import { contentWords } from './terms.js';
import { amountIn, bareNumberIn, invoiceNumberIn, placeIn } from './values.js';
import { WISHES } from './wishes.js';

/** Words of what people do, want and where they are: a statement is made of them. */
export const ACT_WORDS =
  /^(forkert\w*|ups|oops|fortryd\w*|angr\w*|undo|paamind\w*|tast\w*|proev\w*|overta\w*|overd\w*|mind\w*|vend\w*|vaek|tryk\w*|klik\w*|knap\w*|tidligt|tage|syg\w*|stop\w*|skub\w*|skift\w*|ryk\w*|remind\w*|nudge\w*|longer|land\w*|dump\w*|tikke\w*|lagt|lagde|ordn\w*|klar\w*|annul\w*|aflys\w*|afblaes\w*|dropp\w*|giv\w*|gav|bank\w*|prik\w*|puf\w*|\w*ferie\w*|barsel\w*|orlov\w*|pension\w*|kursus\w*|kigg\w*|uge|fri|fravaer\w*|job|stilling|afdeling\w*|netbank|netbanken|penge\w*|\w*bakke\w*|bord\w*|dueslag\w*|godkend\w*|holiday|leave|leaving|sick|away|course|take\w*|taking|mistake|wrong|postbox|desk)$/;

/** Statements that often say why, in words about anything. */
export const HAS_REASON: ReadonlySet<StatementTopic> = new Set(['notMe', 'refuse', 'returned', 'reopen']);

const NOTHING: ReadonlySet<Standing> = new Set();

/** What a text states, the likeliest first; empty for a question, a denial, a plan, or anything else. */
export function statementsIn(written: string, today: Day, standing = NOTHING): Statement[] {
  const text = written.normalize('NFC').slice(0, 600).toLowerCase();
  const typed = { text, normal: normalised(text), today, standing };
  if (asksSomething(text)) {
    const ofUs = /^\w+ (vi|we)\b/.test(typed.normal);
    return WISHED_AS_QUESTION.test(typed.normal) ? wishesIn(typed, ofUs ? ASKED_TOGETHER : ASKED_OF_THE_BOT) : [];
  }
  const wishes = wishesIn(typed);
  if (wishes.length > 0) return wishes;
  const deeds = doneSteps(typed);
  return deeds.length > 0 ? deeds : inContext(typed);
}

/** "Kan du minde ham om det?" asks for a deed, not for a fact. */
const WISHED_AS_QUESTION = /^(kan|kunne|vil|gider|skal|could|can|would|shall) (du|vi|you|we)\b/;

const ASKED_OF_THE_BOT: ReadonlySet<StatementTopic> = new Set([
  'remind',
  'handOver',
  'snooze',
  'cancel',
  'correct',
  'adviserIs',
]);

const ASKED_TOGETHER: ReadonlySet<StatementTopic> = new Set(['snooze']);

function wishesIn(typed: Typed, only?: ReadonlySet<StatementTopic>): Statement[] {
  return WISHES.flatMap((read) => read(typed) ?? []).filter(({ about }) => only?.has(about) ?? true);
}

/** "Har Søren skrevet under": the verb before the colleague asks. */
const SOMEBODY_DID = new RegExp(
  `^\\s*(?:har|er|fik|blev|kom|skal|kan|vil|has|have|is|did|does|will|can) ${SOMEBODY}`,
  'iu',
);

/** A question by its words or its mark. */
export function asksSomething(text: string): boolean {
  if (text.includes('?') || SOMEBODY_DID.test(text)) return true;
  return !text.trimStart().startsWith(SOMEBODY) && ASKS.test(normalised(text.slice(0, 600)));
}

/** Says that a step is not done yet, and names nothing a question could be about: "vi har ikke betalt endnu". */
export function isNotDone(typed: string): boolean {
  const normal = normalised(typed.slice(0, 600));
  if (asksSomething(typed) || !(NOT.test(normal) || NOT_YET.test(normal))) return false;
  return DEEDS.some(({ did, to, needsObject }) => !needsObject && did.test(normal) && !to.test(normal));
}

function doneSteps(typed: Typed): Statement[] {
  const { days, rest, ahead } = daysIn(placeIn(typed.text).rest, typed.today, 'past');
  const normal = normalised(rest).replace(/\bkl \d{1,2}( \d{2})?\b/g, ' ');
  if (TO_SIGN.test(normal) && !NOT.test(normal) && !ahead) return [{ about: 'webForm', values: {} }];
  if (isReturn(normal, typed.standing) && !ahead) {
    const [returnedOn] = days;
    const again = AGAIN.find(([, words]) => words.test(normal))?.[0];
    return [
      {
        about: 'returned',
        values: { ...(returnedOn !== undefined && { returnedOn }), ...(again !== undefined && { again }) },
      },
    ];
  }
  if (NOT.test(typed.normal)) return [];
  const invoice = invoiceIn(typed);
  if (NOT_YET.test(typed.normal) || ahead) return invoice ? [invoice] : [];
  const named = DEEDS.filter(({ did, unless }) => did.test(normal) && !unless?.test(normal)).filter(
    ({ about }) => !(SINCE.test(typed.normal) && typed.standing.has(`has:${about}`)),
  );
  const done = named.flatMap((deed): Statement[] => {
    const over = otherWords(normal, named).length;
    const expected = typed.standing.has(`at:${deed.about}`) && !named.some((one) => one.to.test(normal));
    if (deed.to.test(normal) ? over > OTHER_WORDS : (deed.needsObject && !expected) || over > 0) return [];
    const [day] = days;
    return [{ about: deed.about, values: day === undefined ? {} : { [deed.day]: day } }];
  });
  const paid = done.some(({ about }) => about === 'payment');
  return [...done, ...(invoice && !paid ? [invoice] : [])];
}

/** What was done is only what time is counted from. */
const SINCE = /\b(siden|since) (vi|jeg|i|we|·)\b/;

/** With more words than these that a deed does not explain, the text is about something else. */
const OTHER_WORDS = 4;

/** The words that belong neither to a verb nor to its object. */
function otherWords(normal: string, deeds: readonly Deed[]): string[] {
  const left = deeds.reduce(
    (text, { did, to }) => text.replace(new RegExp(did, 'g'), ' ').replace(new RegExp(to, 'g'), ' '),
    normal,
  );
  return contentWords(left);
}

/** What has to be done again, where the text says what was wrong. */
const AGAIN = [
  ['signature', /\b(underskr\w*|signatur\w*|sign\w*)\b/],
  ['webForm', /\b(formular\w*|cvr\w*|felt\w*|oplysning\w*|form|field)\b/],
] as const;
/** An invoice that has come, with what the text says of it. */
function invoiceIn({ text, normal, today }: Typed): Statement | undefined {
  if (!INVOICE.test(normal) || /\b(betalt|betalte|paid)\b/.test(normal)) return undefined;
  const { days, rest } = daysIn(text, today, 'future');
  const { amount, rest: bare } = amountIn(rest);
  const number = invoiceNumberIn(bare);
  const came = CAME.test(normal);
  if (!came && amount === undefined && number === undefined) return undefined;
  if (
    amount === undefined &&
    number === undefined &&
    contentWords(normalised(bare).replace(INVOICE, ' ').replace(CAME, ' ')).length > 3
  )
    return undefined;
  const due = /\b(forfald\w*|\w*frist\w*|senest|betales|due|pay|payable)\b/.test(normal) ? days.at(-1) : undefined;
  return {
    about: 'invoice',
    values: {
      ...(number !== undefined && { invoiceNumber: number }),
      ...(amount !== undefined && { invoiceAmount: amount }),
      ...(due !== undefined && { invoiceDue: due }),
    },
  };
}

/** A colleague's name and hardly more. */
const ONLY_NAMED = new RegExp(
  `^\\s*(?:(?:det er|det må være|prøv|it is|try)(?: \\p{L}+)? )?${SOMEBODY}[\\s.!]*$`,
  'iu',
);

/** Said in answer to what the case asks the writer just now: a number, a day, "done". */
function inContext({ text, normal, today, standing }: Typed): Statement[] {
  if (![...standing].some((one) => one.startsWith('at:'))) return [];
  if (ONLY_NAMED.test(text) && standing.has('at:nameOfficer')) return [{ about: 'officerIs', values: {} }];
  if (SIMPLY_DONE.test(normal)) return [{ about: 'done', values: {} }];
  const { days, rest, ahead } = daysIn(text, today, 'past');
  if (ahead) return [];
  const [day] = days;
  const deed = DEEDS.find(({ about }) => standing.has(`at:${about}`));
  if (deed && day !== undefined && !NOT.test(normal) && contentWords(normalised(rest)).length === 0 && !/\d/.test(rest))
    return [{ about: deed.about, values: { [deed.day]: day } }];
  const number = bareNumberIn(text);
  if (number === undefined || NOT.test(normal) || conceptsIn(text).left.length > 0) return [];
  if (standing.has('at:agreementNumber')) return [{ about: 'agreementNumber', values: { agreementNumber: number } }];
  return [];
}
