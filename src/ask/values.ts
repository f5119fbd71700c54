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

/** The one number of a short text that says little else: the answer to "what is the number?". */
export function bareNumberIn(text: string): string | undefined {
  const [only, ...others] = text.match(/\d[\d .]*\d|\d/gu) ?? [];
  if (only === undefined || others.length > 0) return undefined;
  return text.replace(only, '').trim().split(/\s+/).length <= 6 && !/[\p{L},/-]\d|\d[-/]?\p{L}/u.test(text)
    ? only
    : undefined;
}

/** A count of days: "3 dage", "en uge" is five working days. */
export function workdaysIn(text: string): string | undefined {
  if (/\b(en uge|a week|one week|1 uge|1 week)\b/iu.test(text)) return '5';
  return /(?:^|\D)(\d{1,2})\s*(?:arbejds|hverdage|dag|working|day)/iu.exec(text)?.[1];
}
