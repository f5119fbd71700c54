import { afterAll, beforeAll, expect, test } from 'vitest';
import { actionsOf, inputsOf, textOf } from './cards.js';
import { type Citizen, type Json, rosterPerson, startTown, type Town } from './town.js';
import { type Act, arrived, type Cast, opened, pressOn, TODAY, walk } from './walk.js';

const LONG = 'æ'.repeat(10_000);
const TOMORROW = '2026-05-05';
const CPR = '010190-1234';

let town: Town;
let cast: Cast;
let gaest: Citizen;
let caseId: string;

beforeAll(async () => {
  town = await startTown({ PRACTICE_CLOCK: '2026-05-03T23:00:00Z' });
  cast = await arrived(town);
  gaest = town.person('Gert Gæst');
  const roster = [...Object.values(cast).map(rosterPerson), { ...rosterPerson(gaest), userRole: 'guest' }];
  for (const { chat } of Object.values(cast)) town.connector.setRoster(chat, roster);
  caseId = await opened(town, cast.karin);
});
afterAll(() => town.close());

/** The field, what is typed into it, and what the sentence about it says. */
type Bad = readonly [field: string, typed: string, says: string];
const INVOICE = { invoiceNumber: '70012345', invoiceAmount: '4.040,28', invoiceDue: '2026-06-30' };

/**
 * Who presses what, at the step the case waits for and in the view with the button; what is right beside, what is wrong.
 * One or two wrong values a field: what else is wrong is told by the tests of the core.
 */
const FORMS: readonly [keyof Cast, string, Act, string, (cast: Cast) => Json, readonly Bad[]][] = [
  ['karin', 'nameOfficer', 'nameOfficer', 'personal', () => ({}), [['officer', 'GUEST', 'gæst']]],
  ['karin', 'askForOfficer', 'nameOfficer', 'askForOfficer', () => ({}), [['person', 'SELF', 'dig selv']]],
  [
    ...(['soeren', 'acceptOfficer', 'acceptOfficer', 'personal', () => ({ awayFrom: '2026-05-20' })] as const),
    [['awayUntil', '2026-05-19', 'ikke ligge før den første dag']],
  ],
  [
    ...(['soeren', 'acceptOfficer', 'acceptOfficer', 'personal', () => ({ awayUntil: '2026-05-03' })] as const),
    [
      ['awayFrom', '', 'mangler'],
      ['awayFrom', '2026-05-01', 'er passeret'],
    ],
  ],
  ['soeren', 'declineOfficer', 'acceptOfficer', 'decline', () => ({}), [['reason', '', 'mangler']]],
  [
    ...(['karin', 'giveAgreementNumber', 'giveAgreementNumber', 'personal', () => ({})] as const),
    [
      ['agreementNumber', '12a4', 'Du skrev: 12a4'],
      ['agreementNumber', '123456789', 'højst være 99999999'],
      ['agreementNumber', LONG, 'kun bestå af cifre'],
    ],
  ],
  [
    ...(['karin', 'confirmWebForm', 'confirmWebForm', 'personal', () => ({ annexFollowed: 'true' })] as const),
    [['filledOn', TOMORROW, 'fremtiden']],
  ],
  [
    ...(['karin', 'confirmWebForm', 'confirmWebForm', 'personal', () => ({ filledOn: TODAY })] as const),
    [['annexFollowed', 'false', 'må ikke fraviges']],
  ],
  ['karin', 'correctStep', 'confirmWebForm', 'correct', () => ({}), [['step', '__proto__', 'ikke på listen']]],
  ['karin', 'handOver', 'confirmWebForm', 'handOver', () => ({}), [['person', 'nobody', 'findes ikke']]],
  ['karin', 'replaceOfficer', 'confirmWebForm', 'replaceOfficer', () => ({}), [['person', '', 'mangler']]],
  [
    ...(['karin', 'nameSubstitute', 'confirmWebForm', 'substitute'] as const),
    ({ bente }) => ({ person: bente.id, from: TODAY, until: '2026-05-20' }),
    [
      ['person', 'SELF', 'dig selv'],
      ['from', 'snart', 'skal være en dato, fx'],
      ['until', '2028-05-04', 'mellem mandag den 4. maj 2026 og onsdag den 5. maj 2027'],
    ],
  ],
  ['karin', 'moveGoLive', 'confirmWebForm', 'moveGoLive', () => ({}), [['goLive', '1.1.2014', 'mellem 2015 og 2100']]],
  [
    ...(['karin', 'snooze', 'confirmWebForm', 'snooze', () => ({})] as const),
    [
      ['days', '', 'Vælg et antal arbejdsdage, eller skriv en dato.'],
      ['days', '11', 'mellem 1 og 10'],
      ['until', 'i morgen', 'Dagen skal være en dato'],
      ['until', TODAY, 'Dagen skal ligge mellem tirsdag den 5. maj 2026 og'],
    ],
  ],
  ['karin', 'cancelCase', 'confirmWebForm', 'cancel', () => ({}), [['reason', '   ', 'mangler']]],
  [
    ...(['soeren', 'confirmSignature', 'confirmSignature', 'personal', () => ({})] as const),
    [['signedOn', '2026-05-03', 'kan ikke ligge før webformularen']],
  ],
  ['soeren', 'refuseSignature', 'confirmSignature', 'refuse', () => ({}), [['reason', LONG, 'højst fylde 500 tegn']]],
  [
    ...(['karin', 'confirmDispatch', 'confirmDispatch', 'personal', () => ({})] as const),
    [['sentOn', '31.2.2026', 'skal være en dato, fx']],
  ],
  [
    ...(['karin', 'agreementReturned', 'confirmReceipt', 'returned'] as const),
    () => ({ returnedOn: TODAY, again: 'webForm', reason: 'Side 2 mangler' }),
    [
      ['reason', `Se ${CPR}`, 'CPR-nummer'],
      ['again', 'number', 'ikke på listen'],
      ['returnedOn', '2026-05-03', 'kan ikke ligge før afsendelsen'],
    ],
  ],
  ['karin', 'confirmReceipt', 'confirmReceipt', 'personal', () => ({}), [['receivedOn', '', 'mangler']]],
  [
    ...(['karin', 'registerInvoice', 'registerInvoice', 'personal'] as const),
    ({ bente }) => ({ ...INVOICE, payer: bente.id }),
    [
      ['invoiceNumber', 'x'.repeat(51), 'højst fylde 50 tegn'],
      ['invoiceNumber', '0101901234', 'CPR-nummer'],
      ['invoiceAmount', 'gratis', 'skal være et beløb i kroner'],
      ['invoiceAmount', '999.999.999.999', 'større, end et gebyr kan være'],
      ['invoiceDue', '1.1.2101', 'mellem 2015 og 2100'],
      ['payer', 'a,b', 'én person'],
      ['note', 'x'.repeat(501), 'højst fylde 500 tegn'],
      ['note', CPR, 'CPR-nummer'],
    ],
  ],
  [
    ...(['bente', 'confirmPayment', 'confirmPayment', 'personal', () => ({})] as const),
    [['paidOn', TOMORROW, 'fremtiden']],
  ],
  [
    ...(['karin', 'replacePayer', 'confirmPayment', 'replacePayer', () => ({})] as const),
    [['person', '11111111-1111-4111-8111-111111111111', 'findes ikke']],
  ],
];

let reached: Act = 'nameOfficer';

test.each(FORMS)('%s presses %s at %s: what is wrong is told at its field, and the rest stays', async (...form) => {
  const [who, verb, at, view, beside, bad] = form;
  await walk(town, cast, caseId, at, reached);
  reached = at;
  const before = await town.history(cast.karin, caseId);
  const person = cast[who];
  for (const [field, typed, says] of bad) {
    const meant = typed === 'GUEST' ? gaest.id : typed === 'SELF' ? person.id : typed;
    const answer = await pressOn(town, person, caseId, view, verb, { ...beside(cast), [field]: meant });
    expect(answer.text).toBeUndefined();
    expect(textOf(answer.card)).toContain(says);
    expect(actionsOf(answer.card).map((action) => action.verb)).toContain(verb);
    const input = inputsOf(answer.card)[field];
    expect(input).toBeDefined();
    if (input?.type === 'Input.Text') {
      const shown = String(input.value ?? '');
      expect(meant.startsWith(shown) && shown.length >= Math.min(meant.length, 200)).toBe(true);
    }
    for (const [other, value] of Object.entries(beside(cast)))
      if (other !== field) expect(inputsOf(answer.card)[other]?.value).toBe(value);
    expect(Buffer.byteLength(JSON.stringify(answer.card))).toBeLessThanOrEqual(28 * 1024);
  }
  expect(await town.history(cast.karin, caseId)).toBe(before);
});
