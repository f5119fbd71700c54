import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { textOf } from './cards.js';
import { freshMunicipality } from './shared.js';
import { rosterPerson, startTown, type Town } from './town.js';
import { act, arrived, type Cast, opened, pressOn, read, view, walk } from './walk.js';

let town: Town;
let cast: Cast;
beforeAll(async () => {
  town = await startTown({}, 500);
});
beforeEach(async () => {
  cast = await arrived(town);
});
afterEach(() => town.connector.calm());
afterAll(() => town.close());

const begun = () => opened(town, cast.karin, { municipality: freshMunicipality(town) });

describe('the answer to a press', () => {
  test('is complete before any other request leaves', async () => {
    const caseId = await begun();
    await town.settled(cast.karin);
    const order: string[] = [];
    const note = (what: string) => (message: unknown) => {
      const { url = '' } = (message as { request: IncomingMessage }).request;
      if (what === 'answered' && url.startsWith('/api/messages')) order.push(what);
      if (what === 'asked' && url.startsWith('/v3/')) order.push(what);
    };
    const [answered, asked] = [note('answered'), note('asked')];
    subscribe('http.server.response.finish', answered);
    subscribe('http.server.request.start', asked);
    try {
      await act(town, cast, 'nameOfficer', caseId);
      await town.sees(cast.soeren, 'Er du sikkerhedsansvarlig');
    } finally {
      unsubscribe('http.server.response.finish', answered);
      unsubscribe('http.server.request.start', asked);
    }
    expect(order[0]).toBe('answered');
    expect(order.slice(1)).toContain('asked');
  });

  test.each([
    ['that hangs', 'hang'],
    ['that fails', { status: 500 }],
  ] as const)('does not wait for a connector %s', async (_what, trouble) => {
    const caseId = await begun();
    await town.settled(cast.karin);
    town.connector.trouble(trouble);
    for (const step of ['acceptOfficer', 'giveAgreementNumber', 'confirmWebForm', 'confirmSignature'] as const)
      await walk(town, cast, caseId, step, step === 'acceptOfficer' ? 'nameOfficer' : before(step));
    expect(textOf(await view(town, cast.soeren, caseId, 'personal'))).toContain('Bekræft underskrift');
  });

  test('waits a little only for a roster that does not answer, and what was pressed stands', async () => {
    const patient = await startTown({}, 25_000);
    const late = patient.person('Lene Langsom');
    patient.connector.trouble('hang');
    const answer = await patient.pressRaw(late, 'openCase', { municipality: '0657', goLive: '2026-11-02' });
    expect(textOf(answer.card)).toContain('Herning');
    await patient.connector.close();
    await patient.close();
  }, 15_000);

  test('that nobody waits for any more still lets the messages out', async () => {
    const late = town.person('Lene Langsom');
    town.connector.trouble('hang', { when: ({ kind }) => kind === 'member' });
    const press = { verb: 'openCase', data: { municipality: '0657', goLive: '2026-11-02' } };
    const invoke = { type: 'invoke', name: 'adaptiveCard/action', value: { action: press } };
    const gone = town.post(late, { ...invoke }, AbortSignal.timeout(50));
    await expect(gone).rejects.toThrow();
    await town.sees(late, 'Hvem er sikkerhedsansvarlig');
  });
});

const STEPS = ['nameOfficer', 'acceptOfficer', 'giveAgreementNumber', 'confirmWebForm', 'confirmSignature'] as const;
const before = (step: (typeof STEPS)[number]) => STEPS[STEPS.indexOf(step) - 1];

describe('a request that Teams does not take', () => {
  const soerensCard = ({ kind, conversationId }: { kind: string; conversationId: string }) =>
    kind === 'send' && conversationId === cast.soeren.chat;

  test('with 429 is sent again', async () => {
    const caseId = await begun();
    await town.settled(cast.karin);
    const earlier = town.connector.heard.filter(soerensCard).length;
    town.connector.trouble({ status: 429, retryAfter: '0' }, { when: soerensCard, times: 1 });
    await act(town, cast, 'nameOfficer', caseId);
    await town.connector.waitForCount(earlier + 2, soerensCard);
    await town.sees(cast.soeren, 'Er du sikkerhedsansvarlig');
  });

  test('with 500 is not posted again', async () => {
    const caseId = await begun();
    await town.settled(cast.karin);
    const earlier = town.connector.heard.filter(soerensCard).length;
    town.connector.trouble({ status: 500 }, { when: soerensCard, times: 1 });
    await act(town, cast, 'nameOfficer', caseId);
    await town.settled(cast.karin);
    await town.settled(cast.karin);
    expect(town.connector.heard.filter(soerensCard)).toHaveLength(earlier + 1);
  });

  test('and is never answered is not posted again either', async () => {
    const caseId = await begun();
    await town.settled(cast.karin);
    const earlier = town.connector.heard.filter(soerensCard).length;
    town.connector.trouble('hang', { when: soerensCard, times: 1 });
    await act(town, cast, 'nameOfficer', caseId);
    await town.settled(cast.karin);
    await town.settled(cast.karin);
    expect(town.connector.heard.filter(soerensCard)).toHaveLength(earlier + 1);
    expect(read(await town.pressRaw(cast.soeren, 'refresh', { caseId, show: 'personal' }))).toContain(
      'Er du sikkerheds',
    );
  });
});

test('a person on no roster at all is still written to once they come', async () => {
  const caseId = await begun();
  const [anna] = [town.person('Anna Ander')];
  town.connector.setRoster(cast.karin.chat, [rosterPerson(cast.karin), rosterPerson(anna)]);
  const answer = await pressOn(town, cast.karin, caseId, 'personal', 'nameOfficer', { officer: anna.id });
  expect(textOf(answer.card)).toContain('Anna Ander');
  await town.settled(cast.karin);
  await town.arrive(anna);
  await town.sees(anna, 'Er du sikkerhedsansvarlig');
});
