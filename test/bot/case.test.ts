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

/** Waits until a card with this text stands in somebody's chat. */
async function sees(who: Citizen, text: string | RegExp): Promise<void> {
  const has = () => town.standing(who.chat).some(({ card }) => new RegExp(text).test(textOf(card)));
  if (!has()) await town.connector.waitFor(has);
}

describe('a case from the first message to the paid invoice', () => {
  test('is carried by three people over /api/messages', async () => {
    await town.say(karin, 'start');
    await sees(karin, 'Åbn en sag');
    const opened = await town.press(karin, 'openCase', { municipality: '0630', goLive: '2026-11-02' });
    expect(textOf(opened.card)).toContain('Vejle');

    await sees(karin, 'Hvem er sikkerhedsansvarlig');
    const named = await town.press(karin, 'nameOfficer', { officer: soeren.id });
    expect(textOf(named.card)).toContain('Søren Lund');

    await sees(soeren, 'Er du sikkerhedsansvarlig');
    await town.press(soeren, 'acceptOfficer');
    await sees(karin, 'NKS-aftalenummer');
    const doubtful = await town.press(karin, 'giveAgreementNumber', { agreementNumber: '0123456' });
    expect(textOf(doubtful.card)).toContain('123456');
    const confirm = actionsOf(doubtful.card).find(
      (action) => (action.data as { confirmed?: unknown }).confirmed === true,
    );
    expect(confirm?.verb).toBe('giveAgreementNumber');
    await town.press(karin, 'giveAgreementNumber', { agreementNumber: '12 34 56' });

    await sees(karin, 'Bilag 1');
    const unread = await town.press(karin, 'confirmWebForm', { filledOn: '2026-05-04', annexFollowed: 'false' });
    expect(textOf(unread.card)).toContain('Bilag 1 må ikke fraviges');
    await town.press(karin, 'confirmWebForm', { filledOn: '2026-05-04', annexFollowed: 'true' });

    await sees(soeren, 'Bekræft underskrift');
    await town.press(soeren, 'confirmSignature', { signedOn: '2026-05-04' });
    await sees(karin, 'sikre mail');
    await town.press(karin, 'confirmDispatch', { sentOn: '2026-05-04' });
    await sees(karin, 'KLIK');
    await town.press(karin, 'markInKlik');
    await sees(karin, 'bekræftelsesmail');
    await town.press(karin, 'confirmReceipt', { receivedOn: '2026-05-04' });
    await sees(karin, 'Registrer fakturaen');
    await town.press(karin, 'registerInvoice', {
      invoiceNumber: '70012345',
      invoiceAmount: '4.040,28',
      invoiceDue: '2026-06-30',
      payer: bente.id,
    });
    await sees(bente, 'Bekræft betalingen');
    const paid = await town.press(bente, 'confirmPayment', { paidOn: '2026-05-04' });
    expect(textOf(paid.card)).toContain('afsluttet');
    await sees(karin, 'Tak for indsatsen');
    await sees(soeren, 'Tak for indsatsen');
  });
});
