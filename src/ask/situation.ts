import { awaitedSteps, type Case } from '../case/case.js';
import type { Person } from '../case/people.js';
import { actOf, rolesOf } from '../case/roles.js';
import { STEPS } from '../case/steps.js';

/** What is true of the writer and their case, where a reading hangs on it: what it waits for, what it has, and their role. */
export type Situation = `at:${string}` | `has:${string}` | `by:${string}`;

/** How a person stands in the one case they can mean. */
export function situationOf(theCase: Case, person: Person): ReadonlySet<Situation> {
  return new Set<Situation>([
    ...awaitedSteps(theCase).flatMap((step) => [`at:${step}`, `at:${actOf(theCase, step)}`] as const),
    ...STEPS.filter((one) => theCase.done[one]).map((one) => `has:${one}` as const),
    ...(theCase.payer ? (['has:payer'] as const) : []),
    ...rolesOf(theCase, person).map((role) => `by:${role}` as const),
  ]);
}
