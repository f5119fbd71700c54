import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { readBody } from './activity-body.js';
import { SENTENCES, type Status, statusOf, whyOf } from './http-error.js';
import { TokenGuard } from './token-guard.js';

/** Milliseconds that answers in hand are given when the process ends; the rest of its five seconds is for the disk. */
const GRACE = 4_000;
/** Milliseconds; longer than the idle time of the load balancers in front (60 s), so that they close a connection first. */
const KEEP_ALIVE = 65_000;

/** Where Teams posts its activities. */
const MESSAGES = '/api/messages';

/** A request whose body has been read. */
export type ActivityRequest = IncomingMessage & { body?: unknown };

/** What happens behind the addresses. */
export interface Handlers {
  /**
   * Answers one activity. May throw: an error whose `status` is 401, 403 or 503 is answered so, any other 500. Its
   * words never reach the caller. `id` names the request in every line that is logged about it.
   */
  readonly onActivity: (request: ActivityRequest, response: ServerResponse, id: string) => Promise<void>;
  /** What keeps turns from being taken, in a sentence for operators without personal data; undefined when nothing does. */
  readonly problem: () => Promise<string | undefined>;
  /** What an operator should see beside `ready`, as how many cases are set aside. */
  readonly readyFacts?: () => Readonly<Record<string, number | string>>;
  /** Prometheus text. */
  readonly metrics?: () => string | Promise<string>;
  /** True in production: a request without a bearer token is refused before anything is read or checked. */
  readonly needsToken: boolean;
  /** Told of every failure that was answered 500, without personal data. */
  readonly onFailure?: (error: unknown, id: string) => void;
  /** Told of every request to the bot that got no turn. `why` is one of a few fixed words. */
  readonly onTurnedAway?: (id: string, status: number, why: string) => void;
}

export function createApp(handlers: Handlers, tokens = new TokenGuard()): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((_request, response, next) => {
    response.locals.id = randomUUID();
    next();
  });

  app.post(MESSAGES, async (request, response) => {
    const caller = { address: request.socket.remoteAddress ?? '', authorization: request.get('Authorization') ?? '' };
    if (handlers.needsToken) tokens.check(caller);
    request.body = await readBody(request);
    try {
      await handlers.onActivity(request, response, response.locals.id);
      if (handlers.needsToken) tokens.passed(caller);
    } catch (error) {
      if (handlers.needsToken && statusOf(error) === 401) tokens.failed(caller);
      throw error;
    }
  });
  app.all(MESSAGES, (_request, response) => answer(response.set('Allow', 'POST'), 405));

  app.get('/health', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/ready', async (_request, response) => {
    const problem = await handlers.problem();
    const status = problem === undefined ? { status: 'ready' } : { status: 'not ready', problem };
    response.status(problem === undefined ? 200 : 503).json({ ...status, ...handlers.readyFacts?.() });
  });
  const { metrics } = handlers;
  if (metrics !== undefined)
    app.get('/metrics', async (_request, response) => {
      response.set('Content-Type', 'text/plain; version=0.0.4; charset=utf-8').send(await metrics());
    });

  app.use((_request, response) => answer(response, 404));
  // Express tells an error handler by its four parameters.
  const failed: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    const status = statusOf(error);
    if (status === 500) handlers.onFailure?.(error, response.locals.id);
    else handlers.onTurnedAway?.(response.locals.id, status, whyOf(error));
    if (response.headersSent) response.destroy();
    else answer(response, status);
  };
  app.use(failed);
  return app;
}

function answer(response: express.Response, status: Status): void {
  response.status(status).json({ error: SENTENCES[status] });
}

export interface Listening {
  readonly port: number;
  /** No new requests; answers in hand are finished as far as the grace allows. */
  close(): Promise<void>;
}

/** The bot cannot listen where it should, in a sentence for the operator. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/**
 * Starts to listen. Port 0 = any free one. `grace` is how long answers in hand are given at the end (ms).
 * @throws ListenError (rejects) when the port is taken or the host is no address of this computer.
 */
export async function listen(app: RequestListener, port: number, host: string, grace = GRACE): Promise<Listening> {
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
    const fail = (error: NodeJS.ErrnoException) => reject(new ListenError(sentenceOf(error, port, host)));
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server, inHand, grace) };
}

function sentenceOf({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program, perhaps another bot. End that program, or set PORT to a free port, for example PORT=${port + 1}.`;
    case 'EACCES':
      return `Port ${port} may not be used by this user. Set PORT to a port from 1024 on, for example PORT=3978.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is ${host}, which is no address of this computer. Set HOST to one of its addresses, for example HOST=127.0.0.1.`;
    default:
      return `The bot cannot listen on port ${port} of ${host}: ${message}. Set PORT and HOST.`;
  }
}

/** The answers in hand end their connections too: a connection kept alive would hold the process for the whole grace. */
function close(server: Server, inHand: ReadonlySet<ServerResponse>, grace: number): Promise<void> {
  for (const response of inHand) if (!response.headersSent) response.setHeader('Connection', 'close');
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => server.closeAllConnections(), grace);
    server.close(() => {
      clearTimeout(giveUp);
      resolve();
    });
    server.closeIdleConnections();
  });
}
