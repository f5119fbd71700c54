import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inputsOf } from './cards.js';
import { actionsOf, type Citizen, type Json, rosterPerson, startTown, type Town, textOf } from './town.js';
import { type Act, arrived, type Cast, opened, pressOn, TODAY, walk } from './walk.js';

const LONG = 'æ'.repeat(10_000);
const TOMORROW = '2026-05-05';

let town: Town;
let cast: Cast;
let gaest: Citizen;

beforeAll(async () => {
  // Each case takes an hour of the practice clock, and all of them one day.
  town = await startTown({ PRACTICE_CLOCK: '2026-05-03T23:00:00Z' });
  cast = await arrived(town);
  gaest = town.person('Gert Gæst');
  const roster = [...Object.values(cast).map(rosterPerson), { ...rosterPerson(gaest), userRole: 'guest' }];
  for (const { chat } of Object.values(cast)) town.connector.setRoster(chat, roster);
});
afterAll(() => town.close());

/** Every reason is a text of the same kind. */
const REASONS: readonly Bad[] = [
  ['reason', '', 'mangler'],
  ['reason', '   ', 'mangler'],
  ['reason', LONG, 'højst fylde 500 tegn'],
  ['reason', 'Se 010190-1234', 'CPR-nummer'],
];
const days = (field: string, ...more: Bad[]): readonly Bad[] => [
  [field, '', 'mangler'],
  [field, '31.2.2026', 'skal være en dato, fx'],
  [field, 'snart', 'skal være en dato, fx'],
  [field, '1.1.2014', 'mellem 2015 og 2100'],
  [field, '1.1.2101', 'mellem 2015 og 2100'],
  ...more,
];
const people = (field: string): readonly Bad[] => [
  [field, '', 'mangler'],
  [field, 'nobody', 'findes ikke'],
  [field, '11111111-1111-4111-8111-111111111111', 'findes ikke'],
  [field, 'GUEST', 'gæst'],
  [field, 'a,b', 'én person'],
];
/** The field, what is typed into it, and what the sentence about it says. */
type Bad = readonly [field: string, typed: string, says: string];
const INVOICE = { invoiceNumber: '70012345', invoiceAmount: '4.040,28', invoiceDue: '2026-06-30' };

/** Verb, who presses, the step the case waits for, the view with the button, what is right beside, what is wrong. */
const FORMS: readonly [string, keyof Cast, Act, string, (cast: Cast) => Json, readonly Bad[]][] = [
  ['nameOfficer', 'karin', 'nameOfficer', 'personal', () => ({}), people('officer')],
  [
    'askForOfficer',
    'karin',
    'nameOfficer',
    'askForOfficer',
    () => ({}),
    [...people('person'), ['person', 'SELF', 'dig selv']],
  ],
  [
    'acceptOfficer',
    'soeren',
    'acceptOfficer',
    'personal',
    () => ({ awayFrom: '2026-05-20' }),
    days('awayUntil', ['awayUntil', '2026-05-19', 'ikke ligge før den første dag']),
  ],
  [
    'acceptOfficer',
    'soeren',
    'acceptOfficer',
    'personal',
    () => ({ awayUntil: '2026-05-03' }),
    [
      ['awayFrom', '', 'mangler'],
      ['awayFrom', 'snart', 'skal være en dato, fx'],
      ['awayFrom', '2026-05-01', 'er passeret'],
    ],
  ],
  ['declineOfficer', 'soeren', 'acceptOfficer', 'decline', () => ({}), REASONS],
  [
    'giveAgreementNumber',
    'karin',
    'giveAgreementNumber',
    'personal',
    () => ({}),
    [
      ['agreementNumber', '', 'mangler'],
      ['agreementNumber', '0', 'mindst 1'],
      ['agreementNumber', '000', 'mindst 1'],
      ['agreementNumber', '12a4', 'Du skrev: 12a4'],
      ['agreementNumber', '-5', 'kun bestå af cifre'],
      ['agreementNumber', '１２３', 'kun bestå af cifre'],
      ['agreementNumber', '123456789', 'højst være 99999999'],
      ['agreementNumber', LONG, 'kun bestå af cifre'],
    ],
  ],
  [
    'confirmWebForm',
    'karin',
    'confirmWebForm',
    'personal',
    () => ({ annexFollowed: 'true' }),
    days('filledOn', ['filledOn', TOMORROW, 'fremtiden']),
  ],
  [
    'confirmWebForm',
    'karin',
    'confirmWebForm',
    'personal',
    () => ({ filledOn: TODAY }),
    [
      ['annexFollowed', 'false', 'må ikke fraviges'],
      ['annexFollowed', '', 'må ikke fraviges'],
    ],
  ],
  [
    'confirmSignature',
    'soeren',
    'confirmSignature',
    'personal',
    () => ({}),
    days(
      'signedOn',
      ['signedOn', TOMORROW, 'fremtiden'],
      ['signedOn', '2026-05-03', 'kan ikke ligge før webformularen'],
    ),
  ],
  ['refuseSignature', 'soeren', 'confirmSignature', 'refuse', () => ({}), REASONS],
  [
    'confirmDispatch',
    'karin',
    'confirmDispatch',
    'personal',
    () => ({}),
    days('sentOn', ['sentOn', TOMORROW, 'fremtiden'], ['sentOn', '2026-05-03', 'kan ikke ligge før underskriften']),
  ],
  [
    'agreementReturned',
    'karin',
    'confirmReceipt',
    'returned',
    () => ({ returnedOn: TODAY, again: 'webForm', reason: 'Side 2 mangler' }),
    [
      ...REASONS,
      ['again', 'number', 'ikke på listen'],
      ...days(
        'returnedOn',
        ['returnedOn', TOMORROW, 'fremtiden'],
        ['returnedOn', '2026-05-03', 'kan ikke ligge før afsendelsen'],
      ),
    ],
  ],
  [
    'confirmReceipt',
    'karin',
    'confirmReceipt',
    'personal',
    () => ({}),
    days('receivedOn', ['receivedOn', TOMORROW, 'fremtiden'], ['receivedOn', '2026-05-03', 'kan ikke ligge før']),
  ],
  [
    'registerInvoice',
    'karin',
    'registerInvoice',
    'personal',
    ({ bente }) => ({ ...INVOICE, payer: bente.id }),
    [
      ['invoiceNumber', '', 'mangler'],
      ['invoiceNumber', 'x'.repeat(51), 'højst fylde 50 tegn'],
      ['invoiceNumber', '0101901234', 'CPR-nummer'],
      ...['gratis', '0', '0,00', '-5', '4.0.40', '1,234,5', 'Infinity', '1e9', '١٢٣'].map(
        (typed): Bad => ['invoiceAmount', typed, 'skal være et beløb i kroner'],
      ),
      ['invoiceAmount', '999.999.999.999', 'større, end et gebyr kan være'],
      ...days('invoiceDue'),
      ...people('payer'),
      ['note', 'x'.repeat(501), 'højst fylde 500 tegn'],
      ['note', '010190-1234', 'CPR-nummer'],
    ],
  ],
  [
    'confirmPayment',
    'bente',
    'confirmPayment',
    'personal',
    () => ({}),
    days('paidOn', ['paidOn', TOMORROW, 'fremtiden'], ['paidOn', '2026-05-03', 'kan ikke ligge før']),
  ],
  [
    'correctStep',
    'karin',
    'confirmWebForm',
    'correct',
    () => ({}),
    [
      ['step', '', 'ikke på listen'],
      ['step', '__proto__', 'ikke på listen'],
    ],
  ],
  ['handOver', 'karin', 'confirmWebForm', 'handOver', () => ({}), people('person')],
  ['replaceOfficer', 'karin', 'confirmWebForm', 'replaceOfficer', () => ({}), people('person')],
  ['replacePayer', 'karin', 'confirmPayment', 'replacePayer', () => ({}), people('person')],
  [
    'nameSubstitute',
    'karin',
    'confirmWebForm',
    'substitute',
    ({ bente }) => ({ person: bente.id, from: TODAY, until: '2026-05-20' }),
    [
      ...people('person'),
      ['person', 'SELF', 'dig selv'],
      ...days('from'),
      ...days(
        'until',
        ['until', '2026-05-01', 'kan ikke ligge før den første dag'],
        ['until', '2028-05-04', 'mellem mandag den 4. maj 2026 og onsdag den 5. maj 2027'],
      ),
    ],
  ],
  ['moveGoLive', 'karin', 'confirmWebForm', 'moveGoLive', () => ({}), days('goLive')],
  [
    'snooze',
    'karin',
    'confirmWebForm',
    'snooze',
    () => ({}),
    [
      ['days', '', 'Vælg et antal arbejdsdage, eller skriv en dato.'],
      ...['0', '11', '-1', '1.5', 'NaN'].map((typed): Bad => ['days', typed, 'mellem 1 og 10']),
      ['until', 'i morgen', 'Dagen skal være en dato'],
      ['until', TODAY, 'Dagen skal ligge mellem tirsdag den 5. maj 2026 og'],
    ],
  ],
  ['cancelCase', 'karin', 'confirmWebForm', 'cancel', () => ({}), REASONS],
];

describe.each(FORMS)('%s pressed by %s at %s', (verb, who, at, view, beside, bad) => {
  let caseId: string;
  let before: string;
  beforeAll(async () => {
    caseId = await opened(town, cast.karin);
    await walk(town, cast, caseId, at);
    await town.settled(cast.karin);
    before = await town.history(cast.karin, caseId);
  });
  afterAll(async () => {
    expect(await town.history(cast.karin, caseId)).toBe(before);
    await pressOn(town, cast.karin, caseId, 'cancel', 'cancelCase', { reason: 'Prøven er slut' });
  });

  const named = bad.map(([field, typed, says]) => ({ field, typed, says, shown: typed.slice(0, 30) }));
  test.each(named)('refuses $field = "$shown" at the field: $says', async ({ field, typed, says }) => {
    const person = cast[who];
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
  });
});
