import { mkdir, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LONG } from '../cards/poison.js';
import type { ThemeName } from '../gallery/hosts.js';
import { galleryPage } from '../gallery/page.js';
import { different, everyView, galleryCards, hostileCards } from '../gallery/shown.js';
import { launchBrowser } from './driver.js';

const folder = 'artefacts/gallery';
const LANGUAGES = ['da', 'en'] as const;

let browser: Browser;

beforeAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** Opens a page of cards; a page that throws fails the test. */
async function open(file: string, html: string, width: number): Promise<Page> {
  await writeFile(`${folder}/${file}`, html);
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  page.on('pageerror', (error) => expect.unreachable(`the page failed: ${error.message}`));
  await page.goto(pathToFileURL(resolve(folder, file)).href);
  return page;
}

function draw(page: Page, options: { language: string; theme: ThemeName; width: number; from?: number; to?: number }) {
  return page.evaluate(`draw(${JSON.stringify(options)})`);
}

test.each([320, 288])('at %d pixels nothing in any card is cut, outside or scrolled sideways', async (width) => {
  const all = { da: different(everyView('da')), en: different(everyView('en')) };
  expect(all.da.length).toBeGreaterThan(100);
  const page = await open('all.html', galleryPage(all), 1400);
  for (const language of LANGUAGES) {
    await draw(page, { language, theme: 'light', width });
    expect(await page.evaluate('cut()')).toEqual([]);
  }
  await page.close();
});

test.each([
  ['10,000 letters without a blank', 'x'.repeat(10_000)],
  ['markup, mentions and turned letters', LONG],
])('neither when all names and reasons are %s', async (_what, evil) => {
  const all = { da: hostileCards('da', evil), en: hostileCards('en', evil) };
  const page = await open('hostile.html', galleryPage(all), 1400);
  for (const language of LANGUAGES) {
    await draw(page, { language, theme: 'light', width: 320 });
    expect(await page.evaluate('cut()')).toEqual([]);
    expect(await page.locator('.card a, .card script, .card at').count()).toBe(0);
  }
  await page.close();
  await rm(`${folder}/hostile.html`);
});

test('what is cut is found', async () => {
  const text = {
    type: 'TextBlock',
    text: 'Et-meget-langt-ord-uden-noget-sted-at-brydes-på-en-smal-telefon',
    wrap: false,
  };
  const button = { type: 'Action.Submit', title: 'En knap med en meget lang tekst, som ingen telefon har plads til' };
  const card = { type: 'AdaptiveCard', version: '1.5', body: [text], actions: [button] };
  const shown = [{ name: 'cut', card }];
  const page = await open('cut.html', galleryPage({ da: shown, en: shown }), 1400);
  await draw(page, { language: 'da', theme: 'light', width: 320 });
  const found = (await page.evaluate('cut()')) as string[];
  expect(found.some((one) => one.includes('Et-meget'))).toBe(true);
  expect(found.some((one) => one.includes('En knap'))).toBe(true);
  await page.close();
  await rm(`${folder}/cut.html`);
});

test('every card of the gallery is drawn, and kept as pictures', async () => {
  const cards = { da: galleryCards('da'), en: galleryCards('en') };
  const page = await open('index.html', galleryPage(cards), 1400);
  for (const theme of ['light', 'dark', 'contrast'] as const)
    for (const language of LANGUAGES)
      for (const width of [600, 320]) {
        const each = width === 600 ? 12 : 16;
        for (let from = 0; from < cards[language].length; from += each) {
          await draw(page, { language, theme, width, from, to: from + each });
          expect(await page.locator('.ac-adaptiveCard').count()).toBe(Math.min(each, cards[language].length - from));
          await page.evaluate('settled()');
          const part = String(from / each + 1).padStart(2, '0');
          await page.screenshot({ path: `${folder}/${theme}-${language}-${width}-${part}.png`, fullPage: true });
        }
      }
  await page.close();
});
