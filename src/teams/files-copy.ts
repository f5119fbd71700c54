import { copyCard } from '../cards/signed-copy.js';
import type { Case } from '../case/case.js';
import { isSignable } from '../case/case.js';
import { refuseUnread } from '../case/decide.js';
import type { Language } from '../case/people.js';
import { readFileName } from '../case/typed-values.js';
import { fileSize } from '../texts/files.js';
import { texts } from '../texts/texts.js';
import { askerOf, cardContext, languageOf, type Services } from './context.js';
import { plainActivity } from './files-activities.js';
import type { FileChat } from './files-chat.js';
import type { Attached } from './files-inbound.js';
import { FILE_MAX, type Transfers } from './files-transfer.js';
import type { Inbound, Sender } from './inbound.js';
import { cardActivity } from './outgoing.js';

/**
 * Takes in the signed agreement as a file: reads it once for its size and SHA-256 and asks whether it is the one. Nothing
 * is fetched from somebody whose file could not be kept, nor under a name with a CPR number in it.
 */
export class SignedCopies {
  constructor(
    private readonly desk: Services,
    private readonly chat: FileChat,
    private readonly transfers: Transfers,
  ) {}

  async received({ sender, files }: Extract<Inbound, { kind: 'file' }>): Promise<void> {
    const language = languageOf(this.desk, sender.person, sender.locale);
    const said = texts(language).files.copy;
    const [file, ...others] = files;
    if (!file || others.length > 0) return this.say(sender, said.oneAtATime);
    const cases = await this.casesFor(sender);
    if (cases.length === 0) return this.say(sender, said.notExpected);
    const name = readFileName(file.name);
    if ('problem' in name) return this.say(sender, name.problem.kind === 'cpr' ? said.cpr : said.badName);
    await this.ask(sender, cases, { name: name.value, url: file.url }, language);
  }

  private async ask(sender: Sender, cases: readonly Case[], file: Attached, language: Language): Promise<void> {
    const said = texts(language).files.copy;
    const measured = await this.transfers.measure(file.url);
    if (measured === 'tooBig') return this.say(sender, said.tooBig(fileSize(FILE_MAX, language)));
    if (typeof measured === 'string') return this.say(sender, said[measured]);
    const copy = { name: file.name, ...measured };
    const word = this.desk.pending.keep(sender.person, copy, this.desk.clock.now());
    const [only, ...others] = cases;
    const context = cardContext(this.desk, sender.person.tenant, language, others.length > 0 ? undefined : only);
    await this.chat.write(sender.address, cardActivity(copyCard(cases, copy, word, context), said.title));
  }

  /** The open cases in which the sender may vouch for a signed agreement. */
  private async casesFor(sender: Sender): Promise<readonly Case[]> {
    const entries = (await this.desk.store.casesOf(sender.person)).filter((entry) => entry.open);
    const cases = await Promise.all(entries.map((entry) => this.desk.commands.case(entry.id)));
    const asker = askerOf(this.desk, sender);
    return cases
      .filter((theCase) => theCase !== undefined)
      .filter((theCase) => refuseUnread('keepSignedCopy', theCase, asker) === undefined && isSignable(theCase));
  }

  private async say({ address }: Sender, text: string): Promise<void> {
    await this.chat.write(address, plainActivity(text));
  }
}
