import http from 'node:http';
import https from 'node:https';

/** What a server answered, whatever its status. */
export interface Reply {
  readonly status: number;
  /** The JSON of the body; undefined when there is none or it is no JSON. */
  readonly body: unknown;
  readonly retryAfter?: string;
}

/** No usable answer came. `code` is the system's word for why, e.g. ECONNREFUSED; 'timeout' when it took too long. */
export class NoReply extends Error {
  override readonly name = 'NoReply';
  constructor(readonly code: string) {
    super(code);
  }
}

/** Idle connections to Teams are kept this long (ms); Teams closes its own end after about two minutes. */
const IDLE = 60_000;
/** Bytes of an answer at most: a page of 500 people is a fifth of it. */
const ANSWER_MAX = 2 * 1024 * 1024;

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A server as requests to it name it. */
export interface Server {
  readonly protocol: string;
  /** An IPv6 address without its brackets. */
  readonly hostname: string;
  /** '' = the protocol's own. */
  readonly port: string;
  /** What the header says: name and port. */
  readonly host: string;
}

export function serverOf({ protocol, hostname, port, host }: URL): Server {
  return { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port, host };
}

/**
 * One HTTP request, one answer: nothing is sent twice and no redirect is followed, for a message must neither arrive
 * twice nor at another host. Connections are kept. A fifth of what the SDK's own client takes of the processor.
 */
export class Rest {
  readonly #agents: { readonly 'http:': http.Agent; readonly 'https:': https.Agent };

  constructor(agent: https.Agent = new https.Agent({ keepAlive: true, timeout: IDLE })) {
    this.#agents = { 'http:': new http.Agent({ keepAlive: true, timeout: IDLE }), 'https:': agent };
  }

  #closed = false;

  /**
   * Calls `left` when the whole request is with the operating system.
   *
   * @throws NoReply when the connection fails, the answer is too long, or nothing came within `timeoutMs`.
   */
  call(
    method: Method,
    server: Server,
    path: string,
    token: string | undefined,
    timeoutMs: number,
    body?: unknown,
    left?: () => void,
  ): Promise<Reply> {
    if (this.#closed) return Promise.reject(new NoReply('closed'));
    const { protocol, hostname, port, host } = server;
    if (protocol !== 'http:' && protocol !== 'https:') return Promise.reject(new NoReply('ERR_INVALID_PROTOCOL'));
    const payload = body === undefined ? undefined : JSON.stringify(body);
    // As a list they are taken as they are, and with a text for a body the whole request leaves in one piece.
    const headers = ['host', host, 'accept', 'application/json'];
    if (token !== undefined) headers.push('authorization', `Bearer ${token}`);
    if (payload !== undefined) {
      const length = String(Buffer.byteLength(payload));
      headers.push('content-type', 'application/json; charset=utf-8', 'content-length', length);
    }
    return new Promise((resolve, reject) => {
      const { request: open } = protocol === 'https:' ? https : http;
      const agent = this.#agents[protocol];
      const request = open({ protocol, hostname, port, path, method, headers, agent }, (response) => {
        read(response).then(resolve, fail);
      });
      const impatient = setTimeout(() => request.destroy(new NoReply('timeout')), timeoutMs);
      const fail = (error: Error & { code?: unknown }) =>
        reject(
          error instanceof NoReply ? error : new NoReply(typeof error.code === 'string' ? error.code : 'unexpected'),
        );
      request.once('error', fail);
      if (left) request.once('finish', left);
      request.once('close', () => clearTimeout(impatient));
      request.end(payload);
    });
  }

  /** Ends every connection, so that the process can end: what is in hand has no answer then, and nothing follows. */
  close(): void {
    this.#closed = true;
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }
}

function read(response: http.IncomingMessage): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    response.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > ANSWER_MAX) response.destroy(new NoReply('answerTooLong'));
      chunks.push(chunk);
    });
    response.once('end', () => {
      const retryAfter = response.headers['retry-after'];
      resolve({
        status: response.statusCode ?? 0,
        body: json(Buffer.concat(chunks).toString('utf8')),
        ...(retryAfter !== undefined && { retryAfter }),
      });
    });
    response.once('error', reject);
    response.once('close', () => {
      if (!response.complete) reject(new NoReply('cutOff'));
    });
  });
}

function json(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
