import { describe, expect, test } from 'vitest';
import type { Person } from '../../src/case/people.js';
import { react } from '../../src/case/react.js';
import { adviser, caseOf, colleague, coordinator, given, officer, payer } from '../given.js';
import {
  caseOpened,
  caseUntil,
  coordinatorChanged,
  escalated,
  markedInKlik,
  officerDeclined,
  officerNamed,
  officerSought,
  reminded,
  substituteNamed,
} from './facts.js';
import { press } from './press.js';

const home = { kind: 'caseCard' } as const;
const request = (to: typeof officer, step: string) => ({ kind: 'request', to, step });
const settle = (to: typeof officer, step: string) => ({ kind: 'settle', to, step });
const notice = (to: typeof officer, told: object) => ({ kind: 'notice', to, notice: told });

describe('people are told', () => {
  test('in the home conversation of everything', () => {
    for (const type of ['moveGoLive', 'snooze', 'remindNow', 'cancelCase', 'handOver'] as const)
      expect(given(...caseUntil('signature')).when(press(type), coordinator).told).toContainEqual(home);
  });

  test('to begin, when the case is opened', () => {
    expect(given().when(press('openCase'), coordinator).told).toEqual([home, request(coordinator, 'officer')]);
  });

  test('that they are asked: the adviser beside the coordinator, then the officer instead of both', () => {
    const asked = given(caseOpened()).when(press('askForOfficer'), coordinator);
    expect(asked.told).toEqual([home, request(adviser, 'officer')]);
    expect(asked.when(press('nameOfficer'), adviser).told).toEqual([
      home,
      settle(adviser, 'officer'),
      request(officer, 'officer'),
      request(coordinator, 'agreementNumber'),
    ]);
  });

  test('of each step that is open, one at a time: the officer who accepts helps with the number', () => {
    const named = given(caseOpened(), officerNamed());
    const accepted = named.when(press('acceptOfficer'), officer);
    expect(accepted.told).toEqual([home, request(officer, 'agreementNumber')]);
    expect(accepted.when(press('giveAgreementNumber'), coordinator).told).toEqual([
      home,
      settle(officer, 'agreementNumber'),
      request(coordinator, 'webForm'),
    ]);
    const early = named.when(press('giveAgreementNumber'), coordinator);
    const refresh = { kind: 'refresh', to: officer };
    expect(early.told).toEqual([home, request(coordinator, 'webForm'), refresh]);
    expect(early.when(press('acceptOfficer'), officer).told).toEqual([home, settle(officer, 'officer')]);
    const filled = early.when(press('confirmWebForm', { filledOn: '2026-05-04' }), coordinator);
    expect(filled.told).toEqual([home, settle(coordinator, 'webForm'), refresh]);
    expect(filled.when(press('acceptOfficer'), officer).told).toEqual([home, request(officer, 'signature')]);
  });

  test('anew, when their card is a reminder of a colleague’s step that is over', () => {
    const copied = reminded({ at: '2026-05-06T06:00:00.000Z', to: coordinator, rung: 3 });
    const accepted = given(caseOpened(), officerNamed(), copied).when(press('acceptOfficer'), officer);
    expect(accepted.told).toContainEqual(request(coordinator, 'agreementNumber'));
  });

  test('when the officer declines: those who may name another are asked again', () => {
    const declined = given(caseOpened(), officerSought(), officerNamed()).when(press('declineOfficer'), officer);
    expect(declined.told).toEqual([
      home,
      settle(officer, 'officer'),
      request(coordinator, 'officer'),
      request(adviser, 'officer'),
    ]);
  });

  test('of the next step, and the one who acted sees the outcome', () => {
    expect(
      given(...caseUntil('signature')).when(press('confirmSignature', { signedOn: '2026-05-06' }), officer).told,
    ).toEqual([home, settle(officer, 'signature'), request(coordinator, 'dispatch')]);
  });

  test('of the next step also when it is theirs again', () => {
    expect(given(...caseUntil('agreementNumber')).when(press('giveAgreementNumber'), officer).told).toEqual([
      home,
      settle(officer, 'agreementNumber'),
      request(coordinator, 'webForm'),
    ]);
  });

  test('of a refused signature: back to the coordinator', () => {
    expect(given(...caseUntil('signature')).when(press('refuseSignature'), officer).told).toEqual([
      home,
      settle(officer, 'signature'),
      request(coordinator, 'webForm'),
    ]);
  });

  test('once about KLIK after the dispatch, and that it is settled', () => {
    const sent = given(...caseUntil('dispatch')).when(press('confirmDispatch', { sentOn: '2026-05-07' }), officer);
    expect(sent.told).toContainEqual({ kind: 'klik', to: coordinator });
    const handedOver = sent.when(press('handOver', { person: colleague }), coordinator).told;
    expect(handedOver).toContainEqual({ kind: 'klikSettled', to: coordinator });
    expect(handedOver).toContainEqual({ kind: 'klik', to: colleague });
    expect(sent.when(press('markInKlik'), coordinator).told).toContainEqual({ kind: 'klikSettled', to: coordinator });
  });

  test('about KLIK as today’s substitute, while the coordinator is away', () => {
    const away = { absent: coordinator, by: coordinator, until: '2026-05-20' };
    const sentBy = (from: string) =>
      given(...caseUntil('dispatch'), substituteNamed({ ...away, from })).when(
        press('confirmDispatch', { sentOn: '2026-05-07' }),
        officer,
      );
    const sent = sentBy('2026-05-04');
    expect(sent.told.filter(({ kind }) => kind === 'klik')).toEqual([{ kind: 'klik', to: colleague }]);
    expect(sent.when(press('markInKlik'), coordinator).told).toContainEqual({ kind: 'klikSettled', to: colleague });
    expect(sentBy('2026-05-19').told).toContainEqual({ kind: 'klik', to: coordinator });
  });

  test('that the KLIK question ends with a cancelled case, and comes back with it', () => {
    const cancelled = given(...caseUntil('invoice')).when(press('cancelCase'), coordinator);
    expect(cancelled.told).toContainEqual({ kind: 'klikSettled', to: coordinator });
    expect(cancelled.when(press('reopenCase'), coordinator).told).toContainEqual({ kind: 'klik', to: coordinator });
    const marked = given(...caseUntil('invoice'), markedInKlik()).when(press('cancelCase'), coordinator);
    expect(marked.told.some(({ kind }) => kind === 'klikSettled')).toBe(false);
  });

  test('that the KLIK question is withdrawn when the dispatch falls', () => {
    for (const step of ['dispatch', 'agreementNumber'] as const)
      expect(
        given(...caseUntil('invoice'), markedInKlik()).when(press('correctStep', { step }), coordinator).told,
      ).toContainEqual({ kind: 'klikSettled', to: coordinator });
  });

  test('all of them, that it is paid', () => {
    const log = [...caseUntil('payment'), officerSought()];
    const { told } = given(...log).when(press('confirmPayment', { paidOn: '2026-05-08' }), payer);
    const summaries = told.filter((effect) => effect.kind === 'summary').map((effect) => effect.to);
    expect(summaries).toEqual([coordinator, officer, adviser, payer]);
    expect(told).toContainEqual(settle(payer, 'payment'));
  });
});

describe('people get a notice of what others changed for them', () => {
  test('the officer, that the signature is void; the coordinator, that work fell', () => {
    const { told } = given(...caseUntil('invoice')).when(
      press('correctStep', { step: 'agreementNumber' }),
      coordinator,
    );
    expect(told).toContainEqual(notice(officer, { kind: 'signatureVoid', step: 'agreementNumber', by: coordinator }));
    const byOfficer = given(...caseUntil('invoice')).when(press('correctStep', { step: 'dispatch' }), officer).told;
    expect(byOfficer).toContainEqual(notice(coordinator, { kind: 'workFell', step: 'dispatch', by: officer }));
    expect(JSON.stringify(byOfficer)).not.toContain('signatureVoid');
  });

  test('both coordinators, of the hand-over', () => {
    const { told } = given(...caseUntil('webForm'), officerSought()).when(press('handOver'), adviser);
    expect(told).toEqual([
      home,
      settle(coordinator, 'webForm'),
      notice(coordinator, { kind: 'roleEnded', role: 'coordinator', successor: colleague, by: adviser }),
      notice(colleague, { kind: 'roleBegun', role: 'coordinator', by: adviser }),
      request(colleague, 'webForm'),
    ]);
  });

  test('the replaced officer and the replaced payer, that they need do no more', () => {
    expect(given(...caseUntil('signature')).when(press('replaceOfficer'), coordinator).told).toEqual([
      home,
      settle(officer, 'signature'),
      notice(officer, { kind: 'roleEnded', role: 'officer', successor: colleague, by: coordinator }),
      request(colleague, 'officer'),
    ]);
    expect(given(...caseUntil('payment')).when(press('replacePayer'), coordinator).told).toEqual([
      home,
      settle(payer, 'payment'),
      notice(payer, { kind: 'roleEnded', role: 'payer', successor: colleague, by: coordinator }),
      request(colleague, 'payment'),
    ]);
  });

  test('when a step ends, that their card about it is settled: of reminded people and of earlier substitutes too', () => {
    const copied = given(...caseUntil('payment'), reminded({ to: coordinator, step: 'payment' }));
    expect(copied.when(press('confirmPayment'), payer).told).toContainEqual(settle(coordinator, 'payment'));
    const away = { absent: coordinator, by: coordinator, from: '2026-05-04', until: '2026-05-06' };
    const back = given(...caseUntil('webForm'), substituteNamed(away));
    const done = back.when(press('confirmWebForm'), coordinator, { at: '2026-05-08T09:00:00.000Z' });
    expect(done.told).toContainEqual(settle(colleague, 'webForm'));
    // Also when the one they stood in for has handed the role over since.
    const over = coordinatorChanged({ at: '2026-05-07T09:00:00.000Z', by: coordinator, to: adviser });
    const others = given(...caseUntil('webForm'), substituteNamed(away), over);
    const ended = others.when(press('confirmWebForm'), adviser, { at: '2026-05-08T09:00:00.000Z' });
    expect(ended.told).toContainEqual(settle(colleague, 'webForm'));
    // While it goes on their cards stay as they are.
    const moved = back.when(press('moveGoLive'), coordinator, { at: '2026-05-08T09:00:00.000Z' });
    expect(moved.told.filter(({ kind }) => kind === 'settle')).toEqual([]);
  });

  test('a substitute, for whom and when; the request moves to them when the absence has begun', () => {
    const away = { person: colleague, from: '2026-05-01', until: '2026-05-31' };
    const told = { kind: 'substituteFor', absent: coordinator, from: '2026-05-01', until: '2026-05-31' };
    expect(given(...caseUntil('webForm')).when(press('nameSubstitute', away), coordinator).told).toEqual([
      home,
      settle(coordinator, 'webForm'),
      notice(colleague, told),
      request(colleague, 'webForm'),
    ]);
    const later = given(...caseUntil('webForm')).when(press('nameSubstitute'), coordinator).told;
    expect(later.map((effect) => effect.kind)).toEqual(['caseCard', 'notice']);
  });

  test('the substitute who is replaced, that they no longer need to act; not one whose time is over or who stays', () => {
    const first = substituteNamed({
      absent: coordinator,
      by: coordinator,
      substitute: colleague,
      from: '2026-05-01',
      until: '2026-05-31',
    });
    const back = given(...caseUntil('webForm'), first);
    const naming = (person: Person, from: string, until: string, at?: string) =>
      back
        .when(press('nameSubstitute', { person, from, until }), coordinator, at === undefined ? {} : { at })
        .told.filter((effect) => effect.kind === 'notice')
        .map((effect) => [effect.to.name, effect.notice.kind]);
    expect(naming(adviser, '2026-05-10', '2026-05-20')).toEqual([
      [colleague.name, 'substituteEnded'],
      [adviser.name, 'substituteFor'],
    ]);
    expect(naming(adviser, '2026-06-01', '2026-06-02')).toEqual([[adviser.name, 'substituteFor']]);
    expect(naming(colleague, '2026-05-01', '2026-05-09')).toEqual([[colleague.name, 'substituteFor']]);
    const over = '2026-06-03T09:00:00.000Z';
    expect(naming(adviser, '2026-05-20', '2026-06-20', over)).toEqual([[adviser.name, 'substituteFor']]);
  });

  test('everyone with a role, of a moved go-live, a cancellation and a reopening, except the person who did it', () => {
    const log = [...caseUntil('payment'), officerSought()];
    for (const [type, kind] of [
      ['moveGoLive', 'goLiveMoved'],
      ['cancelCase', 'cancelled'],
    ] as const) {
      const { told } = given(...log).when(press(type), coordinator);
      const noticed = told.filter((effect) => effect.kind === 'notice');
      expect(noticed.map((effect) => [effect.to, effect.notice.kind])).toEqual(
        [officer, adviser, payer].map((person) => [person, kind]),
      );
    }
    const reopened = given(...log)
      .when(press('cancelCase'), coordinator)
      .when(press('reopenCase'), adviser).told;
    expect(reopened).toContainEqual(notice(coordinator, { kind: 'reopened', by: adviser, reason: 'Vi går videre' }));
    expect(reopened).toContainEqual(request(payer, 'payment'));
  });

  test('a cancellation settles the open request', () => {
    expect(given(...caseUntil('payment')).when(press('cancelCase'), coordinator).told).toContainEqual(
      settle(payer, 'payment'),
    );
  });
});

describe('reminders', () => {
  const before = caseOf(...caseUntil('signature'));

  test('go to the one reminded, with the reason', () => {
    const event = reminded({ step: 'signature', occasion: 'taskEnd', rung: 2 });
    expect(react(event, before, caseOf(...caseUntil('signature'), event))).toEqual([
      { kind: 'reminder', to: officer, step: 'signature', occasion: 'taskEnd', rung: 2 },
      home,
    ]);
  });

  test('that escalate go to all of them and mention the person waited for in the home conversation', () => {
    const event = escalated({ step: 'signature' });
    expect(react(event, before, caseOf(...caseUntil('signature'), event))).toEqual([
      { kind: 'escalation', to: officer, step: 'signature', occasion: 'silence', rung: 4 },
      { kind: 'escalation', to: coordinator, step: 'signature', occasion: 'silence', rung: 4 },
      { kind: 'mention', step: 'signature', people: [officer] },
      home,
    ]);
  });

  test('mention the substitute of an absent person', () => {
    const log = [...caseUntil('payment'), substituteNamed({ absent: payer, by: payer })];
    const event = escalated({ step: 'payment', to: [payer] });
    expect(react(event, caseOf(...log), caseOf(...log, event))).toContainEqual({
      kind: 'mention',
      step: 'payment',
      people: [colleague],
    });
  });
});

test('an event of the clock causes no notice', () => {
  const log = caseUntil('webForm');
  const event = officerDeclined({ by: 'clock' });
  expect(react(event, caseOf(...log), caseOf(...log, event)).some((effect) => effect.kind === 'notice')).toBe(false);
});
