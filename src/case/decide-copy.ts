import { currentStep } from './case.js';
import { happened, type RulesFor, wrong } from './rule.js';
import { isSignable, readFileName } from './signed-copy.js';
import { STEP_RULES } from './steps.js';

/**
 * The file of the signed agreement. It closes no step: the officer's confirmation does. It may come just before that or
 * any time after, as long as the case is open, and a newer file takes the place of an older one.
 */
export const copyRules: RulesFor<'keepSignedCopy'> = {
  keepSignedCopy: {
    personal: true,
    roles: () => STEP_RULES.signature.actors,
    // The card is of this round of the signature; what others did meanwhile makes it no older.
    since: (before) => before.since.signature ?? 0,
    already: ({ copy }, { signedCopy }) =>
      copy && signedCopy?.sha256 === copy.sha256
        ? { reason: 'already', what: { kind: 'signedCopy', by: signedCopy.by, at: signedCopy.at } }
        : undefined,
    decide: ({ copy }, before, asked) => {
      const current = currentStep(before);
      if (current && !isSignable(before)) return { refusal: { reason: 'notYet', step: 'signature', current } };
      if (!copy) return { refusal: { reason: 'fileGone' } };
      const read = readFileName(copy.name);
      if ('problem' in read) return wrong('file', read.problem);
      return happened(asked, { type: 'SignedCopyRecorded', ...copy, name: read.value });
    },
  },
};
