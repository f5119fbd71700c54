import type { Day } from '../case/dates.js';
import type { Situation } from './situation.js';

/** What a person says they have done, are, or want. The bot opens the card for it; nothing is recorded yet. */
export type StatementTopic =
  | 'payment'
  | 'invoice'
  | 'confirmation'
  | 'dispatch'
  | 'signature'
  | 'webForm'
  | 'agreementNumber'
  | 'officerIs'
  | 'officerLeft'
  | 'adviserIs'
  | 'agreementForm'
  | 'returnDocument'
  | 'followUp'
  | 'payerIs'
  | 'left'
  | 'isMe'
  | 'notMe'
  | 'refuse'
  | 'absence'
  | 'klik'
  | 'klikOther'
  | 'goLive'
  | 'correct'
  | 'snooze'
  | 'handOver'
  | 'cancel'
  | 'reopen'
  | 'remind'
  | 'returned'
  | 'done';

export interface Statement {
  readonly about: StatementTopic;
  /** What the text says, by the ids of the inputs it belongs to, as typed or as ISO days. */
  readonly values: Readonly<Record<string, string>>;
}

export interface Typed {
  /** As typed, in lower case. */
  readonly text: string;
  /** Normalised: æ ø å as ae oe aa, without signs. */
  readonly normal: string;
  readonly today: Day;
  readonly situation: ReadonlySet<Situation>;
}
