import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One message as it reached the people: the ledger key of the delivery that it carries out. */
export interface Message {
  readonly key: string;
  readonly caseId: string;
  readonly kind: 'new' | 'edit';
  readonly effect: string;
  readonly to?: string;
  /** When the fact happened that it tells of. */
  readonly at: string;
}

/** Stands where people read: what arrives here has been said, whatever the process that said it remembers. */
export interface Ears {
  readonly url: string;
  readonly heard: readonly Message[];
  /** How often a delivery was said as a new message. */
  times(caseId: string, key: string): number;
  close(): Promise<void>;
}

export async function openEars(): Promise<Ears> {
  const heard: Message[] = [];
  const times = new Map<string, number>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    // A request that was cut off by the kill has told nobody anything.
    request.on('end', () => {
      const message = JSON.parse(Buffer.concat(parts).toString('utf8')) as Message;
      heard.push(message);
      const key = `${message.caseId}/${message.key}`;
      if (message.kind === 'new') times.set(key, (times.get(key) ?? 0) + 1);
      response.writeHead(200).end();
    });
    request.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    times: (caseId, key) => times.get(`${caseId}/${key}`) ?? 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
