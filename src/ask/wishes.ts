import { daysIn, weeksIn } from './days.js';
import { CAME, INVOICE, isReturn, NOT, NOT_YET } from './deeds.js';
import { SOMEBODY } from './names.js';
import type { Statement, StatementTopic, Typed } from './statement.js';
import { agreementNumberIn, eanIn, workdaysIn } from './values.js';

type Reader = (typed: Typed) => Statement | undefined;

/** A statement that is recognised by its words alone. */
function statedBy(about: StatementTopic, words: RegExp, ...unless: RegExp[]): Reader {
  return ({ normal }) =>
    words.test(normal) && !unless.some((one) => one.test(normal)) ? { about, values: {} } : undefined;
}

const PAYS = new RegExp(
  `${SOMEBODY}\\s*(?:der |som |who )?(?:skal |vil |kommer til at |will )?(?:betale\\p{L}*|pays?|tager (?:sig af )?(?:regningen|fakturaen|betalingen))(?!\\p{L})(?! ikke)|betales? af ${SOMEBODY}`,
  'u',
);
const ADVISER =
  /\b(oekonomichef\w*|oekonomidirektoer\w*|(kombit )?programleder\w*|finance manager|programme manager)\b/;
const STOPS =
  /\b(jeg|i|im|ive)\b.*\b(stopper|stoppet|holder op|holdt op|fratraeder|fratraadt|fjerne? mig|flyttet til|rejser|siger op|sagt op|nyt job|nyt arbejde|ny stilling|andet arbejde|skifter (job|afdeling)|skiftet (job|afdeling)|gaar paa pension|leaving|left|quit|new job|retiring|moving on)\b/;
const NO_LONGER =
  /\b(jeg|i|im) .*\b(ikke laengere|ikke mere|ikke laenger|no longer|not .* any ?more)\b.*\b(projektleder\w*|tovholder\w*|sag\w*|opgave\w*|paa det her|med det her|project manager|case|task|this)\b|\b(jeg|i|im) er ikke (laengere|mere|laenger) (\w+ )?(ky )?(projektleder|tovholder)\b/;
const TAKES_OVER =
  /\b(overtager|overtage|tager over|har overtaget|overtog|overdrag\w*|giv\w* (sagen|opgaven|den) (videre )?til|tager (sagen|opgaven)|faar sagen|skal have (sagen|opgaven)|ny (ky )?projektleder|ny tovholder|skift (ky )?projektleder|der er (ny )?projektleder|takes over|taking over|hand (it |the case )?over|is taking|new project manager)\b/;

/** What people say of themselves or want; here a "not" or a plan is no obstacle. The first is the likeliest. */
export const WISHES: readonly Reader[] = [
  statedBy(
    'notMe',
    /\b(det|den) er (da |altsaa |jo )?ikke mig\b|^(nej )?ikke mig$|^(no )?(it|that|thats|its|this) ?(is)? not me\b|^not me$|jeg er (altsaa |da |jo )?ikke (den )?sikkerhedsansvarlig|i ?a?m not the (right person|security officer)|\b(forkert|forkerte) person\b|wrong person|jeg er ikke den (rette|rigtige)|det er ikke (min|mit) (opgave|bord|ansvar)|det maa vaere en anden|\bikke (vaere|paatage mig at vaere) (den )?sikkerhedsansvarlig/,
  ),
  statedBy(
    'isMe',
    /^(ja )?(det|den) er (da |altsaa |jo )?mig( \w+){0,2}$|^(yes )?(it|that|thats|its) ?(is)? me$|jeg er (godt nok |jo |da )?(den )?sikkerhedsansvarlig|i ?a?m the security officer|^(ja )?det stemmer( det er mig)?$|\bjeg paatager mig (rollen|det)\b|\bdet er (\w+ )?mig (der|som) (har|er) (den|det|rollen)\b/,
  ),
  statedBy(
    'refuse',
    /(vil|kan|toer|boer) ikke (skrive under|underskrive)|(underskriver|skriver) (den |det )?ikke( under)?\b|naegter at (skrive under|underskrive)|(wont|will not|cant|cannot|refuse to|not going to) sign\b/,
  ),
  statedBy(
    'klik',
    /\bklik\b.*\b(fuldfoert|lukket|faerdig|faerdigmeldt|completed|closed|done)\b|\b(fuldfoert|lukket|markeret|faerdigmeldt|completed|closed)\b.*\bklik\b/,
    NOT,
    NOT_YET,
  ),
  statedBy(
    'payerIs',
    /\b(skal|maa) (\w+ ){0,3}betale\b.*\bikke\b|\bikke \w* ?(der |som )?(skal )?betale\w*\b|\b(en anden|i stedet|skift\w*)\b.*\bbetal\w*|\bbetal\w*\b.*\b(en anden|i stedet)\b|\bbetaler ikke (\w+ ){0,3}(mere|laengere)\b|\bikke (\w+ ){0,2}faktura\w* (mere|laengere)\b|\bdet er (\w+ )?(der|som) (skal )?betale\w*|\b(somebody|someone) else (pays|will pay)\b/,
    /\bikke (skal )?betale (en gang til|ekstra)\b|\bbetale ikke\b|\bhvem\b/,
  ),
  ({ text, normal }) => {
    const names = PAYS.test(text) && !(INVOICE.test(normal) && /\d/.test(text));
    return names || eanIn(text) !== undefined ? { about: 'payerIs', values: {} } : undefined;
  },
  ({ text, normal, standing }) =>
    ADVISER.test(normal) && text.includes(SOMEBODY) && standing.has('at:nameOfficer')
      ? {
          about: 'adviserIs',
          values: { office: /programleder|programme/.test(normal) ? 'programmeManager' : 'financeManager' },
        }
      : undefined,
  ({ text, normal }) =>
    /\bui ?23\b/.test(normal) && text.includes(SOMEBODY) && !CAME.test(normal)
      ? { about: 'followUp', values: {} }
      : undefined,
  ({ normal, standing }) =>
    (STOPS.test(normal) || NO_LONGER.test(normal)) && !/sikkerhedsansvarlig|security officer/.test(normal)
      ? {
          about: standing.has('by:officer') && !standing.has('by:coordinator') ? 'officerLeft' : 'handOver',
          values: {},
        }
      : undefined,
  ({ normal }) => {
    if (!TAKES_OVER.test(normal) || /\bbetal\w*/.test(normal)) return undefined;
    const officer = /sikkerhedsansvarlig|security officer/.test(normal);
    return { about: officer ? 'officerLeft' : 'handOver', values: {} };
  },
  statedBy(
    'officerLeft',
    /\b(sikkerhedsansvarlig\w*|security officer)\b.*\b(stoppet|holdt op|fratraadt|stopper|rejst|sagt op|ikke laengere|skiftet|langtidssyg|left|quit|gone)\b|\b(skift\w*|ny|anden) (den )?sikkerhedsansvarlig\w*|\bikke laengere (er )?(den )?sikkerhedsansvarlig|\bno longer the security officer/,
  ),
  statedBy(
    'left',
    /^(\w+ )?(er|har|is|has) (desvaerre |nu |jo )?(holdt op|stoppet|fratraadt|rejst|sagt op|faaet nyt job|gaaet paa pension|left|quit)\b/,
  ),
  statedBy(
    'officerIs',
    /sikkerhedsansvarlig\w*( (for nemkonto|hos os|i kommunen|her))? (er|hedder|maa vaere)\b|\b(er|is) (den |vores |our |the )?(sikkerhedsansvarlig|security officer)|security officer is\b|^(proev( med)?|spoerg|kontakt|tag fat i|try|ask)( \w+){0,3}( i stedet)?$/,
    /\b(ikke|not|stoppet|holdt op|paa ferie|syg|igen|mig|me|om)\b/,
  ),
  ({ normal, standing }) => {
    // What NemKonto found wrong is why the agreement came back.
    if (isReturn(normal, standing)) return undefined;
    const wrong =
      /\b(er|var|blev) (\w+ )?(forkert|ikke (det |den )?rigtig\w*|tastet forkert)\b|\b(is|was) (wrong|incorrect|not right)\b|(tastet|skrevet|angivet|givet|valgt|sat|skrev|tastede|trykket?|trykke) (\w+ ){0,2}forkert\w*|typed (the )?wrong|\bforkert (aftalenummer|nummer|dato|beloeb)\b|skrevet fejl|tastefejl|trykfejl|slaafejl/;
    const undo =
      /^(fortryd\w*|undo|angre|ups|oops)\b|\b(det|den) var en fejl\b|\bved en fejl\b|\bkom til at\b|\b(lavet|begaaet|lavede) en fejl\b|\bmade a mistake\b|\b(by mistake|by accident)\b|\b(vil|kan jeg) (gerne )?fortryde\b|\bskal rettes\b|\bjeg (vil|skal) (gerne )?rette\b|\btraek \w+ tilbage\b|\b(trykkede|klikkede|trykket|klikket|trykkede|sendte) (\w+ ){0,2}(for hurtigt|for tidligt)\b|^\w+ var ikke (\w+ )?alligevel\b/;
    const step = CORRECTED.find(([, noun]) => noun.test(normal))?.[0];
    if (wrong.test(normal) && step !== undefined) return { about: 'correct', values: { step } };
    if (!undo.test(normal) && !/\b(skrevet|tastet|trykket|trykke|trykkede) (\w+ ){0,3}forkert\w*/.test(normal))
      return undefined;
    return CANCELS.test(normal) ? undefined : { about: 'correct', values: step === undefined ? {} : { step } };
  },
  ({ text, normal }) => {
    if (!/\b(agreement|nks|aftale|nummeret|numret|number)/.test(normal) || INVOICE.test(normal)) return undefined;
    const number = NOT.test(normal) ? undefined : agreementNumberIn(text);
    return number === undefined ? undefined : { about: 'agreementNumber', values: { agreementNumber: number } };
  },
  ({ text, normal, today }) => {
    if (
      !/\b(go ?live|i drift|i luften|idriftsaett\w*|ibrugtag\w*|ky i brug|driftsdato\w*|starter (foerst )?(med )?ky)\b/.test(
        normal,
      )
    )
      return undefined;
    const day = daysIn(text, today, 'future').days.at(-1);
    if (day !== undefined) return { about: 'goLive', values: { goLive: day } };
    const moves = /\b(flyt\w*|aendre?\w*|rykket?|udskudt|udskydes|udskyder|postponed?|move)\b/;
    return moves.test(normal) && !/\b(kan|hvis|can|if)\b/.test(normal) ? { about: 'goLive', values: {} } : undefined;
  },
  snooze,
  ({ normal }) => (CANCELS.test(normal) && !INVOICE.test(normal) ? { about: 'cancel', values: {} } : undefined),
  statedBy(
    'reopen',
    /\b(genaabn\w*|genoptag\w*|reopen)\b|\baabn (\w+ ){0,2}igen\b|\bsagen skal (koere|aabnes) (videre|igen)\b/,
  ),
  remind,
  absence,
];

const CANCELS =
  /\bannuller\w* venligst\b|\bikke (have|bruge) (det|den|ky) alligevel\b|\b(vi|jeg|lad os|sagen|opgaven|tilslutningen|projektet|det hele|det|den|we|lets) (\w+ )*?(dropper|droppe|droppes|dropped|opgiver|aflyser|aflyst|afblaeser|afblaest|annullerer|annulleres|annullere|annulleret|skrinlaegger|skrinlagt|drop|cancel|call it off)\b|^(drop|aflys|annuller|afblaes|cancel|stop|luk|slet|close) (det|den|sagen|hele sagen|opgaven|it|this|the case)\b|\b(oprettet|aabnet|startet) ved en fejl\b|\b(sagen|den|det|den her) kan (godt )?(bare )?(lukkes|slettes|droppes)\b(?!.*\bklik)/;

const CORRECTED: readonly (readonly [string, RegExp])[] = [
  ['invoice', /faktura\w*|regning\w*|invoice|beloeb\w*|amount/],
  ['agreementNumber', /\b(nks|aftale)? ?(nummer\w*|numret|number)\b|aftalenumm?er\w*/],
  ['webForm', /formular\w*|skema\w*|\bform\b/],
  ['signature', /underskrift\w*|underskrev\w*|signature/],
  ['dispatch', /afsendelse\w*|afsendt|sendt|sendte|sent/],
  ['confirmation', /bekraeftelse\w*|confirmation/],
  ['payment', /betaling\w*|betalt|paid|payment/],
];

const LATER =
  /\b(udsaet\w*|udskyd\w*|snooze|mind mig|paamind mig|remind me|husk mig|spoerge? (mig )?(lige )?igen|proev (lige )?igen|skriv (til mig )?(lige )?igen|kom (lige )?igen|vend (lige )?tilbage|lad (det|den) hvile|lad det ligge|vent|giv mig|(kan|skal) (vi|du) (ikke )?(lige )?(tage|goere|udskyde|vente (med|til))|ikke foer|tidligst|foerst|not (before|until)|ask (me )?again|come back)\b/;
const LEAVE_ME =
  /\b(stop|hold op|lad vaere) med at (minde|rykke|skrive|sende|spamme)\b|\b(minde|rykke|skrive til) mig (om det )?igen\b|\blad mig (vaere|faa fred)\b|\bikke (have )?(flere|saa mange) (beskeder|paamindelser|rykkere|mails)\b|\bno more (messages|reminders)\b|\bstop (reminding|writing|messaging)\b|\b(ikke|har ikke) tid (\w+ )?(lige nu|i dag|i denne uge|foer)\b|\bhar (for )?travlt\b/;

/** "Jeg gør det på torsdag": until then there is nothing to remind of. */
const PROMISE =
  /\b(jeg|vi|i|we|ill|well) (\w+ ){0,2}(goer|tager|kigger|ser|ordner|klarer|naar|kommer til|do|look|get to)\b.*\b(paa (man|tirs|ons|tors|fre)dag|naeste uge|on (mon|tues|wednes|thurs|fri)day|next week)\b/;

/** No reminders for a while: so many working days, until a day, or however long the writer then says. */
function snooze({ text, normal, today }: Typed): Statement | undefined {
  const later = LATER.test(normal) || PROMISE.test(normal);
  if ((!later && !LEAVE_ME.test(normal)) || (INVOICE.test(normal) && CAME.test(normal))) return undefined;
  const weeks = weeksIn(text, today);
  const until = daysIn(text, today, 'future').days.at(-1) ?? weeks?.from;
  const days = workdaysIn(text);
  if (days !== undefined) return { about: 'snooze', values: { days } };
  if (until !== undefined && until > today) return { about: 'snooze', values: { until } };
  return LEAVE_ME.test(normal) || /\b(udsaet|udskyd|snooze)\b/.test(normal)
    ? { about: 'snooze', values: {} }
    : undefined;
}

/** Somebody is to be nudged: whom, the card says. */
function remind({ normal }: Typed): Statement | undefined {
  const nudge =
    /^giv (\w+ )*(et skub|et puf|et prik)\b|^(ryk|rykker|rykke|paamind|mind|prik|puf|remind|nudge|chase)\b|\b(send|giv|kan du|kunne du|vil du|please|can you|could you)\b.*\b(rykker\w*|rykke|ryk|paamind\w*|minde|mind|prikke|puffe|skubbe|skynde|banke|sparke|hive fat|reminder|remind|nudge|chase)\b|\bmind (\w+ ){0,3}om\b|^proev (lige )?at (rykke|minde|paaminde)\b/;
  const self = /\b(mig|os|me|us)\b/.test(normal) || /\b(nemkonto|kmd)\b/.test(normal);
  return nudge.test(normal) && !self ? { about: 'remind', values: {} } : undefined;
}

const AWAY =
  /\b(jeg|i|im|ive) .*\b(\w*ferie|fri|barsel|orlov|syg|sygemeldt|vaek|fravaerende|kursus|afspadserer|afspadsering|holiday|vacation|leave|away|out of (the )?office|sick)\b|^(holder|har|er|paa) (paa )?(\w*ferie|fri|orlov|barsel|kursus|afspadsering)\b|^(on|off) (holiday|vacation|leave)\b|\b(passer|tager) (det|den|sagen|opgaven|min plads)( \w+)? imens\b/;

/** Away for so long that somebody else must do it. */
const GONE =
  /\b(er|gaar|gaaet|har|is|on|has) (\w+ ){0,3}(barsel|orlov|langtids\w*|sygemeldt|gaaet paa pension|pensioneret|maternity leave|long term sick|retired)\b/;

/** The writer is away: from when until when, as far as they say. */
function absence({ text, normal, today }: Typed): Statement | undefined {
  const somebody = new RegExp(`^[^\\p{L}]*${SOMEBODY}`, 'u').test(text);
  if (somebody) return GONE.test(normal) ? { about: 'left', values: {} } : undefined;
  if (!AWAY.test(normal) || /\bikke\b/.test(normal)) return undefined;
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
