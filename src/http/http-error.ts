/** What the caller of each status is told; nothing of what happened inside. */
export const SENTENCES = {
  400: 'This is no Bot Framework activity.',
  401: 'A valid token is needed.',
  403: 'Not allowed.',
  404: 'Nothing here.',
  405: 'Only POST.',
  413: 'Too large.',
  415: 'Only application/json.',
  500: 'Something went wrong.',
  503: 'Try again later.',
} as const;

export type Status = keyof typeof SENTENCES;

/** A request that is refused. `why` is a fixed word for the log and /metrics. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';

  constructor(
    readonly status: Status,
    readonly why: string,
  ) {
    super(`Refused with ${status}: ${why}`);
  }
}

/** What an error may ask for: a body that cannot be read, or a refused turn. Anything else is a failure of the bot. */
const REFUSALS: readonly unknown[] = [400, 401, 403, 413, 415, 503] satisfies Status[];

/** The status an error asks for by its `status`, else 500. */
export function statusOf(error: unknown): Status {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return REFUSALS.includes(status) ? (status as Status) : 500;
}

/** Why a request was refused, by the error's own fixed word. */
export function whyOf(error: unknown): string {
  const why = error instanceof Error && 'why' in error ? error.why : undefined;
  return typeof why === 'string' ? why : 'refused';
}
