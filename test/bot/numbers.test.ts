import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dataOf } from './cards.js';
import { startTown, type Town, textOf } from './town.js';
import { arrived, type Cast, opened, pressOn, walk } from './walk.js';

const INVOICE = { invoiceNumber: '70012345', invoiceAmount: '4.040,28', invoiceDue: '2026-06-30' };

let town: Town;
let cast: Cast;

beforeAll(async () => {
  town = await startTown();
  cast = await arrived(town);
});
afterAll(() => town.close());

describe('an unusual agreement number', () => {
  let caseId: string;
  beforeEach(async () => {
    caseId = await opened(town, cast.karin);
    await walk(town, cast, caseId, 'giveAgreementNumber');
  });
  afterEach(() => pressOn(town, cast.karin, caseId, 'cancel', 'cancelCase', { reason: 'Prøven er slut' }));

  test.each([
    ['1234567', '1234567', '7 cifre'],
    ['12 345 678', '12345678', '8 cifre'],
    ['012345', '12345', 'ikke stå nul foran'],
    ['00000007', '7', 'ikke stå nul foran'],
  ])('%s is read as %s and recorded on a second look only (%s)', async (typed, number, says) => {
    const first = await pressOn(town, cast.karin, caseId, 'personal', 'giveAgreementNumber', {
      agreementNumber: typed,
    });
    expect(textOf(first.card)).toContain(says);
    expect(await town.history(cast.karin, caseId)).not.toContain('aftalenummer');
    const sure = dataOf(first.card, 'giveAgreementNumber', (data) => data.confirmed === true);
    await town.pressRaw(cast.karin, 'giveAgreementNumber', { ...sure, agreementNumber: typed });
    expect(await town.history(cast.karin, caseId)).toContain(number);
  });

  test('12 34 56 is simply 123456', async () => {
    await pressOn(town, cast.karin, caseId, 'personal', 'giveAgreementNumber', { agreementNumber: '12 34 56' });
    expect(await town.history(cast.karin, caseId)).toContain('123456');
  });

  test('typed anew beside the button that confirms the old one is not recorded unseen', async () => {
    const first = await pressOn(town, cast.karin, caseId, 'personal', 'giveAgreementNumber', {
      agreementNumber: '1234567',
    });
    const sure = dataOf(first.card, 'giveAgreementNumber', (data) => data.confirmed === true);
    const second = await town.pressRaw(cast.karin, 'giveAgreementNumber', { ...sure, agreementNumber: '7654321' });
    expect(textOf(second.card)).toContain('7654321');
    expect(await town.history(cast.karin, caseId)).not.toContain('7654321');
  });
});

describe('an amount', () => {
  let caseId: string;
  afterEach(() => pressOn(town, cast.karin, caseId, 'cancel', 'cancelCase', { reason: 'Prøven er slut' }));

  test.each([
    ['4.040,28', '4.040,28'],
    ['4040,28', '4.040,28'],
    ['4040.28', '4.040,28'],
    ['kr. 4.040', '4.040,00'],
    ['4.040,28 kr.', '4.040,28'],
    ['4 040,28', '4.040,28'],
    ['DKK 4040', '4.040,00'],
    ['4040,-', '4.040,00'],
    ['0,5', '0,50'],
  ])('written %s is %s kr.', async (typed, shown) => {
    caseId = await opened(town, cast.karin);
    await walk(town, cast, caseId, 'registerInvoice');
    const inputs = { ...INVOICE, payer: cast.bente.id, invoiceAmount: typed };
    await pressOn(town, cast.karin, caseId, 'personal', 'registerInvoice', inputs);
    expect((await town.history(cast.karin, caseId)).replaceAll('\u00a0', ' ')).toContain(`${shown} kr.`);
  });
});
