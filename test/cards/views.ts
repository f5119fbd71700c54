import { type ReadersCases, remindCard, toldCard, toldOfTask, unclearCard } from '../../src/cards/answer.js';
import { asEscalation, asReminder } from '../../src/cards/banner.js';
import { caseCard, historyCard } from '../../src/cards/case-card.js';
import type { AdaptiveCard, CardContext } from '../../src/cards/context.js';
import * as entry from '../../src/cards/entry.js';
import * as klikCards from '../../src/cards/klik.js';
import * as around from '../../src/cards/more-menu.js';
import { chooseCaseCard } from '../../src/cards/overview.js';
import * as papers from '../../src/cards/papers.js';
import { refuseCard } from '../../src/cards/personal-agreement.js';
import { personalCard, stepCard } from '../../src/cards/personal-card.js';
import { invoiceAheadCard, invoiceCard, namePayerCard } from '../../src/cards/personal-invoice.js';
import { askForOfficerCard, declineCard } from '../../src/cards/personal-officer.js';
import * as settled from '../../src/cards/settled.js';
import * as ends from '../../src/cards/summary.js';
import { awaitedSteps, type Case } from '../../src/case/case.js';
import type { CaseEvent } from '../../src/case/events.js';
import type { Person } from '../../src/case/people.js';
import { STEPS } from '../../src/case/steps.js';
import { signedCopy } from './cases.js';

export type Make = (ctx: CardContext) => AdaptiveCard;

/** The cards that belong to no case. */
export const plainViews: Record<string, Make> = {
  welcome: entry.welcomeCard,
  help: entry.helpCard,
  greeting: entry.greetingCard,
  openCase: entry.openCaseCard,
  language: entry.languageCard,
  answer: answerTo('Hvor udfylder vi webformularen?', 'none'),
  unclear: (ctx) =>
    unclearCard(
      ctx.task.questions.slice(0, 2).map(({ ask }) => ask[ctx.language]),
      'none',
      ctx,
    ),
  'outcome.copyDropped': settled.copyDroppedCard,
  answerOfSeveral: answerTo('Hvad gør vi, hvis bekræftelsesmailen ikke kommer?', 'several'),
};

/** The answer to the task's question with that Danish wording. */
function answerTo(ask: string, around: ReadersCases): Make {
  return (ctx) => {
    const question = ctx.task.questions.find((one) => one.ask.da === ask);
    if (!question) throw new Error(`the task has no question ${ask}`);
    return toldCard([toldOfTask(question, around, ctx)], ctx);
  };
}

/** Every answer of the task to a reader with one of these cases, with several, and with none. */
export function answerCards(cases: readonly Case[], ctx: CardContext): AdaptiveCard[] {
  const arounds = [...cases.map((one) => ({ one })), 'several' as const, 'none' as const];
  return ctx.task.questions.flatMap((question) =>
    arounds.map((around) => toldCard([toldOfTask(question, around, ctx)], ctx)),
  );
}

/** The views of a case that are the same whoever looks. */
export function sharedViews(theCase: Case, events: readonly CaseEvent[]): Record<string, Make> {
  const person = theCase.coordinator;
  return {
    caseCard: (ctx) => caseCard(theCase, ctx),
    history: (ctx) => historyCard(theCase, events, ctx),
    askForOfficer: (ctx) => askForOfficerCard(theCase, ctx),
    decline: (ctx) => declineCard(theCase, ctx),
    refuse: (ctx) => refuseCard(theCase, ctx),
    invoice: (ctx) => invoiceCard(theCase, ctx),
    returned: (ctx) => around.returnedCard(theCase, ctx),
    handOver: (ctx) => around.handOverCard(theCase, ctx),
    replaceOfficer: (ctx) => around.replaceOfficerCard(theCase, ctx),
    replacePayer: (ctx) => around.replacePayerCard(theCase, ctx),
    moveGoLive: (ctx) => around.moveGoLiveCard(theCase, ctx),
    cancel: (ctx) => around.cancelCard(theCase, ctx),
    reopen: (ctx) => around.reopenCard(theCase, ctx),
    answer: answerTo('Hvem skal underskrive aftalen?', { one: theCase }),
    invoiceAhead: (ctx) => invoiceAheadCard(theCase, ctx),
    namePayer: (ctx) => namePayerCard(theCase, ctx),
    agreementForm: (ctx) => papers.paperCard(theCase, 'agreementForm', ctx),
    returnDocument: (ctx) => papers.paperCard(theCase, 'returnDocument', ctx),
    nameFollowUp: (ctx) => papers.nameFollowUpCard(theCase, ctx),
    followUp: (ctx) => papers.followUpCard(theCase, ctx),
    copy: (ctx) => papers.copyCard([theCase], signedCopy, 'w', ctx),
    'outcome.copyKept': (ctx) => settled.copyKeptCard(theCase, ctx),
    'outcome.replaced': (ctx) => settled.replacedCard(theCase, ctx),
    remind: (ctx) => remindCard(theCase, ctx),
    klikDone: (ctx) => settled.klikDoneCard(theCase, ctx),
    summary: (ctx) => ends.summaryCard(theCase, ctx),
    cancelled: (ctx) => ends.cancelledCard(theCase, ctx),
    choose: (ctx) =>
      chooseCaseCard(
        Array.from({ length: 8 }, () => theCase),
        () => ({ view: 'status' }),
        ctx,
      ),
    ...noticeViews(theCase, [
      { kind: 'roleBegun', role: 'coordinator', by: person },
      { kind: 'signatureVoid', step: 'webForm', by: person },
      { kind: 'workFell', step: 'agreementNumber', by: person },
      { kind: 'agreementReturned', by: person, returnedOn: '2027-05-04', reason: 'Side 2 mangler', again: 'webForm' },
      { kind: 'substituteFor', absent: person, from: '2027-07-05', until: '2027-07-23' },
      { kind: 'officerAfterSignature', by: person },
      { kind: 'officerAway', by: person, from: '2027-05-05', until: '2027-05-21' },
      { kind: 'goLiveMoved', by: person },
      { kind: 'cancelled', by: person, reason: 'Vi venter til efteråret.' },
      { kind: 'reopened', by: person, reason: 'Vi går i gang igen.' },
    ]),
  };
}

/** The views of a case that depend on the person who looks. */
export function ownViews(theCase: Case, person: Person): Record<string, Make> {
  const by = theCase.coordinator;
  const step = awaitedSteps(theCase)[0] ?? 'payment';
  return {
    personal: (ctx) => personalCard(theCase, person, ctx),
    reminder: (ctx) =>
      personalCard(theCase, person, { ...asReminder(theCase, { step, occasion: 'silence' }, person, ctx), beside: [] }),
    escalation: (ctx) => personalCard(theCase, person, asEscalation(theCase, step, person, ctx)),
    more: (ctx) => around.moreCard(theCase, person, ctx),
    agreementNumber: (ctx) => stepCard(theCase, 'agreementNumber', person, ctx),
    webForm: (ctx) => stepCard(theCase, 'webForm', person, ctx),
    correct: (ctx) => around.correctCard(theCase, person, ctx),
    substitute: (ctx) => around.substituteCard(theCase, person, ctx),
    snooze: (ctx) => around.snoozeCard(theCase, person, ctx),
    klik: (ctx) => klikCards.klikCard(theCase, person, ctx),
    klikByAnother: (ctx) => klikCards.klikByAnotherCard(theCase, person, ctx),
    ...Object.fromEntries(
      STEPS.map((step) => [`outcome.${step}`, (ctx: CardContext) => settled.outcomeCard(theCase, person, step, ctx)]),
    ),
    ...noticeViews(theCase, [
      { kind: 'roleEnded', role: 'officer', successor: person, by },
      { kind: 'substituteEnded', absent: by, successor: person, from: '2027-07-05', until: '2027-07-23' },
    ]),
  };
}

function noticeViews(theCase: Case, notices: readonly Parameters<typeof ends.noticeCard>[1][]): Record<string, Make> {
  return Object.fromEntries(
    notices.map((notice) => [`notice.${notice.kind}`, (ctx: CardContext) => ends.noticeCard(theCase, notice, ctx)]),
  );
}

/** Every view of one case for one person. */
export function caseViews(theCase: Case, person: Person, events: readonly CaseEvent[]): Record<string, Make> {
  return { ...sharedViews(theCase, events), ...ownViews(theCase, person) };
}
