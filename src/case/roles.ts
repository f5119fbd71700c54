import { type Case, currentStep } from './case.js';
import type { Day } from './dates.js';
import { distinctPeople, type Person, samePerson } from './people.js';
import { type Role, STEP_RULES, type StepId } from './steps.js';

/** The person who holds a role now, before any substitute. The officer counts as soon as named. */
export function holder(theCase: Case, role: Role): Person | undefined {
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

/** Who stands in for a person on a day, if anybody. */
export function substituteFor(theCase: Case, person: Person, today: Day): Person | undefined {
  return theCase.substitutes.find((one) => samePerson(one.absent, person) && one.from <= today && today <= one.until)
    ?.substitute;
}

/** Everybody who may act in one of the roles today: the holders and, unless the act is personal, their substitutes. */
export function actors(theCase: Case, roles: readonly Role[], today: Day, personal = false): Person[] {
  return distinctPeople(
    roles.flatMap((role) => {
      const person = holder(theCase, role);
      const substitute = person && !personal ? substituteFor(theCase, person, today) : undefined;
      return [person, substitute].filter((one) => one !== undefined);
    }),
  );
}

/**
 * Who may act on what the case waits for today, those who are asked first; then the coordinator and the adviser, who can
 * help. Nobody once the case is closed.
 */
export function mayActNow(theCase: Case, today: Day): Person[] {
  const step = currentStep(theCase);
  if (!step) return [];
  const naming = step === 'officer' && officerPhase(theCase) === 'name';
  const personal = !naming && (step === 'officer' || step === 'signature');
  return distinctPeople([
    ...asked(theCase, step, today),
    ...(naming ? [] : actors(theCase, STEP_RULES[step].actors, today, personal)),
    ...actors(theCase, ['coordinator', 'adviser'], today),
  ]);
}

/** True for everybody who has or had a part in the case. */
export function hadPart(theCase: Case, person: Person): boolean {
  return theCase.people.some((one) => samePerson(one, person));
}

/** Where the officer step stands: nobody is named, or the named officer has not answered. */
export function officerPhase(theCase: Case): 'name' | 'accept' {
  return theCase.officer === undefined ? 'name' : 'accept';
}

/**
 * Who is asked for a step. While the officer is sought both the coordinator and the adviser are asked, after that the
 * officer. With a day, a substitute is asked instead of whoever is away, unless the act is the officer's own.
 */
export function asked(theCase: Case, step: StepId, today?: Day): Person[] {
  const roles: Role[] =
    step === 'officer' ? (theCase.officer ? ['officer'] : ['coordinator', 'adviser']) : [firstRole(step)];
  const people = roles.flatMap((role) => holder(theCase, role) ?? []);
  const personal = roles[0] === 'officer';
  if (today === undefined || personal) return distinctPeople(people);
  return distinctPeople(people.map((person) => substituteFor(theCase, person, today) ?? person));
}

function firstRole(step: StepId): Role {
  if (step === 'signature') return 'officer';
  return step === 'payment' ? 'payer' : 'coordinator';
}

/** The roles a person holds today by themselves, not as a substitute. */
export function rolesOf(theCase: Case, person: Person): Role[] {
  const roles: Role[] = ['coordinator', 'officer', 'adviser', 'payer'];
  return roles.filter((role) => samePerson(holder(theCase, role), person));
}
