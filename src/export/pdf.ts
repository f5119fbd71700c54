import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { texts } from '../texts/texts.js';
import type { Archive } from './archive.js';
import type { Field } from './details.js';
import { type Element, type Fonts, LINE_WIDTH, PAGE, Paper, type Style } from './paper.js';

/** Source Sans 3, SIL Open Font License 1.1: Latin with all of Europe's letters, Greek and Cyrillic. */
const REGULAR = '@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf';
const BOLD = '@expo-google-fonts/source-sans-3/700Bold/SourceSans3_700Bold.ttf';

async function readFonts(): Promise<Fonts> {
  const { resolve } = createRequire(import.meta.url);
  const [regular, bold] = await Promise.all([readFile(resolve(REGULAR)), readFile(resolve(BOLD))]);
  return { regular, bold };
}

const INK = '#1B2233';
const SOFT = '#59627A';
const ACCENT = '#24407A';
const BAND = { color: '#24407A', height: 176 } as const;
const PALE = '#F1F4FA';

const LABEL: Style = { size: 9.5, color: SOFT };
const VALUE: Style = { size: 10, color: INK };
const NOTE: Style = { size: 8.5, color: SOFT };
const FINE: Style = { size: 8.5, color: INK };
const HEAD: Style = { size: 14, color: ACCENT, bold: true };
const HASH: Style = { size: 7.5, color: SOFT, spaced: 0.15 };

const LABEL_WIDTH = 158;
const VALUE_LEFT = PAGE.left + LABEL_WIDTH + 12;
const VALUE_WIDTH = LINE_WIDTH - LABEL_WIDTH - 12;
const NUMBER_WIDTH = 34;

/** Events set in one go; then the event loop is free for other requests. */
const EVENTS_AT_ONCE = 10;

/**
 * The case as a PDF for the municipality's archive: real text in reading order, headings, lists, bookmarks, language and
 * title, page numbers. It is PDF/A-2b, which archives ask for.
 */
export async function pdfOf(archive: Archive): Promise<Uint8Array> {
  const paper = new Paper(
    {
      title: `${archive.title}: ${archive.subtitle}`,
      subject: archive.subject,
      author: archive.author,
      lang: archive.language === 'da' ? 'da-DK' : 'en-GB',
      at: archive.at,
    },
    await readFonts(),
  );
  front(paper, archive);
  for (const section of archive.sections) facts(paper, section);
  await log(paper, archive.log, archive);
  const { archive: words } = texts(archive.language).files;
  if (paper.letters.replaced) {
    const note = words.substituted(paper.letters.sign);
    paper.room(40);
    paper.text('P', note, NOTE, { x: PAGE.left, y: paper.y + 10, width: LINE_WIDTH });
  }
  paper.feet(archive.foot, words.page, NOTE);
  return paper.bytes();
}

/** The band with the municipality and the eight steps, and how the log can be checked. */
function front(paper: Paper, archive: Archive): void {
  const at = (y: number) => ({ x: PAGE.left, y, width: LINE_WIDTH });
  const on = (size: number, more: Partial<Style> = {}): Style => ({ size, color: '#FFFFFF', ...more });
  paper.decoration((doc) => {
    doc.rect(0, 0, PAGE.width, BAND.height).fill(BAND.color);
    const width = (LINE_WIDTH - 7 * 5) / 8;
    for (const [index, done] of archive.progress.entries()) {
      doc.rect(PAGE.left + index * (width + 5), 132, width, 5);
      if (done) doc.fill('#FFFFFF');
      else doc.fill('#5B73AB');
    }
  });
  paper.text('P', archive.kicker.toUpperCase(), on(8.5, { spaced: 1.2 }), at(38));
  paper.bookmark(archive.title);
  paper.text('H1', archive.title, on(26, { bold: true, lineGap: 0 }), at(52));
  paper.text('P', archive.subtitle, on(12), at(Math.max(paper.y + 2, 86)));
  paper.text('P', archive.progressWords, on(9.5), at(144));
  paper.y = BAND.height + 18;
  paper.text('P', archive.asOf, VALUE, at(paper.y));
  proof(paper, archive.proof);
}

function proof(paper: Paper, { title, lead, hash, how }: Archive['proof']): void {
  const inner = { x: PAGE.left + 14, width: LINE_WIDTH - 28 };
  const strong: Style = { size: 10.5, color: ACCENT, bold: true };
  const plain: Style = { size: 9, color: INK };
  const mark: Style = { size: 9.5, color: INK, bold: true };
  const parts = [
    [title, strong, 4],
    [lead, plain, 4],
    [hash, mark, 5],
    [how, plain, 0],
  ] as const;
  const height = parts.reduce((sum, [text, style, gap]) => sum + paper.height(text, style, inner.width) + gap, 24);
  const top = paper.y + 12;
  paper.decoration((doc) => {
    doc.rect(PAGE.left, top, LINE_WIDTH, height).fill(PALE);
    doc.rect(PAGE.left, top, 3, height).fill(ACCENT);
  });
  let y = top + 12;
  for (const [text, style, gap] of parts) {
    paper.text(text === title ? 'H2' : 'P', text, style, { ...inner, y });
    y = paper.y + gap;
  }
  paper.y = top + height;
}

function heading(paper: Paper, title: string, needs: number): void {
  paper.y += 20;
  paper.room(40 + needs);
  paper.bookmark(title);
  paper.text('H2', title, HEAD, { x: PAGE.left, y: paper.y, width: LINE_WIDTH });
  const y = paper.y + 2;
  paper.decoration(() => paper.rule(y, 0.75, '#C9CFDD'));
  paper.y = y + 8;
}

function facts(paper: Paper, { title, fields, note }: Archive['sections'][number]): void {
  heading(paper, title, 30);
  const list = paper.element('L');
  for (const field of fields) fact(paper, field, list);
  list.end();
  if (!note) return;
  paper.room(paper.height(note, NOTE, LINE_WIDTH) + 6);
  paper.text('P', note, NOTE, { x: PAGE.left, y: paper.y + 2, width: LINE_WIDTH });
}

/** A label and its value side by side, kept on one page. */
function fact(paper: Paper, { label, value, note, fine }: Field, list: Element): void {
  const style = fine ? FINE : VALUE;
  const noted = note ? paper.height(note, NOTE, VALUE_WIDTH) : 0;
  const height = Math.max(paper.height(label, LABEL, LABEL_WIDTH), paper.height(value, style, VALUE_WIDTH) + noted);
  paper.room(height);
  const top = paper.y;
  const item = paper.element('LI', list);
  if (label) paper.text('Lbl', label, LABEL, { x: PAGE.left, y: top + 0.5, width: LABEL_WIDTH }, item);
  paper.text('LBody', value, style, { x: VALUE_LEFT, y: top, width: VALUE_WIDTH }, item);
  if (note) paper.text('LBody', note, NOTE, { x: VALUE_LEFT, y: paper.y, width: VALUE_WIDTH }, item);
  item.end();
  paper.y = top + height + 4;
}

async function log(paper: Paper, { title, lead, entries }: Archive['log'], { language }: Archive): Promise<void> {
  heading(paper, title, 80);
  paper.text('P', lead, LABEL, { x: PAGE.left, y: paper.y, width: LINE_WIDTH });
  paper.y += 6;
  const list = paper.element('L');
  const { fingerprint } = texts(language).files.archive;
  for (const entry of entries) {
    eventEntry(paper, entry, list, fingerprint);
    if (entry.number % EVENTS_AT_ONCE === 0) await setImmediate();
  }
  list.end();
}

/** One event: its number, when, its line, its details and its hash. */
function eventEntry(paper: Paper, entry: Archive['log']['entries'][number], list: Element, fingerprint: string): void {
  const x = PAGE.left + NUMBER_WIDTH;
  const width = LINE_WIDTH - NUMBER_WIDTH;
  const lines: readonly (readonly [string, Style])[] = [
    [entry.when, NOTE],
    [entry.line, VALUE],
    ...entry.details.map(({ label, value }) => [`${label}: ${value}`, LABEL] as const),
    [`${fingerprint} ${entry.hash}`, HASH],
  ];
  paper.room(lines.reduce((sum, [text, style]) => sum + paper.height(text, style, width) + 1, 0));
  const item = paper.element('LI', list);
  const top = paper.y;
  const number: Style = { size: 10, color: ACCENT, bold: true };
  paper.text('Lbl', String(entry.number), number, { x: PAGE.left, y: top, width: NUMBER_WIDTH - 6 }, item);
  const body = paper.element('LBody', item);
  let y = top;
  for (const [text, style] of lines) {
    paper.text('P', text, style, { x, y, width }, body);
    y = paper.y + 1;
  }
  item.end();
  paper.y = y + 4;
  const rule = paper.y;
  paper.decoration(() => paper.rule(rule, 0.4, '#DDE2EC', x));
  paper.y = rule + 6;
}
