import { type Case, currentStep } from '../case/case.js';
import type { Person } from '../case/people.js';
import { awaitedAct, rolesOf } from '../case/roles.js';
import { STEPS } from '../case/steps.js';

/** What is true of the writer and their case, where a reading hangs on it: what it waits for, what it has, and their role. */
export type Standing = `at:${string}` | `has:${string}` | `by:${string}`;

/** How a person stands in the one case they can mean. */
export function standingOf(theCase: Case, person: Person): ReadonlySet<Standing> {
  const step = currentStep(theCase);
  const act = awaitedAct(theCase);
  return new Set<Standing>([
    ...(step ? ([`at:${step}`] as const) : []),
    ...(act ? ([`at:${act}`] as const) : []),
    ...STEPS.filter((one) => theCase.done[one]).map((one) => `has:${one}` as const),
    ...(theCase.payer ? (['has:payer'] as const) : []),
    ...rolesOf(theCase, person).map((role) => `by:${role}` as const),
  ]);
}
