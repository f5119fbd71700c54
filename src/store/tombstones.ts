import { z } from 'zod';
import type { Tombstone } from '../case/case.js';
import { isDay } from '../case/dates.js';
import { DamagedCaseError } from './errors.js';
import { type FieldsOf, type ReadCase, readCase, readSchema, type StoredCase, whereIn } from './shapes.js';

/** The newest shape of a tombstone. */
export const TOMBSTONE_SCHEMA = 1;

/**
 * What the file of a removed case holds. It takes the place of the case in the same file, by the same rename: there is no
 * moment at which both stand or neither, and the id stays taken.
 */
export interface StoredTombstone {
  readonly schema: typeof TOMBSTONE_SCHEMA;
  readonly removed: Tombstone;
}

/** The file of a case: the case, or what is left of it. */
export type StoredFile = StoredCase | StoredTombstone;

export function isRemoved(stored: object): stored is StoredTombstone {
  return 'removed' in stored;
}

const tombstoneSchema = z.strictObject({
  schema: z.literal(TOMBSTONE_SCHEMA),
  removed: z.strictObject({
    id: z.string(),
    tenant: z.string(),
    municipality: z.string(),
    ended: z.enum(['paid', 'cancelled']),
    closed: z.string().refine(isDay),
    facts: z.number().int().positive(),
    head: z.string().regex(/^[0-9a-f]{64}$/),
    removed: z.iso.datetime(),
  } satisfies FieldsOf<Tombstone>),
});

/** How every tombstone begins, so that a case need not be parsed twice to know that it is none. */
const BEGINNING = /^\s*\{\s*"schema"\s*:\s*\d+\s*,\s*"removed"\s*:/;

/**
 * Understands the text of a case's file, or throws a `DamagedCaseError` that says what is wrong with it; `understood` as
 * in `readCase`.
 */
export function readCaseFile(caseId: string, text: string, understood?: string): ReadCase | StoredTombstone {
  if (!BEGINNING.test(text)) return readCase(caseId, text, understood);
  const damaged = (reason: string): never => {
    throw new DamagedCaseError(caseId, reason);
  };
  const lifted = readSchema(text, TOMBSTONE_SCHEMA, {});
  if ('problem' in lifted) return damaged(lifted.problem);
  const shape = tombstoneSchema.safeParse(lifted.value);
  if (!shape.success) return damaged(`the file is not of the shape of a tombstone (${whereIn(shape.error)})`);
  if (shape.data.removed.id !== caseId) return damaged('the file holds the tombstone of another case');
  return shape.data;
}
