import type { AdaptiveCard } from '../cards/context.js';
import type { Refusal } from '../case/decision.js';

/**
 * The answer to a press or a text: a card, which takes the place of the pressed one, or a sentence. `caseId` names the
 * case that has new messages to send, `offer` the case whose files the person is to be offered, and `stays` asks for the
 * pressed message to be edited, where nothing else does that.
 */
export type Reply = ({ card: AdaptiveCard } | { text: string }) & {
  caseId?: string;
  /** Made for the one who asked: in a conversation of several people it goes to their own chat. */
  personal?: true;
  offer?: string;
  stays?: true;
  /** Why it is a no, for the log. */
  refused?: Refused;
};

/** Every reason for a no: those of the rules, and those of the way to them. */
export type Refused = Refusal['reason'] | 'tooBusy' | 'tooFast' | 'notYourTenant' | 'notUnderstood';
