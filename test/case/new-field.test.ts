import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { addDays, isDay } from '../../src/case/dates.js';
import { type CaseEvent, type EventType, eventSchema } from '../../src/case/events.js';
import { replay } from '../../src/case/evolve.js';
import { archiveOf } from '../../src/export/archive.js';
import { eventDetails } from '../../src/export/details.js';
import { eventLine } from '../../src/texts/events.js';
import { compile, root } from '../built.js';
import { caseOf, given, outsider, task } from '../given.js';
import { done, everyEvent } from './every.js';
import { caseUntil } from './facts.js';
import { MOMENTS, press } from './press.js';

/** The rooms that an event, a command and a card reach; the compiler takes in what these import. */
const ROOMS = ['src/case', 'src/cards', 'src/export', 'src/texts'];

/** What the compiler says of the sources when texts in them are replaced: path, from, to. */
async function complaints(...changes: readonly (readonly [string, string, string])[]): Promise<string[]> {
  const parent = join(root, 'artefacts');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'changed-'));
  try {
    await cp(join(root, 'src'), join(folder, 'src'), { recursive: true });
    await cp(join(root, 'package.json'), join(folder, 'package.json'));
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../tsconfig.json', include: ROOMS }));
    for (const [path, from, to] of changes) {
      const before = await readFile(join(folder, path), 'utf8');
      if (!before.includes(from)) throw new Error(`${path} does not have ${from}`);
      await writeFile(join(folder, path), before.replace(from, to));
    }
    const said = await compile('--project', folder, '--pretty', 'false').catch((error: { stdout: string }) => error);
    return said.stdout.split('\n').flatMap((line) => /src\/.*/.exec(line) ?? []);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const EVENT = ['src/case/events.ts', 'note: z.', 'reference: z.string().optional(),\n    note: z.'] as const;
const COMMAND = ['src/case/commands.ts', 'note: f.op', "reference: f.optional('reference'),\n    note: f.op"] as const;
const CARD = [
  'src/cards/personal-invoice.ts',
  "field('invoiceDue', 'date', ctx),",
  "field('invoiceDue', 'date', ctx),\n        field('reference', 'text', ctx),",
] as const;

test('a new invoice field that is wired only in event, command and card does not pass', async () => {
  const said = await complaints(EVENT, COMMAND, CARD);
  expect(said).toEqual([
    expect.stringMatching(/^src\/cards\/personal-invoice\.ts.*"reference".*'FieldId'/),
    expect.stringMatching(/^src\/export\/details\.ts.* Property 'reference' is missing/),
  ]);
}, 120_000);

describe('a new field of a command needs no line in decide and evolve', () => {
  test.each(['confirmSignature', 'confirmDispatch', 'confirmReceipt', 'registerInvoice', 'confirmPayment'] as const)(
    '%s: it stands in the event, and in the step it closes',
    (type) => {
      const [person, step] = MOMENTS[type];
      const outcome = given(...caseUntil(step)).when({ ...press(type), reference: 'R-7' } as never, person, {
        at: '2026-06-20T09:00:00.000Z',
      });
      expect(outcome.events).toMatchObject([{ reference: 'R-7' }]);
      expect(Object.values(outcome.case.done)).toContainEqual(expect.objectContaining({ reference: 'R-7' }));
    },
  );
});

type Field = readonly [type: EventType, field: string, schema: z.ZodType];

const FIELDS: readonly Field[] = eventSchema.options.flatMap(({ shape }) =>
  Object.entries(shape)
    .filter(([field]) => !['type', 'at', 'by'].includes(field))
    .map(([field, schema]): Field => [shape.type.value, field, schema as z.ZodType]),
);

/** Another value than the one given, of the same kind. */
function another(value: unknown, schema: z.ZodType): unknown {
  if (schema instanceof z.ZodOptional) return value === undefined ? 'another' : undefined;
  if (schema instanceof z.ZodEnum) return schema.options.find((one) => one !== value);
  if (schema instanceof z.ZodObject && 'tenant' in schema.shape) return outsider;
  if (typeof value === 'string') return isDay(value) ? addDays(value, 3) : `${value}7`;
  if (typeof value === 'number') return value * 2 + 1;
  if (schema instanceof z.ZodArray) return [...(value as unknown[]), another('', schema.element as z.ZodType)];
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, `${inner}7`]));
}

function changed(event: CaseEvent, [, field, schema]: Field): CaseEvent {
  const value = (event as Record<string, unknown>)[field];
  return { ...event, [field]: another(value, schema) } as CaseEvent;
}

describe('no fact of an event is lost', () => {
  /** What the case does not need: the log and the history have it. */
  const NOT_IN_CASE = ['Snoozed.days', 'CaseReopened.reason'];
  /** What tells a reader nothing, or stands at the head of the archive page. */
  const NOT_IN_HISTORY = [
    ...['caseId', 'tenant', 'municipality', 'home', 'language', 'coordinator'].map((field) => `CaseOpened.${field}`),
    ...['Reminded', 'Escalated'].flatMap((type) => ['step', 'occasion', 'rung'].map((field) => `${type}.${field}`)),
    'Snoozed.days',
    // The steps that fall say it.
    'AgreementReturned.again',
  ];
  const lost = (keeps: (event: CaseEvent, before: readonly CaseEvent[]) => unknown) =>
    FIELDS.filter((field) => {
      const { before, event } = everyEvent[field[0]]();
      return JSON.stringify(keeps(event, before)) === JSON.stringify(keeps(changed(event, field), before));
    }).map(([type, field]) => `${type}.${field}`);

  test('the case knows every one', () => {
    expect(lost((event, before) => replay([...before, event]))).toEqual(NOT_IN_CASE);
  });

  test('the history and its details on paper show every one', () => {
    const shown = (event: CaseEvent) => [eventLine(event, 'da'), eventDetails(event, task, 'da')];
    expect(lost(shown)).toEqual(NOT_IN_HISTORY);
  });

  test('the archive page shows all that is known of the steps', () => {
    const log = [...caseUntil('paid'), ...done('keepSignedCopy').events];
    const sections = (events: readonly CaseEvent[]) =>
      archiveOf({ case: caseOf(...events), events, hashes: [] }, task, 'da').sections;
    const hidden = FIELDS.filter((field) => {
      const at = log.findIndex(({ type }) => type === field[0]);
      const event = log[at];
      if (!event) return false;
      return JSON.stringify(sections(log)) === JSON.stringify(sections(log.with(at, changed(event, field))));
    });
    const expected = ['tenant', 'home', 'language'].map((field) => `CaseOpened.${field}`);
    expect(hidden.map(([type, field]) => `${type}.${field}`)).toEqual(expected);
  });
});
