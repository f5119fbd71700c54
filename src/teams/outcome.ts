import { HttpError, NoAnswerError } from './http-client.js';

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
function retryAfterIn(value: string | undefined, now: number): number | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  const seconds = Number(value);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
