import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LoopbackFiles, startLoopbackFiles } from '../teams/loopback-files.js';
import { actionsOf, dataOf, textOf } from './cards.js';
import { type Citizen, type Json, startTown, type Town } from './town.js';
import { arrived, type Cast, opened, pressOn, read, TODAY, view, walk } from './walk.js';

const DOWNLOAD = 'application/vnd.microsoft.teams.file.download.info';
const BYTES = Buffer.from('%PDF-1.7 en underskrevet aftale');
const SHA = createHash('sha256').update(BYTES).digest('hex');
const IN_GROUPS = (SHA.match(/.{16}/g) ?? []).join(' ');

let town: Town;
let cast: Cast;
let caseId: string;
let drive: LoopbackFiles;

beforeAll(async () => {
  town = await startTown();
  drive = await startLoopbackFiles();
  drive.hold('aftale.pdf', BYTES);
  cast = await arrived(town);
  caseId = await opened(town, cast.karin);
  await walk(town, cast, caseId, 'confirmWebForm');
  await town.settled(cast.karin);
});
afterAll(async () => {
  await town.close();
  await drive.close();
});
beforeEach(() => town.connector.forget());

/** Sends a file in the person's own chat, as Teams tells it: with a copy of the text beside it. */
function send(by: Citizen, name = 'aftale.pdf', more: Json = {}): Promise<Response> {
  const file = { contentType: DOWNLOAD, name, content: { downloadUrl: drive.address('aftale.pdf'), fileType: 'pdf' } };
  return town.post(by, {
    type: 'message',
    attachments: [file, { contentType: 'text/html', content: '<p></p>' }],
    ...more,
  });
}

const heard = (by: Citizen, text: RegExp) =>
  town.connector.waitFor((one) => one.conversationId === by.chat && text.test(String(one.body?.text ?? '')));

/** The newest question about a file in the person's chat, as soon as it is there. */
async function asked(by: Citizen): Promise<{ id: string; card: Json }> {
  const sent = await town.connector.waitFor(
    (one) => one.conversationId === by.chat && JSON.stringify(one.body ?? '').includes('keepSignedCopy'),
  );
  return { id: sent.answeredId, card: sent.body.attachments[0].content };
}

/** Presses a button of the question. */
function answer(by: Citizen, { id, card }: { id: string; card: Json }, verb: string, more: Json = {}) {
  return town.pressRaw(by, verb, { ...dataOf(card, verb), ...more }, { conversation: by.chat, activity: id });
}

async function onDisk(): Promise<string> {
  const names = await readdir(town.folder, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile()).map((one) => readFile(join(one.parentPath, one.name), 'utf8'));
  return (await Promise.all(files)).join('\n');
}

describe('before the signature is asked for', () => {
  test('a file is not fetched, and it is said what is taken and when', async () => {
    await send(cast.soeren);
    await heard(cast.soeren, /kun imod den underskrevne aftale.+ikke hentet filen/);
    expect(drive.fetched).toEqual([]);
  });

  test('a yes of one’s own making is too early', async () => {
    const early = await town.pressRaw(cast.soeren, 'keepSignedCopy', { caseId, version: 999, file: 'x' });
    expect(read(early)).toContain('Det er for tidligt');
    expect(await town.history(cast.karin, caseId)).not.toContain('oplysninger om den underskrevne fil');
  });
});

describe('when the signature is asked for', () => {
  let personal: Json;
  beforeAll(async () => {
    await walk(town, cast, caseId, 'confirmSignature', 'confirmWebForm');
    await town.settled(cast.karin);
    personal = await view(town, cast.soeren, caseId, 'personal');
  });

  test('nobody but the officer may send one', async () => {
    for (const other of [cast.karin, cast.bente]) {
      await send(other);
      await heard(other, /kun fra den sikkerhedsansvarlige/);
    }
    expect(drive.fetched).toEqual([]);
  });

  test.each(['aftale 010190-1234.pdf', '0101901234.pdf', 'aftale_010190_1234.pdf'])(
    'a name with a CPR number (%s) is refused before the file is fetched, and is written nowhere',
    async (name) => {
      await send(cast.soeren, name);
      await heard(cast.soeren, /CPR-nummer.+Giv den et andet navn/);
      expect(drive.fetched).toEqual([]);
      expect(await onDisk()).not.toMatch(/010190/);
    },
  );

  test.each([
    ['two files', { attachments: [1, 2].map(() => fileAt('http://127.0.0.1/x')) }, /kun én fil ad gangen/],
    ['a file elsewhere', { attachments: [fileAt('https://evil.example/x')] }, /ikke på et OneDrive eller SharePoint/],
    ['no name', { attachments: [{ ...fileAt('http://127.0.0.1/x'), name: ' ' }] }, /Filens navn er tomt/],
  ])('%s: said, and nothing fetched', async (_what, more, said) => {
    await send(cast.soeren, 'aftale.pdf', more);
    await heard(cast.soeren, said);
    expect(drive.fetched).toEqual([]);
  });

  test('a file that cannot be read is told', async () => {
    drive.trouble({ status: 404 });
    await send(cast.soeren);
    await heard(cast.soeren, /kunne ikke læse filen/);
  });

  test('a no forgets the file: nothing is on disk, and a yes after it finds nothing', async () => {
    await send(cast.soeren);
    const question = await asked(cast.soeren);
    expect(textOf(question.card)).toContain(IN_GROUPS);
    expect(await onDisk()).not.toContain(SHA);
    expect(textOf((await answer(cast.soeren, question, 'dropSignedCopy')).card)).toContain('Jeg har glemt filen');
    const edit = await town.connector.waitFor((one) => one.kind === 'update' && one.itemId === question.id);
    expect(actionsOf(edit.body)).toEqual([]);
    expect(read(await answer(cast.soeren, question, 'keepSignedCopy'))).toMatch(/nu er den væk. Send den igen/);
    expect(await onDisk()).not.toContain(SHA);
  });

  test('a file is forgotten after half an hour, so an old yes keeps nothing', async () => {
    await send(cast.soeren);
    const question = await asked(cast.soeren);
    await town.say(cast.karin, 'spol 1 time');
    expect(read(await answer(cast.soeren, question, 'keepSignedCopy'))).toMatch(/Send den igen/);
  });

  test('a yes of somebody else, or with a forged fingerprint, keeps nothing of theirs', async () => {
    await send(cast.soeren);
    const question = await asked(cast.soeren);
    expect(read(await answer(cast.karin, question, 'keepSignedCopy'))).toMatch(/^Kun den sikkerhedsansvarlige/);
    const forged = { sha256: 'f'.repeat(64), name: 'forged.pdf', size: 1, copy: 'x' };
    await answer(cast.soeren, question, 'keepSignedCopy', forged);
    const disk = await onDisk();
    expect(disk).toContain(SHA);
    expect(disk).not.toMatch(/forged|f{64}/);
  });

  test('what is kept is shown in the case, with the words that the file is not', async () => {
    await town.settled(cast.karin);
    const status = textOf(await view(town, cast.karin, caseId, 'status'));
    expect(status).toMatch(
      /Underskrevet fil\naftale\.pdf \(31\u00a0bytes\)\nKun oplysninger om filen\. Selve filen er ikke gemt/,
    );
    expect(await town.history(cast.karin, caseId)).toMatch(
      /Søren Lund gemte oplysninger om den underskrevne fil i sagen: aftale\.pdf .+ Selve filen er ikke gemt/,
    );
    expect(await onDisk()).not.toContain('en underskrevet aftale');
  });

  test('the question turns into a line without buttons, and the same yes again changes nothing', async () => {
    await send(cast.soeren, 'aftale.pdf');
    const question = await asked(cast.soeren);
    const before = await town.history(cast.karin, caseId);
    expect(read(await answer(cast.soeren, question, 'keepSignedCopy'))).toMatch(/Underskriv|Det er allerede gjort/);
    expect(await town.history(cast.karin, caseId)).toBe(before);

    drive.hold('aftale.pdf', Buffer.from('en anden fil'));
    town.connector.forget();
    await send(cast.soeren, 'ny.pdf');
    const newer = await asked(cast.soeren);
    expect(textOf((await answer(cast.soeren, newer, 'keepSignedCopy')).card)).toContain(
      'Oplysningerne om ny.pdf står nu i sagen',
    );
    const edit = await town.connector.waitFor((one) => one.kind === 'update' && one.itemId === newer.id);
    expect(actionsOf(edit.body)).toEqual([]);
    expect(textOf(edit.body)).toContain('ny.pdf');
  });

  test('the signature can be confirmed on the card that was there before the file', async () => {
    await answer(cast.soeren, { id: 'before', card: personal }, 'confirmSignature', { signedOn: TODAY });
    expect(textOf(await view(town, cast.karin, caseId, 'status'))).toContain('ny.pdf');
  });

  test('a hostile name is shown as the text it is', async () => {
    const hostile = '**[klik](http://evil.example)** <at>alle</at> $'.concat('{x}\u202efdp.exe');
    drive.hold('aftale.pdf', Buffer.from('en tredje'));
    await send(cast.soeren, hostile);
    const question = await asked(cast.soeren);
    const shown = textOf(question.card);
    expect(shown).toContain('**[klik](http://evil.example)** <at>alle</at> $');
    expect(shown).toContain('{x}fdp.exe');
    expect(shown).not.toContain('\u202e');
  });

  test('what falls with the signature takes the file along', async () => {
    await pressOn(town, cast.karin, caseId, 'correct', 'correctStep', { step: 'webForm' });
    expect(textOf(await view(town, cast.karin, caseId, 'status'))).not.toContain('ny.pdf');
  });
});

test('a file in a channel is no message to the bot: the text is answered', async () => {
  const room = await town.room('channel', cast.soeren, cast.karin);
  const attachments = [fileAt(drive.address('aftale.pdf'))];
  const { card } = await town.say(cast.soeren, 'hjælp', { room, attachments });
  expect(textOf(card)).toContain('eksport');
});

function fileAt(downloadUrl: string): Json {
  return { contentType: DOWNLOAD, name: 'aftale.pdf', content: { downloadUrl } };
}
