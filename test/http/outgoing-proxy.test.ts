import { once } from 'node:events';
import { createServer } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exceptions, useOutgoingProxy } from '../../src/http/outgoing-proxy.js';

describe('NO_PROXY is read as curl reads it', () => {
  test.each([
    ['kommune.dk', 'kommune.dk'],
    ['kommune.dk', 'gateway.kommune.dk'],
    ['.kommune.dk', 'kommune.dk'],
    ['.kommune.dk', 'a.b.kommune.dk'],
    ['*.kommune.dk', 'gateway.kommune.dk'],
    ['Kommune.DK.', 'gateway.KOMMUNE.dk'],
    ['kommune.dk', 'kommune.dk.'],
    ['10.1.2.3', '10.1.2.3'],
    ['10.0.0.0/8', '10.200.3.4'],
    ['fd00::/8', '[fd12::1]'],
    ['::1', '[::1]'],
    ['*', 'graph.microsoft.com'],
  ])('%s: %s is reached without the proxy', (entry, host) => {
    expect(exceptions(['example.dk', entry])(host)).toBe(true);
  });

  test.each([
    ['kommune.dk', 'enkommune.dk'],
    ['kommune.dk', 'kommune.dk.example.com'],
    ['gateway.kommune.dk', 'kommune.dk'],
    ['1.2.3', '1.2.3.4'],
    ['10.0.0.0/8', '11.0.0.1'],
    ['10.0.0.0/33', '10.0.0.1'],
    ['10.0.0.0/x', '10.0.0.1'],
    ['fd00::/8', 'fd00.example.dk'],
  ])('%s: %s goes through it', (entry, host) => {
    expect(exceptions([entry])(host)).toBe(false);
  });
});

/** A proxy that leads nowhere, and every way that was asked of it. */
async function proxyBut(...except: readonly string[]): Promise<string[]> {
  const [dispatcher, agent] = [getGlobalDispatcher(), https.globalAgent];
  const asked: string[] = [];
  const proxy = createServer().on('connect', ({ url }, socket) => {
    asked.push(url ?? '');
    socket.end('HTTP/1.1 403 No\r\n\r\n');
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    setGlobalDispatcher(dispatcher);
    https.globalAgent = agent;
    proxy.close();
  });
  useOutgoingProxy({ url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, except });
  return asked;
}

test.each<[string, (url: string) => Promise<unknown>]>([
  ['fetch', fetch],
  ['a library that uses https', (url) => once(https.get(url), 'response')],
])('given a proxy, then what NO_PROXY names goes past it, and nothing else: %s', async (_who, get) => {
  const asked = await proxyBut('past.invalid');
  // Neither is found; who looks for it is the question.
  await get('https://login.past.invalid/').catch(() => undefined);
  expect(asked).toEqual([]);
  await get('https://through.invalid/').catch(() => undefined);
  expect(asked).toEqual(['through.invalid:443']);
});
