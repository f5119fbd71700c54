import type { Day } from '../case/dates.js';
import { daysIn, weeksIn } from './days.js';
import { fold } from './fold.js';
import { contentWords } from './terms.js';
import { agreementNumberIn, amountIn, invoiceNumberIn, workdaysIn } from './values.js';

/** What somebody says they have done, are, or want; the card for it is opened, nothing is done. */
export type About =
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
  readonly about: About;
  /** What the text says, by the ids of the inputs it belongs to, as typed or as ISO days. */
  readonly values: Readonly<Record<string, string>>;
}

interface Told {
  /** As typed, small letters. */
  readonly text: string;
  /** Folded: æ ø å as ae oe aa, without signs. */
  readonly folded: string;
  readonly today: Day;
}

/** A step that somebody says is done: what was done, to what, and where the day of it goes. */
interface Deed {
  readonly about: About;
  readonly did: RegExp;
  readonly to: RegExp;
  readonly unless?: RegExp;
  readonly day: string;
  /** Only with its object named: the deed alone says too little. */
  readonly needsObject?: true;
}

const DEEDS: readonly Deed[] = [
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

/** Asked, not told: a question mark, a word that asks, or the verb before its subject. */
const ASKS =
  /^(hv\w+|what|who|whom|whose|where|when|why|how|which|skal|kan|maa|boer|vil|gaelder|findes|do|does|did|is|are|was|were|can|could|should|shall|may|must|will|would)\b|^(har|er|fik|blev|kom|have|has) (vi|du|i|de|der|det|den|han|hun|man|nogen|we|you|they|it|the|anybody|\w+(en|et|erne)(?<!skrevet|modtaget|kommet|sendt))\b(?! ikke mig)/;

/** What a text states, the likeliest first; empty for a question, a no, a plan, or anything else. */
export function statementsIn(typed: string, today: Day): Statement[] {
  const text = typed.normalize('NFC').slice(0, 600).toLowerCase();
  const told = { text, folded: fold(text), today };
  if (/[?]/.test(text) || ASKS.test(told.folded)) return [];
  const own = PERSONAL.flatMap((read) => read(told) ?? []);
  return own.length > 0 ? own : deeds(told);
}

/** A deed that is still to be done, and nothing named that a question could be about: "vi har ikke betalt endnu". */
export function isOpenDeed(typed: string): boolean {
  const folded = fold(typed.slice(0, 600));
  if (/[?]/.test(typed) || ASKS.test(folded) || !(NOT.test(folded) || NOT_YET.test(folded))) return false;
  return DEEDS.some(({ did, to, needsObject }) => !needsObject && did.test(folded) && !to.test(folded));
}

function deeds(told: Told): Statement[] {
  if (NOT.test(told.folded)) return [];
  const invoice = invoiceTold(told);
  if (NOT_YET.test(told.folded)) return invoice ? [invoice] : [];
  const { days, rest, ahead } = daysIn(told.text, told.today, 'past');
  if (ahead) return invoice ? [invoice] : [];
  const folded = fold(rest);
  const done = DEEDS.flatMap((deed): Statement[] => {
    if (!deed.did.test(folded) || deed.unless?.test(folded)) return [];
    const over = strange(folded, deed).length;
    const named = deed.to.test(folded);
    if (named ? over > 3 : deed.needsObject || over > 0) return [];
    const [day] = days;
    return [{ about: deed.about, values: day === undefined ? {} : { [deed.day]: day } }];
  });
  const paid = done.some(({ about }) => about === 'payment');
  return [...done, ...(invoice && !paid ? [invoice] : [])];
}

/** The words of a text that its deed does not explain: with too many of them it is about something else. */
function strange(folded: string, { did, to }: Deed): string[] {
  const left = folded.replace(new RegExp(did, 'g'), ' ').replace(new RegExp(to, 'g'), ' ');
  return contentWords(left);
}

const INVOICE = /\b(faktura\w*|regning\w*|invoice|bill)\b/;
const CAME =
  /\b(er kommet|kom|ankommet|modtaget|modtog|faaet|fik|landet|dumpet ind|forfald\w*|forfalder|tikket|received|got|arrived|came|due|amounts)\b/;

/** An invoice that has come, with whatever of it the text tells. */
function invoiceTold({ text, folded, today }: Told): Statement | undefined {
  if (!INVOICE.test(folded) || /\b(betalt|betalte|paid)\b/.test(folded)) return undefined;
  const { days, rest } = daysIn(text, today, 'future');
  const { amount, rest: bare } = amountIn(rest);
  const number = invoiceNumberIn(bare);
  const came = CAME.test(folded);
  if (!came && amount === undefined && number === undefined) return undefined;
  if (
    amount === undefined &&
    number === undefined &&
    contentWords(fold(bare).replace(INVOICE, ' ').replace(CAME, ' ')).length > 2
  )
    return undefined;
  const due = /\b(forfald\w*|\w*frist\w*|senest|betales|due|pay|payable)\b/.test(folded) ? days.at(-1) : undefined;
  return {
    about: 'invoice',
    values: {
      ...(number !== undefined && { invoiceNumber: number }),
      ...(amount !== undefined && { invoiceAmount: amount }),
      ...(due !== undefined && { invoiceDue: due }),
    },
  };
}

/** What somebody says of themselves or wants; these may hold a "not", or lie ahead. */
const PERSONAL: readonly ((told: Told) => Statement | undefined)[] = [
  saying(
    'notMe',
    /\b(det|den) er (da |altsaa )?ikke mig\b|^(nej )?ikke mig$|^(no )?(it|that|thats|its|this) ?(is)? not me\b|^not me$|jeg er ikke (den )?sikkerhedsansvarlig|i ?a?m not the (right person|security officer)/,
  ),
  saying(
    'isMe',
    /^(ja )?(det|den) er mig$|^(yes )?(it|that|thats|its) ?(is)? me$|jeg er (den )?sikkerhedsansvarlig|i ?a?m the security officer/,
  ),
  saying(
    'refuse',
    /(vil|kan|toer) ikke (skrive under|underskrive)|(underskriver|skriver) (den |det )?ikke( under)?\b|(wont|will not|cant|cannot|refuse to|not going to) sign\b/,
  ),
  saying(
    'klik',
    /\bklik\b.*\b(fuldfoert|lukket|faerdig|completed|closed|done)\b|\b(fuldfoert|lukket|markeret|completed|closed)\b.*\bklik\b/,
    NOT,
    NOT_YET,
  ),
  saying(
    'officerIs',
    /sikkerhedsansvarlig\w*( for nemkonto)? (er|hedder|maa vaere)\b|\b(er|is) (den |vores |our |the )?(sikkerhedsansvarlig|security officer)|security officer is\b/,
    NOT,
  ),
  ({ folded }) => {
    const wrong =
      /\b(er|var|blev) (helt )?(forkert|ikke rigtig\w*|tastet forkert)\b|\b(is|was) (wrong|incorrect|not right)\b|(tastet|skrevet|angivet|givet) (et |det |en |den )?forkert\w*|typed (the )?wrong/;
    if (!wrong.test(folded)) return undefined;
    const step = CORRECTED.find(([, noun]) => noun.test(folded))?.[0];
    return step === undefined ? undefined : { about: 'correct', values: { step } };
  },
  ({ text, folded }) => {
    if (!/\b(agreement|nks|aftale|nummeret|numret|number)/.test(folded) || INVOICE.test(folded)) return undefined;
    const number = NOT.test(folded) ? undefined : agreementNumberIn(text);
    return number === undefined ? undefined : { about: 'agreementNumber', values: { agreementNumber: number } };
  },
  ({ text, folded, today }) => {
    if (!/\b(go ?live|i drift|idriftsaett\w*|ibrugtag\w*|ky i brug)\b/.test(folded)) return undefined;
    const day = daysIn(text, today, 'future').days.at(-1);
    return day === undefined ? undefined : { about: 'goLive', values: { goLive: day } };
  },
  ({ text, folded }) => {
    if (!/\b(udsaet|udskyd|snooze|mind mig|remind me|spoerg (mig )?igen|lad (det|den) hvile|vent)\b/.test(folded))
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
function saying(about: About, words: RegExp, ...unless: RegExp[]): (told: Told) => Statement | undefined {
  return ({ folded }) =>
    words.test(folded) && !unless.some((one) => one.test(folded)) ? { about, values: {} } : undefined;
}

const AWAY =
  /\b(jeg|i|im|ive) .*\b(ferie|fri|barsel|orlov|syg|vaek|fravaerende|kursus|holiday|vacation|leave|away|out of (the )?office|sick)\b|^(holder|har|er paa|paa) (ferie|fri|orlov|barsel|kursus)\b|^(on|off) (holiday|vacation|leave)\b/;

/** Somebody is away: from when until when, as far as they say. */
function absence({ text, folded, today }: Told): Statement | undefined {
  if (!AWAY.test(folded)) return undefined;
  const { days } = daysIn(text, today, 'future');
  const weeks = weeksIn(text, today);
  const [first, last = first] = days;
  if (weeks) return { about: 'absence', values: weeks };
  if (first === undefined || last === undefined) return { about: 'absence', values: {} };
  const until = days.length === 1 && /\b(til|until|till|t o m|tilbage|back)\b/.test(folded);
  const from = days.length === 1 && /\b(fra|from|starting)\b/.test(folded) && !until;
  if (until) return { about: 'absence', values: { from: today, until: last } };
  return { about: 'absence', values: from ? { from: first } : { from: first, until: last } };
}
