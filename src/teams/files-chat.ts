import { setTimeout as wait } from 'node:timers/promises';
import type { Gate } from '../delivery/gate.js';
import type { ConversationReference } from '../delivery/ports.js';
import type { Connector, OutgoingActivity } from './connector.js';
import type { Failure, SendOutcome } from './outcome.js';

const TRIES = 3;
/** Milliseconds waited at most before another try, whatever Teams asks for: the person is looking at the chat. */
const WAIT_MAX = 2_000;

/** Writes about files into a person's own chat: in turn with everything else, tried again where Teams asks for it. */
export class FileChat {
  constructor(
    private readonly connector: Connector,
    private readonly gate: Gate,
  ) {}

  /** True when it was written. */
  async write(to: ConversationReference, activity: OutgoingActivity): Promise<boolean> {
    return (await this.ask(to, () => this.connector.send(to, activity))).kind === 'sent';
  }

  /**
   * Takes a message away once its successor is there, so that no live button stays. One that cannot be taken away is
   * overwritten.
   */
  async replace(
    to: ConversationReference,
    older: string | undefined,
    activity: OutgoingActivity,
    text: string,
  ): Promise<void> {
    await this.write(to, activity);
    if (older === undefined) return;
    const removed = await this.ask(to, () => this.connector.remove(to, older));
    if (removed.kind !== 'sent')
      await this.ask(to, () => this.connector.update(to, older, { text, textFormat: 'plain' }));
  }

  async edit(to: ConversationReference, older: string, activity: OutgoingActivity): Promise<void> {
    await this.ask(to, () => this.connector.update(to, older, activity));
  }

  private async ask(to: ConversationReference, request: () => Promise<SendOutcome>): Promise<SendOutcome> {
    for (let tried = 1; ; tried++) {
      const outcome = await this.gate.through(to.conversationId, to.tenantId, request);
      if (outcome.kind !== 'retry' || tried === TRIES) return outcome;
      await wait(pauseOf(outcome, tried));
    }
  }
}

function pauseOf({ retryAfterMs }: Extract<Failure, { kind: 'retry' }>, tried: number): number {
  return Math.min(retryAfterMs ?? 500 * 2 ** tried, WAIT_MAX);
}
