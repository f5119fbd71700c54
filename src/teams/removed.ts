import type { Language } from '../case/people.js';
import { sameTenant } from '../case/people.js';
import { date } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import type { Desk } from './context.js';

/**
 * What is said of a case that was deleted after its time: cards of it stand in chats for years. Undefined for a case that
 * is there, that never was, or that is another tenant's: those do not exist.
 */
export async function removedSentence(
  desk: Desk,
  caseId: string,
  tenant: string,
  language: Language,
): Promise<string | undefined> {
  const stone = await desk.store.tombstone(caseId);
  if (!stone || !sameTenant(stone.tenant, tenant)) return undefined;
  return texts(language).refusals.removed(date(stone.closed, language));
}
