import type { Case } from '../case/case.js';
import { addDays } from '../case/dates.js';
import type { ActingRole } from '../case/roles.js';
import { amount, date, fromToday } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { act, dataOf, link, show } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { actOrConfirm, doubtCallouts } from './doubt.js';
import { field, personField } from './fields.js';
import { formCard, row } from './form.js';
import { bookingRows, originRows } from './payer.js';
import { dayWarning } from './warnings.js';

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
      callouts: late ? [{ tone: 'warning', title: '', text: cards.confirmation.late(name[language], phone) }] : [],
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
      callouts: [
        ...(early ? [{ tone: 'accent' as const, title: '', text: cards.invoice.early }] : []),
        ...doubtCallouts(theCase, ctx),
      ],
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
      callouts:
        invoice && invoice.due < today && !ctx.banner
          ? [{ tone: 'attention', title: '', text: cards.payment.overdue }]
          : [],
      blocks: invoice
        ? [
            {
              title: '',
              rows: [
                ...originRows(ctx),
                row(cards.payment.amount, amount(invoice.amount, language)),
                row(
                  cards.payment.due,
                  cards.payment.dueWords(date(invoice.due, language), fromToday(invoice.due, today, language)),
                ),
                row(cards.payment.invoice, invoice.number, true),
                ...bookingRows(theCase, ctx),
              ],
            },
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
