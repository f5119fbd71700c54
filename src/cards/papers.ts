import type { Case } from '../case/case.js';
import type { SignedCopy } from '../case/events.js';
import { fileSize } from '../texts/files.js';
import { authorName, capital, municipalityTitle, personName } from '../texts/format.js';
import { type PaperKind, paperStates } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { ACTIONS_MAX, act, beside, dataOf, show } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { field, personField } from './fields.js';
import { formCard, messageCard, type Row, row, untitled } from './form.js';

const VERBS = { agreementForm: 'recordAgreementForm', returnDocument: 'recordReturnDocument' } as const;

/** A paper has come: when, and where it is filed. */
export function paperCard(theCase: Case, paper: PaperKind, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { papers } = cards;
  const known = theCase[paper];
  return formCard(
    {
      heading: paper === 'agreementForm' ? papers.agreementFormTitle : papers.returnDocumentTitle,
      lead:
        paper === 'agreementForm'
          ? papers.agreementFormLead
          : papers.returnDocumentLead(ctx.task.klik.followUp[ctx.language]),
      fields: [
        field('receivedOn', 'date', ctx, { value: known?.receivedOn ?? ctx.today }),
        field('filedAs', 'text', ctx, {
          optional: true,
          max: 100,
          value: known?.filedAs ?? '',
          example: true,
        }),
      ],
      buttons: [
        act(VERBS[paper], buttons.recordPaper, dataOf(theCase, 'invoice')),
        show(theCase, 'more', buttons.back),
      ],
    },
    theCase,
    ctx,
  );
}

/** Who carries out UI 23. */
export function nameFollowUpCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  return formCard(
    {
      heading: cards.papers.followUpTitle,
      lead: cards.papers.followUpLead,
      fields: [personField('person', ctx, { without: [theCase.followUp?.person] })],
      buttons: [act('nameFollowUp', buttons.chooseThem, dataOf(theCase)), show(theCase, 'more', buttons.back)],
    },
    theCase,
    ctx,
  );
}

/** What goes on to UI 23: who does it, the reported values, where the papers are, and what was noted. */
export function followUpRows(theCase: Case, ctx: CardContext): Row[] {
  const { cards } = texts(ctx.language);
  const { language } = ctx;
  const { webForm, invoice } = theCase.done;
  const values = ctx.task.formFields.flatMap((one) => {
    const value = webForm?.fields[one.id];
    return value ? [row(one.label[language], value, true)] : [];
  });
  const person = theCase.followUp?.person;
  return [
    ...(person ? [row(cards.papers.followUp, capital(personName(person, language)))] : []),
    ...values,
    ...paperStates(theCase, language).map(({ label, value }) => row(label, value)),
    ...(invoice?.note ? [row(cards.summary.note, invoice.note)] : []),
  ];
}

/** To who carries out UI 23, once the case is finished. */
export function followUpCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { cards } = texts(ctx.language);
  const by = theCase.followUp ? capital(authorName(theCase.followUp.by, ctx.language)) : '';
  return messageCard(
    {
      heading: cards.papers.told,
      paragraphs: [cards.papers.toldLead(by, ctx.task.klik.followUp[ctx.language])],
      blocks: [untitled(...followUpRows(theCase, ctx))],
      notes: [cards.papers.toldNote],
    },
    theCase,
    ctx,
  );
}

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
      blocks: [untitled(...copyRows(copy, ctx))],
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

function copyRows({ name, size, sha256 }: SignedCopy, ctx: CardContext): Row[] {
  const { copy } = texts(ctx.language).files;
  return [
    row(copy.name, name),
    row(copy.size, fileSize(size, ctx.language)),
    row(copy.fingerprint, (sha256.match(/.{1,16}/g) ?? []).join(' '), true),
  ];
}
