import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Citizen, startTown, type Town } from './town.js';
import { arrived, type Cast, opened, pressOn } from './walk.js';

let town: Town;
let cast: Cast;
let hanne: Citizen;
beforeAll(async () => {
  town = await startTown();
  cast = await arrived(town);
  hanne = town.person('Hanne Modelbo');
  await town.arrive(hanne);
});
afterAll(() => town.close());

test('who was asked for the officer hears of what is stuck in one sentence a week, and gets no card of it', async () => {
  const caseId = await opened(town, cast.karin);
  await pressOn(town, cast.karin, caseId, 'askForOfficer', 'askForOfficer', { person: hanne.id });
  await pressOn(town, cast.karin, caseId, 'personal', 'nameOfficer', { officer: cast.soeren.id });
  await pressOn(town, cast.karin, caseId, 'agreementNumber', 'giveAgreementNumber', { agreementNumber: '123456' });
  await town.settled(cast.karin);
  const before = town.connector.messagesIn(hanne.chat).length;

  const heard = () => town.connector.messagesIn(hanne.chat).slice(before);
  await town.say(cast.karin, 'spol 3 uger');
  expect(heard().map(({ body }) => [body?.text, body?.attachments])).toEqual([
    [
      'Vejle Kommune: Søren Lund har ikke svaret siden mandag den 4. maj 2026 på trinnet "Find den sikkerhedsansvarlige" i tilslutningen til NemKonto, der skulle være færdigt fredag den 8. maj 2026.',
      undefined,
    ],
  ]);
  await town.say(cast.karin, 'spol 1 uge');
  expect(heard()).toHaveLength(2);
});
