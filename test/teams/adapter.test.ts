import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { Application } from '@microsoft/teams-ai';
import { ConfigurationServiceClientCredentialFactory, type TurnContext } from 'botbuilder';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createApp, type Listening, listen } from '../../src/http/server.js';
import { BotAdapter, type Credentials, type FailureLog } from '../../src/teams/adapter.js';
import { anActivity, aPress, post } from './activities.js';
import { type LoopbackConnector, startLoopbackConnector } from './loopback-connector.js';

type Turn = (context: TurnContext) => Promise<unknown>;

const APOLOGY = 'Noget gik galt. Prøv igen.';

let connector: LoopbackConnector;
let logged: Record<string, unknown>[];
let running: { url: string; close(): Promise<void> }[];

beforeEach(async () => {
  connector = await startLoopbackConnector();
  logged = [];
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((one) => one.close()));
  await connector.close();
});

async function serve(turn: Turn, credentials?: Credentials): Promise<string> {
  const log: FailureLog = { error: (facts, sentence) => void logged.push({ ...facts, sentence }) };
  const adapter = new BotAdapter({ credentials, apology: () => APOLOGY, log });
  const server: Listening = await listen(
    createApp({
      onActivity: (request, response) => adapter.answer(request, response, turn),
      problem: () => Promise.resolve(undefined),
      needsToken: credentials !== undefined,
    }),
    0,
    '127.0.0.1',
  );
  running.push({
    url: '',
    close: async () => {
      await server.close();
      adapter.close();
    },
  });
  return `http://127.0.0.1:${server.port}/api/messages`;
}

/** Teams AI's router as the bot uses it: one route per kind of activity. */
function routed(): { turn: Turn; seen: string[] } {
  const seen: string[] = [];
  const app = new Application({ startTypingTimer: false });
  app.addRoute(
    (context) => Promise.resolve(context.activity.name === 'adaptiveCard/action'),
    async (context) => {
      const { verb } = context.activity.value.action;
      seen.push(verb);
      const body = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: `did ${verb}` };
      await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
    },
    true,
  );
  app.activity('message', async (context) => {
    seen.push(context.activity.text);
    await context.sendActivity(`echo ${context.activity.text}`);
  });
  return { turn: (context: TurnContext) => app.run(context), seen };
}

describe('a turn through Teams AI', () => {
  test('a press is answered in the HTTP response and nothing goes out', async () => {
    const { turn, seen } = routed();
    const answer = await post(await serve(turn), aPress(connector.serviceUrl, 'confirmPayment'));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ statusCode: 200, value: 'did confirmPayment' });
    expect(seen).toEqual(['confirmPayment']);
    expect(connector.heard).toEqual([]);
  });

  test("actionExecute with a pattern takes every verb, and an answer given in the handler stays the handler's", async () => {
    const app = new Application({ startTypingTimer: false });
    app.adaptiveCards.actionExecute(/^/, async (context, _state, data) => {
      const body = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: data };
      await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
      return '';
    });
    const url = await serve((context) => app.run(context));
    const answer = await post(url, aPress(connector.serviceUrl, 'whatever', { caseId: '0630-k3f9' }));
    expect(await answer.json()).toMatchObject({ value: { caseId: '0630-k3f9' } });
    expect(connector.heard).toEqual([]);
  });

  test('a message gets one reply through the connector', async () => {
    const answer = await post(await serve(routed().turn), anActivity(connector.serviceUrl));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
    expect(connector.heard.map((one) => [one.kind, one.conversationId, one.body.text])).toEqual([
      ['send', 'a:anna', 'echo hjælp'],
    ]);
  });

  test('an invoke that no route knows is answered 501', async () => {
    const press = aPress(connector.serviceUrl, 'x', {}, { name: 'composeExtension/query' });
    expect((await post(await serve(routed().turn), press)).status).toBe(501);
  });
});

describe('an answer counts as given', () => {
  /** Answers one press of a caller; tells whether the answer had left when `answer` resolved. */
  function answered(turnFor: (caller: Socket, gone: Promise<unknown>) => Turn): Promise<boolean> {
    const adapter = new BotAdapter({ apology: () => APOLOGY, log: { error: () => undefined } });
    return new Promise((resolve) => {
      const caller = new Socket();
      const server = createServer(async (request, response) => {
        const turn = turnFor(caller, once(request.socket, 'close'));
        await adapter.answer(Object.assign(request, { body: aPress(connector.serviceUrl, 'x') }), response, turn);
        resolve(response.writableFinished);
        caller.destroy();
        server.close();
      });
      server.listen(0, '127.0.0.1', () => {
        caller.connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
        caller.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n');
      });
    });
  }

  test('when it has left, not when it was made', async () => {
    const turn = (caller: Socket) => async (context: TurnContext) => {
      // More than any buffer on the way holds, for a caller who begins to read it a moment later.
      const body = { value: 'x'.repeat(32_000_000) };
      await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
      setTimeout(() => caller.resume(), 50);
    };
    expect(await answered(turn)).toBe(true);
  });

  test('when its caller is gone: what the turn did stands', async () => {
    const { turn, seen } = routed();
    const slow = (caller: Socket, gone: Promise<unknown>) => async (context: TurnContext) => {
      caller.destroy();
      await gone;
      await turn(context);
    };
    await answered(slow);
    expect(seen).toEqual(['x']);
  });
});

test.each([
  ['a name that is no text', { recipient: { id: '28:bot', name: 7 } }],
  ['a tenant that is no text', { conversation: { id: 'a:anna', tenantId: {} } }],
  ['a group that is neither yes nor no', { conversation: { id: 'a:anna', isGroup: 'yes' } }],
])('%s keeps no reply back', async (_what, more) => {
  const { turn, seen } = routed();
  expect((await post(await serve(turn), anActivity(connector.serviceUrl, more))).status).toBe(200);
  expect(seen).toHaveLength(1);
});

describe('an activity that no reply could be written to', () => {
  test.each([
    ['an id that fits no header', { conversation: { id: 'a:\u0000' } }],
    ['an id in other letters', { conversation: { id: '19:漢@thread.v2' } }],
  ])('is no activity: %s', async (_what, more) => {
    const { turn, seen } = routed();
    expect((await post(await serve(turn), anActivity(connector.serviceUrl, more))).status).toBe(400);
    expect(seen).toEqual([]);
  });
});

describe('a turn that fails', () => {
  const failing: Turn = () => Promise.reject(new TypeError('Anna 010203-1234 failed'));

  test('a press still gets 200 with a sentence, and the log no personal data', async () => {
    const answer = await post(await serve(failing), aPress(connector.serviceUrl, 'confirmPayment'));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: APOLOGY,
    });
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatchObject({ activityType: 'invoke', error: 'TypeError', sentence: 'turn failed' });
    expect(JSON.stringify(logged)).not.toMatch(/Anna|010203/);
  });

  test('a message gets the sentence sent', async () => {
    expect((await post(await serve(failing), anActivity(connector.serviceUrl))).status).toBe(200);
    expect(connector.heard.map((one) => one.body.text)).toEqual([APOLOGY]);
  });

  test('an update of the conversation gets no words', async () => {
    const update = anActivity(connector.serviceUrl, { type: 'conversationUpdate', text: undefined });
    expect((await post(await serve(failing), update)).status).toBe(200);
    expect(connector.heard).toEqual([]);
  });

  test('an answer already given stands', async () => {
    const url = await serve(async (context) => {
      await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body: { value: 'done' } } });
      throw new Error('afterwards');
    });
    expect(await (await post(url, aPress(connector.serviceUrl, 'x'))).json()).toEqual({ value: 'done' });
    expect(logged).toHaveLength(1);
  });

  test.each([500, 502, 503, 504])('the SDK sends once, not again, when the connector answers %i', async (status) => {
    connector.trouble({ status });
    const url = await serve((context) => context.sendActivity('hej'));
    expect((await post(url, anActivity(connector.serviceUrl, { type: 'event' }))).status).toBe(200);
    expect(connector.heard).toHaveLength(1);
    expect(logged[0]).toMatchObject({ status });
  });

  test.each(['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'ENOENT', 'EPIPE'])('nor on %s', async (code) => {
    let calls = 0;
    const fetch = () => {
      calls += 1;
      return Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }));
    };
    const credentials = new ConfigurationServiceClientCredentialFactory();
    const microsoft = { settings: {}, credentials, fetch };
    const adapter = new BotAdapter({ apology: () => APOLOGY, log: { error: () => undefined }, microsoft });
    const { conversations } = await adapter.connectorClient(connector.serviceUrl);
    await expect(conversations.sendToConversation('a:anna', { type: 'message', text: 'hej' })).rejects.toThrow(code);
    expect(calls).toBe(1);
  });

  test('the SDK does not send again when the connection is lost', async () => {
    connector.trouble('drop');
    const url = await serve((context) => context.sendActivity('hej'));
    await post(url, anActivity(connector.serviceUrl, { type: 'event' }));
    expect(connector.heard).toHaveLength(1);
  });
});

describe('who may start a turn', () => {
  const credentials: Credentials = {
    type: 'SingleTenant',
    appId: '33333333-3333-4333-8333-333333333333',
    password: 'not a secret',
    tenantId: '22222222-2222-4222-8222-222222222222',
  };
  const teams = 'https://smba.trafficmanager.net/emea/';

  test('practice answers only addresses on this computer', async () => {
    let turns = 0;
    const url = await serve(() => Promise.resolve(turns++));
    expect((await post(url, anActivity('http://192.168.0.7:9'))).status).toBe(403);
    expect((await post(url, anActivity(teams))).status).toBe(403);
    expect(turns).toBe(0);
  });

  test.each([
    ['none', {}],
    ['another scheme', { Authorization: 'Basic YTpi' }],
    ['no token', { Authorization: 'Bearer rubbish' }],
    ['a forged token', { Authorization: `Bearer ${forged()}` }],
    ['a forged token for a foreign address', { Authorization: `Bearer ${forged()}` }, 'https://evil.example/'],
  ])('with credentials, a token that is %s is 401 and starts no turn', async (_name, headers, address = teams) => {
    let turns = 0;
    const answer = await post(await serve(() => Promise.resolve(turns++), credentials), anActivity(address), headers);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ error: 'A valid token is needed.' });
    expect(turns).toBe(0);
  });
});

/** A well-formed token of a stranger: refused by its issuer, without any key being fetched. */
function forged(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT' })}.${part({ iss: 'https://evil.example', aud: 'x' })}.`;
}
