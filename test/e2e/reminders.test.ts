import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { openCase } from './acts.js';
import { type Practice, startPractice } from './practice.js';

let practice: Practice;

beforeAll(async () => {
  practice = await startPractice('reminders');
});
afterAll(() => practice?.close());

test('a case in a channel that is left alone climbs the ladder in the person chats and the channel', async () => {
  const { coordinator, securityOfficer } = practice.windows;
  const shoot = async (seat: keyof typeof practice.windows, what: string) => {
    await practice.windows[seat].screenshot(`${practice.pictures}/${what}.png`);
    await practice.windows[seat].screenshot(`${practice.pictures}/${what}-narrow.png`, 400);
  };
  onTestFailed(async () => {
    await shoot('coordinator', 'failed-coordinator');
    await shoot('securityOfficer', 'failed-officer');
  });

  await coordinator.choose({ channel: 'KLIK-opgaver' });
  await coordinator.mention('start');
  await coordinator.waitForCard('Åbn en sag');
  await openCase(coordinator, '2026-11-16');
  await coordinator.waitForCard('skal oplyse, hvem der er sikkerhedsansvarlig');
  await shoot('coordinator', '01-channel');

  await coordinator.choose('personal');
  await coordinator.waitForCard('Hvem er sikkerhedsansvarlig');
  await coordinator.press('Jeg ved det ikke');
  await coordinator.waitForCard('Hvem ved det');
  await coordinator.fill('Kollega', 'Hanne Modelbo');
  await coordinator.fill('Kollegaens rolle', 'økonomichef');
  await coordinator.press('Spørg kollegaen');
  await coordinator.waitForText('er også spurgt');
  await coordinator.fill('Sikkerhedsansvarlig for NemKonto', 'Søren Legholm');
  await coordinator.press('Send spørgsmålet');
  await securityOfficer.waitForCard('Er du sikkerhedsansvarlig');

  await coordinator.send('spol 3 dage');
  await coordinator.waitForText(/Øvelsens ur viser nu .*7\. maj 2026/);
  await securityOfficer.waitForText('Du får denne besked');
  await shoot('securityOfficer', '02-first-reminder');

  await securityOfficer.send('udsæt');
  await securityOfficer.waitForCard('Hvor længe vil du udsætte påmindelserne');
  await shoot('securityOfficer', '03-snooze');
  await securityOfficer.fill('Antal arbejdsdage', '3 arbejdsdage (til 12. maj)');
  await securityOfficer.press('Udsæt');
  await securityOfficer.waitForText('Dine påmindelser er udsat til');

  await coordinator.send('spol 2 uger');
  await coordinator.waitForText(/Øvelsens ur viser nu .*21\. maj 2026/);
  await shoot('coordinator', '04-copies');
  await shoot('securityOfficer', '05-ladder');
  await coordinator.choose({ channel: 'KLIK-opgaver' });
  await coordinator.waitForText('Søren Legholm');
  await shoot('coordinator', '06-channel-escalated');
  await coordinator.choose('personal');
  await coordinator.send('oversigt');
  await coordinator.waitForCard('Du er med i 1 åben sag');
  await shoot('coordinator', '07-overview');

  await practice.restart();
  const again = practice.windows.coordinator;
  await again.waitForCard('Vejle Kommune');
  await shoot('coordinator', '08-after-restart');
  await again.send('annuller');
  await again.waitForCard('Annullér sagen');
  await again.fill('Begrundelse', 'Vi venter et år');
  await again.press('Annullér sagen');
  await again.waitForCard('annullerede sagen');
  await again.send('spol 3 uger');
  await again.waitForText(/Øvelsens ur viser nu/);
  await shoot('securityOfficer', '09-quiet');
  const officerSees = await practice.windows.securityOfficer.cardTexts();
  expect(officerSees.filter((text) => text.includes('Du får denne besked'))).toEqual([]);
  expect(officerSees.filter((text) => text.includes('har annulleret sagen')).length).toBeGreaterThan(0);
});
