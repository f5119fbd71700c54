import type { Case } from '../case/case.js';
import { isKlikOpen, klikColleague } from '../case/klik.js';
import type { Notice } from '../case/react.js';
import { rolesOf } from '../case/roles.js';
import { fileSentence } from '../texts/files.js';
import { amount, authorName, capital, controlCode, date, list, momentDate, personName } from '../texts/format.js';
import { noticeSentence, roleName } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { show } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { lines, messageCard, type Row, row, untitled } from './form.js';
import { framed } from './frame.js';
import { followUpRows } from './papers.js';

/** The end of the case: facts, dates, people, and what goes on to UI 23. */
export function summaryCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { cards } = texts(ctx.language);
  const { body } = ctx.templates.summary({
    heading: cards.summary.title,
    thanks: cards.summary.thanks,
    warnings: lines([klikMissing(theCase, ctx)]),
    blocks: [
      { title: cards.summary.facts, text: '', rows: factRows(theCase, ctx) },
      {
        title: cards.summary.handOver,
        rows: followUpRows(theCase, ctx),
        text: cards.summary.handOverText(ctx.task.klik.followUp[ctx.language]),
      },
      { title: cards.summary.people, text: '', rows: peopleRows(theCase, ctx) },
    ],
  });
  return framed(theCase, { body, says: [cards.summary.title, cards.summary.thanks] }, ctx);
}

/** That the task is still to be set to completed in KLIK, and by whom; empty once it is. */
function klikMissing(theCase: Case, { language }: CardContext): string {
  const { summary } = texts(language).cards;
  if (!isKlikOpen(theCase)) return '';
  const colleague = klikColleague(theCase);
  return colleague ? summary.klikOther(capital(personName(colleague, language))) : summary.klikMissing;
}

function factRows(theCase: Case, ctx: CardContext): Row[] {
  const { cards, fields, files } = texts(ctx.language);
  const { agreementNumber, signature, dispatch, confirmation, invoice, payment } = theCase.done;
  const day = (label: string, on: string | undefined) => (on ? [row(label, date(on, ctx.language))] : []);
  return [
    ...(agreementNumber ? [row(fields.agreementNumber.label, agreementNumber.number, true)] : []),
    ...day(cards.summary.signedOn, signature?.signedOn),
    ...(theCase.signedCopy ? [row(files.archive.signedCopy, fileSentence(theCase.signedCopy, ctx.language))] : []),
    ...day(cards.summary.sentOn, dispatch?.sentOn),
    ...day(cards.summary.receivedOn, confirmation?.receivedOn),
    ...(invoice ? [row(cards.payment.invoice, `${invoice.number} · ${amount(invoice.amount, ctx.language)}`)] : []),
    ...day(cards.summary.paidOn, payment?.paidOn),
    ...(ctx.codes ? [row(files.code.label, controlCode(ctx.codes.head), true)] : []),
  ];
}

function peopleRows(theCase: Case, ctx: CardContext): Row[] {
  return theCase.people.flatMap((person) => {
    const roles = rolesOf(theCase, person).map((role) => roleName(role, theCase, ctx.language));
    return roles.length > 0 ? [row(capital(list(roles, ctx.language)), capital(personName(person, ctx.language)))] : [];
  });
}

/** A stopped case: who, when, why. */
export function cancelledCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { closed } = theCase;
  const who = closed
    ? cards.cancelled.by(capital(authorName(closed.by, ctx.language)), momentDate(closed.at, ctx.language))
    : '';
  return messageCard(
    {
      heading: cards.cancelled.title,
      paragraphs: [who],
      blocks: closed?.reason ? [untitled(row(cards.cancelled.reason, closed.reason))] : [],
      buttons: [show(theCase, 'history', buttons.history)],
    },
    theCase,
    ctx,
  );
}

/** News that needs no act of the reader; of an officer who is away at the deadline with the way to another one. */
export function noticeCard(theCase: Case, notice: Notice, ctx: CardContext): AdaptiveCard {
  const { buttons, notices } = texts(ctx.language);
  return messageCard(
    {
      heading: notices.titles[notice.kind],
      paragraphs: [noticeSentence(notice, theCase, ctx.language)],
      buttons: [
        ...(notice.kind === 'officerAway' ? [show(theCase, 'replaceOfficer', buttons.replaceOfficer)] : []),
        show(theCase, 'status', buttons.theCase),
      ],
    },
    theCase,
    ctx,
  );
}
