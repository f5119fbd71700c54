import type { AdaptiveCard } from '../cards/context.js';
import type { Inputs } from '../case/commands.js';
import type { Refusal } from '../case/decision.js';
import type { Language, Person } from '../case/people.js';
import type { ConversationReference, MessageReference } from '../delivery/ports.js';

/** Who sent an activity and from where, as the verified activity says it. */
export interface ActivitySender {
  readonly person: Person;
  /** The id Teams writes to and mentions (`29:...`). */
  readonly teamsId: string;
  readonly locale: Language;
  readonly conversation: ConversationReference;
  /** False when the activity names no AAD object id: such a sender can read help, but hold no role. */
  readonly known: boolean;
  /** The id of the HTTP request it came with, for the log. */
  readonly request?: string;
}

/** A button that was pressed, by Action.Execute or, from an old client, by Action.Submit. */
export interface Press {
  readonly kind: 'press';
  readonly sender: ActivitySender;
  readonly verb: string;
  readonly inputs: Inputs;
  /** Teams refreshed the card by itself: nothing may be sent or written for it. */
  readonly automatic: boolean;
  /** The message the card stands in. */
  readonly message: MessageReference | undefined;
}

/** A message of a person. */
export interface TypedText extends IncomingText {
  readonly kind: 'text';
  readonly sender: ActivitySender;
}

/** A person whom a message mentions, as its entity names them. */
export interface MentionedPerson {
  /** Teams' id of the user (`29:...`). */
  readonly teamsId: string;
  readonly aadObjectId?: string;
  readonly name: string;
}

/** What a person wrote, without what Teams puts around it. */
export interface IncomingText {
  /** One line, the names of mentioned people included. */
  readonly text: string;
  /** The same without them: a command is compared with this. */
  readonly bare: string;
  readonly mentioned: readonly MentionedPerson[];
}

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

/** True for the address of the Agents Playground, the practice client. */
export function isPlayground(serviceUrl: string): boolean {
  return /\/_connector\/?$/.test(serviceUrl);
}
