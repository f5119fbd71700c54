import { describe, expect, test } from 'vitest';
import { type Inputs, type Reading, readCommand } from '../../src/case/commands.js';
import { looksLikeCpr, readFileName, readText } from '../../src/case/typed-values.js';
import type { FormField } from '../../src/task/schema.js';
import { colleague, coordinator, given, world } from '../given.js';
import { caseOpened, caseUntil, officerNamed } from './facts.js';
import { COMMANDS, MOMENTS, press } from './press.js';

/** How people write a CPR number, made up. */
const WRITTEN = [
  ...['010190-1234', '0101901234', '010190 1234', '010190–1234', '010190 - 1234', '01.01.90-1234', '01-01-90-1234'],
  ...['01 01 90 1234', '010190/1234', '010190\u00a01234', '010190\u20111234', '０１０１９０-１２３４', '0101 90 1234'],
  ...['Jens (010190-1234) er syg', 'cpr:010190-1234.', '010190-\u200b1234', '311299-0000', '(010190‐1234)'],
];
/** Texts that look a little like one and are not. */
const OTHER = [
  ...['4.5.2026', '04-05-2026', '2026-05-04', '2026-05-04 10:30', '70012345', '4.040,28', '33 98 00 60', '123456'],
  ...['990190-1234', '320190-1234', '011390-1234', '29189900', '10101901234', 'F-2026-17'],
];

test.each(WRITTEN)('a text with "%s" is refused', (written) => {
  expect(looksLikeCpr(written)).toBe(true);
  expect(readText(written, 100)).toEqual({ problem: { kind: 'cpr' } });
});

test.each(OTHER)('a text with "%s" is not', (written) => {
  expect(readText(written, 100)).toEqual({ value: written });
});

test.each([...WRITTEN.filter((one) => !one.includes('/')), '010190_1234', 'aftale.010190.1234'])(
  'the file name "%s.pdf" is refused',
  (written) => {
    expect(readFileName(`${written}.pdf`)).toEqual({ problem: { kind: 'cpr' } });
  },
);

const reading: Reading = {
  person: () => colleague,
  opening: { suffix: 'k3f9', home: caseOpened().home, language: 'da' },
  signedCopy: (file) => ({ name: `${file}.pdf`, size: 1, sha256: 'ab'.repeat(32) }),
};
const remark: FormField = { id: 'remark', label: { da: 'Bemærkning', en: 'Remark' }, source: 'typed', required: false };
const within = { ...world, task: { ...world.task, formFields: [remark] } };

/** Right inputs of every kind; a new input of a card needs one here. */
const RIGHT: Inputs = {
  ...{ municipality: '0630', goLive: '9.11.2026', officer: 'id', person: 'id', payer: 'id', office: 'financeManager' },
  ...{
    agreementNumber: '123456',
    confirmed: 'true',
    understood: '123456',
    file: 'aftale',
    'field.remark': 'Nej',
    paperAt: 'x',
    ean: '5798000000001',
    accounting: 'PSP 1042',
    filedAs: '27/1042',
  },
  ...{ filledOn: '5.5.2026', annexFollowed: 'true', signedOn: '7.5.2026', sentOn: '8.5.2026', receivedOn: '8.5.2026' },
  ...{ returnedOn: '12.5.2026', again: 'signature' },
  ...{ invoiceNumber: '7', invoiceAmount: '1', invoiceDue: '4.7.2026', paidOn: '20.5.2026', note: 'x', reason: 'x' },
  ...{
    step: 'agreementNumber',
    from: '1.7.2026',
    until: '2.7.2026',
    awayFrom: '1.7.2026',
    awayUntil: '2.7.2026',
    days: '3',
    everyone: 'true',
  },
};

/** Where what is right elsewhere is not: a snooze has days or a day, and a person who is reminded alone is waited for. */
const UNLIKE: Readonly<Record<string, Inputs>> = { snooze: { until: '' }, remindNow: { person: '' } };

/** The inputs a command is read from. */
function inputsOf(verb: string): string[] {
  const asked = new Set<string>(verb === 'confirmWebForm' ? ['field.remark'] : []);
  readCommand(verb, new Proxy(RIGHT, { get: (inputs, id: string) => asked.add(id) && inputs[id] }), reading);
  return [...asked];
}

describe.each(['openCase', ...COMMANDS] as const)('%s', (type) => {
  const right: Inputs = { ...RIGHT, ...UNLIKE[type] };
  const outcomeOf = (inputs: Inputs) => {
    const read = readCommand(type, inputs, reading);
    if (!read || 'problems' in read) return undefined;
    const [person, step] = type === 'openCase' ? [coordinator, undefined] : MOMENTS[type];
    const answers = type === 'acceptOfficer' || type === 'declineOfficer';
    const log = step === undefined ? [] : answers ? [caseOpened(), officerNamed()] : caseUntil(step);
    return given(...log).when(read.command, person, { at: '2026-06-20T09:00:00.000Z', within });
  };

  test('given right inputs, then something happens', () => {
    expect(Object.keys(RIGHT)).toEqual(expect.arrayContaining(inputsOf(type)));
    expect(outcomeOf(right)?.events).not.toHaveLength(0);
  });

  test('given a CPR number in any of its inputs, then it is recorded nowhere', () => {
    for (const input of inputsOf(type))
      for (const written of WRITTEN) {
        const events = outcomeOf({ ...right, [input]: written })?.events ?? [];
        expect([input, JSON.stringify(events).includes(written)]).toEqual([input, false]);
      }
  });
});

test('no text makes the search slow', () => {
  const begun = process.cpuUsage();
  for (const text of ['0'.repeat(20_000), '01 '.repeat(7_000), '010190'.repeat(3_000), '01.01.90 '.repeat(2_000)])
    looksLikeCpr(text);
  expect(process.cpuUsage(begun).user / 1000).toBeLessThan(500);
});

test('a typed field of Bilag 1 with a CPR number is refused at its field', () => {
  for (const written of WRITTEN)
    given(...caseUntil('webForm'))
      .when(press('confirmWebForm', { fields: { remark: written } }), coordinator, { within })
      .isRefused({ reason: 'fields', problems: [{ field: 'field.remark', problem: { kind: 'cpr' } }] });
});
