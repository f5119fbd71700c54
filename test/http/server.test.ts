import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createApp, type Handlers, ListenError, type Listening, listen } from '../../src/http/server.js';
import { anActivity, post } from '../teams/activities.js';

let server: Listening | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(handlers: Partial<Handlers> = {}, grace?: number): Promise<string> {
  const all: Handlers = {
    onActivity: async (_request, response) => void response.end('{"ok":true}'),
    problem: () => Promise.resolve(undefined),
    needsToken: false,
    ...handlers,
  };
  server = await listen(createApp(all), 0, '127.0.0.1', grace);
  return `http://127.0.0.1:${server.port}`;
}

const activity = anActivity('http://127.0.0.1:1');

describe('POST /api/messages', () => {
  test('an activity is handed on', async () => {
    const url = await serve();
    for (const path of ['/api/messages', '/api/messages/', '/API/messages?from=teams']) {
      const answer = await post(`${url}${path}`, { ...activity, unknownKey: { any: ['thing'] } });
      expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
      expect(answer.headers.get('x-powered-by')).toBeNull();
    }
  });

  test('an optional field of another type counts as missing', async () => {
    const seen: unknown[] = [];
    const url = await serve({
      onActivity: async ({ body }, response) => {
        seen.push(body);
        response.end();
      },
    });
    const odd = { toString: 1 };
    const from = { id: '29:anna', name: odd, aadObjectId: 5, isGroup: 'no' };
    const lists = { membersAdded: 'x', entities: [null, { type: 'mention' }], attachments: {} };
    const body = { ...activity, from, ...lists, name: odd, text: {}, replyToId: 7, id: [], locale: null };
    expect((await post(`${url}/api/messages`, body)).status).toBe(200);
    const { name: _name, text: _text, id: _id, locale: _locale, ...rest } = activity;
    expect(seen).toEqual([{ ...rest, from: { id: '29:anna' }, entities: [{ type: 'mention' }] }]);
  });

  test.each([
    ['no JSON', '{"type":', 400],
    ['a number', '5', 400],
    ['a list', '[]', 400],
    ['null', 'null', 400],
    ['empty', '', 400],
    ['{"a":1}', '{"a":1}', 400],
    ['a numeric type', { ...activity, type: 5 }, 400],
    ['no serviceUrl', { ...activity, serviceUrl: undefined }, 400],
    ['no channel', { ...activity, channelId: undefined }, 400],
    ['no sender', { ...activity, from: {} }, 400],
    ['a conversation without id', { ...activity, conversation: 'x' }, 400],
    ['nesting without end', `{"type":"x","value":${'['.repeat(9_000)}${']'.repeat(9_000)}}`, 400],
    ['nesting in an activity', { ...activity, value: nested(60) }, 400],
    ['over 256 KB', { ...activity, text: 'x'.repeat(256 * 1024) }, 413],
  ])('%s is answered %i with one sentence', async (_name, body, status) => {
    const url = await serve({ onActivity: () => Promise.reject(new Error('must not come here')) });
    const answer = await post(`${url}/api/messages`, body);
    expect(answer.status).toBe(status);
    expect(Object.keys((await answer.json()) as object)).toEqual(['error']);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx'])(
    '%s is answered 415',
    async (type) => {
      const answer = await post(`${await serve()}/api/messages`, activity, { 'Content-Type': type });
      expect(answer.status).toBe(415);
    },
  );

  test.each([
    ['another charset', { 'Content-Type': 'application/json; charset=latin1' }, 415],
    ['a compressed body', { 'Content-Encoding': 'gzip' }, 415],
    ['UTF-8 by name', { 'Content-Type': 'application/json; charset="UTF-8"' }, 200],
  ])('%s is answered as it can be read', async (_name, headers, status) => {
    expect((await post(`${await serve()}/api/messages`, activity, headers)).status).toBe(status);
  });

  test('a body without a length is read no further than to the limit', async () => {
    const url = new URL(await serve({ onActivity: () => Promise.reject(new Error('must not come here')) }, 100));
    const socket = connect(Number(url.port), url.hostname);
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    socket.write('POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n');
    socket.write('Transfer-Encoding: chunked\r\n\r\n');
    const piece = 'x'.repeat(0x10000);
    for (let number = 0; number < 5; number++) socket.write(`10000\r\n${piece}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  test('a caller who hangs up before the body has ended is no failure of the bot', async () => {
    const failures: unknown[] = [];
    const away: string[] = [];
    const url = new URL(
      await serve({ onFailure: (error) => failures.push(error), onTurnedAway: (_id, _status, why) => away.push(why) }),
    );
    const socket = connect(Number(url.port), url.hostname);
    await once(socket, 'connect');
    socket.write(
      'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a"',
    );
    setImmediate(() => socket.destroy());
    await vi.waitFor(() => expect(away).toEqual(['noJson']));
    expect(failures).toEqual([]);
  });

  test.each([undefined, 'Bearer', 'Basic YTpi', 'token'])('with credentials, "%s" is answered 401', async (token) => {
    const headers = token === undefined ? {} : { Authorization: token };
    expect((await post(`${await serve({ needsToken: true })}/api/messages`, activity, headers)).status).toBe(401);
  });

  test.each([
    [new Error('secret of the house'), 500],
    [Object.assign(new Error('secret of the house'), { status: 401 }), 401],
    [Object.assign(new Error('secret of the house'), { status: 503 }), 503],
    ['secret of the house', 500],
  ])('what is thrown never reaches the caller (%#)', async (thrown, status) => {
    const failures: unknown[] = [];
    const url = await serve({ onActivity: () => Promise.reject(thrown), onFailure: (error) => failures.push(error) });
    const answer = await post(`${url}/api/messages`, activity);
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toContain('secret');
    expect(failures).toEqual(status === 500 ? [thrown] : []);
  });
});

describe('for the operator', () => {
  test('health, readiness, metrics', async () => {
    let ready = true;
    const url = await serve({
      problem: async () => (ready ? undefined : 'The disk is full.'),
      metrics: () => 'a 1\n',
    });
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' });
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    ready = false;
    const unready = await fetch(`${url}/ready`);
    expect([unready.status, await unready.json()]).toEqual([
      503,
      { status: 'not ready', problem: 'The disk is full.' },
    ]);
    const metrics = await fetch(`${url}/metrics`);
    expect(metrics.headers.get('content-type')).toMatch(/^text\/plain; version=0.0.4/);
    expect(await metrics.text()).toBe('a 1\n');
  });

  test('anything else is 404, another method 405', async () => {
    const url = await serve();
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect((await fetch(`${url}/api/messages`)).status).toBe(405);
  });

  test('a taken port is refused with a sentence that says what to do', async () => {
    await serve();
    const app = createApp({ onActivity: async () => undefined, problem: async () => undefined, needsToken: false });
    const refused = await listen(app, server?.port ?? 0, '127.0.0.1').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ListenError);
    expect(String(refused)).toMatch(/Port \d+ is taken .*set PORT to a free port, for example PORT=\d+\./);
  });

  test('so is an address of another computer', async () => {
    const app = createApp({ onActivity: async () => undefined, problem: async () => undefined, needsToken: false });
    await expect(listen(app, 0, '192.0.2.1')).rejects.toThrow(/^HOST is 192\.0\.2\.1, .*for example HOST=127\.0\.0\.1/);
  });

  test('closing finishes the answer in hand, takes no more and does not wait out the grace', async () => {
    let release: () => void = () => undefined;
    let begun: () => void = () => undefined;
    const inHand = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const url = await serve({
      onActivity: (_request, response) =>
        new Promise((resolve) => {
          release = () => {
            response.end('{"late":true}');
            resolve();
          };
          begun();
        }),
    });
    const pending = post(`${url}/api/messages`, activity);
    await inHand;
    const closed = server?.close();
    await expect(post(`${url}/api/messages`, activity)).rejects.toThrow();
    release();
    expect(await (await pending).json()).toEqual({ late: true });
    await closed;
    server = undefined;
  }, 3_000);

  test('closing waits the grace, not longer, for a caller who never finishes the request', async () => {
    const { hostname, port } = new URL(await serve({}, 300));
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write('POST /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n');
    socket.write('Content-Length: 100\r\n\r\n{');
    await once(socket, 'connect');
    // Its head is with the server once an answer that was asked for after it has come.
    await fetch(`http://${hostname}:${port}/health`);
    const begun = performance.now();
    await server?.close();
    expect(performance.now() - begun).toBeGreaterThan(290);
    server = undefined;
    socket.destroy();
  }, 2_000);
});

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}
