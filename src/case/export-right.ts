import type { Case } from './case.js';
import { dayOf } from './dates.js';
import { samePerson, sameTenant } from './people.js';
import type { Refusal } from './refusals.js';
import { actors } from './roles.js';
import type { Asked } from './rule.js';
import type { Role } from './steps.js';

/** Who may take the case out as files: the coordinator archives it, the officer answers for what was signed. */
const EXPORTERS: readonly Role[] = ['coordinator', 'officer'];

/** The roles that may in this case: an officer counts once they have said yes, not when named by mistake. */
export function exporters(of: Case): readonly Role[] {
  return EXPORTERS.filter((role) => role !== 'officer' || of.officer?.accepted === true);
}

/**
 * The no to somebody who may not take the whole log out of the bot, open case or closed; `undefined` = yes.
 */
export function refuseExport(of: Case | undefined, asked: Asked): Refusal | undefined {
  if (asked.guest) return { reason: 'guest' };
  if (of === undefined || !sameTenant(of.tenant, asked.by.tenant)) return { reason: 'noCase' };
  const may = actors(of, exporters(of), dayOf(asked.at));
  return may.some((one) => samePerson(one, asked.by))
    ? undefined
    : { reason: 'notYours', act: 'exportCase', roles: EXPORTERS, may };
}
