import { z } from 'zod';
import { languageSchema, personSchema } from '../case/people.js';
import type { ConversationReference, KnownPerson } from '../delivery/ports.js';
import { type FieldsOf, readSchema, whereIn } from './shapes.js';
import { DamagedFileError } from './shelf.js';

/** The newest shape of the directory's files. */
export const DIRECTORY_SCHEMA = 1;

/** What the bot knows of one person, as its file holds it. */
export interface StoredPerson {
  readonly schema: typeof DIRECTORY_SCHEMA;
  readonly acquaintance: KnownPerson;
}

/** How to reach one conversation, as its file holds it. */
export interface StoredConversation {
  readonly schema: typeof DIRECTORY_SCHEMA;
  readonly address: ConversationReference;
}

/** Lifts a file of schema n (the key) to n + 1. */
const LIFTS: Readonly<Record<number, (older: object) => object>> = {};

const addressSchema = z.looseObject({
  serviceUrl: z.string(),
  conversationId: z.string(),
  kind: z.enum(['personal', 'groupChat', 'channel']),
  tenantId: z.string(),
  botId: z.string(),
} satisfies FieldsOf<ConversationReference>);

const storedPersonSchema = z.looseObject({
  schema: z.literal(DIRECTORY_SCHEMA),
  acquaintance: z.looseObject({
    person: personSchema,
    teamsId: z.string().optional(),
    guest: z.boolean().optional(),
    personal: addressSchema.optional(),
    blocked: z.boolean().optional(),
    locale: languageSchema.optional(),
    language: languageSchema.optional(),
    seen: z.string().optional(),
  } satisfies FieldsOf<KnownPerson>),
});

const storedConversationSchema = z.looseObject({ schema: z.literal(DIRECTORY_SCHEMA), address: addressSchema });

export function readStoredPerson(text: string): StoredPerson {
  return checked(text, storedPersonSchema) as StoredPerson;
}

export function readStoredConversation(text: string): StoredConversation {
  return checked(text, storedConversationSchema) as StoredConversation;
}

function checked(text: string, schema: z.ZodType): object {
  const lifted = readSchema(text, DIRECTORY_SCHEMA, LIFTS);
  if ('problem' in lifted) throw new DamagedFileError(lifted.problem);
  const shape = schema.safeParse(lifted.value);
  if (!shape.success) throw new DamagedFileError(`the file is of another shape (${whereIn(shape.error)})`);
  return lifted.value;
}
