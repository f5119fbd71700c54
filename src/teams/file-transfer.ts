import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ConversationReference } from '../delivery/ports.js';
import type { RateLimiter } from '../delivery/rate-limit.js';
import type { Connector, OutgoingActivity } from './connector.js';
import { retryAfterIn, type SendOutcome } from './http-client.js';
import { plainActivity } from './replies.js';
import { isTrustedFileUrl, type Trust } from './trusted-urls.js';

/** Bytes of a signed agreement at most: a scan of a few pages is a tenth of that. */
export const FILE_MAX = 25_000_000;

/** Milliseconds until a transfer is given up. */
const TIMEOUT = 30_000;
const TRIES = 3;
/** Milliseconds between tries, unless the server asks for more; never more than the longest. */
const PAUSE = { first: 1_000, longest: 10_000 } as const;

/** What OneDrive says when it will take the same request a moment later. */
const RETRY = new Set([429, 500, 502, 503, 504]);

export type Sent = 'sent' | 'untrusted' | 'failed';
export type Measured = { size: number; sha256: string } | 'untrusted' | 'tooBig' | 'empty' | 'failed';

export interface TransferOptions {
  readonly trust: Trust;
  readonly timeoutMs?: number;
  readonly pause?: (ms: number) => Promise<unknown>;
}

/**
 * Carries files to and from the address Teams names. The address is checked first, a redirect is never followed, and
 * every transfer ends: by time, by size, by a count of tries. Failures are outcomes; nothing of a file is kept or logged.
 */
export class Transfers {
  private readonly closing = new AbortController();

  constructor(private readonly options: TransferOptions) {}

  /** Ends what is under way as failed, and takes up nothing more: the process stops within seconds. */
  close(): void {
    this.closing.abort();
  }

  trusts(address: unknown): address is string {
    return isTrustedFileUrl(address, this.options.trust);
  }

  /** Puts the whole file in one request, as Teams' upload sessions want it. */
  async send(address: string, file: Uint8Array, type: string): Promise<Sent> {
    if (!this.trusts(address)) return 'untrusted';
    const headers = { 'Content-Type': type, 'Content-Range': `bytes 0-${file.length - 1}/${file.length}` };
    const response = await this.ask(address, { method: 'PUT', headers, body: Buffer.from(file) });
    await response?.body?.cancel();
    return response?.ok ? 'sent' : 'failed';
  }

  /** Reads a file once, piece by piece, for its size and SHA-256; no piece outlives its turn. */
  async measure(address: string, max = FILE_MAX): Promise<Measured> {
    return this.trusts(address) ? this.read(address, {}, max) : 'untrusted';
  }

  /**
   * The same of a picture that was pasted into a message: it lies with Teams' connector, which asks who comes. The bot's
   * token goes nowhere but to where the message came from.
   */
  async measurePasted(address: string, serviceUrl: string, authorization: string | undefined): Promise<Measured> {
    const isThere = URL.canParse(address) && new URL(address).origin === new URL(serviceUrl).origin;
    if (!isThere) return 'untrusted';
    return this.read(address, authorization === undefined ? {} : { Authorization: authorization }, FILE_MAX);
  }

  private async read(address: string, headers: Record<string, string>, max: number): Promise<Measured> {
    const response = await this.ask(address, { method: 'GET', headers });
    if (!response?.ok || !response.body) return 'failed';
    const hash = createHash('sha256');
    let size = 0;
    try {
      for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
        size += piece.length;
        if (size > max) return 'tooBig';
        hash.update(piece);
      }
    } catch {
      return 'failed';
    }
    return size === 0 ? 'empty' : { size, sha256: hash.digest('hex') };
  }

  /** The answer, or undefined when none came; asks again a few times where that may help. */
  private async ask(address: string, request: RequestInit): Promise<Response | undefined> {
    const { signal } = this.closing;
    const pause = this.options.pause ?? ((ms: number) => wait(ms, undefined, { signal }).catch(() => undefined));
    for (let tried = 1; ; tried++) {
      const response = await this.once(address, request);
      if ((response && !RETRY.has(response.status)) || tried === TRIES || signal.aborted) return response;
      await response?.body?.cancel();
      await pause(pauseAfter(response, tried));
    }
  }

  private async once(address: string, request: RequestInit): Promise<Response | undefined> {
    const late = AbortSignal.timeout(this.options.timeoutMs ?? TIMEOUT);
    const signal = AbortSignal.any([late, this.closing.signal]);
    try {
      return await fetch(address, { ...request, redirect: 'manual', signal });
    } catch {
      return undefined;
    }
  }
}

function pauseAfter(response: Response | undefined, tried: number): number {
  const asked = retryAfterIn(response?.headers.get('retry-after'), Date.now()) ?? 0;
  return Math.min(Math.max(asked, PAUSE.first * 2 ** (tried - 1)), PAUSE.longest);
}

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
