import { describe, expect, test } from 'vitest';
import { type Inputs, type Reading, readCommand } from '../../src/case/commands.js';
import { looksLikeCpr, readFileName } from '../../src/case/typed-values.js';
import type { Task } from '../../src/task/schema.js';
import { coordinator, given, payer, world } from '../given.js';
import { caseOpened, caseUntil } from './facts.js';
import { press } from './press.js';

/** How people write a CPR number, made up. */
const WRITTEN = [
  ...['010190-1234', '0101901234', '010190 1234', '010190–1234', '010190 - 1234', '01.01.90-1234', '01-01-90-1234'],
  ...['01 01 90 1234', '010190/1234', '010190\u00a01234', '010190\u20111234', '０１０１９０-１２３４', '0101 90 1234'],
  ...['Jens (010190-1234) er syg', 'cpr:010190-1234.', '010190-\u200b1234', '311299-0000'],
];
/** What looks a little like one and is not. */
const OTHER = [
  '4.5.2026',
  '04-05-2026',
  '2026-05-04',
  '70012345',
  '4.040,28',
  '33 98 00 60',
  '123456',
  '990190-1234',
  '2026-05-04 10:30',
];

const reading: Reading = {
  person: () => payer,
  opening: { suffix: 'k3f9', home: caseOpened().home, language: 'da' },
};
/** Every free text of every command: the verb, the field, and what is right beside it. */
const TEXTS: readonly [string, string, Inputs][] = [
  ['declineOfficer', 'reason', {}],
  ['refuseSignature', 'reason', {}],
  ['cancelCase', 'reason', {}],
  ['reopenCase', 'reason', {}],
  ['registerInvoice', 'note', { invoiceNumber: '7', invoiceAmount: '1', invoiceDue: '4.5.2026', payer: 'x' }],
  ['registerInvoice', 'invoiceNumber', { invoiceAmount: '1', invoiceDue: '4.5.2026', payer: 'x' }],
];

describe.each(TEXTS)('%s, %s', (verb, field, beside) => {
  test.each(WRITTEN)('refuses "%s"', (written) => {
    const read = readCommand(verb, { ...beside, [field]: written }, reading);
    expect(read).toEqual({ problems: [{ field, problem: { kind: 'cpr' } }] });
  });

  test.each(OTHER)('takes "%s"', (written) => {
    expect(readCommand(verb, { ...beside, [field]: written }, reading)).toHaveProperty('command');
  });
});

test('a typed field of Bilag 1 refuses it, and the form is not filled in', () => {
  const formFields: Task['formFields'] = [
    { id: 'remark', label: { da: 'Bemærkning', en: 'Remark' }, source: 'typed', required: true },
  ];
  for (const remark of WRITTEN)
    given(...caseUntil('webForm'))
      .when(press('confirmWebForm', { fields: { remark } }), coordinator, {
        within: { ...world, task: { ...world.task, formFields } },
      })
      .isRefused({ reason: 'fields', problems: [{ field: 'field.remark', problem: { kind: 'cpr' } }] });
});

test.each([...WRITTEN.filter((one) => !one.includes('/')), '010190_1234', 'aftale.010190.1234'])(
  'the file name "%s.pdf" is refused',
  (written) => {
    expect(readFileName(`${written}.pdf`)).toEqual({ problem: { kind: 'cpr' } });
  },
);

test('no text makes the search slow', () => {
  const begun = process.cpuUsage();
  for (const text of ['0'.repeat(20_000), '01 '.repeat(7_000), '010190'.repeat(3_000), '01.01.90 '.repeat(2_000)])
    looksLikeCpr(text);
  expect(process.cpuUsage(begun).user / 1000).toBeLessThan(500);
});
