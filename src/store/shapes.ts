import { z } from 'zod';
import { eventSchema } from '../case/events.js';
import type { Delivery, MessageReference } from '../delivery/ports.js';
import { type CaseChange, withChange } from './case-change.js';
import { type Entry, verifyChain } from './event-chain.js';
import { DamagedCaseError } from './errors.js';

/** One case as the first line of its file holds it. `messages` is keyed by slot. */
export interface StoredCase {
  readonly schema: typeof CASE_SCHEMA;
  readonly id: string;
  readonly entries: readonly Entry[];
  readonly deliveries: readonly Delivery[];
  readonly messages: Readonly<Record<string, MessageReference>>;
}

/** The newest shape of a case file. A program of an older one leaves such a file alone. */
export const CASE_SCHEMA = 2;

/**
 * Lifts a file of schema n (the key) to n + 1. Only what surrounds the facts may change: the hashes are over the facts
 * as they were appended, and a fact never changes in meaning.
 */
const LIFTS: Readonly<Record<number, (older: object) => object>> = {
  // Schema 1 was the whole case in every write; from 2 on lines with changes may follow it.
  1: (older) => ({ ...older, schema: 2 }),
};

/** A schema for every field of a port's type and for no other: the compiler tells when the two drift apart. */
export type FieldsOf<T> = { readonly [K in keyof Required<T>]: z.ZodType };

const placeSchema = z.looseObject({
  conversationId: z.string(),
  activityId: z.string(),
} satisfies FieldsOf<MessageReference>);

const deliverySchema = z.looseObject({
  key: z.string(),
  effect: z.looseObject({ kind: z.string() }),
  replaces: placeSchema.optional(),
  state: z.enum(['pending', 'claimed', 'inFlight', 'sent', 'undelivered', 'unknown', 'superseded']),
  attempts: z.number().int(),
  notBefore: z.string(),
  message: placeSchema.optional(),
  why: z.string().optional(),
  at: z.string(),
} satisfies FieldsOf<Delivery>);

const entrySchema = z.object({ event: z.unknown(), hash: z.string() });

const caseSchema = z.looseObject({
  schema: z.literal(CASE_SCHEMA),
  id: z.string(),
  entries: z.array(entrySchema).min(1),
  deliveries: z.array(deliverySchema),
  messages: z.record(z.string(), placeSchema),
} satisfies FieldsOf<StoredCase>);

const changeSchema = z.looseObject({
  entries: z.array(entrySchema).optional(),
  deliveries: z.array(deliverySchema).optional(),
  gone: z.array(z.string()).optional(),
  messages: z.record(z.string(), placeSchema.nullable()).optional(),
} satisfies FieldsOf<CaseChange>);

/** What a case file holds, and what may be done with it. */
export interface ReadCase {
  readonly stored: StoredCase;
  /** Characters of the lines that follow the first one. */
  readonly added: number;
  /** False for a file of an older shape and for one that ends in a line which was cut off: no line may follow those. */
  readonly mayGrow: boolean;
}

/**
 * Understands the text of a case file, or throws a `DamagedCaseError` that says what is wrong with it. The facts are
 * kept as they lie there, with fields that a newer program may have added: the hashes cover those too.
 */
export function readStoredCase(caseId: string, text: string): StoredCase {
  return readCase(caseId, text).stored;
}

/**
 * The same, for whoever goes on writing the file. `understood` is the hash on which a log ends whose facts this program
 * has understood before: then it only has to be that log, which the hashes tell.
 */
export function readCase(caseId: string, text: string, understood?: string): ReadCase {
  const damaged = (reason: string): never => {
    throw new DamagedCaseError(caseId, reason);
  };
  const { first, lines, torn } = linesOf(text);
  const lifted = readSchema(first, CASE_SCHEMA, LIFTS);
  if ('problem' in lifted) return damaged(lifted.problem);
  const shape = caseSchema.safeParse(lifted.value);
  if (!shape.success) return damaged(`the file is not of the shape of a case (${whereIn(shape.error)})`);
  let stored = lifted.value as StoredCase;
  if (stored.id !== caseId) return damaged('the file holds another case than its name says');
  for (const [number, line] of lines.entries()) {
    const change = jsonIn(line);
    if (!changeSchema.safeParse(change).success)
      return damaged(`line ${number + 2} of the file is no change of a case`);
    stored = withChange(stored, change as CaseChange);
  }
  mustTell(caseId, stored.entries, understood);
  const mayGrow = !torn && lifted.from === CASE_SCHEMA && text.endsWith('\n');
  return { stored, added: text.length - first.length, mayGrow };
}

/** Parses a file with a schema number and lifts it to the newest; says what is wrong without repeating what it holds. */
export function readSchema(
  text: string,
  newest: number,
  lifts: Readonly<Record<number, (older: object) => object>>,
): { value: object; from: number } | { problem: string } {
  if (text.trim() === '') return { problem: 'the file is empty' };
  const value = jsonIn(text);
  if (value === undefined) return { problem: 'the file is not valid JSON, perhaps cut off' };
  if (typeof value !== 'object' || value === null || !('schema' in value) || !Number.isInteger(value.schema))
    return { problem: 'the file has no schema number' };
  const schema = Number(value.schema);
  if (schema > newest) return { problem: `schema ${schema} is newer than this program, which knows up to ${newest}` };
  let lifted: object = value;
  for (let from = schema; from < newest; from++) {
    const lift = lifts[from];
    if (!lift) return { problem: `schema ${from} is unknown` };
    lifted = lift(lifted);
  }
  return { value: lifted, from: schema };
}

/**
 * The lines of a case file. The first one was put in place whole, so that one that does not end as JSON ends was laid out
 * anew by hand and stands for everything. Of the others only the last can be torn: a crash cut it off, or a power loss
 * left blanks of the disk in it. Nobody was answered for such a line, and it does not count.
 */
function linesOf(text: string): { first: string; lines: readonly string[]; torn: boolean } {
  const [first = '', ...lines] = text.split('\n');
  if (lines.length === 0 || !first.endsWith('}')) return { first: text, lines: [], torn: false };
  const cut = lines.pop() !== '';
  const holed = !cut && lines.at(-1)?.includes('\0') === true;
  return { first, lines: holed ? lines.slice(0, -1) : lines, torn: cut || holed };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where the first mismatch lies, as a path; never what stands there. */
export function whereIn(error: z.ZodError): string {
  return error.issues[0]?.path.join('.') || 'everywhere';
}

/** Throws unless all facts are known, none is another one than was written, and the log opens this case, once and first. */
function mustTell(caseId: string, entries: readonly Entry[], understood: string | undefined): void {
  if (entries.at(-1)?.hash !== understood) mustBeUnderstood(caseId, entries);
  const broken = verifyChain(entries);
  if (broken !== undefined) throw new DamagedCaseError(caseId, `the hash chain is broken at fact ${broken}`, broken);
  // From the opening on `evolve` takes any fact.
  const opens = entries.every(({ event }, position) =>
    position === 0 ? event.type === 'CaseOpened' && event.caseId === caseId : event.type !== 'CaseOpened',
  );
  if (!opens) throw new DamagedCaseError(caseId, 'the facts do not begin with the opening of this case');
}

function mustBeUnderstood(caseId: string, entries: readonly Entry[]): void {
  for (const [position, { event }] of entries.entries())
    if (!eventSchema.safeParse(event).success)
      throw new DamagedCaseError(caseId, `fact ${position} is none that this program knows`);
}
