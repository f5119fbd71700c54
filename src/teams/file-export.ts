import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removedSentence } from '../answers/case-views.js';
import { ownChat, practiceFolder } from '../answers/file-offer.js';
import type { ActivitySender } from '../answers/protocol.js';
import { askerOf, named, ownCase, type Services, type Turn, turnOf } from '../answers/services.js';
import type { CaseLog } from '../case/case.js';
import { refuseExport } from '../case/decide.js';
import type { Language } from '../case/people.js';
import { archiveDay, archiveOf } from '../export/archive.js';
import { csvOf } from '../export/csv.js';
import { LruMap } from '../limits/lru-map.js';
import { exportFileName } from '../texts/files.js';
import { clean } from '../texts/format.js';
import { refusalSentence } from '../texts/refusals.js';
import { texts } from '../texts/texts.js';
import type { Consent, FileKind, Upload } from './activities.js';
import type { OutgoingActivity } from './connector.js';
import type { FileChat, Transfers } from './file-transfer.js';
import { plainActivity } from './replies.js';

const KINDS: readonly FileKind[] = ['pdf', 'csv'];
const TYPES: { readonly [K in FileKind]: string } = { pdf: 'application/pdf', csv: 'text/csv' };
/** Answered consent cards remembered, so that a press that Teams sends twice is carried out once. */
const ANSWERED_MAX = 1_000;

/** Offers the files of a case and carries those that are wanted into the person's OneDrive. All of it after the answer. */
export class CaseExport {
  private readonly answered = new LruMap<true>(ANSWERED_MAX);

  constructor(
    private readonly services: Services,
    private readonly chat: FileChat,
    private readonly transfers: Transfers,
  ) {}

  /** Sends a consent card per file to the person's own chat; in practice writes the files instead. */
  async offer(sender: ActivitySender, caseId: string): Promise<void> {
    const turn = turnOf(this.services, sender);
    const { language } = turn;
    const told = await this.allowed(turn, caseId);
    if (typeof told === 'string') return;
    const words = texts(language).files.export;
    const folder = practiceFolder(this.services, sender);
    if (folder !== undefined)
      return this.writeTo(folder, told, language).catch(async (error: unknown) => {
        await this.chat.write(sender.conversation, plainActivity(words.cardFailed));
        throw error;
      });
    const chat = ownChat(this.services, sender);
    if (!chat) return;
    for (const file of KINDS) {
      const { length: size } = await this.make(told, file, language);
      const offered = { name: nameOf(told, file, language), description: words[file], size };
      if (await this.chat.write(chat, consentActivity(offered, { caseId, file }))) continue;
      await this.chat.write(chat, plainActivity(words.cardFailed));
      return;
    }
  }

  /**
   * Carries out the answer to a consent card. Who may is asked again: the card may be months old. The file is made anew,
   * so that it holds what has happened since.
   */
  async consented(consent: Consent): Promise<void> {
    const { sender, message, upload, caseId } = consent;
    const { conversationId, kind } = sender.conversation;
    const answered = message?.activityId ?? upload?.uploadUrl;
    const key = `${conversationId} ${answered}`;
    if (kind !== 'personal' || this.answered.get(key)) return;
    if (answered !== undefined) this.answered.set(key, true);
    const turn = turnOf(this.services, sender);
    const { language } = turn;
    const told = await this.allowed(turn, caseId);
    if (typeof told === 'string') return this.settle(consent, told);
    if (consent.accepted) return this.save(consent, told, language);
    const name = nameOf(told, consent.file, language);
    return this.settle(consent, texts(language).files.export.declined(name));
  }

  private async save(consent: Consent, told: CaseLog, language: Language): Promise<void> {
    const { file, upload, sender, message } = consent;
    const words = texts(language).files.export;
    const name = nameOf(told, file, language);
    if (!upload) return this.settle(consent, words.untrusted(name));
    const bytes = await this.make(told, file, language);
    const outcome = await this.transfers.send(upload.uploadUrl, bytes, TYPES[file]);
    if (outcome !== 'sent') return this.settle(consent, words[outcome](name));
    const saved = clean(upload.name, 200) || name;
    const text = words.saved(saved);
    const trusted = this.transfers.trusts(upload.contentUrl);
    const activity = trusted ? savedActivity(upload, saved, text) : plainActivity(text);
    await this.chat.replace(sender.conversation, message?.activityId, activity, text);
  }

  private settle({ sender, message }: Consent, text: string): Promise<void> {
    return this.chat.replace(sender.conversation, message?.activityId, plainActivity(text), text);
  }

  /** The case with its log, everyone in it by name; or the sentence that says why the sender may not have it. */
  private async allowed(turn: Turn, caseId: string): Promise<CaseLog | string> {
    const { services, sender, language } = turn;
    const theCase = await ownCase(services, caseId, sender.person.tenant);
    const refusal = refuseExport(theCase, askerOf(services, sender));
    const record = theCase && (await services.commands.read(theCase.id));
    if (theCase && record && !refusal) {
      const { case: told, events, hashes } = record;
      return named(services, { case: told, events, hashes });
    }
    const removed = theCase ? undefined : await removedSentence(turn, caseId);
    return removed ?? refusalSentence(refusal ?? { reason: 'noCase' }, theCase, language);
  }

  private async writeTo(folder: string, told: CaseLog, language: Language): Promise<void> {
    await mkdir(folder, { recursive: true });
    for (const file of KINDS)
      await writeFile(join(folder, nameOf(told, file, language)), await this.make(told, file, language));
  }

  private async make(told: CaseLog, file: FileKind, language: Language): Promise<Uint8Array> {
    const { task } = this.services.world;
    if (file === 'csv') return csvOf(told, task, language);
    // Loaded when the first PDF is made: the library would make every start a tenth slower.
    const { pdfOf } = await import('../export/pdf.js');
    return pdfOf(archiveOf(told, task, language));
  }
}

function nameOf(told: CaseLog, file: FileKind, language: Language): string {
  return exportFileName(told.case, file, archiveDay(told), language);
}

/** Teams' own card that asks whether the bot may put a file into the person's OneDrive; personal chats only. */
function consentActivity(
  { name, description, size }: { readonly name: string; readonly description: string; readonly size: number },
  context: Pick<Consent, 'caseId' | 'file'>,
): OutgoingActivity {
  const content = { description, sizeInBytes: size, acceptContext: context, declineContext: context };
  const contentType = 'application/vnd.microsoft.teams.card.file.consent';
  return { summary: description, attachments: [{ contentType, name, content }] };
}

/** Teams' own card of a file that is in place, with the way to it. */
function savedActivity({ contentUrl, uniqueId, fileType }: Upload, name: string, summary: string): OutgoingActivity {
  const contentType = 'application/vnd.microsoft.teams.card.file.info';
  return { summary, attachments: [{ contentType, contentUrl, name, content: { uniqueId, fileType } }] };
}
