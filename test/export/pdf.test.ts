import { beforeAll, describe, expect, test } from 'vitest';
import type { CaseEvent } from '../../src/case/events.js';
import { archiveOf } from '../../src/export/archive.js';
import { pdfOf } from '../../src/export/pdf.js';
import { anne, caseOf, log, mette, opened, storyLog, task } from '../cards/cases.js';
import { readPdf, SIGNED_SHA, toldOf, wholeStory } from './told.js';

const print = (events: readonly CaseEvent[], language: 'da' | 'en' = 'da', theCase = caseOf(events)) =>
  pdfOf(archiveOf(toldOf(events, theCase), task, language));

/** The whole case, printed in Danish. */
let bytes: Uint8Array;
let whole: Awaited<ReturnType<typeof readPdf>>;
beforeAll(async () => {
  bytes = await print(wholeStory());
  whole = await readPdf(bytes);
});

describe('the archive page', () => {
  test('holds the whole case as text, with Danish letters, every event and every hash', async () => {
    const told = toldOf(wholeStory());
    const { text } = whole;
    for (const part of [
      'Vejle Kommune',
      'Tilslutning til NemKonto · SA 09',
      '8 af 8 udført',
      'Prioritet 1 · KY - Bølge 3.',
      'Carl-Emil Østergaard',
      'Fakturaen er betalt|Sagen er afsluttet',
      'Aftaleskemaet ligger i ESDH-sag 27/1042.',
      'Aftale æøå.pdf (1,2 MB)',
      'Kun oplysninger om filen. Selve filen er ikke gemt i sagen.',
      'Det er ikke en digital underskrift.',
      'npm run admin -- verify 0630-k3f9',
      'registrerede faktura 70012345 på 4.040,28 kr.',
    ])
      expect(text).toMatch(new RegExp(part.replace(/[.*+?^${}()[\]\\]/g, '\\$&')));
    expect(text.split(SIGNED_SHA)).toHaveLength(3);
    for (const hash of told.hashes) expect(text).toContain(`Fingeraftryk ${hash}`);
  });

  test('shows the hash of the whole log on the first page, and its beginning as the code that the cards show', async () => {
    const { pages } = whole;
    const head = toldOf(wholeStory()).hashes.at(-1) ?? '';
    expect(pages[0]).toContain(head);
    expect(pages[0]).toContain(
      `kontrolkode er begyndelsen af det: ${head.slice(0, 4)} ${head.slice(4, 8)} ${head.slice(8, 12)}.`,
    );
  });

  test('has title, language, structure, bookmarks and page numbers', async () => {
    const { info, language, marked, outline, pages, roles } = whole;
    expect(info).toMatchObject({ Title: 'Vejle Kommune: Tilslutning til NemKonto · SA 09', Author: 'NemKonto-botten' });
    expect(info.Subject).toBe('Sagens oplysninger og hændelseslog, KLIK-opgave SA 09');
    expect([language, marked]).toEqual(['da-DK', true]);
    expect(outline).toEqual([
      'Vejle Kommune',
      'Sagen',
      'Oplysninger',
      'Webformularen',
      'De otte trin',
      'Deltagere',
      'Hændelseslog',
    ]);
    for (const [index, page] of pages.entries()) expect(page).toContain(`Side ${index + 1} af ${pages.length}`);
    for (const role of ['H1', 'H2', 'P', 'L', 'LI', 'Lbl', 'LBody']) expect(roles).toContain(role);
    expect(roles.filter((role) => role === 'H1')).toHaveLength(1);
  });

  test('is English for an English reader', async () => {
    const { language, text } = await readPdf(await print(wholeStory(), 'en'));
    expect(language).toBe('en-GB');
    expect(text).toMatch(/Event log.*Anne Holm opened the case/);
    expect(text).toContain('Page 1 of');
  });

  test('is the same bytes for the same log', async () => {
    expect(Buffer.compare(Buffer.from(bytes), Buffer.from(await print(wholeStory())))).toBe(0);
  });

  test('holds five hundred events on numbered pages', async () => {
    const story = storyLog(11);
    const many = Array.from({ length: 500 }, (_none, at) => story[1 + (at % 6)]).filter((one) => one !== undefined);
    const { pages, text } = await readPdf(await print(many, 'da', caseOf(story)));
    expect(pages.length).toBeGreaterThan(20);
    expect(pages.at(-1)).toContain(`Side ${pages.length} af ${pages.length}`);
    expect(text.match(/Fingeraftryk [0-9a-f]{64}/g)).toHaveLength(500);
  }, 60_000);

  test('shows hostile names and the longest reasons whole, and says that a sign was replaced', async () => {
    const name = '𝕬nne 👩‍👩‍👧 \u202eedrevO مرحبا Ł';
    const reason = 'Uden mellemrum'.repeat(35);
    const events = log(opened, { type: 'CaseCancelled', by: { ...anne, name }, reason });
    const { text } = await readPdf(await print(events));
    expect(text.replace(/\s/g, '')).toContain(`annulleredesagen:${reason}`.replace(/\s/g, ''));
    expect(text).toMatch(/Anne [□?]+ edrevO/);
    expect(text).toMatch(/er vist som det nærmeste bogstav eller som [□?]/);
  });
});

test('it declares PDF/A-2b and embeds every letter', async () => {
  expect(whole.xmp).toMatch(/<pdfaid:part>2<\/pdfaid:part>\s*<pdfaid:conformance>B</);
  const latin = Buffer.from(bytes).toString('latin1');
  expect(latin.match(/\/FontFile2/g)).toHaveLength(2);
  expect(latin).not.toContain('/Helvetica');
});

test('its typeface has Europe’s letters', async () => {
  const events = log(opened, { type: 'CaseCancelled', by: { ...mette, name: 'Łukasz Ђорђе Ωρα' }, reason: 'x' });
  const { text } = await readPdf(await print(events));
  expect(text).toContain('Łukasz Ђорђе Ωρα');
});
