/** A text as it is compared: lower case, æ ø å as ae oe aa, everything else but letters and digits as blanks. */
export function normalised(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .replaceAll('å', 'aa')
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/['’`´]s\b/g, '')
    .replace(/['’`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** A question has fewer words than this; the rest of a long text is not read. */
const WORDS_MAX = 60;

/** The words of a text, normalised; of a long text only the first ones. */
export function wordsOf(text: string): string[] {
  const normal = normalised(text.slice(0, 1_000));
  return normal === '' ? [] : normal.split(' ').slice(0, WORDS_MAX);
}

/** A greeting, a name or a filler in front of what is meant. */
const OPENING =
  /^\s*(?:(?:hej|hejsa|hallo|halløj|hi|hello|hey|dav|goddag|godmorgen|god morgen)(?:\s+(?:igen|med dig|bot|nemkonto|there|all))?[\s,.!:;-]+|(?:ok|okay|nå|øh|hm+|altså|jamen|ja|nej|well)[\s,.!]+(?=\S)|(?:undskyld|sorry|beklager)[\s,.!]+|(?:\p{Lu}\p{L}+ her)[\s,.!]+|kære \p{L}+[\s,.!]+)/iu;

/** The end of a sentence: not the full stop of an abbreviation, a date or an amount. */
const SENTENCE_END =
  /(?<!(?:^|\s)(?:nr|kr|kl|d|ca|bl|evt|tlf|inkl|ekskl|f|eks|jf|pr|den|no|\d{1,2}))[.](?=\s|$)|[!;\n]+|(?<=\?)/giu;

/** Between the clauses of a sentence. */
const BETWEEN =
  /,(?=\s)|\s+[-–]+\s+|\s(?:og|men|hvis|fordi|(?<!\si\s)så|når|eller|and|but|if|because|so|or)\s+(?=\S)/giu;

/** A text without the greeting it begins with. */
function withoutOpening(text: string): string {
  let rest = text;
  for (let round = 0; round < 3; round++) rest = rest.replace(OPENING, '');
  return rest.trim() === '' ? text : rest;
}

/** More parts than this are not looked at: a question is asked early. */
const PARTS_MAX = 8;

/** The sentences of a text, each followed by its clauses if it has several; empty for a text that is one clause itself. */
export function partsOf(text: string): string[] {
  const parts = withoutOpening(text)
    .split(SENTENCE_END)
    .map((one) => withoutOpening(one.trim()))
    .filter((one) => /[\p{L}\d]/u.test(one))
    .slice(0, PARTS_MAX)
    .flatMap((sentence) => [sentence, ...clausesOf(sentence)]);
  return parts.length > 1 ? parts : parts.filter((part) => part !== text.trim());
}

function clausesOf(sentence: string): string[] {
  const clauses = sentence
    .split(BETWEEN)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return clauses.length > 1 ? clauses.slice(0, PARTS_MAX) : [];
}
