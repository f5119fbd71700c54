import { z } from 'zod';
import type { Tombstone } from '../../case/case.js';
import { isDay } from '../../case/dates.js';
import { CaseSetAsideError, type Delivery, type MessageReference } from '../../delivery/ports.js';
import { isCaseId, recordOf } from '../append-rules.js';
import { deepFreeze } from '../canonical-json.js';
import { type CaseContent, isCase } from '../case-index.js';
import type { Entry, Log } from '../event-chain.js';
import { type FieldsOf, type Lifts, readSchema, whereIn } from './schema.js';

/** One case as its file holds it. `messages` is keyed by slot. */
interface StoredCase {
  readonly schema: typeof CASE_SCHEMA;
  readonly id: string;
  readonly entries: readonly Entry[];
  readonly deliveries: readonly Delivery[];
  readonly messages: Readonly<Record<string, MessageReference>>;
}

/**
 * What the file of a removed case holds. It takes the place of the case in the same file, by the same rename: there is no
 * moment at which both exist or neither, and the id stays taken.
 */
interface StoredTombstone {
  readonly schema: typeof CASE_SCHEMA;
  readonly removed: Tombstone;
}

/** The newest shape of a case file. A program that knows only older ones leaves such a file alone. */
const CASE_SCHEMA = 1;

/**
 * Only what surrounds the facts may change: the hashes are over the facts as they were appended, and a fact never changes
 * in meaning.
 */
const LIFTS: Lifts = {};

const SUFFIX = '.json';

/** The name of a case's file. */
export function caseFileName(caseId: string): string {
  return `${caseId}${SUFFIX}`;
}

/** The case that a file of this name is of; undefined for a file of another kind. */
export function caseIdIn(fileName: string): string | undefined {
  const id = fileName.slice(0, -SUFFIX.length);
  return fileName.endsWith(SUFFIX) && isCaseId(id) ? id : undefined;
}

/** The log of a case; of a removed one what its tombstone tells of it. */
export function logIn(content: CaseContent): Log {
  if (!isCase(content)) return content;
  const { hashes } = content;
  return { facts: hashes.length, head: hashes.at(-1) ?? '', hashes };
}

/** What is written into the file. */
export function storedShape(content: CaseContent): StoredCase | StoredTombstone {
  if (!isCase(content)) return { schema: CASE_SCHEMA, removed: content };
  const { case: theCase, events, hashes, deliveries, messages } = content;
  const entries = events.map((event, at) => ({ event, hash: hashes[at] ?? '' }));
  return { schema: CASE_SCHEMA, id: theCase.id, entries, deliveries, messages };
}

const messageSchema = z.looseObject({
  conversationId: z.string(),
  activityId: z.string(),
} satisfies FieldsOf<MessageReference>);

const deliverySchema = z.looseObject({
  key: z.string(),
  effect: z.looseObject({ kind: z.string() }),
  replaces: messageSchema.optional(),
  state: z.enum(['pending', 'inFlight', 'sent', 'undelivered', 'unknown', 'superseded']),
  attempts: z.number().int(),
  notBefore: z.string(),
  message: messageSchema.optional(),
  removed: messageSchema.optional(),
  why: z.string().optional(),
  at: z.string(),
} satisfies FieldsOf<Delivery>);

const caseSchema = z.looseObject({
  schema: z.literal(CASE_SCHEMA),
  id: z.string(),
  entries: z.array(z.object({ event: z.unknown(), hash: z.string() })).min(1),
  deliveries: z.array(deliverySchema),
  messages: z.record(z.string(), messageSchema),
} satisfies FieldsOf<StoredCase>);

const tombstoneSchema = z.strictObject({
  schema: z.literal(CASE_SCHEMA),
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

/**
 * Understands the text of a case's file. What it gives is frozen.
 * @throws CaseSetAsideError that says what is wrong with it.
 */
export function readCaseFile(caseId: string, text: string): CaseContent {
  const lifted = readSchema(text, CASE_SCHEMA, LIFTS);
  if ('problem' in lifted) throw new CaseSetAsideError(caseId, lifted.problem);
  const { value } = lifted;
  const [schema, what] = 'removed' in value ? [tombstoneSchema, 'a tombstone'] : [caseSchema, 'a case'];
  const { error } = schema.safeParse(value);
  if (error) throw new CaseSetAsideError(caseId, `the file is not of the shape of ${what} (${whereIn(error)})`);
  const stored = value as StoredCase | StoredTombstone;
  if (('removed' in stored ? stored.removed.id : stored.id) !== caseId)
    throw new CaseSetAsideError(caseId, 'the file holds another case than its name says');
  return 'removed' in stored ? deepFreeze(stored.removed) : recordOf(caseId, stored.entries, stored);
}
