import type { Day } from '../case/dates.js';
import { daysIn, weeksIn } from './days.js';
import { SOMEBODY } from './names.js';
import type { Situation } from './situation.js';
import { normalised } from './text.js';
import {
  agreementNumberIn,
  amountIn,
  bareNumberIn,
  invoiceNumberIn,
  onlyNumberIn,
  placeIn,
  workdaysIn,
} from './values.js';

/** What a person says they have done, are, or want. The bot opens the card for it; nothing is recorded yet. */
export type StatementTopic =
  | 'payment'
  | 'invoice'
  | 'confirmation'
  | 'dispatch'
  | 'signature'
  | 'webForm'
  | 'agreementNumber'
  | 'officerIs'
  | 'officerLeft'
  | 'adviserIs'
  | 'agreementForm'
  | 'returnDocument'
  | 'followUp'
  | 'payerIs'
  | 'left'
  | 'isMe'
  | 'notMe'
  | 'refuse'
  | 'absence'
  | 'klik'
  | 'klikOther'
  | 'goLive'
  | 'correct'
  | 'snooze'
  | 'handOver'
  | 'cancel'
  | 'reopen'
  | 'remind'
  | 'returned'
  | 'done';

export interface Statement {
  readonly about: StatementTopic;
  /** What the text says, by the ids of the inputs it belongs to, as typed or as ISO days. */
  readonly values: Readonly<Record<string, string>>;
}

export interface Typed {
  /** As typed, in lower case. */
  readonly text: string;
  /** Normalised: æ ø å as ae oe aa, without signs. */
  readonly normal: string;
  readonly today: Day;
  readonly situation: ReadonlySet<Situation>;
}

type Values = Statement['values'];

/** The input that takes the day on which a step was done. */
const DAY_OF: Partial<Record<StatementTopic, string>> = {
  payment: 'paidOn',
  confirmation: 'receivedOn',
  signature: 'signedOn',
  dispatch: 'sentOn',
  webForm: 'filledOn',
  agreementForm: 'receivedOn',
  returnDocument: 'receivedOn',
};

/** The deed with a day that the case waits for. */
function awaitedDeed(situation: ReadonlySet<Situation>): StatementTopic | undefined {
  return (Object.keys(DAY_OF) as StatementTopic[]).find((one) => situation.has(`at:${one}`));
}

/** True of a statement that a step is done; the others are wishes and what people say of themselves. */
export function isDeed(about: StatementTopic): boolean {
  return DAY_OF[about] !== undefined || about === 'invoice' || about === 'klik';
}

/** Not done, or not yet. */
const NOT = /\b(ikke|aldrig|endnu|not|never|havent|hasnt|didnt|wasnt|isnt|arent)\b/;

/** A deed that is denied or planned is none. */
export function isNotDone(about: StatementTopic, { text, normal, today }: Typed): boolean {
  return isDeed(about) && about !== 'invoice' && (NOT.test(normal) || daysIn(text, today, 'past').ahead);
}

/** What a text says for the inputs of the card that its statement opens: days as ISO days, the rest as typed. */
export function valuesOf(about: StatementTopic, typed: Typed): Values {
  const { text, normal, today, situation } = typed;
  const day = DAY_OF[about];
  if (day !== undefined) {
    const [done] = daysIn(placeIn(text).rest, today, 'past').days;
    return done !== undefined && done <= today ? { [day]: done } : {};
  }
  switch (about) {
    case 'invoice':
      return invoiceValues(typed);
    case 'agreementNumber': {
      const { rest } = daysIn(text, today, 'past');
      const number = agreementNumberIn(text) ?? bareNumberIn(rest) ?? onlyNumberIn(rest);
      return number === undefined ? {} : { agreementNumber: number };
    }
    case 'goLive': {
      const goLive = daysIn(text, today, 'future').days.findLast((one) => one > today);
      return goLive === undefined ? {} : { goLive };
    }
    case 'snooze':
      return restIn(typed);
    case 'absence':
      return absenceIn(typed);
    case 'isMe': {
      const { from, until } = AWAY.test(normal) ? absenceIn(typed) : {};
      return { ...(from !== undefined && { awayFrom: from }), ...(until !== undefined && { awayUntil: until }) };
    }
    case 'correct': {
      const step = CORRECTED.find(([, noun]) => noun.test(normal))?.[0];
      return step === undefined ? {} : { step };
    }
    case 'done': {
      const awaited = awaitedDeed(situation);
      return awaited === undefined ? {} : valuesOf(awaited, typed);
    }
    case 'adviserIs':
      return { office: /programleder|programme/.test(normal) ? 'programmeManager' : 'financeManager' };
    case 'returned': {
      const [returnedOn] = daysIn(text, today, 'past').days;
      const again = AGAIN.find(([, words]) => words.test(normal))?.[0];
      return { ...(returnedOn !== undefined && { returnedOn }), ...(again !== undefined && { again }) };
    }
    default:
      return {};
  }
}

const DUE = /\b(forfald\w*|\w*frist\w*|senest|betales|due|pay|payable)\b/;

function invoiceValues({ text, normal, today }: Typed): Values {
  const { days, rest } = daysIn(text, today, 'future');
  const { amount, rest: bare } = amountIn(rest);
  const number = invoiceNumberIn(bare) ?? onlyNumberIn(bare);
  const due = days.at(-1);
  const isDue = due !== undefined && (DUE.test(normal) || due > today);
  return {
    ...(number !== undefined && { invoiceNumber: number }),
    ...(amount !== undefined && { invoiceAmount: amount }),
    ...(isDue && { invoiceDue: due }),
  };
}

/** No reminders for so many working days, or until a day. */
function restIn({ text, today }: Typed): Values {
  const days = workdaysIn(text);
  if (days !== undefined) return { days };
  // The last one of several: "den 11., vi betaler kun om onsdagen".
  const until = [...daysIn(text, today, 'future').days].sort().at(-1) ?? weeksIn(text, today)?.from;
  return until !== undefined && until > today ? { until } : {};
}

/** Says that somebody is away. */
const AWAY =
  /\b(ferie|fravaer\w*|vaek|bortrejst|orlov|barsel|kursus|syg\w*|holiday|vacation|leave|away|off sick|out of office)\b/;

/** From when until when somebody is away, as far as the text says. */
function absenceIn({ text, normal, today }: Typed): Values {
  const weeks = weeksIn(text, today);
  if (weeks) return weeks;
  const { days } = daysIn(text, today, 'future');
  const [first, last = first] = days;
  if (first === undefined || last === undefined) return {};
  if (days.length > 1) return { from: first, until: last };
  if (/\b(til|until|till|t o m|tilbage|back)\b/.test(normal)) return { from: today, until: first };
  return /\b(fra|from|starting)\b/.test(normal) ? { from: first } : { from: first, until: first };
}

/** What has to be done again, where the text says what was wrong. */
const AGAIN = [
  ['signature', /\b(underskr\w*|signatur\w*|sign\w*)\b/],
  ['webForm', /\b(formular\w*|cvr\w*|felt\w*|oplysning\w*|form|field)\b/],
] as const;

/** The step that is spoken of as wrong. */
const CORRECTED: readonly (readonly [string, RegExp])[] = [
  ['invoice', /faktura\w*|regning\w*|invoice|beloeb\w*|amount/],
  ['agreementNumber', /\b(nks|aftale)? ?(nummer\w*|numret|number)\b|aftalenumm?er\w*/],
  ['webForm', /formular\w*|skema\w*|\bform\b/],
  ['signature', /underskrift\w*|underskrev\w*|signature/],
  ['dispatch', /afsendelse\w*|afsendt|sendt|sendte|sent/],
  ['confirmation', /bekraeftelse\w*|confirmation/],
  ['payment', /betaling\w*|betalt|paid|payment/],
];

/** A colleague's name and hardly more. */
const ONLY_NAMED = new RegExp(
  `^\\s*(?:(?:det er|det må være|prøv|it is|it's|try)(?: \\p{L}+)? )?${SOMEBODY}[\\s.!]*$`,
  'iu',
);

/** Said in answer to what the case asks the writer just now, and too short to be read by itself: a name, a number, a day. */
export function statementInContext(typed: Typed): Statement | undefined {
  const { text, situation, today } = typed;
  if (ONLY_NAMED.test(text) && situation.has('at:nameOfficer')) return { about: 'officerIs', values: {} };
  const { days, rest, ahead } = daysIn(text, today, 'past');
  const bare = normalised(rest)
    .replace(/\b(det|den|er|var|blev|it|was|is)\b/g, ' ')
    .trim();
  const number = bareNumberIn(text);
  if (number !== undefined && situation.has('at:agreementNumber') && /^[\d ]*$/.test(bare))
    return { about: 'agreementNumber', values: { agreementNumber: number } };
  const [day] = days;
  const about = awaitedDeed(situation);
  if (about === undefined || day === undefined || ahead || bare !== '') return undefined;
  return { about, values: { [DAY_OF[about] ?? '']: day } };
}
