import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { replay } from '../../src/case/evolve.js';
import { openLowdbCaseStore } from '../../src/store/lowdb.js';
import { openLowdbDirectory } from '../../src/store/lowdb-directory.js';
import { CASE_SCHEMA, readSchema } from '../../src/store/shapes.js';
import { anna, freshFolder } from './sample.js';

/**
 * Files as earlier programs wrote them in a practice run: a folder for each shape, named by its schema number and by what
 * was new then. They are never edited; a new shape gets a folder of its own.
 */
const SHAPES = new URL('shapes/', import.meta.url).pathname;
const shapes = await readdir(SHAPES);

const TENANT = '22222222-2222-4222-8222-222222222222';
const KARIN = '00000000-0000-4000-8000-000000000001';

/** A data folder with the files of an earlier program in their messages. */
async function folderOf(shape: string): Promise<{ folder: string; caseId: string; path: string }> {
  const folder = await freshFolder();
  const digest = (id: string) => createHash('sha256').update(id).digest('hex').slice(0, 32);
  const names = await readdir(join(SHAPES, shape));
  const caseId = names.find((name) => /^\d/.test(name))?.replace('.txt', '') ?? '';
  const path = join(folder, 'cases', `${caseId}.json`);
  const people = join(folder, 'people', digest(TENANT));
  const conversations = join(folder, 'conversations');
  for (const made of [join(folder, 'cases'), people, conversations]) await mkdir(made, { recursive: true });
  const conversation = JSON.parse(await readFile(join(SHAPES, shape, 'conversation.txt'), 'utf8'));
  await cp(join(SHAPES, shape, `${caseId}.txt`), path);
  await cp(join(SHAPES, shape, 'person.txt'), join(people, `${digest(KARIN)}.json`));
  await cp(
    join(SHAPES, shape, 'conversation.txt'),
    join(conversations, `${digest(conversation.address.conversationId)}.json`),
  );
  return { folder, caseId, path };
}

/** Everything that happened in the practice run each of the files is from. */
const FACTS =
  'CaseOpened OfficerSought OfficerNamed OfficerDeclined OfficerNamed OfficerAccepted AgreementNumberGiven ' +
  'WebFormCompleted SignatureRefused WebFormCompleted SubstituteNamed Snoozed SignatureConfirmed AgreementSent ' +
  'StepReopened AgreementSent MarkedInKlik GoLiveMoved Reminded Escalated ReceiptConfirmed InvoiceRegistered ' +
  'PayerReplaced CoordinatorChanged OfficerReplaced CaseCancelled CaseReopened InvoicePaid';

test('given the newest schema, then there are files of each before it', () => {
  const numbers = new Set(shapes.map((name) => Number.parseInt(name, 10)));
  for (let earlier = 1; earlier < CASE_SCHEMA; earlier++) expect([...numbers]).toContain(earlier);
  expect(shapes.length).toBeGreaterThan(0);
});

describe.each(shapes)('files of the shape %s', (shape) => {
  test('are read: the case, a person and a conversation', async () => {
    const { folder, caseId } = await folderOf(shape);
    const store = await openLowdbCaseStore(folder);
    onTestFinished(() => store.close());
    expect(store.setAside()).toEqual([]);
    const record = await store.read(caseId);
    expect(record?.events.map(({ type }) => type).join(' ')).toBe(FACTS);
    expect(record?.deliveries.length).toBeGreaterThan(20);
    expect(Object.keys(record?.messages ?? {})).toContain('home');
    expect(replay(record?.events ?? [])).toMatchObject({
      status: 'paid',
      coordinator: { name: 'Bente Krog' },
      done: { agreementNumber: { number: '123456' }, invoice: { amount: 404_028 } },
      klik: { by: { name: 'Karin Holm' } },
    });
    const directory = await openLowdbDirectory(folder);
    onTestFinished(() => directory.close());
    expect(directory.setAside()).toEqual([]);
    expect(directory.person(TENANT, KARIN)).toMatchObject({ person: { name: 'Karin Holm' }, guest: false });
    expect(directory.conversation('a:bente') ?? directory.conversation('a:karin')).toBeDefined();
  });

  test('go on: the next fact is written in the newest shape, hashed onto the old ones', async () => {
    const { folder, caseId, path } = await folderOf(shape);
    const store = await openLowdbCaseStore(folder);
    const before = await store.read(caseId);
    const length = before?.events.length ?? 0;
    const reopened = { type: 'CaseReopened', at: '2027-01-01T09:00:00.000Z', by: anna, reason: 'Igen' } as const;
    expect(await store.append(caseId, length, [reopened], [])).toEqual({ kind: 'appended' });
    await store.close();
    expect((await readFile(path, 'utf8')).slice(0, 40)).toContain(`"schema":${CASE_SCHEMA}`);
    const again = await openLowdbCaseStore(folder);
    onTestFinished(() => again.close());
    const after = await again.read(caseId);
    expect(after?.hashes.slice(0, length)).toEqual(before?.hashes);
    expect(after?.events).toEqual([...(before?.events ?? []), reopened]);
  });
});

describe('lifting', () => {
  const lifts = {
    1: ({ old, ...rest }: { old?: string }) => ({ ...rest, schema: 2, newer: old }),
    2: (older: object) => ({ ...older, schema: 3, newest: true }),
  };

  test('goes from each number to the next, however old the file', () => {
    const lifted = { schema: 3, newer: 'x', newest: true };
    expect(readSchema('{"schema":1,"old":"x"}', 3, lifts)).toMatchObject({ value: lifted });
    expect(readSchema('{"schema":2,"newer":"x"}', 3, lifts)).toMatchObject({ value: lifted });
    expect(readSchema('{"schema":3}', 3, lifts)).toMatchObject({ value: { schema: 3 } });
  });

  test('leaves a file alone that is newer, or older than anything it can lift', () => {
    expect(readSchema('{"schema":4}', 3, lifts)).toEqual({ problem: expect.stringContaining('newer') });
    expect(readSchema('{"schema":0}', 3, lifts)).toEqual({ problem: 'schema 0 is unknown' });
    expect(readSchema('{"schema":1}', 3, { 2: lifts[2] })).toEqual({ problem: 'schema 1 is unknown' });
  });
});
