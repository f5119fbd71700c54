import type { Instant } from '../case/dates.js';

/** What a command has of the world besides the disk, so that a test can be its world. */
export interface Io {
  /** The settings; the process's own environment when not given. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  out(text: string | Uint8Array): void;
  err(text: string): void;
  now(): Instant;
}

/** What an operator is told when a command cannot do its work: the thing, and the remedy. Ids only, no names. */
export class AdminError extends Error {
  override readonly name = 'AdminError';
}
