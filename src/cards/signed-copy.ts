import type { Case } from '../case/case.js';
import type { SignedCopy } from '../case/events.js';
import { fileSize } from '../texts/files.js';
import { municipalityTitle } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { ACTIONS_MAX, act, beside, dataOf } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { messageCard, type Row, row } from './form.js';

/**
 * Asks the officer whether a file they sent is the signed agreement. `file` is the key under which the bot remembers what
 * it measured; the card itself carries nothing that would be recorded.
 */
export function copyCard(cases: readonly Case[], copy: SignedCopy, file: string, ctx: CardContext): AdaptiveCard {
  const { buttons, files } = texts(ctx.language);
  const { title, lead, explained, honest } = files.copy;
  const [only, ...others] = cases;
  const keep = (theCase: Case) => {
    const name = others.length > 0 ? municipalityTitle(theCase.municipality) : buttons.keepSignedCopy;
    return act('keepSignedCopy', name, { ...dataOf(theCase), file });
  };
  return messageCard(
    {
      heading: title,
      paragraphs: [lead],
      blocks: [{ title: '', rows: rowsOf(copy, ctx) }],
      notes: [explained, honest],
      buttons: [
        ...cases.slice(0, ACTIONS_MAX - 1).map(keep),
        beside('dropSignedCopy', buttons.dropSignedCopy, { file }),
      ],
    },
    others.length > 0 ? undefined : only,
    ctx,
  );
}

function rowsOf({ name, size, sha256 }: SignedCopy, ctx: CardContext): Row[] {
  const { copy } = texts(ctx.language).files;
  return [
    row(copy.name, name),
    row(copy.size, fileSize(size, ctx.language)),
    row(copy.fingerprint, (sha256.match(/.{1,16}/g) ?? []).join(' '), true),
  ];
}
