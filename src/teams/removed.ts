import { dayOf } from '../case/dates.js';
import type { Language } from '../case/people.js';
import { sameTenant } from '../case/people.js';
import { date, list, municipalityTitle } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import type { Services } from './context.js';

/**
 * What is said of a case that was deleted after its time: cards of it stand in chats for years. Undefined for a case that
 * is there, that never was, or that is another tenant's: those do not exist.
 */
export async function removedSentence(
  desk: Services,
  caseId: string,
  tenant: string,
  language: Language,
): Promise<string | undefined> {
  const stone = await desk.store.tombstone(caseId);
  if (!stone || !sameTenant(stone.tenant, tenant)) return undefined;
  return texts(language).refusals.removed(date(stone.closed, language));
}

/** Municipalities told of at most, those whose case went last first: a sentence is read, a register is not. */
const TOLD = 5;

/**
 * What is said to somebody without a case when the organisation had some that were deleted after their time. Which of them
 * they had a part in nobody knows any more: nothing about a person is left. Undefined when there is none; a municipality
 * that has an open case again is passed over.
 */
export async function removedCases(desk: Services, tenant: string, language: Language): Promise<string | undefined> {
  const stones = (await desk.store.tombstones()).filter((stone) => sameTenant(stone.tenant, tenant));
  const told = new Map<string, Parameters<ReturnType<typeof texts>['short']['removedCase']>>();
  for (const { municipality, closed, removed } of stones) {
    if (told.size === TOLD || told.has(municipality)) continue;
    if ((await desk.store.openCase(tenant, municipality)) !== undefined) continue;
    const days = [date(closed, language), date(dayOf(removed), language)] as const;
    told.set(municipality, [municipalityTitle(municipality), ...days]);
  }
  const [only, ...others] = told.values();
  const { short } = texts(language);
  if (!only) return undefined;
  if (others.length === 0) return short.removedCase(...only);
  return short.removedCases(
    list(
      [only, ...others].map((one) => short.removedOne(...one)),
      language,
    ),
  );
}
