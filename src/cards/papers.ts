import type { Case } from '../case/case.js';
import { authorName, capital, personName } from '../texts/format.js';
import { type PaperKind, paperStates } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { act, dataOf, show } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { field, personField } from './fields.js';
import { formCard, messageCard, type Row, row } from './form.js';

const VERBS = { agreementForm: 'recordAgreementForm', returnDocument: 'recordReturnDocument' } as const;

/** A paper has come: when, and where it is filed. */
export function paperCard(theCase: Case, paper: PaperKind, ctx: CardContext): AdaptiveCard {
  const { buttons, cards, fields } = texts(ctx.language);
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
          placeholder: fields.filedAs.example,
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
      blocks: [{ title: '', rows: followUpRows(theCase, ctx) }],
      notes: [cards.papers.toldNote],
    },
    theCase,
    ctx,
  );
}
