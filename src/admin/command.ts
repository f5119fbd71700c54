import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ParseArgsConfig } from 'node:util';
import type { Instant } from '../case/dates.js';
import type { AdminConfig } from '../config.js';
import { nodeDisk } from '../store/lowdb/disk.js';
import { writeDurably } from '../store/lowdb/durable-adapter.js';

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

/** What was typed after the command's name. */
export interface Typed {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

/** One command of the operator's command line. */
export interface AdminCommand {
  readonly name: string;
  /** What may follow the name, as in `<case id> [--out <file>]`. */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` says besides: what it does, what it leaves alone, when it fails. */
  readonly help: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** How many words are wanted besides the options. */
  readonly words: { readonly from: number; readonly to: number };
  /** Resolves with the exit code. Throws an `AdminError` when it cannot do its work. */
  run(typed: Typed, config: AdminConfig, io: Io): Promise<number>;
}

/** The text of an option; undefined when it was not given. */
export function text({ options }: Typed, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** A number of entries, in words. */
export function entries(count: number): string {
  return `${count} ${count === 1 ? 'entry' : 'entries'}`;
}

/** Writes a new file, readable by its owner only, on the disk for good when it resolves. Never overwrites a file. */
export async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there) throw new AdminError(`${resolve(path)} exists already. Choose another name, or move it away first.`);
  await writeDurably(nodeDisk, resolve(path), content);
}
