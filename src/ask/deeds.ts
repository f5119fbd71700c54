import type { Standing } from './standing.js';
import type { StatementTopic } from './statement.js';

/** How a step is said to be done: the verb, its object, and the input its day belongs to. */
export interface Deed {
  readonly about: StatementTopic;
  readonly did: RegExp;
  readonly to: RegExp;
  readonly unless?: RegExp;
  readonly day: string;
  /** The verb alone says too little: its object must be named. */
  readonly needsObject?: true;
}

const AGREEMENT = 'aftale\\w*|tilslutningsaftale\\w*|papir\\w*|kontrakt\\w*|agreement|papers?|contract';

export const DEEDS: readonly Deed[] = [
  {
    about: 'payment',
    did: /\b(betalt|betalte|overfoert|overfoerte|afregnet|paid|transferred|settled)\b/,
    to: /\b(faktura\w*|regning\w*|gebyr\w*|nemkonto|netbank|beloebet|invoice|bill|fee|pengene)\b/,
    day: 'paidOn',
  },
  {
    about: 'confirmation',
    did: /\b(fik|faaet|modtaget|modtog|kommet|kom|ankommet|bekraeftet|bekraeftede|tikket|tikkede|landet|landede|dumpet|dumpede|kvitteret|kvitterede|godkendt|received|got|arrived|came|come|here|confirmed)\b/,
    to: /\b(bekraeftelse\w*|kvittering\w*|confirmation|svar fra nemkonto|mail\w* fra nemkonto|nemkonto (har )?(bekraeft|kvitter)\w+|bekraeftet af nemkonto|de har bekraeftet|they (have )?confirmed)\b/,
    day: 'receivedOn',
    needsObject: true,
  },
  {
    about: 'signature',
    did: /\b(skrev(et)? (\w+ ){0,2}under|underskrevet|underskrev|signed|underskriften er (sat|paa plads|i hus|klaret|givet)|sat (min|sin|en) underskrift|sat (mit|sit) navn)\b/,
    to: /\b(aftale\w*|tilslutningsaftale\w*|papir\w*|bakke|bord|dueslag|agreement|papers?)\b/,
    day: 'signedOn',
  },
  {
    about: 'dispatch',
    did: /\b(sendt|sendte|afsendt|mailet|mailede|fremsendt|ekspederet|afsted|mailed|sent)\b/,
    to: new RegExp(`\\b(${AGREEMENT}|nemkonto|kmd|sikker mail|secure mail|mailen?|postkasse|outlook)\\b`),
    unless:
      /\b(nemkonto (har )?(sendt|sendte)|faktura\w*|regning\w*|bekraeftelse\w*|kvittering\w*|(web)?formular\w*|invoice|confirmation|bill|retur|tilbage|back|returned)\b|\b(sendt|sendte|sent|afsted) (den |det |aftalen |papiret |it |videre |over |op )*(til|to)( (underskrift|godkendelse|print\w*|oekonomi\w*|dig|mig|ham|hende|den sikkerhedsansvarlige|signature|signing|him|her|me|you|the security officer)\b|$)/,
    day: 'sentOn',
  },
  {
    about: 'webForm',
    did: /\b(udfyldt|udfyldte|indsendt|(tastet|skrevet|tastede) (\w+ ){0,3}ind|indtastet|faerdig|faerdiggjort|paa plads|sendt ind|klaret|filled|completed|submitted)\b/,
    to: /\b((web)?formular\w*|skema\w*|blanket\w*|form|printet|udskrevet)\b/,
    day: 'filledOn',
    needsObject: true,
  },
  {
    about: 'agreementForm',
    did: /\b(fik|faaet|modtaget|modtog|kommet|kom|ankommet|landet|received|got|arrived|came)\b/,
    to: /\b(aftaleskema\w*|agreement form)\b/,
    day: 'receivedOn',
    needsObject: true,
  },
  {
    about: 'returnDocument',
    did: /\b(fik|faaet|modtaget|modtog|kommet|kom|ankommet|landet|received|got|arrived|came)\b/,
    to: /\b(dokument\w* (til|om|for) ui ?23|ui ?23 ?dokument\w*|document for ui ?23|dokument\w* (med|til) (de indberettede )?vaerdi\w*)\b/,
    day: 'receivedOn',
    needsObject: true,
  },
];

/** The agreement has gone to the one who signs it: the form before it is done, nothing is sent to NemKonto. */
export const TO_SIGN =
  /\b(sendt|sendte|lagt|givet|afleveret|videre|ligger|sent|handed)\b.*\b(til underskrift|til den sikkerhedsansvarlige|for signature|to be signed|to the security officer)\b/;

/** NemKonto has sent the agreement back. */
const RETURNED =
  /\b(retur|returneret|afvist|afviser|afviste|tilbagesendt|returned|rejected)\b|\bsendte? (\w+ ){0,2}tilbage\b|\b(sent|came) (\w+ )?back\b|\bkommet tilbage\b/;

/** Not done, not yet, or only perhaps. */
export const NOT =
  /\b(ikke|aldrig|mangler|naesten|ingen|intet|endnu|not|never|havent|hasnt|didnt|wasnt|isnt|arent|almost|no)\b/;
export const NOT_YET =
  /\b(skal|skulle|vil|ville|bliver|kan|kunne|hvis|naar|inden|foer|proever|forventer|regner med|snart|haaber|maaske|will|shall|should|going to|would|can|could|if|when|before|soon|must|need|hope|maybe)\b/;

/** A question: a word that asks, or the verb before its subject. */
export const ASKS =
  /^(og |men |and |but )?((hv\w+|what|who|whom|whose|where|when|why|how|which|skal|kan|maa|boer|vil|gaelder|findes|do|does|did|is|are|was|were|can|could|should|shall|may|must|will|would)\b|(har|er|fik|blev|kom|have|has) (vi|du|i|de|der|det|den|han|hun|man|nogen|we|you|they|it|the|anybody)\b(?! ikke mig)|(er|have|has) (\w+(en|erne)|papiret|skemaet|nummeret|bilaget|the \w+)\b|^har ((aftalen|fakturaen|regningen|nemkonto)|papiret|skemaet|nummeret|bilaget|gebyret|the \w+)\b|(?!tror|har|er|synes|mener|haaber)\w+r (du|vi|i|man|de|det|der|den)\b|(tror|mener) (du|i)\b|(behoever|gaelder|sig mig|forklar|fortael)\b)/;

/** An invoice is spoken of, and has come. */
export const INVOICE = /\b(faktura\w*|regning\w*|invoice|bill)\b/;
export const CAME =
  /\b(er kommet|kom|kommet|ankommet|modtaget|modtog|faaet|fik|landet|landede|dumpet|dumpede|forfald\w*|tikket|received|got|arrived|came|due|amounts|here)\b/;

/** Done, of what is asked just now: "det er ordnet". */
export const SIMPLY_DONE =
  /^(saa er |nu er )?(det |den |jeg )?(er |har )?(nu |saa )?(gjort|ordnet|klaret|fixet|fikset|overstaaet|i hus|paa plads|done|sorted|taken care of)( (det|den|nu|it))?$|^(its|that is|thats|all) done$/;

/** The agreement has come back; before it is sent, or of anything else, nothing has. */
export function isReturn(normal: string, standing: ReadonlySet<Standing>): boolean {
  return (
    RETURNED.test(normal) &&
    !INVOICE.test(normal) &&
    (/\b(nemkonto|aftale\w*|papir\w*|agreement)\b/.test(normal) || standing.has('has:dispatch'))
  );
}
