import { foldedWords } from './fold.js';

/** A word as it is searched for: its stem, and the stems of the words it is put together from, if any. */
export interface Term {
  readonly stem: string;
  readonly parts: readonly string[];
  /** Asks who, where, when ...: tells questions about the same thing apart, but is no sign of what they are about. */
  readonly asks: boolean;
}

/** Words that ask, Danish and English by the one they share. */
const ASKING: ReadonlyMap<string, string> = new Map([
  ['hvem', '?who'],
  ['hvis', '?if'],
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
]);

/** A verb in front asks whether something is done, or whether it may be done. */
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

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Words that say nothing about what a question is about. */
const STOP = set(
  `hej hello hi tak venligst ad af alle alt anden andet andre at bare blev bruges blive bliver bruge da de den denne der deres det dette dig din dit du egentlig
en ene end endnu eller er et faa faar fik for fra god gerne gjort goer goere ham han har have havde hende her hen hun hva hvad
hvilke hvilken hvilket i igen ikke ind ja jamen jeg jer jeres jo kan kunne lige man mange med meget men mig min mine mit mon maa
naar nej nogen noget nogle nok nu og ogsaa om op os over paa saa sag selv ser sig sin skal skulle som stadig ting til tro ud under
uden vaere var vi vil ville vores vore vaeret aer
a about an and any are as at be been but by can could did do does for from get got had has have he her i in into is it its
may me must my no not of on one or our out please she should so some that the their them there they this to up us was we were
what which will with would you your`.replaceAll('\n', ' '),
);

/** The words that the domain's long words are put together from. */
const ATOMS = [
  ...[
    'aftale',
    'nummer',
    'numre',
    'nks',
    'web',
    'formular',
    'skema',
    'bilag',
    'bekraeftelse',
    'mail',
    'faktura',
    'betaling',
  ],
  ...[
    'sikkerhed',
    'ansvarlig',
    'projekt',
    'leder',
    'program',
    'oekonomi',
    'chef',
    'underskrift',
    'idriftsaettelse',
    'dato',
  ],
  ...[
    'gebyr',
    'tilslutning',
    'kommune',
    'telefon',
    'adresse',
    'afdeling',
    'system',
    'loen',
    'opgave',
    'start',
    'slut',
    'frist',
  ],
  ...['klik', 'konto', 'udbetaling', 'it', 'ky', 'person', 'underskriver', 'support'],
];

/** Endings that change a word's form and not what it names, longest first; what is left has at least four letters. */
const ENDINGS = /(?:ernes|erne|enes|ende|ene|ens|ets|ers|eren|eret|erede|ede|ing|ed|er|en|et|es|te|e|s|t)$/;
const STEM_MIN = 4;

/** The common part of a word's forms: "aftalen", "aftaler" and "aftale" are one. */
export function stemOf(word: string): string {
  let stem = word;
  for (let round = 0; round < 2; round++) {
    const shorter = stem.replace(ENDINGS, '');
    if (shorter.length < STEM_MIN) break;
    stem = shorter;
  }
  return stem.replace(/(.)\1$/, '$1');
}

/** Forms that no ending joins, by the word that stands for them. */
const SAME: ReadonlyMap<string, string> = new Map(
  [
    ['koste', 'kostede kostet kostr costs cost price pris prisen dyrt takst taksten gebyr gebyret fee fees'],
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
    ['vide', 'ved aner kender know knows'],
  ].flatMap(([same = '', words = '']) => words.split(' ').map((word) => [word, same] as const)),
);

/** The terms of a text, in its order; a text of nothing but small words has none. */
export function termsOf(text: string): Term[] {
  return foldedWords(text).flatMap((word, at): Term[] => {
    const asks = (at === 0 ? FIRST.get(word) : undefined) ?? ASKING.get(word);
    if (asks) return [{ stem: asks, parts: [], asks: true }];
    if (STOP.has(word)) return [];
    return [{ stem: stemOf(SAME.get(word) ?? word), parts: partsOf(word), asks: false }];
  });
}

/** "aftalenummeret" is an "aftale" and a "nummer"; empty when the word is not made of words the domain knows. */
function partsOf(word: string): string[] {
  for (const first of ATOMS) {
    if (!word.startsWith(first)) continue;
    const rest = word.slice(first.length).replace(/^s(?=\p{L}{3})/u, '');
    const second = ATOMS.find((atom) => rest.startsWith(atom) && rest.length - atom.length <= 4);
    if (second) return [first, second].map((part) => stemOf(SAME.get(part) ?? part));
  }
  return [];
}

/** The words of a folded text that carry its meaning, as they stand there. */
export function contentWords(folded: string): string[] {
  return folded.split(' ').filter((word) => word !== '' && !STOP.has(word) && !ASKING.has(word));
}
