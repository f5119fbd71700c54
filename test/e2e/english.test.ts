import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import task from '../../src/task/sa09-nemkonto.json' with { type: 'json' };
import { Keyboard } from './keyboard.js';
import { type Practice, type Seat, startPractice } from './practice.js';

const SEATS = ['coordinator', 'securityOfficer', 'payer'] as const;
const NARROW = { width: 400, height: 900 };

let practice: Practice;
let pictures = 0;

beforeAll(async () => {
  practice = await startPractice('english', undefined, NARROW);
});
afterAll(() => practice?.close());

/** A picture of somebody's chat, as wide as it is and as on a desk. */
async function shoot(seat: Seat, what: string): Promise<void> {
  pictures += 1;
  const name = `${practice.pictures}/${String(pictures).padStart(2, '0')}-${what}`;
  await practice.windows[seat].screenshot(`${name}-narrow.png`, NARROW.width);
  await practice.windows[seat].screenshot(`${name}.png`);
}

/** What KLIK calls its tasks and themes is quoted in Danish. */
const { title, theme, followUp } = task.klik;
const KLIK_TITLES = [title.da, theme.da, followUp.da];

/** What only Danish cards say; the practice organisation's own names and the municipality's are Danish in any language. */
const DANISH =
  /.{0,60}\b(ikke|sagen|trin|senest|fakturaen|betaling|aftalen|og|til|på|Øvelse|Skriv|Vis|Mere|Tilbage)\b.{0,60}/;

test('three people carry a case in English, with the keyboard alone, in narrow windows', async () => {
  const { coordinator, securityOfficer, payer } = practice.windows;
  const keys = {
    coordinator: new Keyboard(coordinator.page),
    securityOfficer: new Keyboard(securityOfficer.page),
    payer: new Keyboard(payer.page),
  };
  onTestFailed(async () => {
    for (const seat of SEATS) await shoot(seat, `failed-${seat}`);
  });

  for (const seat of SEATS) {
    await practice.windows[seat].waitForText('Hej');
    await keys[seat].shutLog();
    await keys[seat].send('language');
    await practice.windows[seat].waitForCard('Hvilket sprog vil du læse?');
    await keys[seat].press('English');
    await practice.windows[seat].waitForText('I will write to you in English');
  }
  await shoot('coordinator', 'language');
  await keys.coordinator.send('help');
  await coordinator.waitForCard('What you can type to me');
  await shoot('coordinator', 'help');
  await keys.coordinator.send('start');
  await coordinator.waitForCard('Open a case');
  await shoot('coordinator', 'open');
  await keys.coordinator.fill('Municipality', 'Vejle Kommune');
  await keys.coordinator.pickDay('Go-live date', 4);
  await keys.coordinator.press('Open the case');

  await coordinator.waitForCard('Who is the security officer');
  await shoot('coordinator', 'officer');
  await keys.coordinator.press("I don't know");
  await coordinator.waitForCard('Who knows?');
  await shoot('coordinator', 'who-knows');
  await keys.coordinator.press('Back');
  await coordinator.waitForCard('Who is the security officer');
  await keys.coordinator.fill('Security officer for NemKonto', 'Søren Legholm');
  await keys.coordinator.press('Send the question');
  await securityOfficer.waitForCard('Are you the security officer');
  await shoot('securityOfficer', 'accept');
  await shoot('coordinator', 'wait');
  await keys.securityOfficer.press('Yes, that is me');
  await securityOfficer.waitForCard('Save the number');
  await shoot('securityOfficer', 'accepted');

  await coordinator.waitForCard('Save the number');
  await keys.coordinator.fill('NKS agreement number', '12a4');
  await keys.coordinator.press('Save the number');
  await coordinator.waitForText('You wrote: 12a4');
  await shoot('coordinator', 'number-wrong');
  await keys.coordinator.fill('NKS agreement number', '1234567');
  await keys.coordinator.press('Save the number');
  await coordinator.waitForText('Yes, it is 1234567');
  await shoot('coordinator', 'number-second-look');
  await keys.coordinator.press('Yes, it is 1234567');

  await coordinator.waitForCard('Confirm that it is filled in');
  await shoot('coordinator', 'form');
  await keys.coordinator.fill('Annex 1 (Bilag 1)', 'true');
  await keys.coordinator.press('Confirm that it is filled in');
  await securityOfficer.waitForCard('Confirm signature');
  await shoot('securityOfficer', 'signature');
  await keys.securityOfficer.press('Confirm signature');
  await coordinator.waitForCard('Confirm that it is sent');
  await shoot('coordinator', 'dispatch');
  await keys.coordinator.press('Confirm that it is sent');
  await coordinator.waitForCard('Set the task to completed in KLIK');
  await shoot('coordinator', 'klik');
  await keys.coordinator.press('Confirm completed in KLIK');
  await coordinator.waitForCard('Confirm the mail has come');
  await keys.coordinator.press('Confirm the mail has come');
  await coordinator.waitForCard('Register the invoice');
  await shoot('coordinator', 'invoice');
  await keys.coordinator.fill('Invoice number', '70012345');
  await keys.coordinator.fill('Amount in kroner', '4,040.28');
  await keys.coordinator.pickDay('Due date', 2);
  await keys.coordinator.fill('Who pays the invoice?', 'Bente Testrup');
  await keys.coordinator.press('Register the invoice');
  await payer.waitForCard('Confirm the payment');
  await shoot('payer', 'payment');

  const cards = (await coordinator.cardTexts()).length;
  await keys.coordinator.send('status');
  await expect.poll(async () => (await coordinator.cardTexts()).length, { timeout: 45_000 }).toBe(cards + 1);
  await shoot('coordinator', 'status');
  await keys.coordinator.press('Show my step');
  await coordinator.waitForCard('It is paid');
  await keys.coordinator.press('More');
  await coordinator.waitForCard('What would you like to do?');
  await shoot('coordinator', 'more');
  await keys.coordinator.send('history');
  await coordinator.waitForCard('What has happened');
  await shoot('coordinator', 'history');

  await payer.fill('Paid on', '2026-05-04');
  await keys.payer.press('Confirm the payment');
  for (const seat of SEATS) await practice.windows[seat].waitForCard('The case is finished');
  await shoot('payer', 'summary');
  await shoot('coordinator', 'summary');

  for (const seat of SEATS) {
    const said = (await practice.windows[seat].cardTexts()).slice(2).join('\n');
    const own = KLIK_TITLES.reduce((text, title) => text.replaceAll(title, ''), said);
    expect(own.match(DANISH)?.[0]).toBeUndefined();
  }
});
