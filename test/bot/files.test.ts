import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LoopbackFiles, startLoopbackFiles } from '../teams/loopback-files.js';
import { type Citizen, type Json, startTown, type Town } from './town.js';
import { arrived, type Cast, opened, pressOn, read, walk } from './walk.js';

const CONSENT = 'application/vnd.microsoft.teams.card.file.consent';
const INFO = 'application/vnd.microsoft.teams.card.file.info';

let town: Town;
let cast: Cast;
let caseId: string;
let drive: LoopbackFiles;

beforeAll(async () => {
  town = await startTown();
  drive = await startLoopbackFiles();
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

interface Offer {
  readonly card: string;
  readonly name: string;
  readonly content: Json;
}

/** The consent cards that come to a chat, as soon as both are there. Who asks waits for them: else the next test gets them. */
async function offered(chat: string): Promise<readonly Offer[]> {
  const isOffer = (one: (typeof town.connector.heard)[number]) =>
    one.conversationId === chat && one.body?.attachments?.[0]?.contentType === CONSENT;
  const cards = await town.connector.waitForCount(2, isOffer);
  return cards.map(({ answeredId, body }) => {
    const [{ name, content }] = body.attachments;
    return { card: answeredId, name, content };
  });
}

/** The coordinator asks for the files; resolves with the question about one of them. */
async function wanted(kind: 'pdf' | 'csv' = 'pdf', typed = 'eksport'): Promise<Offer> {
  expect(read(await town.say(cast.karin, typed))).toMatch(/PDF og CSV/);
  const found = (await offered(cast.karin.chat)).find(({ name }) => name.endsWith(kind));
  if (!found) throw new Error(`no ${kind} is offered`);
  return found;
}

/** Presses Teams' own consent card. */
function consent(by: Citizen, { card, content, name }: Offer, more: Json = {}): Promise<Response> {
  const session = drive.address(`up/${card}`);
  const uploadInfo = {
    uploadUrl: session,
    contentUrl: drive.address(`web/${card}`),
    name,
    uniqueId: 'u-1',
    fileType: 'x',
  };
  const value = { type: 'fileUpload', action: 'accept', context: content.acceptContext, uploadInfo, ...more };
  return town.post(by, { type: 'invoke', name: 'fileConsent/invoke', replyToId: card, value });
}

const wrote = (chat: string, text: RegExp) =>
  town.connector.waitFor((one) => one.conversationId === chat && text.test(String(one.body?.text ?? '')));
const removed = (card: string) => town.connector.waitFor((one) => one.kind === 'remove' && one.itemId === card);

describe('eksport / export', () => {
  test('offers the coordinator a PDF and a CSV with name and size', async () => {
    expect(read(await town.say(cast.karin, ' EXPORT '))).toMatch(/PDF og CSV her i chatten/);
    const offers = await offered(cast.karin.chat);
    expect(offers.map(({ name }) => name)).toEqual([
      `NemKonto Vejle Kommune 2026-05-04 (${caseId}).pdf`,
      `NemKonto Vejle Kommune 2026-05-04 (${caseId}).csv`,
    ]);
    for (const [at, { content }] of offers.entries()) {
      expect(content.sizeInBytes).toBeGreaterThan(500);
      expect(content.acceptContext).toEqual({ caseId, file: at === 0 ? 'pdf' : 'csv' });
      expect(content.declineContext).toEqual(content.acceptContext);
    }
  });

  test('is offered to the officer too, and to nobody else, with who may', async () => {
    await town.say(cast.soeren, 'eksport');
    await offered(cast.soeren.chat);
    const olga = town.person('Olga Udenfor');
    await town.arrive(olga);
    expect(read(await town.say(olga, 'eksport'))).toContain('Du er ikke med i en åben sag');
    const said = read(await town.pressRaw(olga, 'exportCase', { caseId }));
    expect(said).toBe(
      'Kun KY-projektlederen eller den sikkerhedsansvarlige for NemKonto kan hente sagen som fil. Spørg Karin Holm eller Søren Lund.',
    );
  });

  test('typed in a group chat is answered there in a sentence, and the files come in the own chat', async () => {
    const room = await town.room('groupChat', cast.karin, cast.soeren);
    town.connector.forget();
    expect(read(await town.say(cast.karin, 'eksport', { room }))).toMatch(/i din egen chat med mig/);
    await offered(cast.karin.chat);
    expect(JSON.stringify(town.connector.messagesIn(room.conversation))).not.toContain(CONSENT);
  });

  test('finds the case by the name of its municipality, or says that there is none', async () => {
    await wanted('pdf', 'eksport vejle');
    expect(read(await town.say(cast.karin, 'eksport Aarhus'))).toContain('kan ikke finde en sag, der hedder Aarhus');
  });

  test('is on the card with everything one may do', async () => {
    expect(read(await pressOn(town, cast.karin, caseId, 'more', 'exportCase'))).toMatch(/PDF og CSV/);
    await offered(cast.karin.chat);
  });
});

describe('a yes to a file', () => {
  test('is answered at once; the file follows with its true length, and a file card takes the place of the question', async () => {
    await town.say(cast.karin, 'eksport');
    const [pdf, csv] = await offered(cast.karin.chat);
    if (!pdf || !csv) throw new Error('no offers');
    for (const [offer, begins, type] of [
      [pdf, '%PDF-1.7', 'application/pdf'],
      [csv, '\ufeffNr.;Dato', 'text/csv'],
    ] as const) {
      const before = drive.arrived.length;
      expect((await consent(cast.karin, offer)).status).toBe(200);
      await removed(offer.card);
      const file = drive.arrived[before];
      expect(file?.bytes.toString('utf8').startsWith(begins)).toBe(true);
      expect(file?.type).toBe(type);
      expect(file?.range).toBe(`bytes 0-${Number(offer.content.sizeInBytes) - 1}/${offer.content.sizeInBytes}`);
      const card = town.connector.heard.findLast((one) => one.body?.attachments?.[0]?.contentType === INFO);
      expect(card?.body.attachments[0]).toMatchObject({
        contentUrl: drive.address(`web/${offer.card}`),
        name: offer.name,
      });
    }
  });

  test('that comes twice is carried out once', async () => {
    const offer = await wanted();
    const before = drive.arrived.length;
    await Promise.all([consent(cast.karin, offer), consent(cast.karin, offer)]);
    await removed(offer.card);
    await consent(cast.karin, offer, { action: 'decline' });
    await town.settled(cast.karin);
    expect(drive.arrived).toHaveLength(before + 1);
  });

  test('holds what has happened since the question, and says its new length', async () => {
    const offer = await wanted('csv');
    await pressOn(town, cast.karin, caseId, 'snooze', 'snooze', { days: '2' });
    const before = drive.arrived.length;
    await consent(cast.karin, offer);
    await removed(offer.card);
    const file = drive.arrived[before];
    expect(file?.bytes.toString('utf8')).toContain('bad om ikke at blive mindet');
    expect(file?.bytes.length).toBeGreaterThan(Number(offer.content.sizeInBytes));
    expect(file?.range).toBe(`bytes 0-${(file?.bytes.length ?? 0) - 1}/${file?.bytes.length}`);
  });

  test.each([
    ['an address outside', { uploadUrl: 'https://evil.example/up' }, /ikke et OneDrive eller SharePoint/],
    ['no address', { uploadUrl: undefined }, /ikke et OneDrive eller SharePoint/],
  ])('with %s sends nothing, says so, and leaves no button', async (_what, upload, said) => {
    const offer = await wanted();
    const before = drive.arrived.length;
    await consent(cast.karin, offer, { uploadInfo: { name: offer.name, contentUrl: '', ...upload } });
    await wrote(cast.karin.chat, said);
    await removed(offer.card);
    expect(drive.arrived).toHaveLength(before);
  });

  test('that the drive refuses is told with what to do', async () => {
    const offer = await wanted();
    drive.trouble({ status: 403 });
    await consent(cast.karin, offer);
    await wrote(cast.karin.chat, /kunne ikke lægge .+ skriv eksport for at prøve igen/);
    await removed(offer.card);
  });

  test('from somebody who may not get the case uploads nothing, whatever the card says', async () => {
    const offer = await wanted();
    const before = drive.arrived.length;
    await consent(cast.bente, { ...offer, card: 'forged-1' });
    await wrote(cast.bente.chat, /^Kun KY-projektlederen/);
    const frida = town.person('Frida Fremmed', '33333333-3333-4333-8333-333333333333');
    await town.arrive(frida);
    await consent(frida, { ...offer, card: 'forged-2' });
    await wrote(frida.chat, /kan ikke finde sagen/);
    expect(drive.arrived).toHaveLength(before);
  });

  test.each([{ value: undefined }, { value: 'x' }, { value: { action: 'accept', context: [], uploadInfo: 7 } }])(
    'of no known shape is answered with a sentence (%j)',
    async ({ value }) => {
      const response = await town.post(cast.karin, { type: 'invoke', name: 'fileConsent/invoke', value });
      expect(response.status).toBe(200);
      await wrote(cast.karin.chat, /kan ikke finde sagen/);
    },
  );
});

test('a no to a file is taken politely, and the question goes', async () => {
  const offer = await wanted();
  const before = drive.arrived.length;
  await consent(cast.karin, offer, { action: 'decline', uploadInfo: undefined });
  await wrote(cast.karin.chat, /^Jeg har ikke gemt NemKonto Vejle Kommune/);
  await removed(offer.card);
  expect(drive.arrived).toHaveLength(before);
});

test('a question that cannot be taken away is overwritten', async () => {
  const offer = await wanted();
  town.connector.trouble({ status: 403 }, { when: (one) => one.kind === 'remove', times: 1 });
  await consent(cast.karin, offer, { action: 'decline' });
  const edit = await town.connector.waitFor((one) => one.kind === 'update' && one.itemId === offer.card);
  expect(edit.body.text).toMatch(/^Jeg har ikke gemt/);
});

test('the practice client takes no files, so they are written to this computer, which it says', async () => {
  const serviceUrl = `${town.connector.serviceUrl}/_connector`;
  const said = read(await town.say(cast.karin, 'eksport', { serviceUrl }));
  const folder = join(town.folder, 'eksport');
  expect(said).toBe(`Øvelse: Filerne ligger på denne computer i mappen ${folder}`);
  await town.bot.stop();
  const names = await readdir(folder);
  expect(names).toHaveLength(2);
  for (const name of names) expect((await readFile(join(folder, name))).length).toBeGreaterThan(500);
  await town.restart();
});

test('with several cases one is chosen; a closed one is among them', async () => {
  await pressOn(town, cast.karin, caseId, 'cancel', 'cancelCase', { reason: 'Vi venter' });
  expect(read(await town.say(cast.karin, 'eksport'))).toMatch(/PDF og CSV/);
  await offered(cast.karin.chat);
  const second = await opened(town, cast.karin, { municipality: '0751' });
  expect(read(await town.say(cast.karin, 'eksport'))).toMatch(/Aarhus Kommune[\s\S]*Vejle Kommune/);
  town.connector.forget();
  expect(read(await town.pressRaw(cast.karin, 'exportCase', { caseId: second }))).toMatch(/PDF og CSV/);
  const offers = await offered(cast.karin.chat);
  expect(offers[0]?.name).toContain('Aarhus');
});
