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
export type Answer<T> = { readonly kind: 'found'; readonly value: T } | Failure;

/** Teams' guidance: these and no others are to be retried (500 is not). */
const RETRY = new Set([412, 429, 502, 503, 504]);

/** System errors that come before the first byte of the request is written. */
const NOTHING_WRITTEN = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Reads the outcome from what the SDK's client throws. `now` (ms) is for a Retry-After that is given as a date. */
export function failureOf(error: unknown, now: number): Failure {
  const thrown = error as Thrown | null | undefined;
  const status = thrown?.statusCode ?? thrown?.response?.status;
  if (typeof status === 'number') {
    if (!RETRY.has(status)) return { kind: 'refused', status, code: codeOf(thrown) };
    const wait = waitOf(headerOf(thrown, 'retry-after'), now);
    return { kind: 'retry', status, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
  }
  if (NOTHING_WRITTEN.has(String(thrown?.code))) return { kind: 'retry', status: 0 };
  if (thrown?.name === 'AbortError' || thrown?.name === 'TimeoutError') return { kind: 'unknown', reason: 'timeout' };
  const lost = typeof thrown?.code === 'string';
  return { kind: 'unknown', reason: lost ? 'connectionLost' : 'unexpected' };
}

/** The parts of the SDK's RestError that are read here; any of them may be missing. */
interface Thrown {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly statusCode?: number;
  readonly body?: { readonly error?: { readonly code?: unknown } };
  readonly details?: { readonly error?: { readonly code?: unknown } };
  readonly response?: { readonly status?: number; readonly headers?: { get(name: string): unknown } };
}

/** Teams' own word, if it is one word: free text from outside does not belong in the ledger or a log. */
function codeOf(thrown: Thrown | null | undefined): string {
  for (const code of [thrown?.details?.error?.code, thrown?.body?.error?.code, thrown?.code]) {
    if (typeof code === 'string' && /^[A-Za-z][\w.-]{0,63}$/.test(code) && code !== 'REQUEST_SEND_ERROR') return code;
  }
  return 'Unexplained';
}

function headerOf(thrown: Thrown | null | undefined, name: string): string | undefined {
  const value = thrown?.response?.headers?.get(name);
  return typeof value === 'string' ? value : undefined;
}

/** Retry-After in ms, from seconds or an HTTP date (RFC 9110, 10.2.3). */
function waitOf(value: string | undefined, now: number): number | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  const seconds = Number(value);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
