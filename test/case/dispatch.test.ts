import { describe, expect, test } from 'vitest';
import { waitingSince } from '../../src/case/case.js';
import { dayOf } from '../../src/case/dates.js';
import type { CaseEvent } from '../../src/case/events.js';
import { caseOf, colleague, coordinator, given, officer, world } from '../given.js';
import { agreementSent, caseCancelled, caseUntil, markedInKlik, signatureConfirmed, substituteNamed } from './facts.js';
import { leaveAlone } from './months.js';
import { press } from './press.js';

const waiting = caseUntil('dispatch');

describe('the dispatch', () => {
  test('is confirmed by the coordinator or the officer', () => {
    for (const asker of [coordinator, officer])
      given(...waiting)
        .when(press('confirmDispatch', { sentOn: '2026-05-07' }), asker)
        .happens({ type: 'AgreementSent', sentOn: '2026-05-07' })
        .waitsFor('confirmation');
  });

  test('is confirmed by a substitute of the officer too: only the signature is personal', () => {
    given(...waiting, substituteNamed())
      .when(press('confirmDispatch', { sentOn: '2026-05-07' }), colleague, { at: '2026-05-07T12:00:00.000Z' })
      .happens({ type: 'AgreementSent', sentOn: '2026-05-07' });
  });
});

describe('the mark in KLIK', () => {
  const sent = caseUntil('confirmation');

  test('is a question of its own after the dispatch, and holds up no step', () => {
    given(...sent)
      .when(press('markInKlik'), coordinator)
      .happens({ type: 'MarkedInKlik' })
      .waitsFor('confirmation');
    given(...sent)
      .when(press('confirmReceipt', { receivedOn: '2026-05-08' }), coordinator)
      .waitsFor('invoice');
  });

  test('is not set before the agreement is sent', () => {
    given(...waiting)
      .when(press('markInKlik'), coordinator)
      .isRefused({ reason: 'stepOpen', step: 'dispatch' });
  });

  test('may be set on the card from the dispatch at any later step, even after the payment', () => {
    for (const step of ['invoice', 'payment', 'paid'] as const)
      given(...caseUntil(step))
        .when(press('markInKlik'), coordinator, { seen: 7 })
        .happens({ type: 'MarkedInKlik' });
  });

  test('is not set on a cancelled case', () => {
    given(...sent, caseCancelled())
      .when(press('markInKlik'), coordinator)
      .isRefused({ reason: 'closed', status: 'cancelled', by: coordinator });
  });

  test('falls with the dispatch it was about, and the question of the earlier dispatch is out of date', () => {
    const corrected = given(...sent, markedInKlik()).when(press('correctStep', { step: 'dispatch' }), coordinator);
    expect(corrected.case.klik).toBeUndefined();
    const resent = corrected.when(press('confirmDispatch', { sentOn: '2026-05-08' }), officer);
    resent.when(press('markInKlik'), coordinator, { seen: 7 }).isRefused({ reason: 'changedSince' });
    resent.when(press('markInKlik'), coordinator, { seen: 10 }).happens({ type: 'MarkedInKlik' });
  });

  /** The KLIK reminders of a case that is left alone until a day. */
  const repeated = (until: string, ...log: readonly CaseEvent[]) =>
    leaveAlone(caseOf(...log), `${until}T15:00:00.000Z`, world).sent.flatMap((event) =>
      event.type === 'Reminded' && event.occasion === 'klik' ? [`${dayOf(event.at)} ${event.to.name}`] : [],
    );

  test('is asked for again on the next working day and then weekly, until it is set', () => {
    const days = ['2026-05-11', '2026-05-19', '2026-05-27'].map((day) => `${day} ${coordinator.name}`);
    expect(repeated('2026-05-31', ...sent)).toEqual(days);
    expect(repeated('2026-05-31', ...sent, markedInKlik())).toEqual([]);
    expect(repeated('2026-05-31', ...sent, caseCancelled())).toEqual([]);
  });

  test('is asked for after the payment too, and then nothing else is', () => {
    const { sent: all } = leaveAlone(caseOf(...caseUntil('paid')), '2026-07-15T15:00:00.000Z', world);
    expect(all.length).toBeGreaterThan(3);
    for (const event of all) expect(event).toMatchObject({ type: 'Reminded', to: coordinator, occasion: 'klik' });
  });

  test('is not asked for on a day with another reminder to the same person', () => {
    const both = leaveAlone(caseOf(...caseUntil('confirmation')), '2026-09-01T15:00:00.000Z', world).sent;
    const days = both.flatMap((event) => [event.to].flat().map((to) => `${to.id} ${dayOf(event.at)}`));
    expect(new Set(days).size).toBe(days.length);
    expect(both.filter((event) => event.type === 'Reminded' && event.occasion === 'klik').length).toBeGreaterThan(5);
  });

  test('is a colleague’s once they are named: they are told, may set it, and nobody is asked again', () => {
    const named = given(...sent).when(press('klikByAnother'), coordinator);
    named.happens({ type: 'KlikHandedOver', to: colleague });
    expect(named.told).toContainEqual({ kind: 'klik', to: colleague });
    expect(named.told).toContainEqual({ kind: 'klikSettled', to: coordinator });
    expect(repeated('2026-07-31', ...named.before, ...named.events)).toEqual([]);
    const marked = named.when(press('markInKlik'), colleague, { seen: named.case.version });
    marked.happens({ type: 'MarkedInKlik' });
    expect(marked.told).toContainEqual({ kind: 'klikSettled', to: colleague });
  });

  test('may be handed on after the payment, but not by or to just anybody', () => {
    given(...caseUntil('paid'))
      .when(press('klikByAnother'), coordinator)
      .happens({ type: 'KlikHandedOver', to: colleague });
    given(...sent)
      .when(press('klikByAnother'), officer)
      .isRefused({ reason: 'notYours' });
    given(...sent)
      .when(press('klikByAnother', { person: coordinator }), coordinator)
      .isRefused({
        reason: 'fields',
        problems: [{ field: 'person', problem: { kind: 'samePerson', person: coordinator } }],
      });
    given(...waiting)
      .when(press('klikByAnother'), coordinator)
      .isRefused({ reason: 'stepOpen', step: 'dispatch' });
  });

  test('stays when a later step is corrected', () => {
    const corrected = given(...caseUntil('invoice'), markedInKlik()).when(
      press('correctStep', { step: 'confirmation' }),
      coordinator,
    );
    expect(corrected.case.klik).toBeDefined();
  });
});

test('a signature confirmed anew makes the dispatch card of the earlier round out of date', () => {
  const sentAndCorrected = given(...waiting).when(press('correctStep', { step: 'signature' }), coordinator);
  sentAndCorrected
    .when(press('confirmSignature', { signedOn: '2026-05-07' }), officer)
    .when(press('confirmDispatch', { sentOn: '2026-05-07' }), coordinator, { seen: 6 })
    .isRefused({ reason: 'changedSince' });
});

test('the case knows the day, by whom it was confirmed and when', () => {
  const after = given(...waiting).when(press('confirmDispatch', { sentOn: '2026-05-07' }), officer).case;
  expect(after.done.dispatch).toEqual({ sentOn: '2026-05-07', by: officer, at: '2026-05-07T10:00:00.000Z' });
  expect(after.done.signature?.signedOn).toBe(signatureConfirmed().signedOn);
  expect(waitingSince(after) < agreementSent().at).toBe(true);
});
