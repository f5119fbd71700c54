/** A text as it is compared: small letters, æ ø å as ae oe aa, every other sign a blank. */
export function fold(text: string): string {
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

/** Nobody asks a question in more words than these; what follows costs time and says nothing. */
const WORDS_MAX = 40;

/** Its words, folded; of a long text only the first ones. */
export function foldedWords(text: string): string[] {
  const folded = fold(text.slice(0, 1_000));
  return folded === '' ? [] : folded.split(' ').slice(0, WORDS_MAX);
}
