import { chooseCaseCard } from '../cards/overview.js';
import type { Case } from '../case/case.js';
import { refuseExport } from '../case/decide.js';
import type { Language } from '../case/people.js';
import { clean, municipalityTitle } from '../texts/format.js';
import { refusalSentence } from '../texts/refusals.js';
import { texts } from '../texts/texts.js';
import { askerOf, cardContext, type Services } from './context.js';
import { isPlayground, type Sender } from './inbound.js';
import { offerFirstCase } from './look.js';
import type { Reply } from './presses.js';

/** The answer to somebody who wants a case as files: that they are coming and where, or why not. */
export function answerExport(desk: Services, sender: Sender, language: Language, theCase: Case | undefined): Reply {
  const refusal = refuseExport(theCase, askerOf(desk, sender));
  if (refusal || !theCase) {
    const no = refusal ?? { reason: 'noCase' };
    return { text: refusalSentence(no, theCase, language), refused: no.reason };
  }
  const said = texts(language).files.export;
  const folder = practiceFolder(desk, sender);
  if (folder !== undefined) return { text: said.written(folder), offer: theCase.id };
  if (sender.address.kind === 'personal') return { text: said.coming, offer: theCase.id };
  const chat = desk.directory.person(sender.person.tenant, sender.person.id)?.personal;
  return chat ? { text: said.inOwnChat, offer: theCase.id } : { text: said.noOwnChat };
}

/**
 * The practice client cannot take files, so in practice they are written to this computer. Undefined everywhere else: a
 * server's disk is no place for the files of a case.
 */
export function practiceFolder(desk: Services, { address }: Sender): string | undefined {
  return desk.practice && isPlayground(address.serviceUrl) ? desk.practiceFolder : undefined;
}

/**
 * `eksport`, typed: closed cases count too, for they are what goes into the archive. `about` narrows down by the name of
 * the municipality or the number of the case.
 */
export function answerTypedExport(
  desk: Services,
  sender: Sender,
  language: Language,
  { cases, about }: { cases: readonly Case[]; about: string },
): Reply {
  const asker = askerOf(desk, sender);
  const allowed = cases.filter((theCase) => refuseExport(theCase, asker) === undefined);
  const meant = allowed.filter((theCase) => isAbout(theCase, about));
  const [first] = meant;
  if (first && meant.length === 1) return answerExport(desk, sender, language, first);
  if (first) {
    const open = [...meant].sort((a, b) => Number(b.status === 'open') - Number(a.status === 'open'));
    return { card: chooseCaseCard(open, 'export', cardContext(desk, sender.person.tenant, language)), personal: true };
  }
  if (allowed.length > 0) return { text: texts(language).files.export.noneFound(clean(about, 60)) };
  const [refused] = cases;
  return refused ? answerExport(desk, sender, language, refused) : offerFirstCase(desk, sender, language);
}

function isAbout(theCase: Case, about: string): boolean {
  const wanted = about.toLocaleLowerCase('da');
  return (
    theCase.id.includes(wanted) || municipalityTitle(theCase.municipality).toLocaleLowerCase('da').includes(wanted)
  );
}
