import { z } from 'zod';
import { STEPS, type StepId } from '../case/steps.js';

/** One text in both languages. */
const bilingual = z.object({ da: z.string().min(1), en: z.string().min(1) }).strict();

const whole = z.number().int();

/**
 * One field of the web form as Bilag 1 wants it filled in. `source` says where its value comes from: the case itself,
 * a fixed text from Bilag 1, or what the coordinator types (then it is an input `field.<id>`).
 */
const formField = z
  .object({
    id: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'small letter first, then letters and digits, at most 40'),
    label: bilingual,
    source: z.enum(['agreementNumber', 'municipality', 'fixed', 'typed']),
    value: z.string().max(200).optional(),
    required: z.boolean().default(true),
    help: bilingual.optional(),
  })
  .strict()
  .refine(
    (field) => field.source !== 'fixed' || field.value !== undefined,
    'a field with source "fixed" needs a value',
  );

const formFields = z
  .array(formField)
  .max(30)
  .refine((fields) => new Set(fields.map((field) => field.id)).size === fields.length, 'two fields have the same id');

/** What an answer may name of the task's own data, in braces after a dollar sign. */
export const PLACEHOLDERS = [
  'annex',
  'fee',
  'feeYear',
  'mailTo',
  'formLink',
  'supportName',
  'supportPhone',
  'waitDays',
  'endDays',
  'startDays',
  'length',
  'numberMin',
  'numberMax',
  'followUp',
  'klikTitle',
  'masterTask',
  'project',
  'phase',
  'theme',
  'priority',
  'wave',
] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

const isPlaceholder = (name: string) => PLACEHOLDERS.some((one) => one === name);
const placeholdersIn = (text: string) => [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, name = '']) => name);

const answer = bilingual.refine(({ da, en }) => placeholdersIn(da + en).every(isPlaceholder), {
  error: `only these facts can be filled in: ${PLACEHOLDERS.join(', ')}`,
});

const phrasings = z.array(z.string().min(1).max(200)).max(40).default([]);

/**
 * What people ask about the task, and the answer. `also` holds other ways to ask the same; the answer comes from a step,
 * or from the place that `source` names. The help card shows it too, unless `inHelp` is false.
 */
const question = z
  .object({
    /** A name for the search, which knows what the questions it has a name for are about. */
    id: z.string().optional(),
    ask: bilingual,
    also: z.object({ da: phrasings, en: phrasings }).strict().prefault({}),
    answer,
    step: z.enum(STEPS).optional(),
    source: bilingual.optional(),
    link: z.enum(['annex', 'form', 'support']).optional(),
    inHelp: z.boolean().default(true),
  })
  .strict();

const stepText = z.object({ title: bilingual, guidance: bilingual, source: bilingual }).strict();
const stepTexts = Object.fromEntries(STEPS.map((step) => [step, stepText])) as Record<StepId, typeof stepText>;

/** The task as data: everything that may differ for a municipality, a later year or a sister task. */
const taskSchema = z
  .object({
    schema: z.literal(1),
    id: z.string().regex(/^[a-z0-9-]+$/),
    klik: z
      .object({
        task: z.string(),
        masterTask: whole,
        /** The task's and the next task's titles, letter by letter as KLIK shows them: people search for them there. */
        title: bilingual,
        project: z.string(),
        phase: bilingual,
        theme: bilingual,
        priority: whole.positive(),
        wave: bilingual,
        followUp: bilingual,
      })
      .strict(),
    /** Days from go-live to the end date and from there to the start date; both negative or zero. */
    offsets: z
      .object({ endFromGoLive: whole.max(0), startFromEnd: whole.max(0), count: z.enum(['calendar']) })
      .strict(),
    /** `annex` is null where the link to Bilag 1 stands in the KLIK task alone. */
    links: z.object({ annex: z.url().nullable(), form: z.url(), support: z.url() }).strict(),
    /** What Bilag 1 is called, where it lies, and where its link and the form's stand. */
    annex: bilingual,
    mail: z.object({ to: z.email(), subject: bilingual, body: bilingual }).strict(),
    support: z.object({ phone: z.string(), name: bilingual }).strict(),
    /** The fee in øre and the year whose rate it is. */
    fee: z.object({ year: whole.min(2000), oere: whole.positive() }).strict(),
    /** The NKS agreement number. With many digits it must be confirmed: the task says both "6 digits" and "up to 99999999". */
    agreementNumber: z
      .object({ min: whole.min(1), max: whole.max(999_999_999_999), secondLookFromDigits: whole.min(1) })
      .strict(),
    formFields,
    /** Calendar days after dispatch at which the confirmation is asked about, and is late. */
    waitDays: z.object({ confirmationHalfway: whole.positive(), confirmationLate: whole.positive() }).strict(),
    /** All counts in working days unless said otherwise. `window` is Danish wall-clock, hours. */
    reminders: z
      .object({
        firstAfter: whole.positive(),
        thenEvery: whole.positive(),
        copyCoordinatorFrom: whole.positive(),
        escalateFrom: whole.positive(),
        weeklyEvery: whole.positive(),
        /** The adviser (økonomichef or KOMBIT programme manager) hears of a case that is stuck at most so often, whatever the step. */
        adviserEvery: whole.positive().default(5),
        /** From the dispatch to the first repetition of the KLIK question; after it weekly. */
        klikAfter: whole.positive().default(1),
        /** So many working days before the task's start the full pace begins; until then once a week, to the person alone. */
        fullPaceBefore: whole.positive().default(10),
        beforeTaskEnd: whole.positive(),
        beforeInvoiceDue: whole.positive(),
        window: z.object({ fromHour: whole.min(0).max(23), untilHour: whole.min(1).max(24) }).strict(),
        snoozeMaxDays: whole.positive(),
        askAgainAfterHours: whole.positive(),
        /** From so many cases due to one person at the same time, one message lists all of them. */
        combineFrom: whole.min(2).default(3),
        /** Days that are not legal holidays but mostly free, `mm-dd`. */
        freeByCustom: z.array(z.string().regex(/^\d{2}-\d{2}$/)),
      })
      .strict(),
    steps: z.object(stepTexts).strict(),
    questions: z.array(question).max(200).default([]),
  })
  .strict();

export type Task = z.infer<typeof taskSchema>;
export type FormField = Task['formFields'][number];
export type Question = Task['questions'][number];

/** A task file that cannot be used; the message names the place in the file and what is expected there. */
export class TaskFileError extends Error {
  override readonly name = 'TaskFileError';
}

/** Reads a task from parsed JSON. Throws TaskFileError naming every wrong place. */
export function parseTask(json: unknown, file: string): Task {
  const result = taskSchema.safeParse(json);
  if (result.success) return result.data;
  const messages = result.error.issues.map((issue) => `${issue.path.join('.') || 'the file itself'}: ${issue.message}`);
  throw new TaskFileError(`The task file ${file} cannot be used. ${messages.join('; ')}.`);
}
