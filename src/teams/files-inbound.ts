import { z } from 'zod';

/** Which of the two files of a case. */
export type FileKind = 'pdf' | 'csv';

/** Where Teams wants a file that the person has said yes to, and what it will be called there. */
export interface Upload {
  readonly uploadUrl: string;
  readonly contentUrl: string;
  readonly name: string;
  readonly uniqueId: string;
  readonly fileType: string;
}

/** The answer to a file consent card. Its context says which case and which file, never who may have it. */
export interface Consent {
  readonly accepted: boolean;
  readonly caseId: string;
  readonly file: FileKind;
  readonly upload: Upload | undefined;
}

/** A file somebody sent in their own chat. */
export interface Attached {
  readonly name: string;
  readonly url: string;
}

const short = z.string().max(4_000).catch('');
const upload = z.object({
  uploadUrl: z.string().max(4_000),
  contentUrl: short,
  name: short,
  uniqueId: short,
  fileType: short,
});
const consent = z.object({
  action: z.string().catch(''),
  context: z.object({ caseId: short, file: z.enum(['pdf', 'csv']).catch('pdf') }).catch({ caseId: '', file: 'pdf' }),
  uploadInfo: upload.optional().catch(undefined),
});

/** Reads what Teams sends for a pressed consent card; a part of another shape counts as missing. */
export function readConsent(value: unknown): Consent {
  const empty = { action: '', context: { caseId: '', file: 'pdf' as const } };
  const { action, context, uploadInfo } = consent.catch(empty).parse(value);
  return { accepted: action === 'accept', ...context, upload: uploadInfo };
}

const attached = z.object({
  contentType: z.literal('application/vnd.microsoft.teams.file.download.info'),
  name: z.string().catch(''),
  content: z.object({ downloadUrl: z.string() }),
});

/** The files of a message; Teams adds a copy of the text as HTML, which is none. */
export function readAttached(attachments: unknown): readonly Attached[] {
  const all = Array.isArray(attachments) ? attachments.slice(0, 20) : [];
  return all.flatMap((one: unknown) => {
    const read = attached.safeParse(one);
    return read.success ? [{ name: read.data.name, url: read.data.content.downloadUrl }] : [];
  });
}
