import type { Case } from '../case/case.js';
import type { Language } from '../case/people.js';
import { date } from './format.js';
import { texts } from './texts.js';

/** The papers of step 7 beside the invoice, which closes it. */
export const PAPERS = ['agreementForm', 'returnDocument'] as const;
export type PaperKind = (typeof PAPERS)[number];

/** Each paper and what is known of it, once NemKonto has answered; open ones stay visible until they are recorded. */
export function paperStates(theCase: Case, language: Language): { paper: PaperKind; label: string; value: string }[] {
  const { papers } = texts(language).cards;
  const { dispatch, confirmation, invoice } = theCase.done;
  if (!dispatch || (!confirmation && !invoice) || theCase.status === 'cancelled') return [];
  return PAPERS.map((paper) => {
    const known = theCase[paper];
    const value = known ? papers.received(date(known.receivedOn, language), known.filedAs ?? '') : papers.missing;
    return { paper, label: papers[paper], value };
  });
}
