import { wordsOf } from './normalise.js';

/** A word as it is searched for: its stem, and the stems of the words it is composed of, if any. */
export interface Term {
  readonly stem: string;
  readonly parts: readonly string[];
  /** A question word or a number: tells similar questions apart, but not what they are about. */
  readonly asks: boolean;
}

/** Question words; a Danish and an English one share a stem. */
const QUESTION_WORDS: ReadonlyMap<string, string> = new Map([
  ['hvem', '?who'],
  ['hvis', '?if'],
  ['hvilken', '?which'],
  ['hvilket', '?which'],
  ['hvilke', '?which'],
  ['which', '?which'],
  ['hvm', '?who'],
  ['vem', '?who'],
  ['hvonaar', '?when'],
  ['vornaar', '?when'],
  ['hvorfo', '?why'],
  ['vorfor', '?why'],
  ['hvodan', '?how'],
  ['who', '?who'],
  ['whom', '?who'],
  ['whose', '?who'],
  ['hvor', '?where'],
  ['where', '?where'],
  ['hvornaar', '?when'],
  ['hvornar', '?when'],
  ['when', '?when'],
  ['hvorfor', '?why'],
  ['why', '?why'],
  ['hvordan', '?how'],
  ['how', '?how'],
  ['if', '?if'],
  ['hvormeget', '?much'],
  ['hvorlaenge', '?long'],
]);

/** As the first word, a verb asks whether something is done or allowed. */
const FIRST: ReadonlyMap<string, string> = new Map([
  ['har', '?done'],
  ['er', '?done'],
  ['have', '?done'],
  ['has', '?done'],
  ['is', '?done'],
  ['kan', '?may'],
  ['maa', '?may'],
  ['can', '?may'],
  ['may', '?may'],
]);

/** As the second word: the question is put to the bot itself. */
const SECOND: ReadonlyMap<string, string> = new Map([
  ['du', '?you'],
  ['you', '?you'],
]);

/** Polite openings of a question. */
const POLITE =
  /^\s*(?:(?:hej|hi|hello|hey)[\s,.!]+)?(?:(?:kan|kunne|vil) du (?:ikke )?(?:lige )?(?:fortælle|sige|oplyse|hjælpe)(?: mig)?|sig mig(?: lige)?|ved du|ved nogen|can you tell me|could you tell me|do you know|mon)[\s,]+/iu;

/** Two words that ask one thing; "hvor" alone asks where. */
const HOW_MUCH = /\b(hvor (meget|mange|stor\p{L}*|dyrt?|højt?)|how (much|many|big|expensive))\b/giu;
const HOW_LONG =
  /(hvor (længe|lang tid|lang|mange (?:dage|uger|timer|måneder))|how (long|many (?:days|weeks|hours|months)))\b/giu;

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Words that do not show what a question is about. */
const STOP = set(
  `ad af allesammen alle allerede alt altsaa anden andet andre at bare behoever betyder blev blive bliver bruge bruger bruges burde da de den
denne der deres det dette dig din dit dog du efter egentlig eller ellers en ene end endelig endnu er et faa faar faktisk fanden fat
fik for fordi forresten fra fremad fremover frem gennem gerne gider simpelthen gjort god goer goere ham han har hav have havde hej hele helt hen
henne her herinde dem them hende hjaelp hos hun hus huset hva hvad hvilke hvilken hvilket i igen ikke ind inde indtil ja jamen jeg jer jeres
jo kan kom komme kommer kommet kunne lave laver lidt lige man mange med meget mener men mere mest mig min mine mit mod mon monstro
maa naa naar nej nemlig netop nogen noget nogle nok nu og ogsaa okay om omkring op os over paa pokker saa saadan sag sagen se selv
ser siden sig sige sin skal skidt skidtet skulle slags som stadig stadigvaek stedet staa sted taenker ting til tilbage tit to tro
tror uden ude ud under undskyld vaeret vaere var vel venligst vi vil ville vist virkelig vores vore vaer aer aerligt afsted beder bede
a about all also am an and any are as at be been bit but by can could did do does ever for from get gets go got had has have he hello
help her here hi i im in into is it its just let look me may might must my no not now of off ok on one only or our out please really
say see shall she should so some still sure tell thank thanks that the their them then there these they thing this to too up us was we
were what whats which will with would yes yet you your`.replaceAll('\n', ' '),
);

/** The words that the domain's compound words are made of. */
const COMPOUND_PARTS =
  `aftale nummer numre nks web formular skema bilag bekraeftelse mail faktura betaling sikkerhed ansvarlig
projekt leder program oekonomi chef underskrift idriftsaettelse dato gebyr tilslutning kommune telefon adresse
afdeling system loen opgave start slut frist klik konto udbetaling it ky person underskriver support`.split(/\s/);

/** Inflections, longest first; the stem that is left has at least four letters. */
const INFLECTIONS = /(?:ernes|erne|enes|ende|ene|ens|ets|ers|eren|eret|erede|ede|ing|ed|er|en|et|es|te|e|s|t)$/;
const STEM_MIN = 4;

/** The common part of a word's forms: "aftalen", "aftaler" and "aftale" have the same. */
function stemOf(word: string): string {
  let stem = word;
  for (let round = 0; round < 2; round++) {
    const shorter = stem.replace(INFLECTIONS, '');
    if (shorter.length < STEM_MIN) break;
    stem = shorter;
  }
  return stem.replace(/(.)\1$/, '$1');
}

/** Synonyms and irregular forms, by the word that represents them. */
const SAME: ReadonlyMap<string, string> = new Map(
  [
    [
      'koste',
      'kostede kostet koster kostr pris prisen dyrt takst taksten gebyr gebyret penge loeber cost costs price fee expensive',
    ],
    ['underskrive', 'skrive skriver skrevet skrev underskrift underskriften underskriver underskrevet underskrev'],
    ['sign', 'signs signed signature signing'],
    ['faktura', 'fakturaen regning regningen fakturaer fakturaerne'],
    ['invoice', 'bill bills invoices'],
    ['sende', 'sendt sendes sender afsende afsendes'],
    ['send', 'sends sent'],
    ['betale', 'betalt betaler betalte betalingen betaling betales'],
    ['pay', 'pays paid payment'],
    ['nummer', 'nummeret numret numre numrene nr'],
    ['formular', 'formularen webformular webformularen skemaet blanketten blanket'],
    ['find', 'finde finder fundet staar ligger'],
    ['faerdig', 'faerdige fuldfoert fuldfoere'],
    ['system', 'systemer systemerne fagsystem fagsystemer loensystem erp'],
    ['bekraeftelse', 'bekraeftelsen bekraeftelsesmail bekraeftelsesmailen'],
    ['confirm', 'confirmation'],
    ['dag', 'dage days day'],
    ['vide', 'ved aner kender know knows'],
  ].flatMap(([same = '', words = '']) => words.split(' ').map((word) => [word, same] as const)),
);

/** The terms of a text, in its order; a text of stop words only has none. */
export function termsOf(text: string): Term[] {
  return wordsOf(text.replace(POLITE, '').replace(HOW_LONG, 'hvorlaenge').replace(HOW_MUCH, 'hvormeget')).flatMap(
    (word, at): Term[] => {
      const asks = (at === 0 ? FIRST.get(word) : at === 1 ? SECOND.get(word) : undefined) ?? QUESTION_WORDS.get(word);
      if (asks || /^\d+$/.test(word)) return [{ stem: asks ?? word, parts: [], asks: true }];
      if (STOP.has(word)) return [];
      return [{ stem: stemOf(SAME.get(word) ?? word), parts: partsOf(word), asks: false }];
    },
  );
}

/** "aftalenummeret" is an "aftale" and a "nummer"; empty when the word is not such a compound. */
function partsOf(word: string): string[] {
  for (const first of COMPOUND_PARTS) {
    if (!word.startsWith(first)) continue;
    const rest = word.slice(first.length).replace(/^s(?=\p{L}{3})/u, '');
    const second = COMPOUND_PARTS.find((part) => rest.startsWith(part) && rest.length - part.length <= 4);
    if (second) return [first, second].map((part) => stemOf(SAME.get(part) ?? part));
  }
  return [];
}

/** The words of a normalised text that carry its meaning. */
export function contentWords(normal: string): string[] {
  return normal.split(' ').filter((word) => word !== '' && !STOP.has(word) && !QUESTION_WORDS.has(word));
}
