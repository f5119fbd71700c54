import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConversationReference } from '../../src/delivery/ports.js';
import { BotAdapter } from '../../src/teams/adapter.js';
import { type Connector, createConnector } from '../../src/teams/connector.js';
import { type LoopbackConnector, startLoopbackConnector } from './loopback-connector.js';

const NOW = Date.parse('2026-05-04T08:00:00Z');
const TENANT = '22222222-2222-4222-8222-222222222222';

let loopback: LoopbackConnector;
let adapter: BotAdapter;
let connector: Connector;
let to: ConversationReference;

const adapterWith = (timeoutMs: number) =>
  new BotAdapter({ apology: () => '', log: { error: () => undefined }, timeoutMs });

beforeEach(async () => {
  loopback = await startLoopbackConnector();
  adapter = adapterWith(2_000);
  connector = createConnector(adapter, () => NOW);
  to = {
    serviceUrl: loopback.serviceUrl,
    conversationId: '19:x@thread.tacv2;messageid=7',
    kind: 'channel',
    tenantId: TENANT,
    botId: '28:b',
  };
});

afterEach(async () => {
  adapter.close();
  await loopback.close();
});

describe('messages', () => {
  test('a card is sent with its summary, from the bot, and answers with its id', async () => {
    const card = {
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: { type: 'AdaptiveCard', body: [{ x: 1 }] },
    };
    expect(await connector.send(to, { summary: 'Ny sag', attachments: [card] })).toEqual({
      kind: 'sent',
      activityId: 'sent-1',
    });
    expect(loopback.heard).toHaveLength(1);
    expect(loopback.heard[0]).toMatchObject({
      method: 'POST',
      conversationId: to.conversationId,
      body: { type: 'message', from: { id: '28:b' }, summary: 'Ny sag', attachments: [card] },
    });
  });

  test('a mention goes out whole', async () => {
    const mention = { type: 'mention', text: '<at>Anna</at>', mentioned: { id: '29:anna', name: 'Anna' } };
    await connector.send(to, { text: 'Hej <at>Anna</at>', entities: [mention] });
    expect(loopback.heard[0]?.body.entities).toEqual([mention]);
  });

  test('an edit is put to the message and answers with the same id; a removal too', async () => {
    expect(await connector.update(to, 'm1', { text: 'ny' })).toEqual({ kind: 'sent', activityId: 'm1' });
    expect(await connector.remove(to, 'm1')).toEqual({ kind: 'sent', activityId: 'm1' });
    expect(loopback.heard.map((one) => [one.method, one.kind, one.itemId])).toEqual([
      ['PUT', 'update', 'm1'],
      ['DELETE', 'remove', 'm1'],
    ]);
  });
});

describe('trouble is an outcome, after exactly one request', () => {
  test.each([
    [
      { status: 412, code: 'PreconditionFailed' },
      { kind: 'retry', status: 412 },
    ],
    [
      { status: 429, retryAfter: '7' },
      { kind: 'retry', status: 429, retryAfterMs: 7_000 },
    ],
    [
      { status: 429, retryAfter: 'Mon, 04 May 2026 08:00:30 GMT' },
      { kind: 'retry', status: 429, retryAfterMs: 30_000 },
    ],
    [{ status: 429 }, { kind: 'retry', status: 429 }],
    [{ status: 502 }, { kind: 'retry', status: 502 }],
    [
      { status: 503, retryAfter: '1' },
      { kind: 'retry', status: 503, retryAfterMs: 1_000 },
    ],
    [{ status: 504 }, { kind: 'retry', status: 504 }],
    [
      { status: 500, code: 'ServiceError' },
      { kind: 'refused', status: 500, code: 'ServiceError' },
    ],
    [
      { status: 403, code: 'BotNotInConversationRoster' },
      { kind: 'refused', status: 403, code: 'BotNotInConversationRoster' },
    ],
    [
      { status: 404, code: 'ConversationNotFound' },
      { kind: 'refused', status: 404, code: 'ConversationNotFound' },
    ],
    [
      { status: 413, code: 'two words, 1.' },
      { kind: 'refused', status: 413, code: 'Unexplained' },
    ],
    [{ body: {} }, { kind: 'unknown', reason: 'noActivityId' }],
    ['drop', { kind: 'unknown', reason: 'connectionLost' }],
  ] as const)('%j', async (trouble, outcome) => {
    loopback.trouble(trouble);
    expect(await connector.send(to, { text: 'hej' })).toEqual(outcome);
    expect(loopback.heard).toHaveLength(1);
  });

  test('no answer within the time is unknown', async () => {
    loopback.trouble('hang');
    const hasty = createConnector(adapterWith(60), () => NOW);
    expect(await hasty.send(to, { text: 'hej' })).toEqual({ kind: 'unknown', reason: 'timeout' });
    expect(loopback.heard).toHaveLength(1);
  });

  test('nobody listening is a retry, for nothing was written', async () => {
    const gone = await startLoopbackConnector();
    await gone.close();
    const outcome = await connector.send({ ...to, serviceUrl: gone.serviceUrl }, { text: 'hej' });
    expect(outcome).toEqual({ kind: 'retry', status: 0 });
  });

  test('a redirect is not followed, neither to another host nor to the same', async () => {
    const other = await startLoopbackConnector();
    for (const host of [other.serviceUrl, loopback.serviceUrl]) {
      loopback.forget();
      loopback.trouble({ status: 307, location: `${host}/v3/conversations/elsewhere/activities` }, { times: 1 });
      expect(await connector.send(to, { text: 'hej' })).toMatchObject({ kind: 'refused', status: 307 });
      expect(loopback.heard).toHaveLength(1);
    }
    expect(other.heard).toEqual([]);
    await other.close();
  });

  test('an address that is not trusted gets no request', async () => {
    const outcome = await connector.send(
      { ...to, serviceUrl: 'https://smba.trafficmanager.net/emea/' },
      { text: 'hej' },
    );
    expect(outcome).toEqual({ kind: 'refused', status: 0, code: 'UntrustedServiceUrl' });
  });
});

describe('people', () => {
  const people = [1, 2, 3].map((n) => ({
    id: `29:${n}`,
    name: `Person ${n}`,
    aadObjectId: `aad-${n}`,
    tenantId: TENANT,
    userRole: n === 3 ? 'guest' : 'user',
  }));

  beforeEach(() => loopback.setRoster(to.conversationId, people));

  test('the whole roster, page by page', async () => {
    loopback.setPageSize(2);
    expect(await connector.members(to)).toEqual({ kind: 'found', value: people });
    expect(loopback.heard).toHaveLength(2);
  });

  test('one member by AAD object id, and a stranger is refused', async () => {
    expect(await connector.member(to, 'aad-3')).toEqual({ kind: 'found', value: people[2] });
    expect(await connector.member(to, 'aad-9')).toEqual({
      kind: 'refused',
      status: 404,
      code: 'MemberNotFoundInConversation',
    });
  });

  test('a member whom Teams names by objectId alone has an AAD object id too, and one without an id is left out', async () => {
    loopback.trouble({ body: { members: [{ id: '29:4', objectId: 'aad-4', name: 7 }, { name: 'x' }, null] } });
    expect(await connector.members(to)).toEqual({ kind: 'found', value: [{ id: '29:4', aadObjectId: 'aad-4' }] });
  });

  test('a personal chat is opened in the tenant', async () => {
    expect(await connector.openPersonal(to, '29:1')).toEqual({
      kind: 'found',
      value: loopback.personalChatOf('29:1'),
    });
    expect(loopback.heard[0]?.body).toMatchObject({
      bot: { id: '28:b' },
      members: [{ id: '29:1' }],
      tenantId: TENANT,
      channelData: { tenant: { id: TENANT } },
    });
  });
});
