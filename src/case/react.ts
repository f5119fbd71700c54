import { awaitedSteps, type Case } from './case.js';
import { type Day, dayOf, overlap } from './dates.js';
import { type CaseEvent, type EventOf, type FactsOf, factsOf } from './events.js';
import { askedForKlik, everAskedForKlik, isKlikOpen, klikColleague } from './klik.js';
import { distinctPeople, includesPerson, type Person, samePerson } from './people.js';
import { absenceAtDeadline, actOf, asked, askedNow, holders, missesDeadline, stepAskedOf } from './roles.js';
import type { StepId } from './steps.js';

/** News for a person that asks nothing of them. */
export type Notice =
  | { kind: 'roleEnded'; role: 'coordinator' | 'officer' | 'payer'; successor: Person; by: Person }
  | { kind: 'roleBegun'; role: 'coordinator'; by: Person }
  | { kind: 'officerAfterSignature'; by: Person }
  | { kind: 'signatureVoid'; step: StepId; by: Person }
  | { kind: 'workFell'; step: StepId; by: Person }
  | ({ kind: 'agreementReturned'; by: Person } & Pick<FactsOf<'AgreementReturned'>, 'returnedOn' | 'reason' | 'again'>)
  | { kind: 'substituteFor'; absent: Person; from: string; until: string }
  | { kind: 'substituteEnded'; absent: Person; successor: Person; from: string; until: string }
  | ({ kind: 'officerAway'; by: Person } & FactsOf<'AbsenceNoted'>)
  | { kind: 'goLiveMoved'; by: Person }
  | { kind: 'cancelled'; by: Person; reason: string }
  | { kind: 'reopened'; by: Person; reason: string };

/**
 * The messages an event causes, as plain data. Their text is made from the case as it stands when they are sent, so a late
 * delivery is never out of date. `to` is always one person; `caseCard` and `mention` go to the case's home conversation.
 * A `refresh` only edits the card the person has. No event causes a `retire`: it removes or settles an older card of a person, where that failed when the newer one arrived;
 * without a step that card is the KLIK question.
 */
export type Effect =
  | { kind: 'caseCard' }
  | { kind: 'request'; to: Person; step: StepId }
  | { kind: 'refresh'; to: Person }
  | { kind: 'settle'; to: Person; step: StepId }
  | { kind: 'retire'; to: Person; step?: StepId }
  | { kind: 'klik'; to: Person }
  | { kind: 'klikSettled'; to: Person }
  | { kind: 'copyKept'; to: Person }
  | { kind: 'invoiceAhead'; to: Person }
  | { kind: 'followUp'; to: Person }
  | { kind: 'notice'; to: Person; notice: Notice }
  | { kind: 'summary'; to: Person }
  | ({ kind: 'reminder' } & FactsOf<'Reminded'>)
  | ({ kind: 'escalation'; to: Person } & Omit<FactsOf<'Escalated'>, 'to'>)
  | { kind: 'mention'; step: StepId; people: readonly Person[] };

/** Everything one event causes. Pure and replayable: the same event on the same case always causes the same. */
export function react(event: CaseEvent, before: Case | undefined, after: Case): Effect[] {
  switch (event.type) {
    case 'Snoozed':
      return [{ kind: 'caseCard' }];
    case 'Reminded':
      return [
        event.occasion === 'klik' ? { kind: 'klik', to: event.to } : { kind: 'reminder', ...factsOf(event) },
        { kind: 'caseCard' },
      ];
    case 'Escalated': {
      const { to: people, ...facts } = factsOf(event);
      return [
        ...people.map((to): Effect => ({ kind: 'escalation', to, ...facts })),
        { kind: 'mention', step: event.step, people: asked(after, event.step, dayOf(event.at)) },
        { kind: 'caseCard' },
      ];
    }
    case 'AbsenceNoted':
      return [{ kind: 'caseCard' }, ...noticesOf(event, before, after)];
    default:
      return [
        { kind: 'caseCard' },
        ...settled(event, before, after),
        ...noticesOf(event, before, after),
        ...requested(event, before, after),
        ...questionRefreshed(event, after),
        ...klikOf(event, before, after),
        ...copyKept(event),
        ...payerTold(event, after),
        ...(event.type === 'InvoicePaid' ? tookPart(after).map((to): Effect => ({ kind: 'summary', to })) : []),
        ...followUpTold(event, after),
      ];
  }
}

/**
 * The people who were asked and no longer are: their card turns into a line of outcome. When a step ends, the same goes
 * for everyone who can have a card about it: absent people, their substitutes, and those who got a reminder.
 */
function settled(event: CaseEvent, before: Case | undefined, after: Case): Effect[] {
  if (!before) return [];
  const today = dayOf(event.at);
  const now = askedNow(after, today);
  const told: Person[] = [...now];
  return awaitedSteps(before).flatMap((step) => {
    const goesOn = awaitedSteps(after).includes(step);
    const all = goesOn ? asked(before, step, today) : everAsked(before, step, today);
    const relieved = all.filter((person) => !includesPerson(told, person));
    told.push(...relieved);
    return relieved.map((to): Effect => ({ kind: 'settle', to, step }));
  });
}

function everAsked(theCase: Case, step: StepId, today: Day): Person[] {
  // Whom they stood in for may have handed the role over since.
  const standIns = theCase.substitutes.filter(({ from }) => from <= today);
  return distinctPeople([
    ...asked(theCase, step, today),
    ...asked(theCase, step),
    ...standIns.map((one) => one.substitute),
    ...remindedOf(theCase, step),
  ]);
}

function remindedOf(theCase: Case, step: StepId): Person[] {
  return theCase.reminders.filter((one) => one.step === step).flatMap((one) => one.to);
}

/**
 * The people who are asked now: again when their step, the question or the person changed, or what their card shows did. A
 * person has one card, so that they are asked for the first of several steps.
 */
function requested(event: CaseEvent, before: Case | undefined, after: Case): Effect[] {
  const today = dayOf(event.at);
  const isRefreshed = event.type === 'GoLiveMoved' || event.type === 'StepReopened';
  const ended = before ? awaitedSteps(before).filter((step) => !awaitedSteps(after).includes(step)) : [];
  // Their card is a reminder of a colleague's step that is over.
  const outdated = before ? ended.flatMap((step) => remindedOf(before, step)) : [];
  return askedNow(after, today).flatMap((to): Effect[] => {
    const step = stepAskedOf(after, to, today);
    const earlier = before && stepAskedOf(before, to, today);
    const isSame = before && step && step === earlier && actOf(before, step) === actOf(after, step);
    const isFresh = isRefreshed || !isSame || includesPerson(outdated, to);
    return step && isFresh ? [{ kind: 'request', to, step }] : [];
  });
}

/** The officer's question says what a yes means, so that while it is open it follows what others have found meanwhile. */
function questionRefreshed(event: CaseEvent, after: Case): Effect[] {
  const isFound = event.type === 'AgreementNumberGiven' || event.type === 'WebFormCompleted';
  if (!isFound || after.done.officer || actOf(after, 'officer') !== 'acceptOfficer') return [];
  const { by } = event;
  const others = asked(after, 'officer', dayOf(event.at)).filter((to) => by === 'clock' || !samePerson(to, by));
  return others.map((to) => ({ kind: 'refresh', to }));
}

/**
 * The KLIK question follows the coordinator or today's substitute, or the colleague they name; it ends when it is answered,
 * when the dispatch it is about falls, or when the case is cancelled.
 */
function klikOf(event: CaseEvent, before: Case | undefined, after: Case): Effect[] {
  if (!before) return [];
  const settle = (people: readonly Person[]) => people.map((to): Effect => ({ kind: 'klikSettled', to }));
  const ever = everAskedForKlik(before);
  const others = ever.filter((one) => !samePerson(one, after.coordinator));
  if (event.type === 'MarkedInKlik') return settle([after.coordinator, ...others]);
  if (event.type === 'KlikHandedOver') {
    const relieved = [after.coordinator, ...others].filter((one) => !samePerson(one, event.to));
    return [...settle(relieved), { kind: 'klik', to: event.to }];
  }
  const isEnded = event.type === 'CaseCancelled' && isKlikOpen(before);
  if (isEnded || (before.done.dispatch && !after.done.dispatch)) return settle(ever);
  const moved = !samePerson(before.coordinator, after.coordinator) && klikColleague(before) === undefined;
  const to = askedForKlik(after, dayOf(event.at));
  return [
    ...(before.done.dispatch && moved ? settle(ever.filter((one) => !samePerson(one, to))) : []),
    ...(to && (moved || !isKlikOpen(before)) ? [{ kind: 'klik', to } as const] : []),
  ];
}

/** Who will pay is told what comes and from whom, as long as the invoice has not come; then the invoice itself is shown. */
function payerTold(event: CaseEvent, after: Case): Effect[] {
  const isNew = event.type === 'PayerNamed' || event.type === 'PayerReplaced';
  const { payer } = after;
  if (!isNew || !payer || after.done.invoice || event.by === 'clock' || samePerson(payer, event.by)) return [];
  return [{ kind: 'invoiceAhead', to: payer }];
}

/** Once the invoice is paid, who carries out UI 23 gets the number, the values and where the papers are. */
function followUpTold(event: CaseEvent, after: Case): Effect[] {
  const isNews = ['InvoicePaid', 'FollowUpNamed', 'AgreementFormRecorded', 'ReturnDocumentRecorded'].includes(
    event.type,
  );
  const { followUp, status } = after;
  return isNews && followUp && status === 'paid' ? [{ kind: 'followUp', to: followUp.person }] : [];
}

/** Those who hold a role at the end, and those whose work stands. */
function tookPart(theCase: Case): Person[] {
  const workers = Object.values(theCase.done).flatMap(({ by }) => (by === 'clock' ? [] : [by]));
  return distinctPeople([...holders(theCase), ...workers]);
}

/** The question about a file turns into a line for its sender; the case card shows the file to the others. */
function copyKept(event: CaseEvent): Effect[] {
  return event.type === 'SignedCopyRecorded' && event.by !== 'clock' ? [{ kind: 'copyKept', to: event.by }] : [];
}

function noticesOf(event: CaseEvent, before: Case | undefined, after: Case): Effect[] {
  const { by } = event;
  if (by === 'clock' || !before) return [];
  const tell = (people: readonly Person[], notice: Notice): Effect[] =>
    distinctPeople(people)
      .filter((person) => !samePerson(person, by))
      .map((to) => ({ kind: 'notice', to, notice }));
  switch (event.type) {
    case 'CoordinatorChanged':
      return [
        ...tell([before.coordinator], { kind: 'roleEnded', role: 'coordinator', successor: event.to, by }),
        ...tell([event.to], { kind: 'roleBegun', role: 'coordinator', by }),
      ];
    case 'OfficerReplaced':
      return [
        ...(before.officer
          ? tell([before.officer.person], { kind: 'roleEnded', role: 'officer', successor: event.to, by })
          : []),
        // Before the signature the successor is asked to accept; after it they only get the news.
        ...(after.done.signature ? tell([event.to], { kind: 'officerAfterSignature', by }) : []),
      ];
    case 'PayerNamed':
    case 'PayerReplaced': {
      const successor = event.type === 'PayerNamed' ? event.payer : event.to;
      const isMoved = before.payer !== undefined && !samePerson(before.payer, successor);
      return isMoved ? tell([before.payer], { kind: 'roleEnded', role: 'payer', successor, by }) : [];
    }
    case 'StepReopened': {
      const { step, falling } = event;
      const signer = falling.includes('signature') ? before.done.signature?.by : undefined;
      return [
        ...(signer && signer !== 'clock' ? tell([signer], { kind: 'signatureVoid', step, by }) : []),
        ...tell([before.coordinator], { kind: 'workFell', step, by }),
      ];
    }
    case 'AgreementReturned': {
      // Who is asked anew reads it on the card that asks them.
      const { returnedOn, reason, again } = event;
      const anew = asked(after, again, dayOf(event.at));
      const others = holders(after).filter((one) => !includesPerson(anew, one));
      return tell(others, { kind: 'agreementReturned', by, returnedOn, reason, again });
    }
    case 'SubstituteNamed': {
      const { absent, from, until } = event;
      const successor = event.substitute;
      const ended = overtaken(event, before).flatMap(({ substitute, from, until }) =>
        tell([substitute], { kind: 'substituteEnded', absent, successor, from, until }),
      );
      return [...ended, ...tell([successor], { kind: 'substituteFor', absent, from, until })];
    }
    case 'AbsenceNoted': {
      const { from, until } = event;
      const isLate = missesDeadline(after, event, dayOf(event.at));
      return isLate ? tell([after.coordinator], { kind: 'officerAway', by, from, until }) : [];
    }
    case 'GoLiveMoved': {
      const away = absenceAtDeadline(after, dayOf(event.at));
      const officer = after.officer?.person;
      const notice = away && officer && ({ kind: 'officerAway', by: officer, ...away } as const);
      return [
        ...tell(holders(after), { kind: 'goLiveMoved', by }),
        // Also to the coordinator who moved it: it may not be what they meant.
        ...(notice ? [{ kind: 'notice', to: after.coordinator, notice } as const] : []),
      ];
    }
    case 'CaseCancelled':
      return tell(holders(after), { kind: 'cancelled', by, reason: event.reason });
    case 'CaseReopened':
      return tell(holders(after), { kind: 'reopened', by, reason: event.reason });
    default:
      return [];
  }
}

/** Substitutes whose days a newer one takes over; one whose days are past is not told. */
function overtaken(event: EventOf<'SubstituteNamed'>, before: Case): Case['substitutes'] {
  const { absent, substitute, at } = event;
  return before.substitutes.filter(
    (one) =>
      samePerson(one.absent, absent) &&
      !samePerson(one.substitute, substitute) &&
      overlap(one, event) &&
      one.until >= dayOf(at),
  );
}
