import { awaitedSteps, type Case } from './case.js';
import type { Day } from './dates.js';
import type { FactsOf } from './events.js';
import { distinctPeople, includesPerson, type Person, samePerson } from './people.js';
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

/** Everyone who holds a role now. */
export function holders(theCase: Case): Person[] {
  return distinctPeople(ALL_ROLES.flatMap((role) => holder(theCase, role) ?? []));
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

/** The absence of a person on a day, if the officer has noted that they are away then. */
export function absenceOf({ officer }: Case, person: Person, today: Day): FactsOf<'AbsenceNoted'> | undefined {
  const away = samePerson(officer?.person, person) ? officer?.away : undefined;
  return away?.find((one) => one.from <= today && today <= one.until);
}

/** The day from which a person gets reminders again; undefined when they have not asked for a rest on that day. */
export function restOf({ rests }: Case, person: Person, today: Day): Day | undefined {
  return rests.find((one) => samePerson(one.person, person) && today < one.until)?.until;
}

/** True when the officer comes back too late to sign by the deadline, and there is no time to sign before they leave. */
export function missesDeadline({ taskEnd, done }: Case, { from, until }: FactsOf<'AbsenceNoted'>, today: Day): boolean {
  const hasTimeBefore = from > taskEnd && today <= taskEnd;
  return done.signature === undefined && until >= today && until >= taskEnd && !hasTimeBefore;
}

/** A known absence because of which the officer cannot sign by the deadline. */
export function absenceAtDeadline(theCase: Case, today: Day): FactsOf<'AbsenceNoted'> | undefined {
  return theCase.officer?.away.find((absence) => missesDeadline(theCase, absence, today));
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

/** What is asked for in a step now. */
export function actOf(theCase: Case, step: StepId): AwaitedAct {
  if (step !== 'officer') return step;
  return theCase.officer === undefined ? 'nameOfficer' : 'acceptOfficer';
}

/** Who may close a step. The officer helps with the number once they have accepted. */
export function actorsOf(theCase: Case, step: StepId): readonly Role[] {
  const { actors: roles } = STEP_RULES[step];
  if (step !== 'agreementNumber' || theCase.officer?.accepted) return roles;
  return roles.filter((role) => role !== 'officer');
}

/** Who may do what a step asks for now, and whether a substitute may not. */
function rolesForStep(theCase: Case, step: StepId): { roles: readonly Role[]; personal: boolean } {
  const act = actOf(theCase, step);
  if (act === 'nameOfficer') return { roles: ['coordinator', 'adviser'], personal: false };
  return { roles: actorsOf(theCase, step), personal: act === 'acceptOfficer' || act === 'signature' };
}

/** The role in which a person may close a step today; undefined when they may not. */
export function roleInStep(theCase: Case, step: StepId, person: Person, today: Day): ActingRole | undefined {
  const { roles, personal } = rolesForStep(theCase, step);
  return actingRole(theCase, person, today, roles, personal);
}

/**
 * Who is asked for a step: the first of those who may close it. Both the coordinator and the adviser are asked to name the
 * officer, both the coordinator and the officer to find the number. With a day, a substitute is asked instead of an absent
 * person, unless the act is the officer's own, and nobody on a day on which they have noted that they are away.
 */
export function asked(theCase: Case, step: StepId, today?: Day): Person[] {
  const { roles, personal } = rolesForStep(theCase, step);
  const isShared = actOf(theCase, step) === 'nameOfficer' || step === 'agreementNumber';
  const people = (isShared ? roles : roles.slice(0, 1)).flatMap((role) => holder(theCase, role) ?? []);
  if (today === undefined) return distinctPeople(people);
  const now = personal ? people : people.map((person) => substituteFor(theCase, person, today) ?? person);
  return distinctPeople(now.filter((person) => absenceOf(theCase, person, today) === undefined));
}

/** True when the person is asked for the step today. */
export function isAskedFor(theCase: Case, step: StepId, person: Person, today: Day): boolean {
  return includesPerson(asked(theCase, step, today), person);
}

/** True for the adviser while the step waits for others: they hear that it is stuck, and nothing is asked of them. */
export function isOnlooker(theCase: Case, step: StepId, person: Person, today: Day): boolean {
  const { adviser, coordinator } = theCase;
  return (
    samePerson(adviser?.person, person) && !samePerson(coordinator, person) && !isAskedFor(theCase, step, person, today)
  );
}

/** Everyone somebody waits for today. */
export function askedNow(theCase: Case, today: Day): Person[] {
  return distinctPeople(awaitedSteps(theCase).flatMap((step) => asked(theCase, step, today)));
}

/** True while the case waits for a step and asks this person for it. */
export function isAskedNow(theCase: Case, step: StepId, person: Person, today: Day): boolean {
  return awaitedSteps(theCase).includes(step) && isAskedFor(theCase, step, person, today);
}

/** The step a person is asked for today; the first of several, since their card shows the others too. */
export function stepAskedOf(theCase: Case, person: Person, today: Day): StepId | undefined {
  return awaitedSteps(theCase).find((step) => isAskedFor(theCase, step, person, today));
}

/** The awaited steps that a person may close today: first those they are asked for. */
export function stepsFor(theCase: Case, person: Person, today: Day): StepId[] {
  const may = awaitedSteps(theCase).filter((step) => roleInStep(theCase, step, person, today));
  const own = may.filter((step) => isAskedFor(theCase, step, person, today));
  return [...own, ...may.filter((step) => !own.includes(step))];
}

/**
 * Who may act on what the case waits for today, those who are asked first; then the coordinator and the adviser, who can
 * help. Empty once the case is closed.
 */
export function mayActNow(theCase: Case, today: Day): Person[] {
  const steps = awaitedSteps(theCase);
  if (steps.length === 0) return [];
  const may = steps.flatMap((step) => {
    const { roles, personal } = rolesForStep(theCase, step);
    return actors(theCase, roles, today, personal);
  });
  return distinctPeople([...askedNow(theCase, today), ...may, ...actors(theCase, ['coordinator', 'adviser'], today)]);
}

/** True for everyone who has or had a part in the case. */
export function hadPart(theCase: Case, person: Person): boolean {
  return includesPerson(theCase.people, person);
}

/** Who may take the case out as files: the coordinator archives it, the officer answers for what was signed. */
export const EXPORTERS: readonly Role[] = ['coordinator', 'officer'];

/** The roles that may export this case: an officer counts once they have accepted, not when named by mistake. */
export function exporters(theCase: Case): readonly Role[] {
  return EXPORTERS.filter((role) => role !== 'officer' || theCase.officer?.accepted === true);
}
