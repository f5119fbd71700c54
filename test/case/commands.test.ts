import { describe, expect, test } from 'vitest';
import { type Inputs, type Reading, readCommand, readInputs } from '../../src/case/commands.js';
import { adviser, colleague, officer, payer } from '../given.js';
import { caseOpened } from './facts.js';

const reading: Reading = {
  person: (id) => (id === 'guest' ? 'guest' : [officer, adviser, payer, colleague].find((one) => one.id === id)),
  opening: { suffix: 'k3f9', home: caseOpened().home, language: 'da' },
};
const read = (verb: string, inputs: Inputs = {}) => readCommand(verb, inputs, reading);
const wrong = (field: string, problem: object) => ({ problems: [{ field, problem }] });

describe('a verb and its inputs become a command', () => {
  test.each([
    [
      'openCase',
      { municipality: '0630', goLive: '2.11.2026' },
      { caseId: '0630-k3f9', municipality: '0630', goLive: '2026-11-02', home: reading.opening.home, language: 'da' },
    ],
    ['nameOfficer', { officer: ` ${officer.id} ` }, { officer }],
    ['askForOfficer', { person: adviser.id }, { person: adviser, office: 'financeManager' }],
    [
      'askForOfficer',
      { person: adviser.id, office: 'programmeManager' },
      { person: adviser, office: 'programmeManager' },
    ],
    ['acceptOfficer', {}, {}],
    ['declineOfficer', { reason: ' Nej ' }, { reason: 'Nej' }],
    ['giveAgreementNumber', { agreementNumber: '12 34 56' }, { agreementNumber: '12 34 56', confirmed: false }],
    [
      'giveAgreementNumber',
      { agreementNumber: '1234567', confirmed: 'true' },
      { agreementNumber: '1234567', confirmed: true },
    ],
    [
      'giveAgreementNumber',
      { agreementNumber: '0123 4567', confirmed: 'true', understood: '1234567' },
      { agreementNumber: '0123 4567', confirmed: true },
    ],
    [
      'giveAgreementNumber',
      { agreementNumber: '7654321', confirmed: 'true', understood: '1234567' },
      { agreementNumber: '7654321', confirmed: false },
    ],
    [
      'confirmWebForm',
      { filledOn: '2026-05-04', annexFollowed: 'true', 'field.cvr': '29189900' },
      { filledOn: '2026-05-04', annexFollowed: true, fields: { cvr: '29189900' } },
    ],
    [
      'confirmWebForm',
      { filledOn: '2026-05-04', annexFollowed: 'yes' },
      { filledOn: '2026-05-04', annexFollowed: false, fields: {} },
    ],
    ['confirmSignature', { signedOn: '2026-05-04' }, { signedOn: '2026-05-04' }],
    ['refuseSignature', { reason: 'Fejl' }, { reason: 'Fejl' }],
    ['confirmDispatch', { sentOn: '4.5.2026' }, { sentOn: '2026-05-04' }],
    ['markInKlik', {}, {}],
    ['confirmReceipt', { receivedOn: '4.5.2026' }, { receivedOn: '2026-05-04' }],
    [
      'registerInvoice',
      { invoiceNumber: 'F-1', invoiceAmount: '4.040,28', invoiceDue: '19.6.2026', payer: payer.id, note: ' ' },
      { number: 'F-1', amount: 404_028, due: '2026-06-19', payer },
    ],
    [
      'registerInvoice',
      { invoiceNumber: 'F-1', invoiceAmount: '1', invoiceDue: '19.6.2026', payer: payer.id, note: 'UI 23' },
      { number: 'F-1', amount: 100, due: '2026-06-19', payer, note: 'UI 23' },
    ],
    ['confirmPayment', { paidOn: '4.5.2026' }, { paidOn: '2026-05-04' }],
    ['correctStep', { step: 'webForm' }, { step: 'webForm' }],
    ['handOver', { person: colleague.id }, { person: colleague }],
    ['replaceOfficer', { person: colleague.id }, { person: colleague }],
    ['replacePayer', { person: colleague.id }, { person: colleague }],
    [
      'nameSubstitute',
      { person: colleague.id, from: '1.7.2026', until: '31.7.2026' },
      { person: colleague, from: '2026-07-01', until: '2026-07-31' },
    ],
    ['moveGoLive', { goLive: '1.3.2027' }, { goLive: '2027-03-01' }],
    ['snooze', { days: ' 3 ' }, { days: 3 }],
    ['snooze', { days: '', until: '8.5.2026' }, { until: '2026-05-08' }],
    ['snooze', {}, {}],
    ['snooze', { days: 'mange' }, { days: Number.NaN }],
    ['remindNow', {}, {}],
    ['cancelCase', { reason: 'Dublet' }, { reason: 'Dublet' }],
    ['reopenCase', { reason: 'Alligevel' }, { reason: 'Alligevel' }],
  ] as const)('%s %j', (verb, inputs, expected) => {
    expect(read(verb, inputs)).toEqual({ command: { type: verb, ...expected } });
  });

  test.each(['', 'refresh', 'OpenCase', 'toString', 'constructor', '__proto__', 'hasOwnProperty'])(
    'but %j is no verb of ours',
    (verb) => {
      expect(read(verb)).toBeUndefined();
    },
  );
});

describe('every wrong field is named', () => {
  test('all at once', () => {
    expect(read('registerInvoice', { invoiceAmount: 'gratis', invoiceDue: '30.2.2026', note: '010190-1234' })).toEqual({
      problems: [
        { field: 'note', problem: { kind: 'cpr' } },
        { field: 'invoiceNumber', problem: { kind: 'required' } },
        { field: 'invoiceAmount', problem: { kind: 'notAnAmount', typed: 'gratis' } },
        { field: 'invoiceDue', problem: { kind: 'notADate', typed: '30.2.2026' } },
        { field: 'payer', problem: { kind: 'required' } },
      ],
    });
  });

  test.each([
    ['nobody', { kind: 'unknownPerson' }],
    ['guest', { kind: 'guest' }],
    [' ', { kind: 'required' }],
    [`${officer.id},${payer.id}`, { kind: 'onePersonOnly' }],
  ])('a person: %j', (person, problem) => {
    expect(read('handOver', { person })).toEqual(wrong('person', problem));
  });

  test('a choice that is none', () => {
    for (const step of ['', 'Officer', '__proto__', 'klik'])
      expect(read('correctStep', { step })).toEqual(wrong('step', { kind: 'notAChoice' }));
  });

  test('a reason that is missing, too long or holds a CPR number', () => {
    expect(read('cancelCase')).toEqual(wrong('reason', { kind: 'required' }));
    expect(read('cancelCase', { reason: 'x'.repeat(501) })).toEqual(wrong('reason', { kind: 'tooLong', max: 500 }));
    expect(read('cancelCase', { reason: '010190-1234' })).toEqual(wrong('reason', { kind: 'cpr' }));
  });

  test('an invoice number that is too long', () => {
    expect(read('registerInvoice', { invoiceNumber: '1'.repeat(51) })).toMatchObject({
      problems: expect.arrayContaining([{ field: 'invoiceNumber', problem: { kind: 'tooLong', max: 50 } }]),
    });
  });
});

describe('of what a card sends', () => {
  test('named scalars are kept as text; objects, arrays, nothing and not-numbers are dropped', () => {
    const sent = { a: 'x', b: 3, c: true, d: {}, e: ['x'], f: null, g: undefined, h: Number.NaN };
    expect({ ...readInputs(sent) }).toEqual({ a: 'x', b: '3', c: 'true' });
  });

  test.each([[undefined], [null], ['text'], [7], [true], [Symbol('s')], [() => 'x']])('%s holds no inputs', (sent) => {
    expect({ ...readInputs(sent) }).toEqual({});
  });

  test('names of a prototype are names like any other, and change no prototype', () => {
    const inputs = readInputs(JSON.parse('{"__proto__":"x","constructor":"y","field.__proto__":"z"}'));
    expect(Object.getPrototypeOf(inputs)).toBeNull();
    expect(Object.keys(inputs)).toEqual(['__proto__', 'constructor', 'field.__proto__']);
    expect(Object.hasOwn(inputs, 'toString')).toBe(false);
    expect(read('confirmWebForm', inputs)).toMatchObject({ problems: [{ field: 'filledOn' }] });
    expect(Object.hasOwn(Object.prototype, 'z')).toBe(false);
  });

  test('a reason hidden in a prototype is not found', () => {
    expect(read('cancelCase', readInputs(Object.create({ reason: 'arvet' })))).toEqual(
      wrong('reason', { kind: 'required' }),
    );
  });

  test('at most 100 inputs of 20,000 characters are read', () => {
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`k${at}`, 'x'.repeat(30_000)]));
    const inputs = readInputs(many);
    expect(Object.keys(inputs)).toHaveLength(100);
    expect(inputs.k0).toHaveLength(20_000);
  });
});
