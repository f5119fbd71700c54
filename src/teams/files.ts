import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Case, CaseLog } from '../case/case.js';
import { refuseExport } from '../case/decide.js';
import type { Refusal } from '../case/decision.js';
import type { Language } from '../case/people.js';
import type { ConversationReference, MessageReference } from '../delivery/ports.js';
import { archiveDay, archiveOf } from '../export/archive.js';
import { csvOf } from '../export/csv.js';
import { readFonts } from '../export/fonts.js';
import { exportFileName } from '../texts/files.js';
import { clean } from '../texts/format.js';
import { refusalSentence } from '../texts/refusals.js';
import { texts } from '../texts/texts.js';
import { askerOf, languageOf, named, ownCase, type Services } from './context.js';
import { consentActivity, plainActivity, savedActivity } from './files-activities.js';
import type { FileChat } from './files-chat.js';
import { practiceFolder } from './files-export.js';
import type { Consent, FileKind } from './files-inbound.js';
import type { Transfers } from './files-transfer.js';
import type { Sender } from './inbound.js';
import { removedSentence } from './removed.js';

const KINDS: readonly FileKind[] = ['pdf', 'csv'];
const TYPES: { readonly [K in FileKind]: string } = { pdf: 'application/pdf', csv: 'text/csv' };
/** Answered consent cards remembered, so that a press that Teams sends twice is carried out once. */
const ANSWERED_MAX = 1_000;

/** A person's answer to a consent card, and the message it stands in. */
export type Consented = Consent & { readonly sender: Sender; readonly place: MessageReference | undefined };

type Looked =
  | { readonly theCase: Case; readonly told: CaseLog; readonly refusal?: never }
  | { readonly theCase: Case | undefined; readonly told?: never; readonly refusal: Refusal };

/** Offers the files of a case and carries those that are wanted into the person's OneDrive. All of it after the answer. */
export class CaseExport {
  private readonly answered = new Set<string>();

  constructor(
    private readonly desk: Services,
    private readonly chat: FileChat,
    private readonly transfers: Transfers,
  ) {}

  /** Sends a consent card per file to the person's own chat; in practice writes the files instead. */
  async offer(sender: Sender, caseId: string): Promise<void> {
    const { told } = await this.look(sender, caseId);
    if (!told) return;
    const language = languageOf(this.desk, sender.person, sender.locale);
    const folder = practiceFolder(this.desk, sender);
    if (folder !== undefined)
      return this.write(told, folder, language).catch(async (error: unknown) => {
        await this.chat.write(sender.address, plainActivity(texts(language).files.export.cardFailed));
        throw error;
      });
    const chat = this.ownChat(sender);
    if (!chat) return;
    const said = texts(language).files.export;
    for (const file of KINDS) {
      const size = (await this.make(told, file, language)).length;
      const offered = { name: nameOf(told, file, language), description: said[file], size };
      if (await this.chat.write(chat, consentActivity(offered, { caseId, file }))) continue;
      await this.chat.write(chat, plainActivity(said.cardFailed));
      return;
    }
  }

  /**
   * Carries out the answer to a consent card. Who may is asked again: the card may be months old. The file is made anew,
   * so that it holds what has happened since.
   */
  async consented(consent: Consented): Promise<void> {
    const { sender, place, upload, caseId } = consent;
    const card = place?.activityId ?? upload?.uploadUrl;
    const key = card && `${sender.address.conversationId} ${card}`;
    if (sender.address.kind !== 'personal' || !this.isFirst(key)) return;
    const language = languageOf(this.desk, sender.person, sender.locale);
    const { theCase, told, refusal } = await this.look(sender, caseId);
    if (!told) {
      const removed = theCase ? undefined : await removedSentence(this.desk, caseId, sender.person.tenant, language);
      return this.settle(consent, removed ?? refusalSentence(refusal, theCase, language));
    }
    await (consent.accepted ? this.save(consent, told, language) : this.decline(consent, told, language));
  }

  private decline(consent: Consented, told: CaseLog, language: Language): Promise<void> {
    return this.settle(consent, texts(language).files.export.declined(nameOf(told, consent.file, language)));
  }

  private async save(consent: Consented, told: CaseLog, language: Language): Promise<void> {
    const { file, upload, sender, place } = consent;
    const said = texts(language).files.export;
    const name = nameOf(told, file, language);
    if (!this.transfers.trusts(upload?.uploadUrl) || !upload) return this.settle(consent, said.untrusted(name));
    const bytes = await this.make(told, file, language);
    const outcome = await this.transfers.send(upload.uploadUrl, bytes, TYPES[file]);
    if (outcome !== 'sent') return this.settle(consent, said.failed(name));
    const saved = clean(upload.name, 200) || name;
    const text = said.saved(saved);
    const activity = this.transfers.trusts(upload.contentUrl)
      ? savedActivity(upload, saved, text)
      : plainActivity(text);
    await this.chat.replace(sender.address, place?.activityId, activity, text);
  }

  private settle({ sender, place }: Consented, text: string): Promise<void> {
    return this.chat.replace(sender.address, place?.activityId, plainActivity(text), text);
  }

  private isFirst(key: string | undefined): boolean {
    if (key === undefined) return true;
    if (this.answered.has(key)) return false;
    this.answered.add(key);
    const [oldest] = this.answered;
    if (this.answered.size > ANSWERED_MAX && oldest !== undefined) this.answered.delete(oldest);
    return true;
  }

  /** The case with its log, everybody in it by name; without it, why the sender may not have it. */
  private async look(sender: Sender, caseId: string): Promise<Looked> {
    const theCase = await ownCase(this.desk, caseId, sender.person.tenant);
    const refusal = refuseExport(theCase, askerOf(this.desk, sender));
    const record = theCase && (await this.desk.commands.read(theCase.id));
    if (refusal || !theCase || !record) return { theCase, refusal: refusal ?? { reason: 'noCase' } };
    return {
      theCase,
      told: named(this.desk, theCase, { case: record.case, events: record.events, hashes: record.hashes }),
    };
  }

  private ownChat({ address, person }: Sender): ConversationReference | undefined {
    return address.kind === 'personal' ? address : this.desk.directory.person(person.tenant, person.id)?.personal;
  }

  private async write(told: CaseLog, folder: string, language: Language): Promise<void> {
    await mkdir(folder, { recursive: true });
    for (const file of KINDS)
      await writeFile(join(folder, nameOf(told, file, language)), await this.make(told, file, language));
  }

  private async make(told: CaseLog, file: FileKind, language: Language): Promise<Uint8Array> {
    const { task } = this.desk.world;
    if (file === 'csv') return csvOf(told, task, language);
    // The printer is heavy and seldom used: it is loaded with the first file that is wanted.
    const { pdfOf } = await import('../export/pdf.js');
    return pdfOf(archiveOf(told, task, language), await readFonts());
  }
}

function nameOf(told: CaseLog, file: FileKind, language: Language): string {
  return exportFileName(told.case, file, archiveDay(told), language);
}
