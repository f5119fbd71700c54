import type { Case } from './case.js';
import { STEPS } from './steps.js';
import { looksLikeCpr, type Read, readText } from './typed.js';

/**
 * What is known of the file the officer sent: enough to tell later whether a file is that one, nothing of what it says.
 * The agreement itself belongs in the municipality's own archive and is never kept here.
 */
export interface SignedCopy {
  /** As the officer's computer called it. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** 64 hexadecimal digits, lower case. */
  readonly sha256: string;
}

const NAME_MAX = 200;

/** Characters that nobody sees and that turn a line around: "fdp.exe" must not read as "exe.pdf". */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * The name of a file as it may be written down: one line, and without a CPR number, also where underscores or dots stand
 * in for its hyphen.
 */
export function readFileName(name: string): Read<string> {
  const seen = name.slice(0, 2_000).replace(UNSEEN, '').replace(/\s+/g, ' ');
  const read = readText(seen, NAME_MAX);
  if ('problem' in read) return read;
  return looksLikeCpr(seen.replace(/[_.]+/g, '-')) ? { problem: { kind: 'cpr' } } : read;
}

/** True once there is something to sign: every step before the signature is closed. */
export function isSignable(theCase: Pick<Case, 'done'>): boolean {
  return STEPS.slice(0, STEPS.indexOf('signature')).every((step) => theCase.done[step] !== undefined);
}

/**
 * True while what the file shows is what the case says was signed: every step before the signature is closed, and a
 * signature that stood still stands.
 */
export function copyStands(before: Case, after: Case): boolean {
  const signed = before.done.signature === undefined || after.done.signature !== undefined;
  return isSignable(after) && signed;
}
