import { z } from 'zod';
import { isDay } from './dates.js';
import { authorSchema, languageSchema, personSchema } from './people.js';
import { STEPS } from './steps.js';

const day = z.string().refine(isDay);
const step = z.enum(STEPS);

/** The conversation in which the case was opened; its card stands there. `id` is the conversation's id in Teams. */
const homeSchema = z.object({ kind: z.enum(['personal', 'groupChat', 'channel']), id: z.string().min(1) });
export type Home = z.infer<typeof homeSchema>;

/** The office of the person who is asked who the security officer is (seed step 1). */
const officeSchema = z.enum(['financeManager', 'programmeManager']);

/** What must be done again when NemKonto sends the agreement back. */
export const AGAIN = ['signature', 'webForm'] as const;
const againSchema = z.enum(AGAIN);
export type Again = z.infer<typeof againSchema>;

/** Why a reminder came: no answer, a date that is near or past, or a person who asked for it. */
const occasionSchema = z.enum([
  'silence',
  'taskStart',
  'taskEndNear',
  'taskEnd',
  'confirmationHalfway',
  'confirmationLate',
  'invoiceDueNear',
  'invoiceDue',
  'asked',
  'klik',
]);
export type Occasion = z.infer<typeof occasionSchema>;

/** What every event carries: when (ISO instant) and who caused it. */
const stamp = { at: z.string(), by: authorSchema };

const event = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({ type: z.literal(type), ...stamp, ...shape });

/**
 * The events of a case. Past tense; once released an event is never renamed, removed or changed in meaning, and new
 * fields are optional. Days are `yyyy-mm-dd`, amounts whole øre, the agreement number is text, a municipality its
 * four-digit code.
 */
export const eventSchema = z.discriminatedUnion('type', [
  event('CaseOpened', {
    caseId: z.string(),
    tenant: z.string(),
    municipality: z.string(),
    goLive: day,
    taskStart: day,
    taskEnd: day,
    home: homeSchema,
    language: languageSchema,
    coordinator: personSchema,
    ean: z.string().optional(),
    accounting: z.string().optional(),
  }),
  event('OfficerSought', { adviser: personSchema, office: officeSchema }),
  event('OfficerNamed', { officer: personSchema }),
  event('OfficerAccepted', {}),
  event('OfficerDeclined', { reason: z.string() }),
  event('AgreementNumberGiven', { number: z.string() }),
  event('WebFormCompleted', {
    filledOn: day,
    fields: z.record(z.string(), z.string()),
    paperAt: z.string().optional(),
  }),
  event('SignatureConfirmed', { signedOn: day }),
  event('SignatureRefused', { reason: z.string() }),
  event('SignedCopyRecorded', { name: z.string(), size: z.number().int(), sha256: z.string() }),
  event('AgreementSent', { sentOn: day }),
  event('MarkedInKlik', {}),
  event('KlikHandedOver', { to: personSchema }),
  event('ReceiptConfirmed', { receivedOn: day }),
  event('InvoiceRegistered', {
    number: z.string(),
    amount: z.number().int(),
    due: day,
    payer: personSchema,
    note: z.string().optional(),
  }),
  event('PayerNamed', { payer: personSchema, ean: z.string().optional(), accounting: z.string().optional() }),
  event('AgreementFormRecorded', { receivedOn: day, filedAs: z.string().optional() }),
  event('ReturnDocumentRecorded', { receivedOn: day, filedAs: z.string().optional() }),
  event('FollowUpNamed', { person: personSchema }),
  event('InvoicePaid', { paidOn: day }),
  event('StepReopened', { step, falling: z.array(step) }),
  event('CoordinatorChanged', { to: personSchema }),
  event('OfficerReplaced', { to: personSchema }),
  event('PayerReplaced', { to: personSchema }),
  event('SubstituteNamed', { absent: personSchema, substitute: personSchema, from: day, until: day }),
  event('GoLiveMoved', { goLive: day, taskStart: day, taskEnd: day }),
  event('Reminded', { to: personSchema, step, occasion: occasionSchema, rung: z.number().int() }),
  event('Escalated', { to: z.array(personSchema), step, occasion: occasionSchema, rung: z.number().int() }),
  /** With a person only the reminders to them rest, without one those of the whole case. */
  event('Snoozed', { days: z.number().int(), until: day, person: personSchema.optional() }),
  event('CaseCancelled', { reason: z.string() }),
  event('CaseReopened', { reason: z.string() }),
  /** By the officer: the days on which nothing is asked of them. */
  event('AbsenceNoted', { from: day, until: day }),
  event('AgreementReturned', { returnedOn: day, reason: z.string(), again: againSchema, falling: z.array(step) }),
]);

export type CaseEvent = z.infer<typeof eventSchema>;
export type EventType = CaseEvent['type'];
export type EventOf<T extends EventType> = Extract<CaseEvent, { type: T }>;

/** What an event says besides its type, its time and who caused it. The types of commands and case are built on it. */
export type FactsOf<T extends EventType> = Omit<EventOf<T>, 'type' | 'at' | 'by'>;

/** The facts of an event, every field of them: with this no new field is left out. */
export function factsOf<T extends EventType>(event: EventOf<T>): FactsOf<T> {
  const { type: _type, at: _at, by: _by, ...facts } = event;
  return facts as FactsOf<T>;
}

/**
 * What is kept of the file the officer sent: enough to tell later whether a file is that one, nothing of its content. The
 * agreement itself belongs in the municipality's own archive. `size` in bytes, `sha256` as 64 lower-case hex digits.
 */
export type SignedCopy = FactsOf<'SignedCopyRecorded'>;
