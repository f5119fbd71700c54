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

export interface SentenceParts {
  readonly text: string;
  /** The clauses it consists of; a sentence of one clause has none beside itself. */
  readonly clauses: readonly string[];
}

/** More parts than this are not looked at: a question is asked early. */
const PARTS_MAX = 8;

/** The sentences of a text and their clauses. */
export function sentencesOf(text: string): SentenceParts[] {
  return withoutOpening(text)
    .split(SENTENCE_END)
    .map((one) => withoutOpening(one.trim()))
    .filter((one) => /[\p{L}\d]/u.test(one))
    .slice(0, PARTS_MAX)
    .map((sentence) => {
      const clauses = sentence
        .split(BETWEEN)
        .map((one) => one.trim())
        .filter((one) => one !== '');
      return { text: sentence, clauses: clauses.length > 1 ? clauses.slice(0, PARTS_MAX) : [] };
    });
}
