import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { accessibilityFlaws, type Part } from '../gallery/accessibility.js';
import { galleryPage } from '../gallery/page.js';
import { galleryCards, type Shown } from '../gallery/shown.js';
import { launchBrowser, type PlaygroundPage } from './driver.js';
import { startPractice } from './practice.js';

describe('the gallery', () => {
  /** Opens a page of cards, has it looked at, and closes it. */
  async function onPage(cards: Record<'da' | 'en', readonly Shown[]>, look: (page: Page) => Promise<void>) {
    const folder = resolve('artefacts', 'accessibility');
    await mkdir(folder, { recursive: true });
    await writeFile(`${folder}/index.html`, galleryPage(cards));
    const browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(pathToFileURL(`${folder}/index.html`).href);
    await look(page).finally(() => browser.close());
  }

  test.each(['light', 'dark', 'contrast'])('breaks no rule of axe-core in the theme %s', async (theme) => {
    await onPage({ da: galleryCards('da'), en: galleryCards('en') }, async (page) => {
      for (const language of ['da', 'en']) {
        await page.evaluate(`draw(${JSON.stringify({ language, theme, width: 600 })})`);
        expect(await page.locator('.ac-adaptiveCard').count()).toBeGreaterThan(60);
        expect(await accessibilityFlaws(page)).toEqual([]);
      }
    });
  });

  test('would be found wrong: an input without a label, and words that are too pale', async () => {
    const input = { type: 'Input.Text', id: 'number' };
    const pale = { type: 'TextBlock', text: 'Fristen er overskredet', color: 'Good' };
    const shown = [{ name: 'wrong', card: { type: 'AdaptiveCard', version: '1.5', body: [input, pale] } }];
    await onPage({ da: shown, en: shown }, async (page) => {
      await page.evaluate(`draw(${JSON.stringify({ language: 'da', theme: 'publishedLight', width: 600 })})`);
      expect((await accessibilityFlaws(page)).join('\n')).toMatch(/color-contrast: .*\n.*label: /s);
    });
  });
});

describe('the Agents Playground', () => {
  /** The cards alone: what is around them is the Playground's, and so is the attribute it puts beside a button that reveals. */
  const cards: Part = { include: ['.ac-adaptiveCard'], exclude: ['.expandable', '.expanded'] };
  const check = async ({ page }: PlaygroundPage) => expect(await accessibilityFlaws(page, cards)).toEqual([]);

  test('shows our cards without breaking a rule of axe-core, forms and refusals too', async () => {
    const practice = await startPractice('accessibility');
    try {
      const { coordinator, securityOfficer } = practice.windows;
      await coordinator.waitForText('Hej');
      await coordinator.send('start');
      await coordinator.waitForText('Åbn en sag');
      await check(coordinator);
      await coordinator.fill('Kommune', 'Vejle Kommune');
      await coordinator.fill('Idriftsættelsesdato (Go-Live)', '2026-11-02');
      await coordinator.press('Åbn sagen');
      await coordinator.waitForCard('Hvem er sikkerhedsansvarlig');
      await check(coordinator);
      await coordinator.fill('Sikkerhedsansvarlig for NemKonto', 'Søren Legholm');
      await coordinator.press('Send spørgsmålet');
      await securityOfficer.waitForCard('Er du sikkerhedsansvarlig');
      await securityOfficer.press('Det er ikke mig');
      await securityOfficer.waitForText('Skriv kort hvorfor');
      await check(securityOfficer);
      await securityOfficer.press('Ja, det er mig');
      await coordinator.waitForCard('Gem nummeret');
      await coordinator.fill('NKS-aftalenummer', '12a4');
      await coordinator.press('Gem nummeret');
      await coordinator.waitForText('Du skrev: 12a4');
      await check(coordinator);
    } finally {
      await practice.close();
    }
  });
});
