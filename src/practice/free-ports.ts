import { createServer } from 'node:net';

const HIGHEST_PORT = 65_535;

/** The next `count` ports from `first` on that a program may listen on, one after the other; taken ones are left out. */
export async function freePorts(first: number, count: number): Promise<number[]> {
  const free: number[] = [];
  for (let port = first; free.length < count; port++) {
    if (port > HIGHEST_PORT) throw new Error(`There are not ${count} free ports from ${first} on.`);
    if (await isFree(port)) free.push(port);
  }
  return free;
}

/** On loopback and on every address: a program that listens on all of them may leave loopback to others. */
async function isFree(port: number): Promise<boolean> {
  return (await canListen({ port, host: '127.0.0.1' })) && (await canListen({ port }));
}

function canListen(where: { port: number; host?: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(where, () => server.close(() => resolve(true)));
  });
}
