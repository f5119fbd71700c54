import type { Case } from '../case/case.js';
import { addDays } from '../case/dates.js';
import { amount, authorName, capital, date, personName } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { act, dataOf, show } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { field, personField } from './fields.js';
import { formCard, messageCard, type Row, row } from './form.js';

/** From whom an invoice comes and for what. */
export function originRows({ language }: CardContext): Row[] {
  const { payment } = texts(language).cards;
  return [row(payment.from, payment.fromWhom), row(payment.forWhat, payment.fee)];
}

/** Where the municipality books it, and who answers questions. */
export function bookingRows(theCase: Case, { language, task }: CardContext): Row[] {
  const { payment } = texts(language).cards;
  const coordinator = capital(personName(theCase.coordinator, language));
  return [
    ...(theCase.ean ? [row(payment.ean, theCase.ean, true)] : []),
    ...(theCase.accounting ? [row(payment.accounting, theCase.accounting)] : []),
    row(payment.ask, payment.askWhom(coordinator, task.support.name[language], task.support.phone)),
  ];
}

/** To who will pay, long before the invoice: what comes, from whom, about how much and when. Asks nothing yet. */
export function invoiceAheadCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { language, task, today } = ctx;
  const { fee, waitDays } = task;
  const latest = addDays(theCase.done.dispatch?.sentOn ?? today, waitDays.confirmationLate);
  const by = theCase.payerNamedBy ? capital(authorName(theCase.payerNamedBy, language)) : '';
  return messageCard(
    {
      heading: cards.payer.title,
      paragraphs: [by === '' ? '' : cards.payer.chosen(by), cards.payer.what, cards.payer.howLong],
      blocks: [
        {
          title: '',
          rows: [
            ...originRows(ctx),
            row(cards.payment.about, cards.payment.aboutFee(amount(fee.oere, language), fee.year)),
            row(cards.payer.expected, cards.payer.after(date(latest, language))),
            ...bookingRows(theCase, ctx),
          ],
        },
      ],
      buttons: [
        show(theCase, 'invoice', buttons.invoice),
        show(theCase, 'replacePayer', buttons.notMe),
        show(theCase, 'status', buttons.theCase),
      ],
    },
    theCase,
    ctx,
  );
}

/** The inputs about who pays; at the dispatch all of them may be left out. */
export function payerFields(theCase: Case, ctx: CardContext, optional?: { optional: true; hint: string }): object[] {
  const { accounting, ean } = texts(ctx.language).fields;
  return [
    personField('payer', ctx, { value: theCase.payer?.id ?? '', ...optional }),
    field('ean', 'text', ctx, { optional: true, max: 20, value: theCase.ean ?? '', placeholder: ean.example }),
    field('accounting', 'text', ctx, {
      optional: true,
      max: 100,
      value: theCase.accounting ?? '',
      placeholder: accounting.example,
    }),
  ];
}

/** Who pays, where the invoice goes and how it is booked. */
export function namePayerCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  return formCard(
    {
      heading: cards.payer.nameTitle,
      lead: cards.payer.nameLead,
      fields: payerFields(theCase, ctx),
      notes: [cards.payer.kept],
      buttons: [act('namePayer', buttons.chooseThem, dataOf(theCase)), show(theCase, 'more', buttons.back)],
    },
    theCase,
    ctx,
  );
}
