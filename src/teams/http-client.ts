import type { TeamsAdapter } from '@microsoft/teams-ai';

/** What the SDK takes as `httpClient`, by the types it exports. */
type SdkHttpClient = NonNullable<NonNullable<ConstructorParameters<typeof TeamsAdapter>[3]>['httpClient']>;
type SdkRequest = Parameters<SdkHttpClient['sendRequest']>[0];
type SdkResponse = Awaited<ReturnType<SdkHttpClient['sendRequest']>>;

/** Teams answered with a status from 300 on. */
export class HttpError extends Error {
  override readonly name = 'HttpError';

  constructor(
    readonly statusCode: number,
    /** Teams' own word for why, e.g. `BotNotInConversationRoster`. */
    readonly code: string,
    readonly retryAfter: string | null = null,
  ) {
    super(`HTTP ${statusCode}`);
  }
}

/** No answer came. `code` is the system's word, e.g. `ECONNREFUSED`; `timeout` when it took too long, `closed` at the end. */
class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';

  constructor(readonly code: string) {
    super(code);
  }
}

/**
 * Carries the SDK's requests: one call each, no redirect followed. The SDK's own client posts up to four times on 500,
 * 502, 503, 504 and a lost connection, so that a person could get a message twice, and its retry options have no effect.
 * An error whose name is not RestError passes its retries at once, so every failure is thrown as one of the two above.
 */
export class OneRequestClient {
  // Not AbortSignal.any: on Node 20 it keeps 2 KB of every request for as long as the process runs.
  readonly #inFlight = new Set<AbortController>();
  #closed = false;

  constructor(
    /** Milliseconds until an answer is no longer awaited. */
    private readonly timeoutMs = 10_000,
    private readonly carry: typeof fetch = fetch,
  ) {}

  /** @throws HttpError for a status from 300 on, NoAnswerError when no whole answer came. */
  async sendRequest(request: SdkRequest): Promise<SdkResponse> {
    const { response, text } = await this.exchange(request.url, {
      method: request.method,
      headers: request.headers.headersArray().map(({ name, value }): [string, string] => [name, value]),
      body: request.body ?? null,
    });
    return { request, status: response.status, headers: sdkHeaders(request, response), bodyAsText: text };
  }

  /** One request of our own, and the text it was answered with. Throws as `sendRequest` does. */
  async exchange(url: string, request: RequestInit): Promise<{ response: Response; text: string }> {
    if (this.#closed) throw new NoAnswerError('closed');
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new NoAnswerError('timeout')), this.timeoutMs);
    this.#inFlight.add(controller);
    try {
      const response = await this.carry(url, { ...request, redirect: 'manual', signal: controller.signal });
      const text = await response.text();
      if (response.status >= 300)
        throw new HttpError(response.status, codeIn(text), response.headers.get('retry-after'));
      return { response, text };
    } catch (error) {
      throw error instanceof HttpError || error instanceof NoAnswerError ? error : new NoAnswerError(causeOf(error));
    } finally {
      clearTimeout(timer);
      this.#inFlight.delete(controller);
    }
  }

  /** Ends what is under way without an answer and takes no further request, so that the process can end. */
  close(): void {
    this.#closed = true;
    for (const controller of this.#inFlight) controller.abort(new NoAnswerError('aborted'));
  }
}

/** The response's headers in the SDK's own kind, which no package of ours exports. */
function sdkHeaders(request: SdkRequest, response: Response): SdkResponse['headers'] {
  const headers = request.headers.clone();
  for (const name of headers.headerNames()) headers.remove(name);
  for (const [name, value] of response.headers) headers.set(name, value);
  return headers;
}

/** Teams' own word, if it is one word: free text from outside belongs neither in the ledger nor in a log. */
function codeIn(body: string): string {
  try {
    const code: unknown = JSON.parse(body)?.error?.code;
    return typeof code === 'string' && /^[A-Za-z][\w.-]{0,63}$/.test(code) ? code : 'Unexplained';
  } catch {
    return 'Unexplained';
  }
}

function causeOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'connectionLost';
}

/**
 * What became of a request to Teams' connector. An outcome is data: a message that could not be sent is an everyday
 * thing and is written into the delivery ledger.
 */
export type Failure =
  /** Not done, may be tried again: 412, 429, 502, 503, 504, or (status 0) nothing left this computer. */
  | { readonly kind: 'retry'; readonly status: number; readonly retryAfterMs?: number }
  /** Teams said no and will again. `code` is its word for why ("BotNotInConversationRoster"), or ours. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: string }
  /** It may or may not have been done: the request was on its way and no usable answer came. */
  | { readonly kind: 'unknown'; readonly reason: 'timeout' | 'connectionLost' | 'noActivityId' | 'unexpected' };

export type SendOutcome = { readonly kind: 'sent'; readonly activityId: string } | Failure;

/** The outcome of a question to the connector. */
export type Result<T> = { readonly kind: 'found'; readonly value: T } | Failure;

/** Teams' guidance: these and no others are to be retried (500 is not). */
const RETRY = new Set([412, 429, 502, 503, 504]);

/** Errors that come before the first byte of a request is written. */
const NOTHING_SENT = new Set([
  ...['closed', 'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
  'NO_TUNNEL',
]);

/**
 * Reads the outcome from what a request threw. Anything but the two errors of our own client is `unknown`: the SDK may
 * have failed on the answer of a request that was carried out. `now` (ms) is for a Retry-After that is a date.
 */
export function failureOf(error: unknown, now: number): Failure {
  if (error instanceof HttpError) {
    const { statusCode: status, code, retryAfter } = error;
    if (!RETRY.has(status)) return { kind: 'refused', status, code };
    const retryAfterMs = retryAfterIn(retryAfter, now);
    return { kind: 'retry', status, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
  if (!(error instanceof NoAnswerError)) return { kind: 'unknown', reason: 'unexpected' };
  if (NOTHING_SENT.has(error.code)) return { kind: 'retry', status: 0 };
  return { kind: 'unknown', reason: error.code === 'timeout' ? 'timeout' : 'connectionLost' };
}

/** Retry-After in ms, from seconds or an HTTP date (RFC 9110, 10.2.3). */
export function retryAfterIn(value: string | null | undefined, now: number): number | undefined {
  if (!value?.trim()) return undefined;
  const seconds = Number(value);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
