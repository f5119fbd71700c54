import type { PlaygroundPage } from './driver.js';

/** What the browser tests do alike; between these acts they look at other things. */

/** Opens Vejle's case from the chosen conversation, once its card is there. */
export async function openCase(coordinator: PlaygroundPage, goLive: string): Promise<void> {
  await coordinator.fill('Kommune', 'Vejle Kommune');
  await coordinator.fill('Idriftsættelsesdato (Go-Live)', goLive);
  await coordinator.press('Åbn sagen');
}

/** Gives the number and fills in the form, once the card that asks for the number is there. */
export async function giveNumberAndForm(coordinator: PlaygroundPage, number: string): Promise<void> {
  await coordinator.waitForCard('Gem nummeret');
  await coordinator.fill('NKS-aftalenummer', number);
  await coordinator.press('Gem nummeret');
  await coordinator.waitForCard('Bekræft, at den er udfyldt');
  await coordinator.fill('Bilag 1', 'true');
  await coordinator.press('Bekræft, at den er udfyldt');
}
