import type { z } from 'zod';

/** Lifts a file of schema n (the key) to n + 1. */
export type Lifts = Readonly<Record<number, (older: object) => object>>;

/** A schema for every field of a type and for no other: the compiler tells when the two drift apart. */
export type FieldsOf<T> = { readonly [K in keyof Required<T>]: z.ZodType };

/** Parses a file with a schema number and lifts it to the newest; says what is wrong without repeating what it holds. */
export function readSchema(text: string, newest: number, lifts: Lifts): { value: object } | { problem: string } {
  if (text.trim() === '') return { problem: 'the file is empty' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'the file is not valid JSON, perhaps cut off' };
  }
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
  return schema < 1 ? { problem: `schema ${schema} is unknown` } : { value: lifted };
}

/** Where the first mismatch lies, as a path; never what is there. */
export function whereIn(error: z.ZodError): string {
  return error.issues[0]?.path.join('.') || 'everywhere';
}
