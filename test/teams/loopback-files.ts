import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A file as it arrived in the made-up OneDrive. */
export interface Arrived {
  readonly path: string;
  readonly range: string;
  readonly type: string;
  readonly bytes: Buffer;
}

export interface LoopbackFiles {
  /** The address of a file or an upload session. */
  address(name: string): string;
  /** Every upload in the order it came, those that were answered with trouble included. */
  readonly arrived: readonly Arrived[];
  /** Every path that was fetched. */
  readonly fetched: readonly string[];
  /** What stands under a name. */
  hold(name: string, bytes: Uint8Array): void;
  /** Answers the next requests with these statuses, one each. */
  trouble(...answers: readonly Trouble[]): void;
  close(): Promise<void>;
}

export type Trouble = { status: number; location?: string; retryAfter?: string } | 'hang' | 'drop';

/** Plays OneDrive over real HTTP on loopback: takes what is put, gives what it holds. */
export async function startLoopbackFiles(): Promise<LoopbackFiles> {
  const arrived: Arrived[] = [];
  const fetched: string[] = [];
  const held = new Map<string, Uint8Array>();
  let troubles: Trouble[] = [];

  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const path = request.url ?? '';
    const header = (name: string) => String(request.headers[name] ?? '');
    if (request.method === 'PUT')
      arrived.push({
        path,
        range: header('content-range'),
        type: header('content-type'),
        bytes: Buffer.concat(parts),
      });
    else fetched.push(path);
    const [trouble, ...rest] = troubles;
    troubles = rest;
    if (trouble) return fail(response, trouble);
    const file = held.get(path);
    if (request.method === 'PUT') response.writeHead(201).end('{}');
    else if (file) response.writeHead(200).end(file);
    else response.writeHead(404).end();
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: (name) => `http://127.0.0.1:${port}/${name}`,
    arrived,
    fetched,
    hold: (name, bytes) => void held.set(`/${name}`, bytes),
    trouble: (...answers) => {
      troubles = [...answers];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function fail(response: ServerResponse, trouble: Trouble): void {
  if (trouble === 'hang') return;
  if (trouble === 'drop') {
    response.destroy();
    return;
  }
  const { status, location, retryAfter } = trouble;
  response
    .writeHead(status, { ...(location && { location }), ...(retryAfter && { 'retry-after': retryAfter }) })
    .end('no');
}
