import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actionsOf, type Citizen, startTown, type Town, textOf } from './town.js';

let town: Town;
let karin: Citizen;
let soeren: Citizen;
let bente: Citizen;

beforeAll(async () => {
  town = await startTown();
  [karin, soeren, bente] = [town.person('Karin Holm'), town.person('Søren Lund'), town.person('Bente Krog')];
  await town.arrive(karin, soeren, bente);
});
afterAll(() => town.close());

describe('a case from the first message to the paid invoice', () => {
  test('is carried by three people over /api/messages', async () => {
    await town.say(karin, 'start');
    await town.sees(karin, 'Åbn en sag');
    const opened = await town.press(karin, 'openCase', { municipality: '0630', goLive: '2026-11-02' });
    expect(textOf(opened.card)).toContain('Vejle');

    await town.sees(karin, 'Hvem er sikkerhedsansvarlig');
    const named = await town.press(karin, 'nameOfficer', { officer: soeren.id });
    expect(textOf(named.card)).toContain('Søren Lund');

    await town.sees(soeren, 'Er du sikkerhedsansvarlig');
    await town.press(soeren, 'acceptOfficer');
    await town.sees(karin, 'NKS-aftalenummer');
    const doubtful = await town.press(karin, 'giveAgreementNumber', { agreementNumber: '0123456' });
    expect(textOf(doubtful.card)).toContain('123456');
    const confirm = actionsOf(doubtful.card).find(
      (action) => (action.data as { confirmed?: unknown }).confirmed === true,
    );
    expect(confirm?.verb).toBe('giveAgreementNumber');
    await town.press(karin, 'giveAgreementNumber', { agreementNumber: '12 34 56' });

    await town.sees(karin, 'Bilag 1');
    const unread = await town.press(karin, 'confirmWebForm', { filledOn: '2026-05-04', annexFollowed: 'false' });
    expect(textOf(unread.card)).toContain('Bilag 1 må ikke fraviges');
    await town.press(karin, 'confirmWebForm', { filledOn: '2026-05-04', annexFollowed: 'true' });

    await town.sees(soeren, 'Bekræft underskrift');
    await town.press(soeren, 'confirmSignature', { signedOn: '2026-05-04' });
    await town.sees(karin, 'sikre mail');
    await town.press(karin, 'confirmDispatch', { sentOn: '2026-05-04' });
    await town.sees(karin, 'KLIK');
    await town.press(karin, 'markInKlik');
    await town.sees(karin, 'bekræftelsesmail');
    await town.press(karin, 'confirmReceipt', { receivedOn: '2026-05-04' });
    await town.sees(karin, 'Registrér fakturaen');
    await town.press(karin, 'registerInvoice', {
      invoiceNumber: '70012345',
      invoiceAmount: '4.040,28',
      invoiceDue: '2026-06-30',
      payer: bente.id,
    });
    await town.sees(bente, 'Bekræft betalingen');
    const paid = await town.press(bente, 'confirmPayment', { paidOn: '2026-05-04' });
    expect(textOf(paid.card)).toContain('afsluttet');
    await town.sees(karin, 'Tak for indsatsen');
    await town.sees(soeren, 'Tak for indsatsen');
  });
});
