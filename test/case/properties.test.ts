import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { awaitedSteps, type Case, currentStep, waitingSince } from '../../src/case/case.js';
import { decide } from '../../src/case/decide.js';
import { type CaseEvent, eventSchema } from '../../src/case/events.js';
import { evolve, replay } from '../../src/case/evolve.js';
import { type Person, samePerson } from '../../src/case/people.js';
import { react } from '../../src/case/react.js';
import { absenceOf, asked, askedNow, hadPart } from '../../src/case/roles.js';
import { STEP_RULES, STEPS, type StepId } from '../../src/case/steps.js';
import { caseOf, coordinator, officer, outsider, payer, TENANT, world } from '../given.js';
import { caseUntil } from './facts.js';
import { press } from './press.js';
import { anyMoves, ask, type Move, play, type Turn } from './random-case.js';

/** What of step 7 may outlive the payment. */
const PAPERS = ['AgreementFormRecorded', 'ReturnDocumentRecorded', 'FollowUpNamed'];

/** One seed for all properties, another at each run: they look at the same random cases, and playing those takes the time. */
const RUNS = { numRuns: 250, seed: fc.sample(fc.integer(), 1)[0] ?? 0 };
const played = new Map<string, ReturnType<typeof play>>();

function playedOnce(moves: readonly Move[]): ReturnType<typeof play> {
  const key = JSON.stringify(moves);
  const known = played.get(key) ?? play(moves);
  played.set(key, known);
  return known;
}

/** Holds for every turn of every random case. What is asserted a hundred thousand times is so with Node's own `assert`. */
function always(holds: (turn: Turn) => void): void {
  fc.assert(
    fc.property(anyMoves, (moves) => {
      for (const turn of playedOnce(moves).turns) holds(turn);
    }),
    RUNS,
  );
}

const CLOSES: Partial<Record<CaseEvent['type'], StepId>> = {
  OfficerAccepted: 'officer',
  AgreementNumberGiven: 'agreementNumber',
  WebFormCompleted: 'webForm',
  SignatureConfirmed: 'signature',
  AgreementSent: 'dispatch',
  ReceiptConfirmed: 'confirmation',
  InvoiceRegistered: 'invoice',
  InvoicePaid: 'payment',
};

describe('in any order of acts, on cards of any age', () => {
  test('every kind of event comes about, so that the other properties are tested on it', () => {
    const missing = new Set<string>(eventSchema.options.map((option) => option.shape.type.value));
    for (const moves of fc.sample(anyMoves, { numRuns: 400, seed: 9 })) {
      if (missing.size === 0) break;
      for (const event of play(moves).log) missing.delete(event.type);
    }
    expect([...missing]).toEqual([]);
  });

  test('only the accepted officer ever confirms the signature', () => {
    always(({ before, events, ask: asking }) => {
      if (!events.some((event) => event.type === 'SignatureConfirmed')) return;
      assert.ok(before.officer?.accepted);
      assert.ok(samePerson(asking?.by, before.officer?.person));
    });
  });

  test('nothing is sent to an officer who is away', () => {
    always(({ after, events, at }) => {
      const { officer: holder } = after;
      if (!holder || !absenceOf(after, holder.person, at.slice(0, 10))) return;
      for (const event of events) {
        if (event.type === 'Reminded') assert.ok(!samePerson(event.to, holder.person));
        if (event.type === 'Escalated') assert.ok(!event.to.some((one) => samePerson(one, holder.person)));
      }
      assert.ok(!askedNow(after, at.slice(0, 10)).some((one) => samePerson(one, holder.person)));
    });
  });

  test('a step closes only when all it rests on is closed, and what is closed rests on closed steps', () => {
    always(({ before, after, events }) => {
      for (const { type } of events) {
        const step = CLOSES[type];
        if (step === undefined) continue;
        const successor = type === 'OfficerAccepted' && before.done.signature !== undefined;
        if (!successor) for (const base of STEP_RULES[step].restsOn) assert.ok(before.done[base]);
      }
      for (const step of STEPS)
        if (after.done[step]) for (const base of STEP_RULES[step].restsOn) assert.ok(after.done[base]);
    });
  });

  test('an open case waits for somebody, and each of its waits has begun', () => {
    always(({ after, at }) => {
      const awaited = awaitedSteps(after);
      assert.deepEqual(Object.keys(after.waits).sort(), [...awaited].sort());
      assert.equal(awaited.length > 0, after.status === 'open');
      for (const step of awaited) {
        assert.ok(asked(after, step).length > 0);
        assert.ok((after.waits[step] ?? '') <= at);
      }
      const [first] = awaited;
      assert.equal(waitingSince(after), first ? after.waits[first] : after.closed?.at);
    });
  });

  test('a signature stands only on the form and the number it covers', () => {
    always(({ before, after }) => {
      if (after.done.signature === undefined) return;
      assert.ok(after.done.webForm && after.done.agreementNumber);
      if (before.done.signature === undefined) return;
      assert.deepEqual(after.done.webForm, before.done.webForm);
      assert.deepEqual(after.done.agreementNumber, before.done.agreementNumber);
    });
  });

  test('a closed case takes nothing but reopening, and the KLIK mark after the payment', () => {
    always(({ before, events }) => {
      if (before.status === 'open') return;
      const allowed =
        before.status === 'paid'
          ? ['CaseReopened', 'MarkedInKlik', 'KlikHandedOver', 'Reminded', ...PAPERS]
          : ['CaseReopened'];
      for (const { type } of events) assert.ok(allowed.includes(type), type);
    });
  });

  test('guests, other tenants and people without a part change nothing', () => {
    always(({ before, events, ask: asking }) => {
      if (!asking || events.length === 0) return;
      assert.ok(!asking.guest);
      assert.equal(asking.by.tenant, TENANT);
      assert.ok(hadPart(before, asking.by));
    });
  });

  test('the same press again changes nothing', () => {
    always(({ after, events, at, ask: asking }) => {
      if (!asking || events.length === 0 || asking.seen === undefined) return;
      const again = ask(after, asking.command, asking.by, at, asking.seen);
      assert.deepEqual(again.events, []);
      assert.ok(again.ask?.refusal);
    });
  });

  test('the version counts what people did, the length counts all, and neither goes back', () => {
    always(({ before, after, events }) => {
      const acts = events.filter(({ type }) => type !== 'Reminded' && type !== 'Escalated');
      assert.equal(after.version - before.version, acts.length);
      assert.equal(after.length - before.length, events.length);
    });
  });

  test('a snooze ends with its step', () => {
    always(({ before, after }) => {
      if (currentStep(before) !== currentStep(after)) assert.equal(after.snoozedUntil, undefined);
    });
  });

  test('every event has the stored shape, and the stored log replays to the same case', () => {
    fc.assert(
      fc.property(anyMoves, (moves) => {
        const { turns, log } = playedOnce(moves);
        const stored = JSON.parse(JSON.stringify(log)) as unknown[];
        const lifted = stored.map((event) => eventSchema.parse(event));
        assert.deepEqual(lifted, log);
        assert.deepEqual(replay(lifted), turns.at(-1)?.after);
      }),
      RUNS,
    );
  });

  test('messages go only to people of the tenant who have or had a part', () => {
    always(({ before, events }) => {
      let one = before;
      for (const event of events) {
        const next = evolve(one, event);
        for (const person of react(event, one, next).flatMap(addressed)) {
          assert.equal(person.tenant, next.tenant);
          assert.ok(hadPart(next, person));
        }
        one = next;
      }
    });
  });

  test('evolve and react take any event on any case, even one that decide would refuse', () => {
    const events = fc.sample(anyMoves, { numRuns: 60, seed: 3 }).flatMap((moves) => play(moves).log.slice(1));
    const anyEvent = fc.constantFrom(...events);
    fc.assert(
      fc.property(fc.constantFrom(...STEPS, 'paid' as const), fc.array(anyEvent, { maxLength: 15 }), (step, events) => {
        let one: Case = caseOf(...caseUntil(step));
        for (const event of events) {
          const next = evolve(one, event);
          assert.ok(Array.isArray(react(event, one, next)));
          one = next;
        }
      }),
      RUNS,
    );
  });
});

function addressed(effect: ReturnType<typeof react>[number]): Person[] {
  if (effect.kind === 'caseCard') return [];
  return effect.kind === 'mention' ? [...effect.people] : [effect.to];
}

describe('two acts that touch different things come to the same in either order', () => {
  const later = '2026-06-20T09:00:00.000Z';
  const away = (person: Person) => ({ touches: ['absence'], by: person, command: press('nameSubstitute') });
  // A snooze ends with its step, the KLIK mark needs the dispatch, and a payer is part of the invoice.
  const acts = [
    { touches: ['dates'], by: coordinator, command: press('moveGoLive') },
    { touches: ['klik'], by: coordinator, command: press('markInKlik') },
    { touches: ['snooze'], by: coordinator, command: press('snooze') },
    { touches: ['payer'], by: payer, command: press('replacePayer', { person: outsider }) },
    away(officer),
    away(coordinator),
    { touches: ['step', 'snooze'], by: coordinator, command: press('giveAgreementNumber') },
    { touches: ['step', 'snooze'], by: coordinator, command: press('confirmWebForm') },
    { touches: ['step', 'snooze'], by: officer, command: press('confirmSignature', { signedOn: '2026-05-20' }) },
    { touches: ['step', 'snooze', 'klik'], by: officer, command: press('confirmDispatch', { sentOn: '2026-05-20' }) },
    { touches: ['step', 'snooze', 'payer'], by: coordinator, command: press('registerInvoice') },
  ];
  /** The case without the order in which things happened. */
  const content = ({ version: _v, since: _s, people, substitutes, ...rest }: Case) => ({
    ...rest,
    people: people.map((person) => person.id).sort(),
    substitutes: [...substitutes].sort((a, b) => (a.absent.id < b.absent.id ? -1 : 1)),
  });

  test.each([...STEPS, 'paid'] as const)('when the case is at %s', (step) => {
    const start = caseOf(...caseUntil(step));
    const run = (...order: typeof acts) =>
      order.reduce((theCase, { command, by }) => ask(theCase, command, by, later).after, start);
    for (const [at, one] of acts.entries())
      for (const other of acts.slice(at + 1)) {
        if (one.touches.some((thing) => other.touches.includes(thing))) continue;
        expect(content(run(one, other))).toEqual(content(run(other, one)));
      }
  });
});

test('deciding again gives the same answer', () => {
  always(({ before, events, at, ask: asking }) => {
    if (!asking) return;
    const { command, by, guest, seen } = asking;
    const decision = decide(command, before, { by, guest, at, ...(seen !== undefined && { seen }) }, world);
    assert.deepEqual(decision, asking.refusal ? { refusal: asking.refusal } : { events });
  });
});
