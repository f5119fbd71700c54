import { connect, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** The network between one process and a database, which can be cut. */
export interface Wire {
  /** The address of the database through this wire. */
  readonly url: string;
  /** From now on nothing gets through, and neither end hears of it; connections that are made wait. */
  silence(): void;
  /** Ends every connection. New ones get through again. */
  cut(): void;
  /** Ends every connection and refuses new ones, as a database that is not running does. */
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
}

/** Lays a wire to a database; it is gone when the test has ended. */
export async function layWire(to: string): Promise<Wire> {
  const { hostname, port } = new URL(to);
  const ends = new Set<Socket>();
  let isSilent = false;
  const server: Server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one);
      one.on('data', (chunk) => void (isSilent || other.write(chunk)));
      one.on('error', () => undefined);
      one.on('close', () => {
        ends.delete(one);
        if (!isSilent) other.destroy();
      });
    }
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const cut = () => {
    isSilent = false;
    for (const end of ends) end.destroy();
  };
  onTestFinished(() => {
    server.close();
    cut();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  const url = new URL(to);
  url.port = String(address.port);
  return {
    url: url.href,
    silence() {
      isSilent = true;
    },
    cut,
    unplug() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      return closed;
    },
    plugIn: () => listen(address.port),
  };
}
