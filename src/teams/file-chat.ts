import { setTimeout as wait } from 'node:timers/promises';
import type { ConversationReference } from '../delivery/ports.js';
import type { RateLimiter } from '../delivery/rate-limit.js';
import type { Consent, Upload } from './activities.js';
import type { Connector, OutgoingActivity } from './connector.js';
import type { SendOutcome } from './http-client.js';
import { plainActivity } from './replies.js';

const TRIES = 3;
/** Milliseconds waited at most before another try, whatever Teams asks for: the person is looking at the chat. */
const WAIT_MAX = 2_000;

/** Writes about files into a person's own chat: in order with everything else, tried again where Teams asks for it. */
export class FileChat {
  constructor(
    private readonly connector: Connector,
    private readonly limiter: RateLimiter,
  ) {}

  /** True when it was written. */
  async write(to: ConversationReference, activity: OutgoingActivity): Promise<boolean> {
    return (await this.retrying(to, () => this.connector.send(to, activity))).kind === 'sent';
  }

  /**
   * Takes a message away once its successor is there, so that no live button stays. One that cannot be taken away is
   * overwritten with `text`.
   */
  async replace(
    to: ConversationReference,
    older: string | undefined,
    activity: OutgoingActivity,
    text: string,
  ): Promise<void> {
    await this.write(to, activity);
    if (older === undefined) return;
    const removed = await this.retrying(to, () => this.connector.remove(to, older));
    if (removed.kind !== 'sent') await this.edit(to, older, plainActivity(text));
  }

  async edit(to: ConversationReference, older: string, activity: OutgoingActivity): Promise<void> {
    await this.retrying(to, () => this.connector.update(to, older, activity));
  }

  private async retrying(to: ConversationReference, request: () => Promise<SendOutcome>): Promise<SendOutcome> {
    for (let tried = 1; ; tried++) {
      const outcome = await this.limiter.through(to.conversationId, to.tenantId, request);
      if (outcome.kind !== 'retry' || tried === TRIES) return outcome;
      await wait(Math.min(outcome.retryAfterMs ?? 500 * 2 ** tried, WAIT_MAX));
    }
  }
}

/** A file as it is offered: Teams shows its name and size before the person says yes. */
export interface Offered {
  readonly name: string;
  readonly description: string;
  /** Bytes. */
  readonly size: number;
}

/** Teams' own card that asks whether the bot may put a file into the person's OneDrive; personal chats only. */
export function consentActivity(
  { name, description, size }: Offered,
  { caseId, file }: Pick<Consent, 'caseId' | 'file'>,
): OutgoingActivity {
  const context = { caseId, file };
  const content = { description, sizeInBytes: size, acceptContext: context, declineContext: context };
  const contentType = 'application/vnd.microsoft.teams.card.file.consent';
  return { summary: description, attachments: [{ contentType, name, content }] };
}

/** Teams' own card of a file that is in place, with the way to it. */
export function savedActivity(
  { contentUrl, uniqueId, fileType }: Upload,
  name: string,
  summary: string,
): OutgoingActivity {
  const contentType = 'application/vnd.microsoft.teams.card.file.info';
  return { summary, attachments: [{ contentType, contentUrl, name, content: { uniqueId, fileType } }] };
}
