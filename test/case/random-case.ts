import fc from 'fast-check';
import { awaitedSteps, type Case } from '../../src/case/case.js';
import type { Command, CommandType } from '../../src/case/commands.js';
import { addDays } from '../../src/case/dates.js';
import { decide } from '../../src/case/decide.js';
import type { Refusal } from '../../src/case/decision.js';
import { AGAIN, type CaseEvent } from '../../src/case/events.js';
import { evolve } from '../../src/case/evolve.js';
import type { Person } from '../../src/case/people.js';
import { remindersDue } from '../../src/case/reminders.js';
import { actors } from '../../src/case/roles.js';
import { STEPS } from '../../src/case/steps.js';
import { adviser, colleague, coordinator, foreigner, guest, officer, outsider, payer, world } from '../given.js';
import { caseOpened } from './facts.js';
import { press } from './press.js';

const INSIDERS: readonly Person[] = [coordinator, officer, adviser, payer, colleague];
const EVERYBODY: readonly Person[] = [...INSIDERS, outsider, foreigner, guest];

const insider = fc.constantFrom(...INSIDERS);
const day = fc.constantFrom('2026-05-04', '2026-05-05', '2026-05-06', '2026-05-20', '2026-07-01', '2027-03-01');
const reason = fc.constantFrom('Fejl', 'Ny dato');

const helpful = fc
  .constantFrom<CommandType>(
    'nameOfficer',
    'acceptOfficer',
    'giveAgreementNumber',
    'confirmWebForm',
    'confirmSignature',
  )
  .map((type) => press(type));

/** Any command with values that are sometimes right. */
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 2, arbitrary: helpful },
  insider.map((person) => press('nameOfficer', { officer: person })),
  insider.map((person) => press('askForOfficer', { person })),
  fc.record({ awayFrom: day, awayUntil: day }).map((values) => press('acceptOfficer', values)),
  reason.map((text) => press('declineOfficer', { reason: text })),
  fc
    .record({ agreementNumber: fc.constantFrom('123456', '01', '1234567', 'x'), confirmed: fc.boolean() })
    .map((values) => press('giveAgreementNumber', values)),
  day.map((filledOn) => press('confirmWebForm', { filledOn })),
  day.map((signedOn) => press('confirmSignature', { signedOn })),
  reason.map((text) => press('refuseSignature', { reason: text })),
  fc
    .constantFrom('ab', 'cd')
    .map((hex) => press('keepSignedCopy', { copy: { name: 'a.pdf', size: 1, sha256: hex.repeat(32) } })),
  day.map((sentOn) => press('confirmDispatch', { sentOn })),
  fc.record({ returnedOn: day, again: fc.constantFrom(...AGAIN) }).map((values) => press('agreementReturned', values)),
  day.map((receivedOn) => press('confirmReceipt', { receivedOn })),
  insider.map((person) => press('registerInvoice', { payer: person })),
  insider.map((person) => press('confirmDispatch', { sentOn: '2026-05-20', payer: person, ean: '5798000000001' })),
  insider.map((person) => press('namePayer', { payer: person })),
  insider.map((person) => press('nameFollowUp', { person })),
  fc
    .tuple(fc.constantFrom('recordAgreementForm' as const, 'recordReturnDocument' as const), day)
    .map(([type, receivedOn]) => press(type, { receivedOn })),
  day.map((paidOn) => press('confirmPayment', { paidOn })),
  fc.constantFrom(...STEPS).map((step) => press('correctStep', { step })),
  fc
    .tuple(fc.constantFrom('handOver', 'replaceOfficer', 'replacePayer', 'klikByAnother'), insider)
    .map(([type, person]) => press(type, { person })),
  fc.record({ person: insider, from: day, until: day }).map((values) => press('nameSubstitute', values)),
  fc.record({ from: day, until: day }).map((days) => press('nameSubstitute', { ...days, person: undefined })),
  day.map((goLive) => press('moveGoLive', { goLive })),
  fc.constantFrom(0, 1, 3, 11).map((days) => press('snooze', { days })),
  day.map((until) => press('snooze', { days: undefined, until, everyone: true })),
  fc.constantFrom<CommandType>('markInKlik', 'remindNow', 'cancelCase', 'reopenCase').map((type) => press(type)),
);

/** One thing that happens: a person asks for something on a card of some age, or time passes. */
export type Move =
  | {
      readonly kind: 'ask';
      command: Command;
      who: number | 'coordinator' | 'officer';
      age: number | 'typed';
      minutes: number;
    }
  | { readonly kind: 'onward'; who: number; minutes: number }
  | { readonly kind: 'clock'; minutes: number };

const minutes = fc.constantFrom(0, 1, 60, 600, 1_440, 4_320, 20_160);

export const anyMoves: fc.Arbitrary<Move[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('ask' as const),
        command: anyCommand,
        who: fc.oneof(fc.constantFrom('coordinator' as const, 'officer' as const), fc.nat(EVERYBODY.length - 1)),
        age: fc.oneof(fc.constantFrom('typed' as const, 0), fc.nat(3)),
        minutes,
      }),
    },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('onward' as const), who: fc.nat(3), minutes }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('clock' as const), minutes }) },
  ),
  { minLength: 15, maxLength: 45, size: 'max' },
);

/** What was asked and what came of it; without `ask` when only time passed. */
export interface Turn {
  readonly before: Case;
  readonly after: Case;
  readonly events: readonly CaseEvent[];
  readonly at: string;
  readonly ask?: { command: Command; by: Person; guest: boolean; seen?: number; refusal?: Refusal };
}

/** Plays the moves on a new case as the command handler does: decide, then evolve. */
export function play(moves: readonly Move[]): { turns: Turn[]; log: CaseEvent[] } {
  const log: CaseEvent[] = [caseOpened()];
  let before = evolve(undefined, caseOpened());
  let now = Date.parse(caseOpened().at);
  const turns = moves.map((move) => {
    now += move.minutes * 60_000;
    const turn = take(move, before, new Date(now).toISOString());
    log.push(...turn.events);
    before = turn.after;
    return turn;
  });
  return { turns, log };
}

/** Asks a command of any case. */
export function ask(theCase: Case, command: Command, by: Person, at: string, seen?: number, isGuest = false): Turn {
  const decision = decide(command, theCase, { by, guest: isGuest, at, ...(seen !== undefined && { seen }) }, world);
  const events = 'events' in decision ? decision.events : [];
  const refused = 'refusal' in decision && { refusal: decision.refusal };
  const asking = { command, by, guest: isGuest, ...(seen !== undefined && { seen }), ...refused };
  return { before: theCase, after: events.reduce<Case>(evolve, theCase), events, at, ask: asking };
}

function take(move: Move, before: Case, at: string): Turn {
  if (move.kind === 'clock') {
    const events = remindersDue(before, at, world);
    return { before, after: events.reduce<Case>(evolve, before), events, at };
  }
  if (move.kind === 'onward') {
    const [command, by] = nextStep(before, move.who, at);
    return ask(before, command, by, at, before.version);
  }
  const by =
    typeof move.who === 'number'
      ? (EVERYBODY[move.who] ?? outsider)
      : move.who === 'coordinator'
        ? before.coordinator
        : (before.officer?.person ?? outsider);
  const seen = move.age === 'typed' ? undefined : Math.max(0, before.version - move.age);
  return ask(before, move.command, by, at, seen, by === guest);
}

/** The act that moves the case on, by a person who may: so that random cases reach their end. */
function nextStep(theCase: Case, who: number, at: string): [Command, Person] {
  const today = at.slice(0, 10);
  const steps = awaitedSteps(theCase);
  switch (steps[who % (steps.length || 1)]) {
    case 'officer':
      if (theCase.officer)
        return [
          press('acceptOfficer', who === 2 ? { awayFrom: today, awayUntil: addDays(today, 9) } : {}),
          theCase.officer.person,
        ];
      return [press('nameOfficer', { officer: INSIDERS[who] ?? officer }), theCase.coordinator];
    case 'agreementNumber':
      return [press('giveAgreementNumber'), theCase.coordinator];
    case 'webForm':
      return [press('confirmWebForm', { filledOn: today }), theCase.coordinator];
    case 'signature':
      return [press('confirmSignature', { signedOn: today }), theCase.officer?.person ?? outsider];
    case 'dispatch':
      return [
        press('confirmDispatch', { sentOn: today }),
        actors(theCase, ['officer', 'coordinator'], today)[0] ?? outsider,
      ];
    case 'confirmation':
      if (who === 3) return [press('agreementReturned', { returnedOn: today }), theCase.coordinator];
      return who === 0
        ? [press('registerInvoice'), theCase.coordinator]
        : [press('confirmReceipt', { receivedOn: today }), theCase.coordinator];
    case 'invoice':
      return [press('registerInvoice', { payer: INSIDERS[who] ?? payer }), theCase.coordinator];
    case 'payment':
      if (who === 1 && theCase.payer !== colleague) return [press('replacePayer'), theCase.coordinator];
      return [press('confirmPayment', { paidOn: today }), theCase.payer ?? outsider];
    default:
      if (who === 1) return [press('recordAgreementForm', { receivedOn: today }), theCase.coordinator];
      return [press(who === 0 ? 'reopenCase' : 'markInKlik'), theCase.coordinator];
  }
}
