import type { ParseArgsConfig } from 'node:util';
import type { AdminConfig } from '../config.js';
import type { Io } from './io.js';

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
