import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBot } from '../../src/bot.js';
import { readConfig } from '../../src/config.js';
import { actionsOf } from './cards.js';
import { startTown, type Town } from './town.js';
import { arrived, type Cast, opened, pressOn, read } from './walk.js';

let town: Town;
let cast: Cast;
beforeAll(async () => {
  town = await startTown();
  cast = await arrived(town);
});
afterAll(() => town.close());

const pathOf = (caseId: string) => join(town.folder, 'cases', `${caseId}.json`);

async function ready(): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`http://127.0.0.1:${town.bot.port}/ready`);
  return { status: response.status, body: await response.json() };
}

test('a case whose file was changed by hand is told of in a sentence, everything else goes on, and repaired it is there again', async () => {
  const bad = await opened(town, cast.karin);
  const good = await opened(town, cast.karin, { municipality: '0615' });
  await town.settled(cast.karin);
  const whole = await readFile(pathOf(bad), 'utf8');
  const damaged = whole.replace('2026-11-02', '2026-12-02');
  await writeFile(pathOf(bad), damaged);
  await town.restart();

  const inputs = { caseId: bad, version: 1, officer: cast.soeren.id, reason: 'x' };
  for (const verb of ['nameOfficer', 'refresh', 'cancelCase', 'exportCase'])
    expect(await town.pressRaw(cast.karin, verb, inputs)).toEqual({
      status: 200,
      text: expect.stringContaining('Sagen kan ikke læses lige nu'),
    });
  const english = await town.pressRaw(cast.karin, 'refresh', { caseId: bad }, undefined, { locale: 'en-GB' });
  expect(english.text).toContain('cannot be read');
  expect(
    (await pressOn(town, cast.karin, good, 'personal', 'nameOfficer', { officer: cast.soeren.id })).card,
  ).toBeDefined();
  expect(read(await town.say(cast.karin, 'status'))).toContain('Horsens');
  await town.say(cast.karin, 'spol 2 uger');
  expect(await ready()).toEqual({
    status: 200,
    body: { status: 'ready', setAside: 1, note: expect.stringContaining('npm run admin -- verify') },
  });
  expect(await readFile(pathOf(bad), 'utf8')).toBe(damaged);

  await writeFile(pathOf(bad), whole);
  await town.restart();
  expect(await ready()).toEqual({ status: 200, body: { status: 'ready', setAside: 0 } });
  const { card } = await town.pressRaw(cast.karin, 'refresh', { caseId: bad, show: 'personal' });
  expect(actionsOf(card).map(({ verb }) => verb)).toContain('nameOfficer');
});

describe('the data folder', () => {
  test('when it is lost, the bot is not ready; when it is back, it is', async () => {
    expect(await ready()).toEqual({ status: 200, body: { status: 'ready', setAside: 0 } });
    await rename(town.folder, `${town.folder}-away`);
    const problem = expect.stringMatching(/^The data folder is gone, or another bot .* Check that DATA_DIR is there/);
    expect(await ready()).toEqual({ status: 503, body: { status: 'not ready', problem, setAside: 0 } });
    await rename(`${town.folder}-away`, town.folder);
    expect((await ready()).status).toBe(200);
  });

  test('of practice is refused by production, and the other way round', async () => {
    const folder = join(town.folder, 'other');
    const common = { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent', HOST: '127.0.0.1' };
    const id = '11111111-1111-4111-8111-111111111111';
    const identity = { MicrosoftAppId: id, MicrosoftAppPassword: 'secret', MicrosoftAppTenantId: id };
    await (await startBot(readConfig(common))).stop();
    await (await startBot(readConfig(common))).stop();
    await expect(startBot(readConfig({ ...common, ...identity }))).rejects.toThrow(
      /holds cases of the practice run, .* Set DATA_DIR to another folder\.$/,
    );
    await writeFile(join(folder, 'purpose'), 'production\n');
    await expect(startBot(readConfig(common))).rejects.toThrow(
      /holds cases of production, .*MicrosoftAppId is not set/,
    );
  });

  test('that another bot works in, or that cannot be made, ends the start with a sentence and touches nothing', async () => {
    const settings = (folder: string) => readConfig({ PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent' });
    const before = await readdir(town.folder);
    await expect(startBot(settings(town.folder))).rejects.toThrow(
      /in use by process \d+ on .*; only one bot may work in it/,
    );
    expect(await readdir(town.folder)).toEqual(before);
    const blocked = join(town.folder, 'a-file');
    await writeFile(blocked, 'no folder');
    await expect(startBot(settings(join(blocked, 'data')))).rejects.toThrow(
      /The data folder .*a-file\/data cannot be written \(ENOTDIR\)\. Check DATA_DIR/,
    );
  });
});
