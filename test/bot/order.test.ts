import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dataOf } from './cards.js';
import { type Citizen, rosterPerson, startTown, type Town, textOf } from './town.js';
import { act, arrived, type Cast, opened, pressOn, read, view, walk } from './walk.js';

let town: Town;
let cast: Cast;
beforeEach(async () => {
  town = await startTown({}, 500);
  cast = await arrived(town);
});
afterEach(() => town.close());

describe('the answer to a press', () => {
  test('is complete before any other request leaves', async () => {
    const caseId = await opened(town, cast.karin);
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
    ['that drops every request', 'drop'],
    ['that fails', { status: 500 }],
    ['that is not there yet', { status: 503 }],
  ] as const)('does not wait for a connector %s', async (_what, trouble) => {
    const caseId = await opened(town, cast.karin);
    await town.settled(cast.karin);
    town.connector.trouble(trouble);
    for (const step of ['acceptOfficer', 'giveAgreementNumber', 'confirmWebForm', 'confirmSignature'] as const)
      await walk(town, cast, caseId, step, step === 'acceptOfficer' ? 'nameOfficer' : before(step));
    expect(textOf(await view(town, cast.soeren, caseId, 'personal'))).toContain('Bekræft underskrift');
    town.connector.calm();
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

describe('somebody the bot cannot reach', () => {
  /** A colleague whom only the roster of the room knows: they have not opened the bot. */
  async function absent(kind: 'groupChat' | 'channel'): Promise<{ anna: Citizen; caseId: string; room: string }> {
    const anna = town.person('Anna <Ander> & Søn');
    const room = await town.room(kind, cast.karin, anna);
    await town.connector.waitFor(
      ({ kind: asked, conversationId }) => asked === 'members' && conversationId === room.conversation,
    );
    const caseId = await opened(town, cast.karin, { room });
    await town.settled(cast.karin);
    await pressOn(town, cast.karin, caseId, 'personal', 'nameOfficer', { officer: anna.id });
    await town.settled(cast.karin);
    return { anna, caseId, room: room.conversation };
  }

  test.each(['groupChat', 'channel'] as const)('is mentioned in the %s the case lives in', async (kind) => {
    const { anna, room } = await absent(kind);
    const mentions = town.connector.messagesIn(room).filter(({ body }) => body.entities?.length > 0);
    expect(mentions).toHaveLength(1);
    const body = mentions[0]?.body;
    expect(body.entities[0]).toMatchObject({ type: 'mention', mentioned: { id: `29:${anna.id}`, name: anna.name } });
    expect(body.text).toContain(body.entities[0].text);
    expect(body.text).not.toContain('<Ander>');
  });

  test('may act through the shared card meanwhile, and gets the personal card once they open the bot', async () => {
    const { anna, room, caseId } = await absent('groupChat');
    const home = town.standing(room).find(({ card }) => textOf(card).includes('Vis mit trin'));
    const spot = { conversation: room, kind: 'groupChat' as const, activity: home?.id ?? '' };
    const own = await town.pressRaw(anna, 'refresh', { ...dataOf(home?.card, 'refresh') }, spot);
    expect(textOf(own.card)).toContain('Er du sikkerhedsansvarlig');
    expect(town.standing(anna.chat)).toHaveLength(0);
    await town.arrive(anna);
    await town.sees(anna, 'Er du sikkerhedsansvarlig');
    const { card } = await town.press(anna, 'acceptOfficer', {}, caseId);
    expect(card).toBeDefined();
  });

  test('with 403 is one who took the bot away: it is said on the case, and a new installation brings the card', async () => {
    const room = await town.room('groupChat', ...Object.values(cast));
    const caseId = await opened(town, cast.karin, { room });
    const toSoeren = { when: ({ conversationId }: { conversationId: string }) => conversationId === cast.soeren.chat };
    town.connector.trouble({ status: 403, code: 'BotNotInConversationRoster' }, toSoeren);
    await pressOn(town, cast.karin, caseId, 'personal', 'nameOfficer', { officer: cast.soeren.id });
    await town.settled(cast.karin);
    const tries = town.connector
      .messagesIn(cast.soeren.chat)
      .filter(({ body }) => /sikkerhedsansvarlig/.test(body.summary));
    expect(tries).toHaveLength(1);
    expect(town.connector.messagesIn(room.conversation).some(({ body }) => body.entities?.length > 0)).toBe(true);
    town.connector.calm();
    await town.arrive(cast.soeren);
    await town.sees(cast.soeren, 'Er du sikkerhedsansvarlig');
  });
});

describe('a request that Teams does not take', () => {
  const soerensCard = ({ kind, conversationId }: { kind: string; conversationId: string }) =>
    kind === 'send' && conversationId === cast.soeren.chat;

  test.each([429, 503, 412])('with %i is sent again', async (status) => {
    const caseId = await opened(town, cast.karin);
    await town.settled(cast.karin);
    const earlier = town.connector.heard.filter(soerensCard).length;
    town.connector.trouble({ status, retryAfter: '0' }, { when: soerensCard, times: 1 });
    await act(town, cast, 'nameOfficer', caseId);
    await town.connector.waitForCount(earlier + 2, soerensCard);
    await town.sees(cast.soeren, 'Er du sikkerhedsansvarlig');
  });

  test('with 500 is not posted again', async () => {
    const caseId = await opened(town, cast.karin);
    await town.settled(cast.karin);
    const earlier = town.connector.heard.filter(soerensCard).length;
    town.connector.trouble({ status: 500 }, { when: soerensCard, times: 1 });
    await act(town, cast, 'nameOfficer', caseId);
    await town.settled(cast.karin);
    await town.settled(cast.karin);
    expect(town.connector.heard.filter(soerensCard)).toHaveLength(earlier + 1);
  });

  test('and is never answered is not posted again either', async () => {
    const caseId = await opened(town, cast.karin);
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
  const caseId = await opened(town, cast.karin);
  const [anna] = [town.person('Anna Ander')];
  town.connector.setRoster(cast.karin.chat, [rosterPerson(cast.karin), rosterPerson(anna)]);
  const answer = await pressOn(town, cast.karin, caseId, 'personal', 'nameOfficer', { officer: anna.id });
  expect(textOf(answer.card)).toContain('Anna Ander');
  await town.settled(cast.karin);
  await town.arrive(anna);
  await town.sees(anna, 'Er du sikkerhedsansvarlig');
});
