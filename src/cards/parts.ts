import type { Case } from '../case/case.js';
import type { Day } from '../case/dates.js';
import { type Person, samePerson } from '../case/people.js';
import { holder, substituteFor } from '../case/roles.js';
import { type Role, STEP_RULES } from '../case/steps.js';
import type { Wait } from '../texts/story.js';

/** The role in which somebody acts, and whom they stand in for when it is not their own. */
export interface Part {
  readonly role: Role;
  readonly absent?: Person;
}

/** The first of the roles the person may act in today; their own before another's. */
export function partIn(
  theCase: Case,
  person: Person,
  today: Day,
  roles: readonly Role[],
  personal = false,
): Part | undefined {
  const own = roles.find((role) => samePerson(holder(theCase, role), person));
  if (own) return { role: own };
  if (personal) return undefined;
  for (const role of roles) {
    const absent = holder(theCase, role);
    if (absent && samePerson(substituteFor(theCase, absent, today), person)) return { role, absent };
  }
  return undefined;
}

export const ALL_ROLES: readonly Role[] = ['coordinator', 'officer', 'adviser', 'payer'];

/** Who is asked for what the case waits for, and whether it is theirs alone. */
export function actorsFor(wait: Wait): { roles: readonly Role[]; personal: boolean } {
  if (wait === 'nameOfficer') return { roles: ['coordinator', 'adviser'], personal: false };
  if (wait === 'acceptOfficer') return { roles: ['officer'], personal: true };
  return { roles: STEP_RULES[wait].actors, personal: wait === 'signature' };
}
