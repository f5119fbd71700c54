import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/** Draws the two icons of the app package from their SVG sources: `npm run icons`, after a change to a drawing. */
const sizes = { color: 192, outline: 32 };

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' });
for (const [name, size] of Object.entries(sizes)) {
  const svg = await readFile(new URL(`${name}.svg`, import.meta.url), 'utf8');
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>html,body{margin:0;background:transparent}svg{display:block}</style>${svg}`);
  await page.screenshot({ path: fileURLToPath(new URL(`../${name}.png`, import.meta.url)), omitBackground: true });
}
await browser.close();
