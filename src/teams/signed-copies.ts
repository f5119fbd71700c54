import type { ActivitySender } from '../answers/protocol.js';
import { askerOf, cardsFor, type Services, type Turn, turnOf } from '../answers/services.js';
import { copyCard } from '../cards/papers.js';
import { type Case, isSignable } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import { refuseUnread } from '../case/decide.js';
import { readFileName } from '../case/typed-values.js';
import { CaseSetAsideError } from '../delivery/ports.js';
import { fileSize } from '../texts/files.js';
import { date } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import type { Attached, SentFiles } from './activities.js';
import { FILE_MAX, type FileChat, type Measured, type Transfers } from './file-transfer.js';
import { cardActivity, plainActivity } from './replies.js';

/**
 * Takes in the signed agreement as a file: reads it once for its size and SHA-256 and asks whether it is the one. Nothing
 * is fetched from a person whose file could not be kept, nor under a name with a CPR number in it.
 */
export class SignedCopies {
  constructor(
    private readonly services: Services,
    private readonly chat: FileChat,
    private readonly transfers: Transfers,
    private readonly authorization: (serviceUrl: string) => Promise<string | undefined>,
  ) {}

  /** True when a case waits for a paper of this person. */
  async awaits(sender: ActivitySender): Promise<boolean> {
    try {
      return (await this.casesFor(turnOf(this.services, sender))).length > 0;
    } catch (error) {
      if (error instanceof CaseSetAsideError) return false;
      throw error;
    }
  }

  async received({ sender, files }: SentFiles): Promise<void> {
    const turn = turnOf(this.services, sender);
    const { copy } = texts(turn.language).files;
    const [file, ...others] = files;
    if (!file || others.length > 0) return this.say(turn, copy.oneAtATime);
    const cases = await this.casesFor(turn);
    if (cases.length === 0) return this.say(turn, copy.notExpected);
    const name = readFileName(
      file.pasted ? copy.pasted(date(dayOf(this.services.clock.now()), turn.language)) : file.name,
    );
    if ('problem' in name) return this.say(turn, name.problem.kind === 'cpr' ? copy.cpr : copy.badName);
    await this.ask(turn, cases, { ...file, name: name.value });
  }

  private async ask(turn: Turn, cases: readonly Case[], file: Attached): Promise<void> {
    const { sender, language } = turn;
    const words = texts(language).files.copy;
    const measured = await this.measure(file, sender.conversation.serviceUrl);
    if (measured === 'tooBig') return this.say(turn, words.tooBig(fileSize(FILE_MAX, language)));
    if (typeof measured === 'string') return this.say(turn, words[measured]);
    const copy = { name: file.name, ...measured };
    const key = this.services.pending.keep(sender.person, copy, this.services.clock.now());
    const [only, ...others] = cases;
    const context = cardsFor(turn, others.length > 0 ? undefined : only);
    await this.chat.write(sender.conversation, cardActivity(copyCard(cases, copy, key, context), words.title));
  }

  private async measure({ url, pasted }: Attached, serviceUrl: string): Promise<Measured> {
    if (!pasted) return this.transfers.measure(url);
    const authorization = await this.authorization(serviceUrl).catch(() => 'failed' as const);
    return authorization === 'failed' ? authorization : this.transfers.measurePasted(url, serviceUrl, authorization);
  }

  /** The open cases in which the sender may vouch for a signed agreement. */
  private async casesFor({ sender }: Turn): Promise<readonly Case[]> {
    const { store, commands } = this.services;
    const entries = (await store.casesOf(sender.person)).filter((entry) => entry.open);
    const cases = await Promise.all(entries.map(({ id }) => commands.case(id)));
    const asker = askerOf(this.services, sender);
    return cases
      .filter((theCase) => theCase !== undefined)
      .filter((theCase) => refuseUnread('keepSignedCopy', theCase, asker) === undefined && isSignable(theCase));
  }

  private async say({ sender }: Turn, text: string): Promise<void> {
    await this.chat.write(sender.conversation, plainActivity(text));
  }
}
