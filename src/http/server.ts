import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { isActivity } from './activity-shape.js';
import { readJson } from './read-json.js';
import { TokenGuard } from './token-guard.js';

/** Bytes of a request's body at most. Teams' largest activities are far below. */
const BODY_LIMIT = 256 * 1024;
/** Milliseconds that answers in hand are given when the process ends; the rest of its five seconds is for the disk. */
const GRACE = 4_000;
/** Longer than the idle time of the load balancers in front (60 s), so that they and not we close a connection. */
const KEEP_ALIVE = 65_000;

/** Where Teams sends its activities. */
const TURNS = '/api/messages';

/** A request whose body has been read. */
export type ActivityRequest = IncomingMessage & { body?: unknown };

/** What happens behind the addresses; all of it given from outside, so that this file knows neither Teams nor a store. */
export interface Doors {
  /**
   * Answers one activity. May throw: an error whose `status` is 401, 403 or 503 is answered so, any other 500. Its
   * words never reach the caller. `id` names the request in every line that is logged about it.
   */
  readonly onActivity: (request: ActivityRequest, response: ServerResponse, id: string) => Promise<void>;
  /** Called when the answer has left or the caller is gone: the moment for messages to other people. */
  readonly afterAnswer?: () => void;
  /** True when turns can be taken, e.g. when the store answers. */
  readonly isReady: () => Promise<boolean>;
  /** Counts that an operator should see beside `ready`, as how many cases are set aside. */
  readonly readyFacts?: () => Readonly<Record<string, number>>;
  /** Prometheus text. */
  readonly metrics?: () => string | Promise<string>;
  /** True in production: a request without a bearer token is refused before anything is read or checked. */
  readonly needsToken: boolean;
  /** Told of every failure that was answered 500, without personal data. */
  readonly onFailure?: (error: unknown, id: string) => void;
  /** Told of every request to the bot that got no turn. `why` is one of a few fixed words. */
  readonly onTurnedAway?: (id: string, status: number, why: string) => void;
}

export interface Listening {
  readonly port: number;
  /** No new requests; answers in hand are finished, at most four seconds long. */
  close(): Promise<void>;
}

export function createApp(doors: Doors, tokens = new TokenGuard()): RequestListener {
  const turns = turnDoor(doors, tokens);
  const others = otherDoors(doors, turns);
  // Nearly every request is a turn: that one is not looked up among the routes.
  return (request, response) =>
    request.method === 'POST' && request.url === TURNS ? turns(request, response) : others(request, response);
}

/** The way in for activities; answers also when it fails. */
function turnDoor(doors: Doors, tokens: TokenGuard): RequestListener {
  const guard = doors.needsToken ? tokens : undefined;
  const take = async (request: ActivityRequest, response: ServerResponse, id: string) => {
    const turnAway = (status: keyof typeof WORDS, why: string) => {
      doors.onTurnedAway?.(id, status, why);
      say(response, status);
    };
    const { authorization = '', 'content-type': type = '' } = request.headers;
    if (guard && !/^Bearer \S+$/i.test(authorization)) return turnAway(401, 'noToken');
    if (guard && !guard.admits(addressOf(request), authorization)) return turnAway(401, 'tooManyBadTokens');
    if (!/^application\/json *(;|$)/i.test(type)) return turnAway(415, 'contentType');
    request.body = await readJson(request, BODY_LIMIT);
    if (!isActivity(request.body)) return turnAway(400, 'noActivity');
    if (doors.afterAnswer !== undefined) response.once('close', doors.afterAnswer);
    try {
      await doors.onActivity(request, response, id);
      guard?.passed(request.headers.authorization ?? '');
    } catch (error) {
      if (statusOf(error) === 401) guard?.failed(addressOf(request));
      throw error;
    }
  };
  return (request, response) => {
    const id = randomUUID();
    take(request, response, id).catch((error: unknown) => answerFailure(doors, error, response, id));
  };
}

function otherDoors(doors: Doors, turns: RequestListener): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // Written another way: with a question mark, a slash at its end, capitals.
  app.post(TURNS, turns);
  app.all(TURNS, (_request, response) => {
    response.set('Allow', 'POST');
    say(response, 405);
  });

  app.get('/health', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/ready', async (_request, response) => {
    const ready = await doors.isReady().catch(() => false);
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', ...doors.readyFacts?.() });
  });
  const { metrics } = doors;
  if (metrics !== undefined) {
    app.get('/metrics', async (_request, response) => {
      response.set('Content-Type', 'text/plain; version=0.0.4; charset=utf-8').send(await metrics());
    });
  }

  app.use((_request, response) => say(response, 404));
  // Express knows an error handler by its four parameters.
  const failed: ErrorRequestHandler = (error: unknown, _request, response, _next) =>
    answerFailure(doors, error, response, '');
  app.use(failed);
  return app;
}

/** Starts to listen; rejects when the port is taken. Port 0 = any free one. */
export async function listen(app: RequestListener, port: number, host: string): Promise<Listening> {
  const server = createServer(app);
  const inHand = new Set<ServerResponse>();
  server.on('request', (_request, response) => {
    inHand.add(response);
    response.once('close', () => inHand.delete(response));
  });
  server.keepAliveTimeout = KEEP_ALIVE;
  server.headersTimeout = KEEP_ALIVE + 1_000;
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server, inHand) };
}

/** The answers in hand end their connections too: a connection kept alive would hold the process for the whole grace. */
function close(server: Server, inHand: ReadonlySet<ServerResponse>): Promise<void> {
  for (const response of inHand) if (!response.headersSent) response.setHeader('Connection', 'close');
  return new Promise((resolve) => {
    const impatient = setTimeout(() => server.closeAllConnections(), GRACE);
    server.close(() => {
      clearTimeout(impatient);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** What the outside is told; nothing of what happened inside. */
const WORDS = {
  400: 'This is no Bot Framework activity.',
  401: 'A valid token is needed.',
  403: 'Not allowed.',
  404: 'Nothing here.',
  405: 'Only POST.',
  413: 'Too large.',
  415: 'Only application/json.',
  500: 'Something went wrong.',
  503: 'Try again later.',
} as const;

function say(response: ServerResponse, status: keyof typeof WORDS): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify({ error: WORDS[status] }));
}

function answerFailure(doors: Doors, error: unknown, response: ServerResponse, id: string): void {
  const status = statusOf(error);
  if (status === 500) doors.onFailure?.(error, id);
  else doors.onTurnedAway?.(id, status, whyOf(error, status));
  if (response.headersSent) response.destroy();
  else say(response, status);
}

/**
 * The status an error asks for: 400 (no JSON), 413 and 415 (a charset or encoding that is not read) of a body, and
 * those of a refused turn. Anything else is a failure of ours.
 */
function statusOf(error: unknown): keyof typeof WORDS {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  switch (status) {
    case 400:
    case 401:
    case 403:
    case 413:
    case 415:
    case 503:
      return status;
    default:
      return 500;
  }
}

/** Who is at the other end of the connection: behind a proxy, the proxy. */
function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? '';
}

/** Why a request got no turn: what a refused turn says of itself, else what the body was. */
function whyOf(error: unknown, status: number): string {
  const refused = error instanceof Error && error.name === 'TurnRefused' && 'why' in error ? error.why : undefined;
  if (typeof refused === 'string') return refused;
  return { 400: 'noJson', 413: 'tooLarge', 415: 'contentType' }[status] ?? 'refused';
}
