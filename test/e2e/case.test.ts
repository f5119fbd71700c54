import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { giveNumberAndForm, openCase } from './acts.js';
import { type Practice, type Seat, startPractice } from './practice.js';

let practice: Practice;
let pictures = 0;

beforeAll(async () => {
  practice = await startPractice('case');
});
afterAll(() => practice?.close());

/** A picture of somebody's chat, wide and narrow. Taken before typing: the Playground forgets inputs when resized. */
async function shoot(seat: Seat, what: string): Promise<void> {
  pictures += 1;
  const name = `${practice.pictures}/${String(pictures).padStart(2, '0')}-${what}`;
  await practice.windows[seat].screenshot(`${name}.png`);
  await practice.windows[seat].screenshot(`${name}-narrow.png`, 400);
}

test('three people carry a case from the first word to the closing summary', async () => {
  const { coordinator, securityOfficer, payer } = practice.windows;
  onTestFailed(async () => {
    for (const seat of ['coordinator', 'securityOfficer', 'payer'] as const) await shoot(seat, `failed-${seat}`);
  });

  await coordinator.waitForText('Hej');
  await shoot('coordinator', 'welcome');
  await coordinator.send('hjælp');
  await coordinator.waitForText('Det kan du skrive til mig');
  await coordinator.send('start');
  await coordinator.waitForText('Åbn en sag');
  await shoot('coordinator', 'open');
  await openCase(coordinator, '2026-11-02');

  await coordinator.waitForCard('Hvem er sikkerhedsansvarlig');
  await shoot('coordinator', 'officer');
  await coordinator.fill('Sikkerhedsansvarlig for NemKonto', 'Bente Testrup');
  await coordinator.press('Send spørgsmålet');

  await payer.waitForCard('Er du sikkerhedsansvarlig');
  await shoot('payer', 'accept');
  await payer.press('Det er ikke mig');
  await payer.waitForText('Skriv kort hvorfor');
  await shoot('payer', 'decline');
  await payer.press('Det er ikke mig');
  await payer.fill('Begrundelse', 'Det er Søren Legholm i it-sikkerhed');
  await payer.press('Send svaret');
  await payer.waitForCard('Tak for dit svar');
  await shoot('payer', 'declined');

  await coordinator.waitForCard('Det er Søren Legholm');
  await shoot('coordinator', 'declined');
  await coordinator.fill('Sikkerhedsansvarlig for NemKonto', 'Søren Legholm');
  await coordinator.press('Send spørgsmålet');
  await securityOfficer.waitForCard('Er du sikkerhedsansvarlig');
  await securityOfficer.press('Ja, det er mig');
  await securityOfficer.waitForCard('sagde ja');
  await shoot('securityOfficer', 'accepted');

  await coordinator.waitForCard('Gem nummeret');
  await shoot('coordinator', 'number');
  await coordinator.fill('NKS-aftalenummer', '12a4');
  await coordinator.press('Gem nummeret');
  await coordinator.waitForText('Du skrev: 12a4');
  await shoot('coordinator', 'number-wrong');
  await coordinator.fill('NKS-aftalenummer', '1234567');
  await coordinator.press('Gem nummeret');
  await coordinator.waitForText('Ja, det er 1234567');
  await shoot('coordinator', 'number-second-look');
  await coordinator.press('Ja, det er 1234567');

  await coordinator.waitForCard('Bekræft, at den er udfyldt');
  await shoot('coordinator', 'form');
  await coordinator.fill('Bilag 1', 'true');
  await coordinator.press('Bekræft, at den er udfyldt');

  await securityOfficer.waitForCard('Bekræft underskrift');
  await shoot('securityOfficer', 'signature');
  await securityOfficer.press('Bekræft underskrift');
  await coordinator.waitForCard('Bekræft, at den er sendt');
  await shoot('coordinator', 'dispatch');

  await coordinator.send('ret');
  await coordinator.waitForCard('Hvilket trin skal rettes');
  await shoot('coordinator', 'correct');
  await coordinator.fill('Trin', 'NKS-aftalenummeret (også webformularen og underskriften)');
  await coordinator.press('Åbn trinnet igen');
  await securityOfficer.waitForCard('gælder ikke længere');
  await shoot('securityOfficer', 'signature-void');
  await giveNumberAndForm(coordinator, '123456');
  await securityOfficer.waitForCard('Bekræft underskrift');
  await securityOfficer.press('Bekræft underskrift');

  await coordinator.waitForCard('Bekræft, at den er sendt');
  await coordinator.press('Bekræft, at den er sendt');
  await coordinator.waitForCard('Sæt opgaven til fuldført i KLIK');
  await shoot('coordinator', 'klik');
  await coordinator.press('Bekræft fuldført i KLIK');
  await coordinator.waitForCard('har meldt opgaven fuldført');
  await shoot('coordinator', 'receipt');
  await coordinator.press('Bekræft, at mailen er kommet');
  await coordinator.waitForCard('Registrér fakturaen');
  await shoot('coordinator', 'invoice');
  await coordinator.fill('Fakturanummer', '70012345');
  await coordinator.fill('Beløb i kroner', '4.040,28');
  await coordinator.fill('Betalingsfrist', '2026-06-30');
  await coordinator.fill('Hvem betaler fakturaen?', 'Bente Testrup');
  await coordinator.press('Registrér fakturaen');
  await payer.waitForCard('Bekræft betalingen');
  await shoot('payer', 'payment');
  await payer.fill('Betalt den', '2026-05-04');
  await payer.press('Bekræft betalingen');
  await payer.waitForCard('Tak for indsatsen');
  await coordinator.waitForCard('Tak for indsatsen');
  await securityOfficer.waitForCard('Tak for indsatsen');
  await shoot('coordinator', 'summary');
  await shoot('payer', 'summary');
  await shoot('securityOfficer', 'summary');

  for (const window of Object.values(practice.windows)) expect(await window.problems()).toEqual([]);
});
