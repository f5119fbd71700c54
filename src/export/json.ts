import type { CaseLog } from '../case/case.js';

/** The shape of the JSON file. Such files stay in archives for years: a change is a new number. */
const EXPORT_SCHEMA = 1;

/**
 * The whole log of a case with the hash of every event: what is needed to show later, without the bot, that nothing was
 * changed. Events stay as they were appended, since the hashes cover them: a name learnt later is not filled in.
 */
export function jsonOf({ case: theCase, events, hashes }: CaseLog): string {
  const { id, tenant, municipality, status } = theCase;
  const entries = events.map((event, position) => ({ event, hash: hashes[position] ?? '' }));
  const head = hashes.at(-1) ?? '';
  return `${JSON.stringify({ schema: EXPORT_SCHEMA, id, tenant, municipality, status, head, entries }, null, 2)}\n`;
}
