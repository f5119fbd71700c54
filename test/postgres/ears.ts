import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Teams' connector, as far as messages need it: it takes its time, and counts what arrived where. */
export interface Ears {
  readonly url: string;
  /** New messages in a conversation. */
  posts(conversation: string): number;
  /** New messages in all. */
  readonly heard: number;
  /** Requests that wait for their answer. */
  readonly open: number;
  /** The most requests that were under way in one conversation at a time. */
  readonly crowd: number;
  close(): Promise<void>;
}

export async function startEars(delayMs: number): Promise<Ears> {
  const posts = new Map<string, number>();
  const under = new Map<string, number>();
  let heard = 0;
  let open = 0;
  let crowd = 0;
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    const conversation = /\/v3\/conversations\/([^/]+)\/activities/.exec(path)?.[1] ?? '';
    const inside = (under.get(conversation) ?? 0) + 1;
    under.set(conversation, inside);
    if (conversation !== '') crowd = Math.max(crowd, inside);
    open += 1;
    request.resume().once('end', () => {
      if (request.method === 'POST') {
        heard += 1;
        posts.set(conversation, (posts.get(conversation) ?? 0) + 1);
      }
      const id = `${heard}`;
      setTimeout(() => {
        under.set(conversation, (under.get(conversation) ?? 1) - 1);
        open -= 1;
        response.writeHead(request.method === 'POST' ? 201 : 200, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ id }));
      }, delayMs);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts: (conversation) => posts.get(conversation) ?? 0,
    get heard() {
      return heard;
    },
    get open() {
      return open;
    },
    get crowd() {
      return crowd;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
