/** The eight steps of the case in the order in which they are told. The numbers people see are positions in this list. */
export const STEPS = [
  'officer',
  'agreementNumber',
  'webForm',
  'signature',
  'dispatch',
  'confirmation',
  'invoice',
  'payment',
] as const;

export type StepId = (typeof STEPS)[number];

/** The role of a person in a case. `adviser` is the one asked who the security officer is. */
export type Role = 'coordinator' | 'officer' | 'adviser' | 'payer';

export interface StepRule {
  /** Who may close the step. The first one is asked for it; the others may act too. */
  readonly actors: readonly Role[];
  /** The steps this one builds on: it closes only after them, and when one of them is reopened it no longer stands. */
  readonly restsOn: readonly StepId[];
}

/**
 * Who acts and what builds on what (seed steps 1-8). The signature is the officer's alone, and it covers the form and,
 * through the form, the agreement number: a change of either changes what was signed.
 */
export const STEP_RULES: { readonly [S in StepId]: StepRule } = {
  officer: { actors: ['officer'], restsOn: [] },
  agreementNumber: { actors: ['coordinator', 'officer'], restsOn: [] },
  webForm: { actors: ['coordinator'], restsOn: ['agreementNumber'] },
  signature: { actors: ['officer'], restsOn: ['officer', 'webForm'] },
  dispatch: { actors: ['coordinator', 'officer'], restsOn: ['signature'] },
  confirmation: { actors: ['coordinator'], restsOn: ['dispatch'] },
  invoice: { actors: ['coordinator', 'payer'], restsOn: ['dispatch'] },
  payment: { actors: ['payer', 'coordinator'], restsOn: ['invoice'] },
};

/** 1-8, as in "trin 3 af 8". */
export function stepNumber(step: StepId): number {
  return STEPS.indexOf(step) + 1;
}

/** Every step that falls when `step` is reopened, `step` itself first, in order. */
export function fallingWith(step: StepId): StepId[] {
  const falling = new Set<StepId>([step]);
  for (const later of STEPS) if (STEP_RULES[later].restsOn.some((base) => falling.has(base))) falling.add(later);
  return STEPS.filter((candidate) => falling.has(candidate));
}
