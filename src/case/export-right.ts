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
export function exporters(theCase: Case): readonly Role[] {
  return EXPORTERS.filter((role) => role !== 'officer' || theCase.officer?.accepted === true);
}

/**
 * The no to somebody who may not take the whole log out of the bot, open case or closed; `undefined` = yes.
 */
export function refuseExport(theCase: Case | undefined, asked: Asked): Refusal | undefined {
  if (asked.guest) return { reason: 'guest' };
  if (theCase === undefined || !sameTenant(theCase.tenant, asked.by.tenant)) return { reason: 'noCase' };
  const may = actors(theCase, exporters(theCase), dayOf(asked.at));
  return may.some((one) => samePerson(one, asked.by))
    ? undefined
    : { reason: 'notYours', act: 'exportCase', roles: EXPORTERS, may };
}
