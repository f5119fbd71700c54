/** Shows a text with the letters a typeface has. */
export interface Letters {
  show(text: string): string;
  /** True once something had to be shown otherwise than it was written. */
  readonly replaced: boolean;
  /** What stands for a sign that has no nearest letter. */
  readonly sign: string;
}

/** Two spaces and two hyphens that a typeface may lack and that look like the plain ones. */
const ALIKE: Readonly<Record<string, string>> = { '\u202f': '\u00a0', '\u2009': ' ', '\u2011': '-', '\u2010': '-' };

const graphemes = new Intl.Segmenter('da', { granularity: 'grapheme' });

/**
 * A sign the typeface lacks would be an empty box without a meaning in the file, or garble the rest of the line. So it is
 * shown as its nearest letter, else as one sign, however many code points it has; the page then says so.
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

/** What lies between 0x80 and 0x9f in Windows' western code page. */
const WESTERN_EXTRAS = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

/** The letters of the typefaces every PDF reader has: western European, no more. */
export function isWestern(codePoint: number): boolean {
  const plain = (codePoint >= 0x20 && codePoint <= 0x7e) || (codePoint >= 0xa0 && codePoint <= 0xff);
  return plain || WESTERN_EXTRAS.includes(String.fromCodePoint(codePoint));
}
