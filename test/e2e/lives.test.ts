import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { giveNumberAndForm, openCase } from './acts.js';
import { type Practice, type Seat, startPractice } from './practice.js';

let practice: Practice;

beforeAll(async () => {
  practice = await startPractice('lives');
});
afterAll(() => practice?.close());

/** The newest card of somebody's chat, once it says that; the Playground shows cards as text. */
async function newest(seat: Seat, says: string | RegExp): Promise<string> {
  const read = async () => (await practice.windows[seat].cardTexts()).at(-1) ?? '';
  await expect.poll(read, { timeout: 45_000 }).toMatch(says);
  return read();
}

test('a case as life is: form before the yes, an officer who is away, a no, a return, the invoice first, KLIK forgotten', async () => {
  const { coordinator, securityOfficer, payer } = practice.windows;
  onTestFailed(async () => {
    for (const seat of ['coordinator', 'securityOfficer', 'payer'] as const)
      await practice.windows[seat].screenshot(`${practice.pictures}/failed-${seat}.png`);
  });
  await coordinator.waitForText('Hej');
  await coordinator.send('start');
  await coordinator.waitForText('Åbn en sag');
  await openCase(coordinator, '2026-11-02');
  await coordinator.waitForCard('Hvem er sikkerhedsansvarlig');
  await coordinator.fill('Sikkerhedsansvarlig for NemKonto', 'Søren Legholm');
  await coordinator.press('Send spørgsmålet');
  expect(await newest('securityOfficer', 'Er du sikkerhedsansvarlig')).toContain('hjælper du med at finde');

  // The number and the form while the officer still thinks: their question no longer speaks of the number.
  await giveNumberAndForm(coordinator, '123456');
  expect(await newest('securityOfficer', '2 af 8 udført')).not.toContain('hjælper du med at finde');

  await securityOfficer.fill('Væk fra (valgfri)', '2026-05-04');
  await securityOfficer.fill('Væk til og med (valgfri)', '2026-05-29');
  await securityOfficer.press('Ja, det er mig');
  await newest('securityOfficer', '✓ Søren Legholm har sagt ja');
  await newest(
    'coordinator',
    /er væk fra mandag den 4\. maj 2026 til og med fredag den 29\. maj 2026\. .*Vælg en anden/,
  );

  await coordinator.press('Skift sikkerhedsansvarlig');
  await coordinator.waitForCard('Hvem er sikkerhedsansvarlig i stedet?');
  await coordinator.fill('Kollega', 'Bente Testrup');
  await coordinator.press('Spørg kollegaen');
  await newest('payer', 'Er du sikkerhedsansvarlig');
  await newest('securityOfficer', 'Karin Prøvegaard har valgt Bente Testrup');
  await payer.press('Det er ikke mig');
  await payer.waitForText('Skriv kort hvorfor');
  await payer.fill('Begrundelse', 'Jeg arbejder i regnskab');
  await payer.press('Send svaret');
  await newest('payer', /^✓ Tak for dit svar\. Du skal ikke gøre mere\./);
  await newest('coordinator', 'Bente Testrup svarede mandag den 4. maj 2026 nej');
  await coordinator.fill('Sikkerhedsansvarlig for NemKonto', 'Søren Legholm');
  await coordinator.press('Send spørgsmålet');
  await newest('securityOfficer', 'Er du sikkerhedsansvarlig');
  await securityOfficer.press('Ja, det er mig');

  for (const sentBefore of [false, true]) {
    await newest('securityOfficer', 'Bekræft underskrift');
    await securityOfficer.press('Bekræft underskrift');
    await coordinator.waitForCard('Bekræft, at den er sendt');
    await coordinator.press('Bekræft, at den er sendt');
    await coordinator.waitForCard('Sæt opgaven til fuldført i KLIK');
    if (sentBefore) break;
    await coordinator.send('NemKonto har sendt den retur, der mangler en underskrift');
    await newest('coordinator', 'NemKonto har sendt aftalen retur');
    await coordinator.press('Registrér returneringen');
    await newest('coordinator', 'NemKonto sendte aftalen retur, 4. maj');
    expect(await newest('securityOfficer', 'der mangler en underskrift')).toContain('NemKonto sendte aftalen retur');
  }

  await coordinator.press('Registrér fakturaen i stedet');
  await coordinator.waitForCard('Fakturanummer');
  await coordinator.fill('Fakturanummer', '70012345');
  await coordinator.fill('Beløb i kroner', '4.040,28');
  await coordinator.fill('Betalingsfrist', '2026-06-30');
  await coordinator.fill('Hvem betaler fakturaen?', 'Bente Testrup');
  await coordinator.press('Registrér fakturaen');
  expect(await newest('payer', 'Bekræft betalingen')).toContain('Gebyr for den administrative tilslutning');
  await payer.fill('Betalt den', '2026-05-04');
  await payer.press('Bekræft betalingen');
  await newest('payer', 'Tak for indsatsen');
  await newest('coordinator', 'Opgaven er ikke meldt fuldført i KLIK endnu');

  await coordinator.send('spol 8 dage');
  await newest('coordinator', 'Opgaven er stadig ikke meldt fuldført i KLIK');
  await coordinator.press('Bekræft fuldført i KLIK');
  await newest('coordinator', /^✓ Karin Prøvegaard har meldt opgaven fuldført i KLIK/);
  for (const window of Object.values(practice.windows)) expect(await window.problems()).toEqual([]);
});
