import { COUNTED, count } from './days.js';

const AMOUNT =
  /(?:(kr\.?|dkk|kroner)\s*)?(\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,3}(?:,\d{3})+\.\d{2}|\d+(?:[.,]\d{2})?)(?:\s*(kr\b\.?|kroner|dkk|,-))?/giu;

/** An amount in a text that has no days left in it: one with kroner beside it, or one with øre. */
export function amountIn(text: string): { amount?: string; rest: string } {
  for (const match of text.matchAll(AMOUNT)) {
    const [all, before, figure = '', after] = match;
    if (before === undefined && after === undefined && !/[.,]\d{2}$/.test(figure)) continue;
    const rest = text.slice(0, match.index) + ' '.repeat(all.length) + text.slice(match.index + all.length);
    return { amount: figure, rest };
  }
  return { rest: text };
}

const INVOICE_NUMBER =
  /(?:nummer|number|nr\.?|no\.?|faktura(?:en)?|invoice)\s*(?:er|is|:)?\s*([a-z]{0,4}-?\d[\d-]{2,19})(?!\d|,\d)/iu;

/** The number of an invoice, in a text that has no days and amounts left in it. */
export function invoiceNumberIn(text: string): string | undefined {
  return INVOICE_NUMBER.exec(text)?.[1];
}

const AGREEMENT_NUMBER =
  /(?:nks|aftale)[\s-]*(?:aftale)?[\s-]*(?:nummer|numer|numret|nr)\w*\.?[^\d]{0,20}(\d[\d .]{0,18})|(?:agreement|nks) number[^\d]{0,20}(\d[\d .]{0,18})|(?:nummeret|numret|number)\s+(?:er|is|:)\s*(\d[\d .]{0,18})/iu;

/** An agreement number where a text says that it is one, as it was typed. */
export function agreementNumberIn(text: string): string | undefined {
  const [, ...groups] = AGREEMENT_NUMBER.exec(text) ?? [];
  return groups.find((one) => one !== undefined)?.replace(/[ .]+$/, '');
}

/** No number of an agreement or invoice is longer. */
const DIGITS_MOST = 20;

/** The one number of a short text that says little else: the answer to "what is the number?". */
export function bareNumberIn(text: string): string | undefined {
  const [only, ...others] = text.match(/\d[\d .]*\d|\d/gu) ?? [];
  if (only === undefined || only.length > DIGITS_MOST || others.length > 0) return undefined;
  if (new RegExp(`${only}\\s*(?:cifre|cifret|tal|tegn|digits|%|procent|dag|day|uge|week|kr)`, 'iu').test(text))
    return undefined;
  return text.replace(only, '').trim().split(/\s+/).length <= 6 && !/[\p{L},/-]\d|\d[-/]?\p{L}/u.test(text)
    ? only
    : undefined;
}

/** The one number of a text that has no days and amounts left in it. */
export function onlyNumberIn(text: string): string | undefined {
  const [only, ...others] = text.match(/(?<![\p{L}\d-])\d(?:[\d ]*\d)?(?![\p{L}\d-])/gu) ?? [];
  const digits = only?.replaceAll(' ', '').length ?? 0;
  return others.length === 0 && digits > 2 && digits <= DIGITS_MOST ? only : undefined;
}

/** A count of days: "3 dage", "tre dage"; "en uge" is five working days. */
export function workdaysIn(text: string): string | undefined {
  if (/\b(en uge|a week|one week|1 uge|1 week)\b/iu.test(text)) return '5';
  const [, written] = WORKDAYS.exec(text) ?? [];
  return written && String(count(written.toLowerCase()));
}

const WORKDAYS = new RegExp(
  `(?<![\\p{L}\\d])(\\d{1,2}|${COUNTED.flat().join('|')})\\s*(?:arbejds|hverdage|dage?s?(?!\\p{L})|working|days?(?!\\p{L}))`,
  'iu',
);

/** The EAN number that a text gives: thirteen digits, together or in groups. */
export function eanIn(text: string): string | undefined {
  return /(?<!\d)(?:\d{13}|\d \d{6} \d{6}|(?:\d{4} ){3}\d)(?! ?\d)/u.exec(text)?.[0].replaceAll(' ', '');
}

const ACCOUNTING =
  /(?<!\p{L})(?:(?:konteres|konter|kontering|konteringen|konteringstekst|konteringsteksten|accounting|accounting text|booked)(?:\s+(?:på|paa|med|er|is|as|on|to))?[\s:]+(.*)|((?:psp|omkostningssted|cost cent(?:re|er))\s.*))$/iu;

/** How the invoice is to be booked, as the text says it. */
export function accountingIn(text: string): string | undefined {
  const [, said, named] = ACCOUNTING.exec(text.replace(/\s+/g, ' ')) ?? [];
  const bare = (said ?? named ?? '').replace(/[,;]? *(?:og )?ean\b.*$|[.;!] .*$/iu, '').replace(/[\s.,;!]+$/, '');
  return /\d/.test(bare) ? bare.slice(0, 100) : undefined;
}

const PLACE =
  /(?:^|[\s,.;])(?:papir(?:et|erne)|udskrift(?:en)?|(?:den )?(?:printede |udskrevne )?aftalen?|den|det|the (?:paper|printout|agreement)|it)\s+(?:ligger|er lagt|er afleveret|blev lagt|er hos|står|lies|is with|is at|is in)\s+(?:nu |now )?(.+)$/iu;

/** Where the printed agreement lies, as the text says it, and the text without that. */
export function placeIn(text: string): { place?: string; rest: string } {
  const found = PLACE.exec(text.replace(/\s+/g, ' '));
  const place = found?.[1]?.replace(/[.;!] .*$/u, '').replace(/[\s.,;!]+$/, '');
  if (!found || !place || /underskrift|signature|\?/iu.test(place)) return { rest: text };
  const hos = /\ber hos\b/iu.test(found[0]) ? 'hos ' : '';
  return { place: `${hos}${place}`.slice(0, 200), rest: text.slice(0, found.index) };
}
