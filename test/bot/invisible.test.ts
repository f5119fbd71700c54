import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TENANT } from '../teams/identity.js';
import { type Citizen, type Json, startTown, type Town } from './town.js';
import { arrived, type Cast, opened, pressOn, TODAY, walk } from './walk.js';

const FOREIGN = '33333333-3333-4333-8333-333333333333';
const REASON = 'Hemmelig begrundelse';

let town: Town;
let cast: Cast;
let frida: Citizen;
let caseId: string;
let paid: string;
let before: string[];

beforeAll(async () => {
  town = await startTown();
  cast = await arrived(town);
  frida = town.person('Frida Fremmed', FOREIGN);
  await town.arrive(frida);
  caseId = await opened(town, cast.karin);
  await walk(town, cast, caseId, 'confirmPayment');
  paid = await opened(town, cast.karin, { municipality: '0101' });
  await walk(town, cast, paid);
  const stopped = await opened(town, cast.karin, { municipality: '0147' });
  await pressOn(town, cast.karin, stopped, 'cancel', 'cancelCase', { reason: REASON });
  await town.settled(cast.karin);
  before = await Promise.all([caseId, paid].map((id) => town.history(cast.karin, id)));
});
afterAll(() => town.close());

/** What a text has of what could only be known from the other tenant's cases: names, ids, numbers, chats, reasons. */
function tracesIn(text: string): string[] {
  const ids = Object.values(cast).flatMap(({ id, chat, name }) => [id, chat, name, name.split(' ')[0] ?? name]);
  const told = [...ids, TENANT, caseId.slice(5), paid.slice(5), '123456', '70012345', '4.040', '4040', REASON];
  // Frida's own forms show the same number as an example.
  const rest = text.toLowerCase().replaceAll('fx 123456', '');
  return told.filter((one) => rest.includes(one.toLowerCase()));
}

/** Every verb that is answered in its own way, and some that the core decides. */
const VERBS = [
  ...['openCase', 'nameOfficer', 'confirmSignature', 'cancelCase', 'reopenCase', 'keepSignedCopy', 'dropSignedCopy'],
  ...['refresh', 'overview', 'exportCase', 'ask', 'start', 'help', 'language', 'chooseLanguage', 'dropTables'],
];
const VIEWS = ['own', 'personal', 'status', 'history', 'handOver'];
const WORDS = [
  ...['hjælp', 'start', 'status', 'oversigt', 'historik', 'eksport', 'eksport Vejle', 'ret', 'overdrag'],
  ...['stedfortræder', 'udsæt', 'påmind', 'annuller', 'sprog', 'hand over', 'remind', 'hvad nu', 'Hvem er Karin'],
];

/** Inputs that would do, and wrong ones, so that refusals, errors at fields and answers are all seen. */
function inputs(): Json[] {
  const dates = { filledOn: TODAY, signedOn: TODAY, sentOn: TODAY, receivedOn: TODAY, paidOn: TODAY, goLive: TODAY };
  const person = { officer: cast.soeren.id, person: cast.bente.id, payer: cast.bente.id };
  const rest = { agreementNumber: '654321', annexFollowed: 'true', step: 'officer', days: '3', reason: 'x' };
  return [
    { ...dates, ...person, ...rest, from: TODAY, until: TODAY, invoiceNumber: '1', invoiceAmount: '1', version: 999 },
    { tenant: cast.karin.tenant, by: cast.karin.id, version: 'x' },
  ];
}

/** Everything the bot says to Frida: the answer in place, and what it sends into her chat. */
async function heardBy(send: () => Promise<unknown>): Promise<string> {
  const before = town.connector.heard.length;
  const answer = await send();
  const sent = town.connector.heard.slice(before).filter(({ conversationId }) => conversationId === frida.chat);
  return JSON.stringify([answer, sent.map(({ body }) => body)]);
}

describe('to another tenant a case leaves no trace', () => {
  test.each(VERBS)('in the answer to %s', async (verb) => {
    for (const id of [caseId, paid, ''])
      for (const data of inputs()) {
        const sent = { ...data, caseId: id, municipality: '0630' };
        expect(tracesIn(await heardBy(() => town.pressRaw(frida, verb, sent)))).toEqual([]);
      }
    const old = { ...inputs()[0], caseId, verb, municipality: '0630' };
    expect(tracesIn(await heardBy(() => town.submit(frida, old, { conversation: frida.chat })))).toEqual([]);
  });

  test.each(VIEWS)('in the view %s', async (show) => {
    for (const id of [caseId, paid])
      expect(tracesIn(await heardBy(() => town.pressRaw(frida, 'refresh', { caseId: id, show })))).toEqual([]);
  });

  test.each(WORDS)('in the answer to "%s", nor to it with the id of the case', async (word) => {
    // The id comes back only as what she typed herself.
    expect(tracesIn(await heardBy(() => town.say(frida, word)))).toEqual([]);
    const answer = await heardBy(() => town.say(frida, `${word} ${caseId}`));
    expect(tracesIn(answer.replaceAll(caseId, ''))).toEqual([]);
  });

  test('in the same words for a case that is there and one that is not', async () => {
    for (const verb of ['refresh', 'snooze', 'confirmSignature', 'exportCase']) {
      const there = await town.pressRaw(frida, verb, { caseId, version: 999, days: '3', signedOn: TODAY });
      const nowhere = await town.pressRaw(frida, verb, {
        caseId: '0630-aaaaaa',
        version: 999,
        days: '3',
        signedOn: TODAY,
      });
      expect(there).toEqual(nowhere);
    }
  });

  test('on the case itself', async () => {
    expect(await Promise.all([caseId, paid].map((id) => town.history(cast.karin, id)))).toEqual(before);
  });

  test('in what the case’s own people are told, when a stranger knocks', async () => {
    await town.settled(cast.karin);
    const told = Object.values(cast).flatMap(({ chat }) => town.connector.messagesIn(chat));
    expect(JSON.stringify(told.map(({ body }) => body))).not.toMatch(/Frida/);
  });
});
