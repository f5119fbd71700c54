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
