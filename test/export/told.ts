import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { CaseLog } from '../../src/case/case.js';
import type { CaseEvent } from '../../src/case/events.js';
import { caseOf, mette, storyLog } from '../cards/cases.js';

const hex = (position: number) => position.toString(16).padStart(4, '0').repeat(16);

/** A log with made-up hashes, a different one for each event. */
export function toldOf(events: readonly CaseEvent[], theCase = caseOf(events)): CaseLog {
  return { case: theCase, events, hashes: events.map((_event, position) => hex(position + 0xa000)) };
}

export const SIGNED_SHA = 'ab'.repeat(32);

/** The example case to its end, with the signed file recorded. */
export function wholeStory(): CaseEvent[] {
  const events = storyLog(11);
  const at = events[6]?.at ?? '';
  events.splice(7, 0, {
    type: 'SignedCopyRecorded',
    name: 'Aftale æøå.pdf',
    size: 1_234_567,
    sha256: SIGNED_SHA,
    at,
    by: mette,
  });
  return events;
}

/** What a reader finds in a PDF. */
export interface Read {
  readonly pages: readonly string[];
  readonly text: string;
  readonly info: Record<string, unknown>;
  readonly marked: boolean;
  readonly language: string;
  readonly outline: readonly string[];
  /** The names of the structure's elements, page by page. */
  readonly roles: readonly string[];
  readonly xmp: string;
}

export async function readPdf(bytes: Uint8Array): Promise<Read> {
  const standardFontDataUrl = new URL('../../node_modules/pdfjs-dist/standard_fonts/', import.meta.url).pathname;
  const document = await getDocument({ data: new Uint8Array(bytes), standardFontDataUrl, verbosity: 0 }).promise;
  const pages: string[] = [];
  const roles: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''));
    roles.push(...rolesOf(await page.getStructTree()));
  }
  const { info, metadata } = await document.getMetadata();
  const mark = (await document.getMarkInfo()) as { Marked?: boolean } | null;
  const outline = ((await document.getOutline()) ?? []).map(({ title }) => title);
  const latin = Buffer.from(bytes).toString('latin1');
  const found = info as Record<string, unknown>;
  await document.destroy();
  return {
    pages,
    text: pages.join('\n').replace(/\s+/g, ' '),
    info: found,
    marked: mark?.Marked === true,
    language: String(found.Language ?? /\/Lang \(([^)]*)\)/.exec(latin)?.[1] ?? ''),
    outline,
    roles,
    xmp: metadata?.getRaw() ?? '',
  };
}

function rolesOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { role, children } = node as { role?: string; children?: unknown[] };
  return [...(role ? [role] : []), ...(children ?? []).flatMap(rolesOf)];
}
