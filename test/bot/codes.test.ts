import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { isCase } from '../../src/store/case-index.js';
import { readCaseFile } from '../../src/store/lowdb/case-file.js';
import { textOf } from './cards.js';
import { freshMunicipality } from './shared.js';
import { startTown, type Town } from './town.js';
import { act, arrived, type Cast, opened, pressOn, read, view, walk } from './walk.js';

let town: Town;
let cast: Cast;
let caseId: string;
beforeAll(async () => {
  town = await startTown();
});
beforeEach(async () => {
  cast = await arrived(town);
  caseId = await opened(town, cast.karin, { municipality: freshMunicipality(town) });
});
afterAll(() => town.close());

/** The code of the newest fact of a kind as the case's file has it; without a kind, of the newest one. */
async function codeOf(type?: string): Promise<string> {
  const content = readCaseFile(caseId, await readFile(join(town.folder, 'cases', `${caseId}.json`), 'utf8'));
  if (!isCase(content)) throw new Error('The case was removed');
  const hash = content.hashes[content.events.findLastIndex((event) => type === undefined || event.type === type)] ?? '';
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)} ${hash.slice(8, 12)}`;
}

test('the signature’s confirmation shows the code of the log up to it, and its card keeps showing it', async () => {
  await walk(town, cast, caseId, 'confirmSignature');
  const answer = await act(town, cast, 'confirmSignature', caseId);
  const code = await codeOf('SignatureConfirmed');
  expect(read(answer)).toContain(`Sagens kontrolkode er ${code}. Skriv den på jeres eget eksemplar i arkivet,`);
  await act(town, cast, 'confirmDispatch', caseId);
  await town.sees(cast.soeren, `Sagens kontrolkode er ${code}`);
});

test('an officer who coordinates too reads the code above the next step', async () => {
  const { id } = cast.karin;
  for (const verb of ['nameOfficer', 'acceptOfficer'])
    await pressOn(town, cast.karin, caseId, 'personal', verb, { officer: id, understood: id, confirmed: true });
  const alone = { ...cast, soeren: cast.karin };
  await walk(town, alone, caseId, 'confirmSignature', 'giveAgreementNumber');
  const answer = await act(town, alone, 'confirmSignature', caseId);
  const code = await codeOf('SignatureConfirmed');
  expect(read(answer)).toContain(`Sagens kontrolkode er ${code}`);
  await town.sees(cast.karin, `Sagens kontrolkode er ${code}`);
});

test('the closing summary shows the code of the whole log: in the answer, to everybody, and when it is asked for', async () => {
  await walk(town, cast, caseId, 'confirmPayment');
  const answer = read(await act(town, cast, 'confirmPayment', caseId));
  const code = await codeOf('InvoicePaid');
  expect(answer).toContain(code);
  await town.sees(cast.karin, code);
  await town.settled(cast.karin);
  expect(textOf(await view(town, cast.bente, caseId, 'personal'))).toContain(await codeOf());
  const late = await town.pressRaw(cast.bente, 'confirmPayment', { caseId, version: '1', paidOn: '2026-05-04' });
  expect(read(late)).toContain(await codeOf());
});

test('without a standing signature nobody is told a code of one', async () => {
  await walk(town, cast, caseId, 'confirmDispatch');
  await pressOn(town, cast.karin, caseId, 'correct', 'correctStep', { step: 'webForm' });
  await town.settled(cast.karin);
  const newest = town.standing(cast.soeren.chat).at(-1)?.card;
  expect(textOf(newest)).not.toContain('kontrolkode');
});
