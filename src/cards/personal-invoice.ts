import type { Case } from '../case/case.js';
import { addDays } from '../case/dates.js';
import type { ActingRole } from '../case/roles.js';
import { amount, authorName, capital, date, fromToday, personName } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { act, dataOf, link, show } from './buttons.js';
import { dayWarning } from './case-card.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { field, personField } from './fields.js';
import { actOrConfirm, callout, doubtCallouts, formCard, messageCard, type Row, row, untitled } from './form.js';

/** Step 6: the mail has come, or the invoice came first; when it is late, whom to call. */
export function confirmationCard(theCase: Case, part: ActingRole, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { language, task, today } = ctx;
  const sentOn = theCase.done.dispatch?.sentOn ?? today;
  const expected = addDays(sentOn, task.waitDays.confirmationLate);
  const late = today > expected;
  const { name, phone } = task.support;
  return formCard(
    {
      step: 'confirmation',
      heading: task.steps.confirmation.title[language],
      absent: part.absent,
      lead: cards.confirmation.lead(date(sentOn, language)),
      callouts: late ? [callout(cards.confirmation.late(name[language], phone))] : [],
      deadline: late ? '' : cards.confirmation.expected(date(expected, language)),
      fields: [field('receivedOn', 'date', ctx, { value: today })],
      buttons: [
        act('confirmReceipt', buttons.confirmReceipt, dataOf(theCase)),
        show(theCase, 'invoice', buttons.invoiceFirst),
        show(theCase, 'returned', buttons.returned),
        ...(late ? [link(buttons.openSupport, task.links.support)] : []),
        show(theCase, 'more', buttons.more),
      ],
    },
    theCase,
    ctx,
  );
}

/** Step 7: what the invoice says and who pays it. May come before the confirmation; then it closes both steps. */
export function invoiceCard(theCase: Case, ctx: CardContext, part?: ActingRole): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { fee, klik, steps } = ctx.task;
  const early = theCase.done.confirmation === undefined;
  return formCard(
    {
      step: 'invoice',
      heading: steps.invoice.title[ctx.language],
      absent: part?.absent,
      lead: cards.invoice.lead,
      callouts: [...(early ? [callout(cards.invoice.early, 'accent')] : []), ...doubtCallouts(theCase, ctx)],
      fields: [
        field('invoiceNumber', 'text', ctx, { max: 50 }),
        field('invoiceAmount', 'text', ctx, {
          max: 40,
          hint: cards.invoice.fee(amount(fee.oere, ctx.language), fee.year),
        }),
        field('invoiceDue', 'date', ctx),
        personField('payer', ctx, { value: theCase.payer?.id ?? '' }),
        field('note', 'long', ctx, {
          optional: true,
          hint: cards.invoice.ui23(klik.followUp[ctx.language]),
        }),
      ],
      notes: [cards.invoice.kombit],
      buttons: [
        ...actOrConfirm('registerInvoice', buttons.registerInvoice, dataOf(theCase, 'invoice'), ctx),
        show(theCase, 'agreementForm', buttons.agreementForm),
        early ? show(theCase, 'personal', buttons.back) : show(theCase, 'more', buttons.more),
      ],
    },
    theCase,
    ctx,
  );
}

/** Step 8: what to pay, by when, and that it is paid. */
export function paymentCard(theCase: Case, part: ActingRole, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { language, task, today } = ctx;
  const invoice = theCase.done.invoice;
  const warning = invoice && invoice.due >= today ? dayWarning('due', invoice.due, ctx) : '';
  return formCard(
    {
      step: 'payment',
      heading: task.steps.payment.title[language],
      absent: part.absent,
      lead: cards.payment.lead,
      callouts: invoice && invoice.due < today && !ctx.banner ? [callout(cards.payment.overdue, 'attention')] : [],
      blocks: invoice
        ? [
            untitled(
              ...originRows(ctx),
              row(cards.payment.amount, amount(invoice.amount, language)),
              row(
                cards.payment.due,
                cards.payment.dueWords(date(invoice.due, language), fromToday(invoice.due, today, language)),
              ),
              row(cards.payment.invoice, invoice.number, true),
              ...bookingRows(theCase, ctx),
            ),
          ]
        : [],
      hints: [cards.payer.what, warning],
      fields: [field('paidOn', 'date', ctx)],
      buttons: [
        act('confirmPayment', buttons.confirmPayment, dataOf(theCase, 'payment')),
        show(theCase, 'more', buttons.more),
      ],
    },
    theCase,
    ctx,
  );
}

/** From whom an invoice comes and for what. */
function originRows({ language }: CardContext): Row[] {
  const { payment } = texts(language).cards;
  return [row(payment.from, payment.fromWhom), row(payment.forWhat, payment.fee)];
}

/** Where the municipality books it, and who answers questions. */
function bookingRows(theCase: Case, { language, task }: CardContext): Row[] {
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
        untitled(
          ...originRows(ctx),
          row(cards.payment.about, cards.payment.aboutFee(amount(fee.oere, language), fee.year)),
          row(cards.payer.expected, cards.payer.after(date(latest, language))),
          ...bookingRows(theCase, ctx),
        ),
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
  return [
    personField('payer', ctx, { value: theCase.payer?.id ?? '', ...optional }),
    field('ean', 'text', ctx, { optional: true, max: 20, value: theCase.ean ?? '', example: true }),
    field('accounting', 'text', ctx, {
      optional: true,
      max: 100,
      value: theCase.accounting ?? '',
      example: true,
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
