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

/** The question once it is answered with yes: what is recorded, and what is not kept. */
export function copyKeptCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { files } = texts(ctx.language);
  const { title2, explained, honest } = files.copy;
  const rows = theCase.signedCopy ? rowsOf(theCase.signedCopy, ctx) : [];
  return messageCard({ heading: title2, blocks: [{ title: '', rows }], notes: [explained, honest] }, theCase, ctx);
}

/** The question once it is answered with no. */
export function copyDroppedCard(ctx: CardContext): AdaptiveCard {
  return messageCard({ heading: '', paragraphs: [texts(ctx.language).files.copy.dropped] }, undefined, ctx);
}

function rowsOf({ name, size, sha256 }: SignedCopy, ctx: CardContext): Row[] {
  const { copy } = texts(ctx.language).files;
  return [
    row(copy.name, name),
    row(copy.size, fileSize(size, ctx.language)),
    row(copy.fingerprint, (sha256.match(/.{1,16}/g) ?? []).join(' '), true),
  ];
}
