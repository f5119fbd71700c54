import { isDeed } from './said.js';
import type { Standing } from './standing.js';
import type { StatementTopic } from './statement.js';

/** What the case must have before its fact is likely to be asked about. */
const MUST_HAVE: Readonly<Record<string, Standing>> = {
  'case:number': 'has:agreementNumber',
  'case:invoiceNumber': 'has:invoice',
  'case:invoiceAmount': 'has:invoice',
  'case:invoiceDue': 'has:invoice',
  'case:payer': 'has:payer',
};
const NOT_THERE = -0.3;
/** What the case asks for now. */
const AWAITED: Readonly<Record<string, Standing>> = {
  'say:officerIs': 'at:nameOfficer',
  'say:adviserIs': 'at:nameOfficer',
  'say:isMe': 'at:acceptOfficer',
  'say:notMe': 'at:acceptOfficer',
  'say:refuse': 'at:signature',
  'case:invoiceNumber': 'at:payment',
  'case:invoiceAmount': 'at:payment',
  'case:invoiceDue': 'at:payment',
};
const EXPECTED = 0.15;
/** A question mark: a deed is asked about, not told. */
const ASKED = -0.4;

/** How well a meaning fits in where the text is written, to be added to its score: above 0 where it is expected. */
export function fitting(intent: string, text: string, standing: ReadonlySet<Standing>): number {
  const [kind, name = ''] = intent.split(':');
  const needed = MUST_HAVE[intent];
  if (needed && standing.size > 0 && !standing.has(needed)) return NOT_THERE;
  const awaited = AWAITED[intent] ?? (kind === 'say' ? (`at:${name}` as const) : undefined);
  const expected = awaited && standing.has(awaited) ? EXPECTED : 0;
  if (kind !== 'say') return expected;
  return expected + (text.includes('?') && isDeed(name as StatementTopic) ? ASKED : 0);
}
