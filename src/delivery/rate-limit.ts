import { type Budget, TokenBuckets } from '../limits/token-bucket.js';
import { KeyedMutex } from './keyed-mutex.js';

/**
 * What Teams allows a bot in one conversation: 7 requests in 1 s, 8 in 2 s, 60 in 30 s, 1,800 in an hour. A bucket of n
 * tokens that gets r a second lets at most n + r * t through in t seconds: the first keeps the three short limits, the
 * second the hour's.
 */
const CONVERSATION: readonly Budget[] = [
  { count: 6, everyMs: 1_000 },
  { count: 300, everyMs: 2_500 },
];
/** Teams allows 50 requests a second in one tenant; the rest is room for requests that leave a little late. */
const TENANT: Budget = { count: 5, everyMs: 24 };

export interface RateLimits {
  readonly conversation: readonly Budget[];
  readonly tenant: Budget;
}

/** The process ends, so nothing may leave any more. */
export class SendingStoppedError extends Error {
  override readonly name = 'SendingStoppedError';
}

/**
 * Lets requests to Teams out: one at a time in a conversation, in the order they came, and within Teams' rate limits.
 * Time is real time even in practice: the limits are about requests over a wire, not about the case.
 */
export class RateLimiter {
  private readonly conversations = new KeyedMutex();
  private readonly ofConversation: readonly TokenBuckets[];
  private readonly ofTenant: TokenBuckets;
  private readonly waits = new Set<() => void>();
  private closed = false;

  constructor(
    { conversation, tenant }: RateLimits = { conversation: CONVERSATION, tenant: TENANT },
    private readonly now: () => number = () => performance.now(),
  ) {
    this.ofConversation = conversation.map((budget) => new TokenBuckets(budget));
    this.ofTenant = new TokenBuckets(tenant);
  }

  /**
   * Runs the request when its turn in the conversation has come and the limits have room. `prepare` runs just before;
   * what it resolves with, unless undefined, is the result, and nothing is sent.
   * @throws SendingStoppedError (rejects) once `close` was called.
   */
  through<T>(
    conversation: string,
    tenant: string,
    request: () => Promise<T>,
    prepare?: () => Promise<T | undefined>,
  ): Promise<T> {
    return this.conversations.run(conversation, async () => {
      // The conversation first: a tenant's token must not be held by a request that waits for a busy conversation.
      await this.until(Math.max(...this.ofConversation.map((bucket) => bucket.reserve(conversation, this.now()))));
      await this.until(this.ofTenant.reserve(tenant, this.now()));
      return (await prepare?.()) ?? request();
    });
  }

  /** Counts a request that leaves now without waiting: the answer to a message. */
  passed(conversation: string, tenant: string): void {
    for (const bucket of this.ofConversation) bucket.reserve(conversation, this.now());
    this.ofTenant.reserve(tenant, this.now());
  }

  /** Ends every wait: nothing leaves any more. */
  close(): void {
    this.closed = true;
    for (const end of this.waits) end();
  }

  private async until(ms: number): Promise<void> {
    if (ms > 0 && !this.closed) await new Promise<void>((resolve) => this.pause(ms, resolve));
    if (this.closed) throw new SendingStoppedError('The process ends');
  }

  private pause(ms: number, resolve: () => void): void {
    const end = () => {
      clearTimeout(timer);
      this.waits.delete(end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    this.waits.add(end);
  }
}
