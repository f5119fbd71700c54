import type { Day } from '../case/dates.js';
import { daysIn, weeksIn } from './days.js';
import { normalised } from './normalise.js';
import { contentWords } from './terms.js';
import { agreementNumberIn, amountIn, invoiceNumberIn, workdaysIn } from './values.js';

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
  | 'isMe'
  | 'notMe'
  | 'refuse'
  | 'absence'
  | 'klik'
  | 'goLive'
  | 'correct'
  | 'snooze';

export interface Statement {
  readonly about: StatementTopic;
  /** What the text says, by the ids of the inputs it belongs to, as typed or as ISO days. */
  readonly values: Readonly<Record<string, string>>;
}

interface Typed {
  /** As typed, in lower case. */
  readonly text: string;
  /** Normalised: æ ø å as ae oe aa, without signs. */
  readonly normal: string;
  readonly today: Day;
}

/** How a step is said to be done: the verb, its object, and the input its day belongs to. */
interface DoneStep {
  readonly about: StatementTopic;
  readonly did: RegExp;
  readonly to: RegExp;
  readonly unless?: RegExp;
  readonly day: string;
  /** The verb alone says too little: its object must be named. */
  readonly needsObject?: true;
}

const DONE_STEPS: readonly DoneStep[] = [
  {
    about: 'payment',
    did: /\b(betalt|betalte|overfoert|overfoerte|paid|transferred)\b/,
    to: /\b(faktura\w*|regning\w*|gebyr\w*|nemkonto|invoice|bill|fee|pengene)\b/,
    day: 'paidOn',
  },
  {
    about: 'confirmation',
    did: /\b(fik|faaet|modtaget|modtog|kommet|kom|ankommet|bekraeftet|bekraeftede|tikket|received|got|arrived|came|come|here|confirmed)\b/,
    to: /\b(bekraeftelse\w*|kvittering\w*|confirmation|svar fra nemkonto|mail\w* fra nemkonto|nemkonto (har )?bekraeft\w+)\b/,
    day: 'receivedOn',
    needsObject: true,
  },
  {
    about: 'signature',
    did: /\b(skrevet under|skrev under|underskrevet|underskrev|signed|underskriften er (sat|paa plads|i hus))\b/,
    to: /\b(aftale\w*|tilslutningsaftale\w*|papir\w*|agreement|paper)\b/,
    unless: /\b(sendt|sendte|sent)\b/,
    day: 'signedOn',
  },
  {
    about: 'dispatch',
    did: /\b(sendt|sendte|afsendt|mailet|mailed|sent)\b/,
    to: /\b(aftale\w*|tilslutningsaftale\w*|papir\w*|nemkonto|agreement|papers)\b/,
    unless:
      /\b(nemkonto (har )?(sendt|sendte)|faktura\w*|regning\w*|bekraeftelse\w*|kvittering\w*|invoice|confirmation|bill)\b/,
    day: 'sentOn',
  },
  {
    about: 'webForm',
    did: /\b(udfyldt|udfyldte|indsendt|filled|completed|submitted)\b/,
    to: /\b(web)?(formular\w*|skema\w*|blanket\w*|form)\b/,
    day: 'filledOn',
    needsObject: true,
  },
];

/** Not done, not yet, or only perhaps. */
const NOT = /\b(ikke|aldrig|mangler|naesten|not|never|havent|hasnt|didnt|wasnt|isnt|arent|almost)\b/;
const NOT_YET =
  /\b(skal|skulle|vil|ville|bliver|kan|kunne|hvis|naar|inden|foer|proever|forventer|regner med|snart|will|shall|should|going to|would|can|could|if|when|before|soon|must|need)\b/;

/** A question: a word that asks, or the verb before its subject. */
const ASKS =
  /^(hv\w+|what|who|whom|whose|where|when|why|how|which|skal|kan|maa|boer|vil|gaelder|findes|do|does|did|is|are|was|were|can|could|should|shall|may|must|will|would)\b|^(har|er|fik|blev|kom|have|has) (vi|du|i|de|der|det|den|han|hun|man|nogen|we|you|they|it|the|anybody|\w+(en|et|erne)(?<!skrevet|modtaget|kommet|sendt))\b(?! ikke mig)/;

/** What a text states, the likeliest first; empty for a question, a denial, a plan, or anything else. */
export function statementsIn(written: string, today: Day): Statement[] {
  const text = written.normalize('NFC').slice(0, 600).toLowerCase();
  const typed = { text, normal: normalised(text), today };
  if (/[?]/.test(text) || ASKS.test(typed.normal)) return [];
  const personal = PERSONAL.flatMap((read) => read(typed) ?? []);
  return personal.length > 0 ? personal : doneSteps(typed);
}

/** Says that a step is not done yet, and names nothing a question could be about: "vi har ikke betalt endnu". */
export function isNotDone(typed: string): boolean {
  const normal = normalised(typed.slice(0, 600));
  if (/[?]/.test(typed) || ASKS.test(normal) || !(NOT.test(normal) || NOT_YET.test(normal))) return false;
  return DONE_STEPS.some(({ did, to, needsObject }) => !needsObject && did.test(normal) && !to.test(normal));
}

function doneSteps(typed: Typed): Statement[] {
  if (NOT.test(typed.normal)) return [];
  const invoice = invoiceIn(typed);
  if (NOT_YET.test(typed.normal)) return invoice ? [invoice] : [];
  const { days, rest, ahead } = daysIn(typed.text, typed.today, 'past');
  if (ahead) return invoice ? [invoice] : [];
  const normal = normalised(rest);
  const done = DONE_STEPS.flatMap((step): Statement[] => {
    if (!step.did.test(normal) || step.unless?.test(normal)) return [];
    const over = otherWords(normal, step).length;
    const named = step.to.test(normal);
    if (named ? over > 3 : step.needsObject || over > 0) return [];
    const [day] = days;
    return [{ about: step.about, values: day === undefined ? {} : { [step.day]: day } }];
  });
  const paid = done.some(({ about }) => about === 'payment');
  return [...done, ...(invoice && !paid ? [invoice] : [])];
}

/** The words that belong neither to the verb nor to its object: with too many of them the text is about something else. */
function otherWords(normal: string, { did, to }: DoneStep): string[] {
  const left = normal.replace(new RegExp(did, 'g'), ' ').replace(new RegExp(to, 'g'), ' ');
  return contentWords(left);
}

const INVOICE = /\b(faktura\w*|regning\w*|invoice|bill)\b/;
const CAME =
  /\b(er kommet|kom|ankommet|modtaget|modtog|faaet|fik|landet|dumpet ind|forfald\w*|forfalder|tikket|received|got|arrived|came|due|amounts)\b/;

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
    contentWords(normalised(bare).replace(INVOICE, ' ').replace(CAME, ' ')).length > 2
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

/** What people say of themselves or want; here a "not" or a plan is no obstacle. */
const PERSONAL: readonly ((typed: Typed) => Statement | undefined)[] = [
  statedBy(
    'notMe',
    /\b(det|den) er (da |altsaa )?ikke mig\b|^(nej )?ikke mig$|^(no )?(it|that|thats|its|this) ?(is)? not me\b|^not me$|jeg er ikke (den )?sikkerhedsansvarlig|i ?a?m not the (right person|security officer)/,
  ),
  statedBy(
    'isMe',
    /^(ja )?(det|den) er mig$|^(yes )?(it|that|thats|its) ?(is)? me$|jeg er (den )?sikkerhedsansvarlig|i ?a?m the security officer/,
  ),
  statedBy(
    'refuse',
    /(vil|kan|toer) ikke (skrive under|underskrive)|(underskriver|skriver) (den |det )?ikke( under)?\b|(wont|will not|cant|cannot|refuse to|not going to) sign\b/,
  ),
  statedBy(
    'klik',
    /\bklik\b.*\b(fuldfoert|lukket|faerdig|completed|closed|done)\b|\b(fuldfoert|lukket|markeret|completed|closed)\b.*\bklik\b/,
    NOT,
    NOT_YET,
  ),
  statedBy(
    'officerIs',
    /sikkerhedsansvarlig\w*( for nemkonto)? (er|hedder|maa vaere)\b|\b(er|is) (den |vores |our |the )?(sikkerhedsansvarlig|security officer)|security officer is\b/,
    NOT,
  ),
  ({ normal }) => {
    const wrong =
      /\b(er|var|blev) (helt )?(forkert|ikke rigtig\w*|tastet forkert)\b|\b(is|was) (wrong|incorrect|not right)\b|(tastet|skrevet|angivet|givet) (et |det |en |den )?forkert\w*|typed (the )?wrong/;
    if (!wrong.test(normal)) return undefined;
    const step = CORRECTED.find(([, noun]) => noun.test(normal))?.[0];
    return step === undefined ? undefined : { about: 'correct', values: { step } };
  },
  ({ text, normal }) => {
    if (!/\b(agreement|nks|aftale|nummeret|numret|number)/.test(normal) || INVOICE.test(normal)) return undefined;
    const number = NOT.test(normal) ? undefined : agreementNumberIn(text);
    return number === undefined ? undefined : { about: 'agreementNumber', values: { agreementNumber: number } };
  },
  ({ text, normal, today }) => {
    if (!/\b(go ?live|i drift|idriftsaett\w*|ibrugtag\w*|ky i brug)\b/.test(normal)) return undefined;
    const day = daysIn(text, today, 'future').days.at(-1);
    return day === undefined ? undefined : { about: 'goLive', values: { goLive: day } };
  },
  ({ text, normal }) => {
    if (!/\b(udsaet|udskyd|snooze|mind mig|remind me|spoerg (mig )?igen|lad (det|den) hvile|vent)\b/.test(normal))
      return undefined;
    const days = workdaysIn(text);
    return days === undefined ? undefined : { about: 'snooze', values: { days } };
  },
  absence,
];

const CORRECTED: readonly (readonly [string, RegExp])[] = [
  ['agreementNumber', /\b(nks|aftale)? ?(nummer\w*|numret|number)\b|aftalenumm?er\w*/],
  ['webForm', /formular\w*|\bform\b/],
  ['signature', /underskrift\w*|signature/],
  ['invoice', /faktura\w*|regning\w*|invoice|beloeb\w*|amount/],
];

/** A statement that is recognised by its words alone. */
function statedBy(about: StatementTopic, words: RegExp, ...unless: RegExp[]): (typed: Typed) => Statement | undefined {
  return ({ normal }) =>
    words.test(normal) && !unless.some((one) => one.test(normal)) ? { about, values: {} } : undefined;
}

const AWAY =
  /\b(jeg|i|im|ive) .*\b(ferie|fri|barsel|orlov|syg|vaek|fravaerende|kursus|holiday|vacation|leave|away|out of (the )?office|sick)\b|^(holder|har|er paa|paa) (ferie|fri|orlov|barsel|kursus)\b|^(on|off) (holiday|vacation|leave)\b/;

/** The writer is away: from when until when, as far as they say. */
function absence({ text, normal, today }: Typed): Statement | undefined {
  if (!AWAY.test(normal)) return undefined;
  const { days } = daysIn(text, today, 'future');
  const weeks = weeksIn(text, today);
  const [first, last = first] = days;
  if (weeks) return { about: 'absence', values: weeks };
  if (first === undefined || last === undefined) return { about: 'absence', values: {} };
  const until = days.length === 1 && /\b(til|until|till|t o m|tilbage|back)\b/.test(normal);
  const from = days.length === 1 && /\b(fra|from|starting)\b/.test(normal) && !until;
  if (until) return { about: 'absence', values: { from: today, until: last } };
  return { about: 'absence', values: from ? { from: first } : { from: first, until: last } };
}
