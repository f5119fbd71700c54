import { chooseCaseCard } from '../cards/overview.js';
import type { Case } from '../case/case.js';
import { refuseExport } from '../case/decide.js';
import { clean, municipalityTitle } from '../texts/format.js';
import { refusalSentence } from '../texts/refusals.js';
import { texts } from '../texts/texts.js';
import { offerFirstCase } from './case-views.js';
import { type ActivitySender, isPlayground, type Reply } from './protocol.js';
import { askerOf, cardsFor, type Services, type Turn } from './services.js';

/** The answer to a person who wants a case as files: that they are coming and where, or why not. */
export function answerExport({ services, sender, language }: Turn, theCase: Case | undefined): Reply {
  const refusal = refuseExport(theCase, askerOf(services, sender));
  if (refusal || !theCase) {
    const no = refusal ?? { reason: 'noCase' };
    return { text: refusalSentence(no, theCase, language), refused: no.reason };
  }
  const words = texts(language).files.export;
  const folder = practiceFolder(services, sender);
  if (folder !== undefined) return { text: words.written(folder), offer: theCase.id };
  if (sender.conversation.kind === 'personal') return { text: words.coming, offer: theCase.id };
  return ownChat(services, sender) ? { text: words.inOwnChat, offer: theCase.id } : { text: words.noOwnChat };
}

/**
 * `eksport`, typed: closed cases count too, for they are what goes into the archive. `about` narrows down by the name of
 * the municipality or the number of the case.
 */
export function answerTypedExport(turn: Turn, cases: readonly Case[], about: string): Reply {
  const asker = askerOf(turn.services, turn.sender);
  const allowed = cases.filter((theCase) => refuseExport(theCase, asker) === undefined);
  const meant = allowed.filter((theCase) => isAbout(theCase, about.toLocaleLowerCase('da')));
  const [first] = meant;
  if (first && meant.length === 1) return answerExport(turn, first);
  if (first) {
    const openFirst = [...meant].sort((a, b) => Number(b.status === 'open') - Number(a.status === 'open'));
    return { card: chooseCaseCard(openFirst, 'export', cardsFor(turn)), personal: true };
  }
  if (allowed.length > 0) return { text: texts(turn.language).files.export.noneFound(clean(about, 60)) };
  return cases[0] ? answerExport(turn, cases[0]) : offerFirstCase(turn);
}

function isAbout({ id, municipality }: Case, wanted: string): boolean {
  return id.includes(wanted) || municipalityTitle(municipality).toLocaleLowerCase('da').includes(wanted);
}

/**
 * The practice client cannot take files, so in practice they are written to this computer. Undefined everywhere else: the
 * files of a case do not belong on a server's disk.
 */
export function practiceFolder({ practiceFolder }: Services, { conversation }: ActivitySender): string | undefined {
  return isPlayground(conversation.serviceUrl) ? practiceFolder : undefined;
}

/** The person's own chat with the bot; undefined while the bot does not know one. */
export function ownChat({ directory }: Services, { conversation, person }: ActivitySender) {
  return conversation.kind === 'personal' ? conversation : directory.person(person.tenant, person.id)?.personal;
}
