import type { OutgoingActivity } from './connector.js';
import type { Consent, Upload } from './files-inbound.js';

/** A file as it is offered: Teams shows its name and size before the person says yes. */
export interface Offered {
  readonly name: string;
  readonly description: string;
  readonly size: number;
}

/** Teams' own card that asks whether the bot may put a file into the person's OneDrive; personal chats only. */
export function consentActivity(
  { name, description, size }: Offered,
  { caseId, file }: Pick<Consent, 'caseId' | 'file'>,
): OutgoingActivity {
  const context = { caseId, file };
  const content = { description, sizeInBytes: size, acceptContext: context, declineContext: context };
  const contentType = 'application/vnd.microsoft.teams.card.file.consent';
  return { summary: description, attachments: [{ contentType, name, content }] };
}

/** Teams' own card of a file that is in place, with the way to it. */
export function savedActivity(
  { contentUrl, uniqueId, fileType }: Upload,
  name: string,
  said: string,
): OutgoingActivity {
  const contentType = 'application/vnd.microsoft.teams.card.file.info';
  return { summary: said, attachments: [{ contentType, contentUrl, name, content: { uniqueId, fileType } }] };
}

export function plainActivity(text: string): OutgoingActivity {
  return { text, textFormat: 'plain' };
}
