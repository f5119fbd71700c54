import type { Situation } from './situation.js';
import { isDeed, type StatementTopic } from './statements.js';

/** What the case must have before its fact is likely to be asked about. */
const MUST_HAVE: Readonly<Record<string, Situation>> = {
  'case:number': 'has:agreementNumber',
  'case:invoiceNumber': 'has:invoice',
  'case:invoiceAmount': 'has:invoice',
  'case:invoiceDue': 'has:invoice',
  'case:payer': 'has:payer',
};
const NOT_THERE = -0.3;
/** What the case asks for now. */
const AWAITED: Readonly<Record<string, Situation>> = {
  'say:officerIs': 'at:nameOfficer',
  'say:adviserIs': 'at:nameOfficer',
  'say:isMe': 'at:acceptOfficer',
  'say:notMe': 'at:acceptOfficer',
  'say:refuse': 'at:signature',
  'case:invoiceNumber': 'at:payment',
  'case:invoiceAmount': 'at:payment',
  'case:invoiceDue': 'at:payment',
};
const EXPECTED = 0.25;
/** A deed is asked about, not told. */
const ASKED = -0.5;
/** "Er den betalt", "fik vi svar"; not "fik den i går". */
const ASKS =
  /\?|^\W*(?:(?:hv(?:ad|em|or|ornår|ordan|orfor|orhen|ilken|ilket|ilke)|who|what|when|where|why|how|which)(?!\p{L})|(?:er|blev) (?:den|det|der|de|vi|\p{L}{4,}(?:en|et))(?!\p{L})|(?:har|fik|kom) (?:vi|i|de|han|hun|nogen|·)(?!\p{L})|(?:is|was|were|has|have|did|do|does) (?:it|the|they|we|he|she|anybody|·)(?!\p{L}))/iu;

/** How well a meaning fits in where the text is written, to be added to its score: above 0 where it is expected. */
export function fitting(intent: string, text: string, situation: ReadonlySet<Situation>): number {
  const [kind, name = ''] = intent.split(':');
  const needed = MUST_HAVE[intent];
  if (needed && situation.size > 0 && !situation.has(needed)) return NOT_THERE;
  const awaited = AWAITED[intent] ?? (kind === 'say' ? (`at:${name}` as const) : undefined);
  const expected = awaited && situation.has(awaited) ? EXPECTED : 0;
  if (kind !== 'say') return expected;
  const isTold = isDeed(name as StatementTopic) || name === 'notYet';
  return expected + (isTold && asks(text) ? ASKED : 0);
}

/** True of a text that asks: by its mark, its first word, or the verb before its subject. */
export function asks(text: string): boolean {
  return ASKS.test(text);
}
