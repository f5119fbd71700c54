import { afterAll, beforeAll, expect, test } from 'vitest';
import type { When } from '../teams/loopback-connector.js';
import { type KeptLog, keptLog } from '../teams/loopback-microsoft.js';
import { type Citizen, type Json, startTown, type Town } from './town.js';
import { arrived, type Cast, opened, pressOn, TODAY, view, walk } from './walk.js';

const NOTE = 'Betales via ØS Indsigt';
const REASON = 'Forkert dato på side to';
const CANCELLED = 'Vi bruger en anden løsning';
const CPR = '010190-1234';
const ID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
const BAD = [
  '12a4',
  '31.2.2026',
  'snart',
  'gratis',
  CPR,
  'x'.repeat(600),
  'Hvem er du egentlig?',
  '<at>NemKonto</at> hej',
];

let log: KeptLog;
let town: Town;
let cast: Cast;
let frida: Citizen;
let caseId: string;

beforeAll(async () => {
  log = keptLog();
  town = await startTown({ LOG_LEVEL: 'debug' }, 2_000, undefined, { overrides: { log } });
  cast = await arrived(town);
  frida = town.person('Frida Fremmed', '33333333-3333-4333-8333-333333333333');
  await town.arrive(frida);
});
afterAll(() => town.close());

const ofTurn = (verb: string) => (line: Json) => line.msg === 'turn' && line.verb === verb;

test('one id leads from the turn to its facts and to the messages they caused', async () => {
  caseId = await opened(town, cast.karin, { municipality: '0751' });
  await walk(town, cast, caseId, 'acceptOfficer');
  await town.settled(cast.karin);
  const named = log.lines.find(ofTurn('nameOfficer'));
  expect(named).toMatchObject({ outcome: 'answered', case: caseId, person: cast.karin.id, tenant: cast.karin.tenant });
  const { request } = named ?? {};
  expect(request).toMatch(/^[0-9a-f-]{36}$/);
  const caused = log.lines.filter((line) => line.request === request && line !== named);
  expect(caused).toContainEqual(expect.objectContaining({ msg: 'facts', case: caseId, facts: ['OfficerNamed'] }));
  expect(caused).toContainEqual(
    expect.objectContaining({ msg: 'delivery', case: caseId, effect: 'request', outcome: 'sent' }),
  );
});

test('a tick has an id too, which its reminders carry', async () => {
  await walk(town, cast, caseId, 'giveAgreementNumber', 'acceptOfficer');
  await town.say(cast.karin, 'spol 4 dage');
  const isReminded = ({ msg, facts }: Json) => msg === 'facts' && Array.isArray(facts) && facts.includes('Reminded');
  await log.until(1, isReminded);
  const { request } = log.lines.find(isReminded) ?? {};
  expect(request).toMatch(/^tick-/);
  const sent = log.lines.filter((line) => line.msg === 'delivery' && line.request === request);
  expect(sent.map(({ effect }) => effect)).toContain('reminder');
});

test('a case with everything that can go wrong leaves no name, text, number or date in the log', async () => {
  const { karin, soeren, bente } = cast;
  for (const typed of BAD) {
    await pressOn(town, karin, caseId, 'personal', 'giveAgreementNumber', { agreementNumber: typed });
    await town.pressRaw(karin, typed, { caseId: typed, verb: typed, reason: typed });
    await town.pressRaw(frida, 'cancelCase', { caseId, reason: typed });
    await town.say(karin, typed);
    await town.post(karin, { type: typed, name: typed, text: typed });
    await town.post(karin, { type: 'invoke', name: typed, value: { action: { verb: typed } } });
    await town.post(karin, { type: 'message', serviceUrl: `http://${encodeURIComponent(typed)}.example` });
  }
  await pressOn(town, karin, caseId, 'personal', 'giveAgreementNumber', { agreementNumber: '654321' });
  await pressOn(town, karin, caseId, 'personal', 'confirmWebForm', { filledOn: '2026-05-05', annexFollowed: 'true' });
  await pressOn(town, soeren, caseId, 'refuse', 'refuseSignature', { reason: REASON });
  await pressOn(town, karin, caseId, 'personal', 'confirmWebForm', { filledOn: '2026-05-05', annexFollowed: 'true' });
  await pressOn(town, soeren, caseId, 'personal', 'confirmSignature', { signedOn: '2026-05-06' });
  await pressOn(town, karin, caseId, 'personal', 'confirmDispatch', { sentOn: '2026-05-06' });
  await pressOn(town, karin, caseId, 'personal', 'confirmReceipt', { receivedOn: '2026-05-06' });
  const invoice = { invoiceNumber: 'F-70012345', invoiceAmount: '4.040,28', invoiceDue: '2026-06-30', note: NOTE };
  for (const note of BAD)
    await pressOn(town, karin, caseId, 'invoice', 'registerInvoice', { ...invoice, note, payer: 'x' });
  await pressOn(town, karin, caseId, 'personal', 'registerInvoice', { ...invoice, payer: bente.id });
  await pressOn(town, karin, caseId, 'cancel', 'cancelCase', { reason: CANCELLED });
  // Teams refuses cards and fails on them; the practice clock's answer, a text, gets through.
  const card: When = ({ body }) => body?.attachments !== undefined;
  town.connector.trouble({ status: 403, code: 'ConversationBlockedByUser' }, { when: card, times: 2 });
  town.connector.trouble({ status: 500 }, { when: card, times: 2 });
  await pressOn(town, karin, caseId, 'reopen', 'reopenCase', { reason: REASON });
  await town.settled(bente);
  town.connector.calm();
  await view(town, karin, caseId, 'history');
  await log.until(1, ofTurn('reopenCase'));

  const names = [...Object.values(cast), frida].flatMap(({ name }) => [name, ...name.split(' ')]);
  const numbers = ['654321', '70012345', '4.040', '4040', '404028', TODAY, '2026-05-06', '2026-06-30', 'Aarhus'];
  const chats = ['a:0000', '29:0000', '28:bot', town.connector.serviceUrl];
  const told = [...names, ...numbers, ...chats, NOTE, REASON, CANCELLED, ...BAD];
  // The process, times and ids are ours, and may hold any four digits by chance; all else in a line is looked at.
  const said = log.lines.map(({ time: _time, pid: _pid, hostname: _host, ...line }) => JSON.stringify(line));
  const text = said.join('\n').replaceAll(ID, '');
  expect(log.lines.length).toBeGreaterThan(100);
  expect(told.filter((one) => text.toLowerCase().includes(one.toLowerCase()))).toEqual([]);
  expect(new Set(log.lines.map(({ msg }) => msg))).toEqual(
    new Set(['ready', 'turn', 'facts', 'delivery', 'turned away']),
  );
});

test('a look at a case and a verb of nobody are told apart', async () => {
  log.lines.length = 0;
  for (const verb of ['refresh', 'exportCase', 'help', 'x'])
    await town.pressRaw(cast.karin, verb, { caseId, show: 'status' });
  await log.until(4, ({ msg }) => msg === 'turn');
  const verbs = log.lines.flatMap(({ msg, verb }) => (msg === 'turn' ? [verb] : []));
  expect(verbs).toEqual(['refresh', 'exportCase', 'help', 'unknown']);
});

test('a refusal is one line, with who, what and why by ids', async () => {
  log.lines.length = 0;
  await town.pressRaw(frida, 'confirmSignature', { caseId, version: 999, signedOn: TODAY });
  await log.until(1, ofTurn('confirmSignature'));
  const lines = log.lines.filter(({ msg }) => msg === 'turn');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    ...{ verb: 'confirmSignature', outcome: 'refused', reason: 'noCase', case: caseId },
    ...{ tenant: frida.tenant, person: frida.id, request: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
});
