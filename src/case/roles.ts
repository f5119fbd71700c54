import { type Case, currentStep } from './case.js';
import type { Day } from './dates.js';
import { distinctPeople, type Person, samePerson } from './people.js';
import { type Role, STEP_RULES, type StepId } from './steps.js';

export const ALL_ROLES: readonly Role[] = ['coordinator', 'officer', 'adviser', 'payer'];

/** The person who holds a role now, before any substitute. The officer counts as soon as named. */
function holder(theCase: Case, role: Role): Person | undefined {
  switch (role) {
    case 'coordinator':
      return theCase.coordinator;
    case 'officer':
      return theCase.officer?.person;
    case 'adviser':
      return theCase.adviser?.person;
    case 'payer':
      return theCase.payer;
  }
}

/** The roles a person holds themselves, not as a substitute. */
export function rolesOf(theCase: Case, person: Person): Role[] {
  return ALL_ROLES.filter((role) => samePerson(holder(theCase, role), person));
}

/** The substitute of a person on a day, if they have one then. */
export function substituteFor(theCase: Case, person: Person, today: Day): Person | undefined {
  return theCase.substitutes.find((one) => samePerson(one.absent, person) && one.from <= today && today <= one.until)
    ?.substitute;
}

/** Everyone who may act in one of the roles today: the holders and, unless the act is personal, their substitutes. */
export function actors(theCase: Case, roles: readonly Role[], today: Day, personal = false): Person[] {
  return distinctPeople(
    roles.flatMap((role) => {
      const person = holder(theCase, role);
      const substitute = person && !personal ? substituteFor(theCase, person, today) : undefined;
      return [person, substitute].filter((one) => one !== undefined);
    }),
  );
}

/** The role in which a person acts; `absent` is the holder they substitute for when the role is not their own. */
export interface ActingRole {
  readonly role: Role;
  readonly absent?: Person;
}

/** The first of the roles the person may act in today; their own before another's. */
export function actingRole(
  theCase: Case,
  person: Person,
  today: Day,
  roles: readonly Role[],
  personal = false,
): ActingRole | undefined {
  const own = roles.find((role) => samePerson(holder(theCase, role), person));
  if (own) return { role: own };
  if (personal) return undefined;
  for (const role of roles) {
    const absent = holder(theCase, role);
    if (absent && samePerson(substituteFor(theCase, absent, today), person)) return { role, absent };
  }
  return undefined;
}

/** A step, or the half of the officer step that is open: naming and accepting are asked of different people. */
export type AwaitedAct = Exclude<StepId, 'officer'> | 'nameOfficer' | 'acceptOfficer';

/** What the case waits for, or undefined when it is closed. */
export function awaitedAct(theCase: Case): AwaitedAct | undefined {
  const step = currentStep(theCase);
  if (step !== 'officer') return step;
  return theCase.officer === undefined ? 'nameOfficer' : 'acceptOfficer';
}

/** Who may do what the case waits for, and whether a substitute may not. */
export function rolesForAct(act: AwaitedAct): { roles: readonly Role[]; personal: boolean } {
  if (act === 'nameOfficer') return { roles: ['coordinator', 'adviser'], personal: false };
  if (act === 'acceptOfficer') return { roles: ['officer'], personal: true };
  return { roles: STEP_RULES[act].actors, personal: act === 'signature' };
}

/**
 * Who is asked for a step. While the officer is sought both the coordinator and the adviser are asked, after that the
 * officer. With a day, a substitute is asked instead of an absent person, unless the act is the officer's own.
 */
export function asked(theCase: Case, step: StepId, today?: Day): Person[] {
  const naming = step === 'officer' && theCase.officer === undefined;
  const roles: readonly Role[] = naming ? ['coordinator', 'adviser'] : STEP_RULES[step].actors.slice(0, 1);
  const people = roles.flatMap((role) => holder(theCase, role) ?? []);
  const personal = roles[0] === 'officer';
  if (today === undefined || personal) return distinctPeople(people);
  return distinctPeople(people.map((person) => substituteFor(theCase, person, today) ?? person));
}

/**
 * Who may act on what the case waits for today, those who are asked first; then the coordinator and the adviser, who can
 * help. Empty once the case is closed.
 */
export function mayActNow(theCase: Case, today: Day): Person[] {
  const step = currentStep(theCase);
  const act = awaitedAct(theCase);
  if (!step || !act) return [];
  const { roles, personal } = rolesForAct(act);
  return distinctPeople([
    ...asked(theCase, step, today),
    ...actors(theCase, roles, today, personal),
    ...actors(theCase, ['coordinator', 'adviser'], today),
  ]);
}

/** True for everyone who has or had a part in the case. */
export function hadPart(theCase: Case, person: Person): boolean {
  return theCase.people.some((one) => samePerson(one, person));
}

/** Who may take the case out as files: the coordinator archives it, the officer answers for what was signed. */
export const EXPORTERS: readonly Role[] = ['coordinator', 'officer'];

/** The roles that may export this case: an officer counts once they have accepted, not when named by mistake. */
export function exporters(theCase: Case): readonly Role[] {
  return EXPORTERS.filter((role) => role !== 'officer' || theCase.officer?.accepted === true);
}
