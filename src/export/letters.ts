/** Shows a text with the letters a typeface has. */
export interface Letters {
  show(text: string): string;
  /** True once a character had to be replaced. */
  readonly replaced: boolean;
  /** What replaces a character that has no similar letter. */
  readonly sign: string;
}

/** Spaces and hyphens that a typeface may lack, with the plain ones that replace them. */
const ALIKE: Readonly<Record<string, string>> = { '\u202f': '\u00a0', '\u2009': ' ', '\u2011': '-', '\u2010': '-' };

const graphemes = new Intl.Segmenter('da', { granularity: 'grapheme' });

/**
 * A character the typeface lacks would be an empty box, or garble the rest of the line. So it is shown as the most similar
 * letter, else as one sign however many code points it has, and the page says so.
 */
export function lettersOf(has: (codePoint: number) => boolean): Letters {
  const sign = has(0x25a1) ? '□' : '?';
  let replaced = false;
  const known = (text: string) => [...text].every((one) => has(one.codePointAt(0) ?? 0));
  const one = (grapheme: string): string => {
    if (known(grapheme)) return grapheme;
    const alike = ALIKE[grapheme];
    if (alike !== undefined) return alike;
    replaced = true;
    const base = grapheme.normalize('NFKD').replace(/\p{M}/gu, '');
    return base !== '' && known(base) ? base : sign;
  };
  return {
    sign,
    get replaced() {
      return replaced;
    },
    show: (text) =>
      known(text) ? text : [...graphemes.segment(text.normalize('NFC'))].map(({ segment }) => one(segment)).join(''),
  };
}

/** The characters from 0x80 to 0x9f in Windows' western code page. */
const WESTERN_EXTRAS = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

/** True for the characters of the typefaces built into every PDF reader: western European only. */
export function isWestern(codePoint: number): boolean {
  const plain = (codePoint >= 0x20 && codePoint <= 0x7e) || (codePoint >= 0xa0 && codePoint <= 0xff);
  return plain || WESTERN_EXTRAS.includes(String.fromCodePoint(codePoint));
}
