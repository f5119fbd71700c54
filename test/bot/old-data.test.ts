import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { textOf } from './cards.js';
import { type Citizen, rosterPerson, startTown, type Town } from './town.js';
import { pressOn, read, view } from './walk.js';

/**
 * A data folder as the bot wrote it before an agreement could come back, a payer be named early, a KLIK question outlive
 * the payment, a snooze be one person's, or a paper have a place: five cases in five states. It is never written anew.
 */
const WRITTEN = fileURLToPath(new URL('./old-data', import.meta.url));
const PAID = '0630-tr3zft';
const AT_SIGNATURE = '0615-4x4umk';
const AT_CONFIRMATION = '0657-rtghgq';
const AT_PAYMENT = '0751-sy5b2b';
const CANCELLED = '0461-jczq45';

const citizen = (digit: number, name: string): Citizen => {
  const id = `00000000-0000-4000-8000-00000000000${digit}`;
  return { id, name, tenant: '22222222-2222-4222-8222-222222222222', chat: `a:${id}` };
};
const karin = citizen(1, 'Karin Holm');
const soeren = citizen(2, 'Søren Lund');
const bente = citizen(3, 'Bente Krog');
const mette = citizen(4, 'Mette Dahl');
const ole = citizen(5, 'Ole Bang');

let folder: string;
let town: Town;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nemkonto-'));
  cpSync(WRITTEN, folder, { recursive: true });
  town = await startTown({ DATA_DIR: folder, PRACTICE_CLOCK: '2026-05-26T07:00:00Z' });
  for (const one of [karin, soeren, bente, mette, ole]) town.connector.setRoster(one.chat, [rosterPerson(one)]);
});
afterEach(async () => {
  await town.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a data folder of before', () => {
  test('opens whole: nothing is set aside, and each case stands where it stood', async () => {
    expect(readdirSync(folder)).not.toContain('set-aside');
    expect(readdirSync(join(folder, 'cases')).sort()).toEqual(readdirSync(join(WRITTEN, 'cases')).sort());
    const shown = async (by: Citizen, caseId: string) => textOf(await view(town, by, caseId, 'status'));
    expect(await shown(karin, PAID)).toContain('Sagen er afsluttet');
    expect(await shown(soeren, AT_SIGNATURE)).toMatch(/3 af 8/);
    expect(await shown(mette, AT_CONFIRMATION)).toMatch(/5 af 8/);
    expect(await shown(ole, AT_PAYMENT)).toMatch(/7 af 8/);
    expect(await shown(karin, CANCELLED)).toContain('Annulleret');
  });

  test('tells its story: every event has its line, in both languages', async () => {
    const readers = { [PAID]: karin, [AT_SIGNATURE]: karin, [AT_CONFIRMATION]: mette, [AT_PAYMENT]: karin };
    for (const [caseId, by] of Object.entries({ ...readers, [CANCELLED]: karin })) {
      const { entries } = JSON.parse(readFileSync(join(WRITTEN, 'cases', `${caseId}.json`), 'utf8'));
      for (const locale of ['da-DK', 'en-GB']) {
        const { card } = await town.pressRaw(by, 'refresh', { caseId, show: 'history' }, undefined, { locale });
        const lines = textOf(card).split('\n');
        expect(lines.length).toBeGreaterThanOrEqual(entries.length);
        expect(textOf(card)).not.toMatch(/undefined|\[object|NaN/);
      }
    }
    expect(await town.history(karin, PAID)).toContain('Adressen er forkert');
  });

  test('gives the files of a case', async () => {
    const answer = await pressOn(town, karin, PAID, 'more', 'exportCase');
    expect(read(answer)).toMatch(/PDF og CSV/);
  });
});

describe('a case of before goes on by today’s rules', () => {
  test('a snooze that named nobody still rests everybody', async () => {
    await town.say(karin, 'spol 2 dage');
    await town.settled(karin);
    const sent = town.connector.heard.filter(
      ({ kind, body }) => kind === 'send' && /Horsens/.test(String(body?.summary)),
    );
    expect(sent).toEqual([]);
  });

  test('the officer signs, NemKonto returns it, it is sent anew, and it ends paid', async () => {
    const press = async (by: Citizen, verb: string, inputs: Record<string, string>) => {
      const answer = await pressOn(
        town,
        by,
        AT_SIGNATURE,
        verb === 'agreementReturned' ? 'returned' : 'personal',
        verb,
        inputs,
      );
      expect(answer.card, `${verb}: ${answer.text}`).toBeDefined();
      return textOf(answer.card);
    };
    const day = '2026-05-26';
    await press(soeren, 'confirmSignature', { signedOn: day });
    await press(karin, 'confirmDispatch', { sentOn: day });
    await press(karin, 'agreementReturned', { returnedOn: day, again: 'signature', reason: 'Stemplet mangler' });
    await press(soeren, 'confirmSignature', { signedOn: day });
    await press(karin, 'confirmDispatch', { sentOn: day });
    await press(karin, 'confirmReceipt', { receivedOn: day });
    const invoice = { invoiceNumber: '70012345', invoiceAmount: '4.040,28', invoiceDue: '2026-06-30', payer: bente.id };
    await press(karin, 'registerInvoice', invoice);
    await press(bente, 'confirmPayment', { paidOn: day });
    expect(textOf(await view(town, karin, AT_SIGNATURE, 'status'))).toContain('Sagen er afsluttet');
  });

  test('the KLIK question that was left open is asked again, also beside the open payment', async () => {
    await town.say(karin, 'spol 2 uger');
    await town.settled(karin);
    await town.sees(karin, 'Bekræft fuldført i KLIK');
    await town.press(karin, 'markInKlik', {}, AT_PAYMENT);
    expect(await town.history(karin, AT_PAYMENT)).toContain('KLIK');
  });

  test('the payer of before pays, a cancelled case is opened again', async () => {
    const paid = await pressOn(town, ole, AT_PAYMENT, 'personal', 'confirmPayment', { paidOn: '2026-05-26' });
    expect(read(paid)).toMatch(/betalt/i);
    const again = await pressOn(town, karin, CANCELLED, 'reopen', 'reopenCase', { reason: 'Vi går videre' });
    expect(again.card, again.text).toBeDefined();
    expect(textOf(await view(town, karin, CANCELLED, 'status'))).not.toContain('annulleret');
  });

  test('a folder whose newest event was changed by hand sets that one case aside, and no other', async () => {
    await town.close();
    cpSync(WRITTEN, folder, { recursive: true });
    const file = join(folder, 'cases', `${AT_PAYMENT}.json`);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"number":"70012345"', '"number":"70012346"'));
    town = await startTown({ DATA_DIR: folder, PRACTICE_CLOCK: '2026-05-26T07:00:00Z' });
    const { card, text } = await town.pressRaw(ole, 'refresh', { caseId: AT_PAYMENT, show: 'status' });
    expect(text ?? textOf(card)).toMatch(/kan ikke læses/);
    expect(textOf(await view(town, karin, PAID, 'status'))).toContain('Sagen er afsluttet');
  });
});
