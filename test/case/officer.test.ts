import { describe, test } from 'vitest';
import { adviser, coordinator, given, officer, outsider } from '../given.js';
import { caseOpened, caseUntil, officerDeclined, officerNamed, officerSought } from './facts.js';
import { press } from './press.js';

const sought = [caseOpened(), officerSought()];
const named = [caseOpened(), officerNamed()];
const declined = [caseOpened(), officerSought(), officerNamed(), officerDeclined()];

describe('the security officer is found', () => {
  test('when the coordinator names them', () => {
    given(caseOpened())
      .when(press('nameOfficer'), coordinator)
      .happens({ type: 'OfficerNamed', officer })
      .waitsFor('officer');
  });

  test('when the coordinator asks the finance manager, who names them', () => {
    given(caseOpened())
      .when(press('askForOfficer'), coordinator)
      .happens({ type: 'OfficerSought', adviser, office: 'financeManager' })
      .when(press('nameOfficer'), adviser)
      .happens({ type: 'OfficerNamed', officer });
  });

  test('when the programme manager is asked instead, if the finance manager does not know', () => {
    given(...sought)
      .when(press('askForOfficer', { person: outsider, office: 'programmeManager' }), coordinator)
      .happens({ type: 'OfficerSought', adviser: outsider, office: 'programmeManager' })
      .when(press('nameOfficer'), adviser)
      .isRefused({ reason: 'notYours' });
  });

  test('by the coordinator after all, even while the finance manager is asked', () => {
    given(...sought)
      .when(press('nameOfficer'), coordinator)
      .happens({ type: 'OfficerNamed', officer });
  });

  test('but not by a coordinator who asks themselves', () => {
    given(caseOpened())
      .when(press('askForOfficer', { person: coordinator }), coordinator)
      .isRefused({
        reason: 'fields',
        problems: [{ field: 'person', problem: { kind: 'samePerson', person: coordinator } }],
      });
  });

  test('and asking the same person again is answered with the open question, in any letter case of the id', () => {
    const shouted = { ...adviser, id: adviser.id.toUpperCase() };
    for (const person of [adviser, shouted])
      given(...sought)
        .when(press('askForOfficer', { person }), coordinator)
        .isRefused({ reason: 'already', what: { kind: 'adviserAsked', adviser: person } });
  });

  test('and naming another while one is asked is answered with who was named', () => {
    for (const act of [press('nameOfficer', { officer: outsider }), press('askForOfficer')])
      given(...named)
        .when(act, coordinator)
        .isRefused({ reason: 'already', what: { kind: 'officerNamed', officer, accepted: false } });
  });
});

describe('the named officer answers', () => {
  test('yes, and the step is done', () => {
    given(...named)
      .when(press('acceptOfficer'), officer)
      .happens({ type: 'OfficerAccepted' })
      .waitsFor('agreementNumber');
  });

  test('no with a reason, and the question is asked again', () => {
    given(...named)
      .when(press('declineOfficer', { reason: 'Jeg er på barsel' }), officer)
      .happens({ type: 'OfficerDeclined', reason: 'Jeg er på barsel' })
      .waitsFor('officer');
  });

  test('on the card they got, however much was done to the dates since', () => {
    given(...named)
      .when(press('moveGoLive'), coordinator)
      .when(press('acceptOfficer'), officer, { seen: 2 })
      .happens({ type: 'OfficerAccepted' });
  });
});

describe('after a decline', () => {
  test('both the coordinator and the adviser may name another person', () => {
    for (const asker of [coordinator, adviser])
      given(...declined)
        .when(press('nameOfficer', { officer: outsider }), asker)
        .happens({ type: 'OfficerNamed', officer: outsider });
  });

  test('the one who declined may be named again, and must answer on the new card', () => {
    const again = given(...declined).when(press('nameOfficer'), coordinator);
    again.when(press('acceptOfficer'), officer, { seen: 3 }).isRefused({ reason: 'changedSince' });
    again.when(press('acceptOfficer'), officer, { seen: 5 }).happens({ type: 'OfficerAccepted' });
  });

  test('the one who declined no longer has the role', () => {
    given(...declined)
      .when(press('acceptOfficer'), officer)
      .isRefused({ reason: 'notYours', may: [] });
  });

  test('a naming card from before the decline is out of date', () => {
    given(...declined)
      .when(press('nameOfficer', { officer: outsider }), coordinator, { seen: 2 })
      .isRefused({ reason: 'changedSince' });
  });
});

test('an officer who accepted is replaced, not named again', () => {
  given(...caseUntil('webForm'))
    .when(press('nameOfficer', { officer: outsider }), coordinator)
    .isRefused({ reason: 'stepDone', step: 'officer', by: officer });
});

test('a coordinator who names themselves in place of the officer is asked to look twice, and nobody else is', () => {
  const accepted = given(...caseUntil('webForm'));
  const own = press('replaceOfficer', { person: coordinator });
  accepted.when(own, coordinator).isRefused({ reason: 'doubt', what: 'ownOfficer', value: coordinator.id });
  accepted
    .when(press('replaceOfficer', { person: coordinator, confirmed: true }), coordinator)
    .happens({ type: 'OfficerReplaced', to: coordinator });
  accepted.when(own, officer).happens({ type: 'OfficerReplaced', to: coordinator });
});
