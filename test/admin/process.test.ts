import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTown, type Town } from '../bot/town.js';
import { arrived, type Cast, opened, pressOn, read, view, walk } from '../bot/walk.js';
import { adminAlone, adminRunner } from '../process/admin.js';

let town: Town;
let cast: Cast;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nemkonto-admin-'));
  town = await startTown();
  cast = await arrived(town);
});
afterAll(async () => {
  await town.close();
  await rm(folder, { recursive: true, force: true });
});

const call = adminRunner({ NODE_ENV: 'production' });
/** Calls the command line beside the bot, in another process. */
const admin = (data: string, ...argv: string[]) => call({ DATA_DIR: data }, ...argv);

test('beside a running bot an operator sees the cases, checks them, and is told to stop it before removing one', async () => {
  const caseId = await opened(town, cast.karin, { municipality: '0615' });
  await walk(town, cast, caseId);
  const data = town.folder;
  expect(await admin(data, 'list')).toMatchObject({ code: 0, out: expect.stringMatching(`${caseId} +0615 +paid`) });
  expect(await admin(data, 'verify')).toMatchObject({ code: 0, err: '' });
  const csv = await admin(data, 'export', caseId, '--format', 'csv');
  expect(csv.out).toContain('Karin Holm');
  const refused = await admin(data, 'purge', caseId);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain(`in use by process ${process.pid}`);
  expect(refused.err).not.toMatch(/\n\s+at /);
  expect(read(await town.pressRaw(cast.karin, 'refresh', { caseId, show: 'status' }))).toContain('Horsens');
});

test('a backup taken while people press is restored, and a bot started on it goes on with the case', async () => {
  const caseId = await opened(town, cast.karin);
  const walking = walk(town, cast, caseId, 'confirmSignature');
  const out = join(folder, 'backup');
  const fresh = join(folder, 'fresh');
  const [made] = await Promise.all([admin(town.folder, 'backup', '--out', out), walking]);
  expect(made).toMatchObject({ code: 0, err: '' });
  await rm(out, { recursive: true });
  expect((await admin(town.folder, 'backup', '--out', out)).code).toBe(0);
  expect((await admin(fresh, 'restore', '--from', out)).code).toBe(0);
  expect((await admin(fresh, 'verify')).code).toBe(0);
  await rm(out, { recursive: true });

  const before = town.folder;
  await town.restart({ DATA_DIR: fresh });
  const signed = await pressOn(town, cast.soeren, caseId, 'personal', 'confirmSignature', { signedOn: '2026-05-04' });
  expect(signed.card).toBeDefined();
  expect(await town.history(cast.karin, caseId)).toContain('Søren Lund');
  await walk(town, cast, caseId, undefined, 'confirmDispatch');
  expect(JSON.stringify(await view(town, cast.karin, caseId, 'personal'))).toContain('Tak for indsatsen');
  expect((await admin(before, 'list')).out).toMatch(new RegExp(`${caseId} +0630 +open +signature`));
  expect((await admin(fresh, 'list')).out).toMatch(new RegExp(`${caseId} +0630 +paid`));
});

test('a command that is not understood ends with 2, one that fails with 1, and both with a sentence', async () => {
  const alone = (data: string, word: string) => adminAlone({ DATA_DIR: data, NODE_ENV: 'production' }, [word]);
  expect(await alone(town.folder, 'nonsense')).toMatchObject({ code: 2, out: '' });
  const { code, err } = await alone(join(folder, 'nowhere'), 'list');
  expect(code).toBe(1);
  expect(err).toMatch(/^There are no cases in .*\n$/);
});
