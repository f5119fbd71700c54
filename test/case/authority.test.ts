import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/case/commands.js';
import type { CaseEvent } from '../../src/case/events.js';
import { isPerson, type Person } from '../../src/case/people.js';
import {
  adviser,
  colleague,
  coordinator,
  foreigner,
  given,
  guest,
  OTHER_TENANT,
  officer,
  outsider,
  payer,
} from '../given.js';
import { caseOpened, caseUntil, officerNamed, officerSought } from './facts.js';
import { COMMANDS, MOMENTS, press } from './press.js';

describe.each(COMMANDS)('%s', (type) => {
  const act = press(type);

  test('is refused to a guest, even with the id of a person who may', () => {
    for (const asker of [guest, coordinator, officer, payer])
      given(...caseUntil('payment'))
        .when(act, asker, { guest: true })
        .isRefused({ reason: 'guest' });
  });

  test('finds no case from another tenant, even with the coordinator’s id', () => {
    const outcome = given(...caseUntil('payment')).when(act, foreigner);
    outcome.isRefused({ reason: 'noCase' });
    expect(outcome.refusal).toEqual({ reason: 'noCase' });
  });

  test('finds no case where there is none', () => {
    given().when(act, coordinator).isRefused({ reason: 'noCase' });
  });

  test('is refused to a person without a part in the case, at any step', () => {
    for (const step of ['officer', 'payment', 'paid'] as const)
      given(...caseUntil(step))
        .when(act, outsider)
        .isRefused({ reason: 'notYours', act: type });
  });
});

/** Who may ask what, at the moment of the command, in a case where the finance manager was asked too. */
const MAY: { readonly [T in (typeof COMMANDS)[number]]: readonly Person[] } = {
  nameOfficer: [coordinator, adviser],
  askForOfficer: [coordinator],
  acceptOfficer: [officer],
  declineOfficer: [officer],
  giveAgreementNumber: [coordinator, officer],
  confirmWebForm: [coordinator],
  confirmSignature: [officer],
  refuseSignature: [officer],
  keepSignedCopy: [officer],
  confirmDispatch: [coordinator, officer],
  markInKlik: [coordinator],
  klikByAnother: [coordinator],
  confirmReceipt: [coordinator],
  agreementReturned: [coordinator, officer],
  registerInvoice: [coordinator],
  namePayer: [coordinator],
  recordAgreementForm: [coordinator],
  recordReturnDocument: [coordinator, payer],
  nameFollowUp: [coordinator],
  confirmPayment: [payer, coordinator],
  correctStep: [coordinator, officer],
  handOver: [coordinator, adviser],
  replaceOfficer: [coordinator, officer, adviser],
  replacePayer: [coordinator, payer],
  nameSubstitute: [coordinator, officer, adviser, payer],
  moveGoLive: [coordinator],
  snooze: [coordinator, officer, adviser, payer],
  remindNow: [coordinator, officer, adviser, payer],
  cancelCase: [coordinator],
  reopenCase: [coordinator, adviser],
};

test.each(COMMANDS)('%s may be asked by the people of its roles and by no other', (type) => {
  const [, step] = MOMENTS[type];
  const answers = type === 'acceptOfficer' || type === 'declineOfficer';
  const [opened, ...log] = answers ? [caseOpened(), officerNamed()] : caseUntil(step);
  const command = type === 'askForOfficer' ? press(type, { person: outsider }) : press(type);
  for (const asker of [coordinator, officer, adviser, payer, colleague]) {
    const { refusal } = given(opened as CaseEvent, officerSought(), ...log).when(command, asker);
    if (MAY[type].includes(asker)) expect(refusal?.reason).not.toBe('notYours');
    else expect(refusal).toMatchObject({ reason: 'notYours', act: type, may: MAY[type] });
  }
});

test('a guest opens no case', () => {
  given().when(press('openCase'), guest, { guest: true }).isRefused({ reason: 'guest' });
});

describe('of several reasons the person hears the one that helps', () => {
  test('that it is done, before that it is not theirs', () => {
    given(...caseUntil('payment'))
      .when(press('confirmSignature'), payer)
      .isRefused({ reason: 'stepDone', step: 'signature', by: officer });
  });

  test('that it is not theirs, before that it is closed, too early or out of date', () => {
    given(...caseUntil('paid'))
      .when(press('cancelCase'), officer, { seen: 1 })
      .isRefused({ reason: 'notYours' });
    given(...caseUntil('webForm'))
      .when(press('confirmPayment'), officer, { seen: 1 })
      .isRefused({ reason: 'notYours' });
  });

  test('that the case is closed, before that the card is out of date', () => {
    given(...caseUntil('paid'))
      .when(press('cancelCase'), coordinator, { seen: 1 })
      .isRefused({ reason: 'closed' });
  });

  test('that it is too early, before that the card is out of date', () => {
    given(...caseUntil('webForm'))
      .when(press('confirmDispatch'), officer, { seen: 1 })
      .isRefused({ reason: 'notYet' });
  });

  test('that the card is out of date, before what is wrong in a field', () => {
    given(...caseUntil('webForm'))
      .when(press('confirmWebForm', { annexFollowed: false }), coordinator, { seen: 3 })
      .isRefused({ reason: 'changedSince' });
  });
});

describe('a card', () => {
  test('of the current round may be pressed, and what is typed has no age', () => {
    for (const circumstances of [{ seen: 4 }, { seen: 99 }, {}])
      given(...caseUntil('webForm'))
        .when(press('confirmWebForm'), coordinator, circumstances)
        .waitsFor('signature');
  });

  test('that shows an older version may not do what is done at any time', () => {
    for (const type of ['handOver', 'replaceOfficer', 'nameSubstitute', 'moveGoLive', 'snooze', 'cancelCase'] as const)
      given(...caseUntil('webForm'))
        .when(press(type), coordinator, { seen: 3 })
        .isRefused({ reason: 'changedSince' });
  });

  test('of the officer who was replaced and named again counts from the second naming', () => {
    const again = given(...caseUntil('webForm'))
      .when(press('replaceOfficer'), coordinator)
      .when(press('replaceOfficer', { person: officer }), coordinator);
    again.when(press('acceptOfficer'), officer, { seen: 2 }).isRefused({ reason: 'changedSince' });
    again.when(press('declineOfficer'), officer, { seen: 2 }).isRefused({ reason: 'changedSince' });
    again.when(press('acceptOfficer'), officer, { seen: 6 }).waitsFor('webForm');
  });
});

/** The commands that give a person a part, and the field that names the person. */
const NAMING = COMMANDS.flatMap((type) =>
  Object.entries(press(type))
    .filter(([, value]) => isPerson(value))
    .map(([field]) => [type, field] as const),
);

describe.each(NAMING)('%s', (type, field) => {
  const [asker, step] = MOMENTS[type];
  const naming = (person: Person) =>
    given(...caseUntil(step)).when({ ...press(type), [field]: person } as Command, asker);

  test('gives no part to a person of another organisation, nor to an empty person', () => {
    for (const stranger of [
      { ...colleague, tenant: OTHER_TENANT },
      { tenant: '', id: '', name: '' },
    ])
      naming(stranger).isRefused({ reason: 'fields', problems: [{ field, problem: { kind: 'unknownPerson' } }] });
  });

  test('knows the organisation in any letter case', () => {
    expect(naming({ ...colleague, tenant: colleague.tenant.toUpperCase() }).events).toHaveLength(1);
  });
});
