import { expect, test } from 'vitest';
import { createApp, listen } from '../../src/http/server.js';
import { TokenGuard } from '../../src/http/token-guard.js';
import { anActivity, post } from '../teams/activities.js';

const bad = (number: number) => `Bearer bad-${number}`;

test('a flood of bad tokens ends before the check; a token that passed goes on, and time heals', () => {
  let now = 0;
  const guard = new TokenGuard(() => now);
  guard.passed('Bearer good');
  let checked = 0;
  for (let sent = 0; sent < 1_000; sent++) {
    if (!guard.admits('proxy', bad(sent))) continue;
    checked += 1;
    guard.failed('proxy');
  }
  expect(checked).toBe(100);
  expect(guard.admits('proxy', 'Bearer good')).toBe(true);
  expect(guard.admits('elsewhere', bad(1))).toBe(true);
  now = 1_000;
  expect(guard.admits('proxy', bad(1))).toBe(true);
});

test('only so many good tokens are remembered', () => {
  const guard = new TokenGuard(() => 0);
  for (let number = 0; number < 1_000; number++) guard.passed(bad(number));
  for (let sent = 0; sent < 100; sent++) guard.failed('a');
  expect(guard.admits('a', bad(999))).toBe(true);
  expect(guard.admits('a', bad(0))).toBe(false);
});

test('over HTTP a flood is told 401 without a turn being asked for', async () => {
  let checks = 0;
  const away: string[] = [];
  const server = await listen(
    createApp(
      {
        onActivity: (request) => {
          checks += 1;
          if (request.headers.authorization === 'Bearer good') return Promise.resolve();
          return Promise.reject(Object.assign(new Error('no'), { status: 401 }));
        },
        isReady: () => Promise.resolve(true),
        needsToken: true,
        onTurnedAway: (_id, _status, why) => away.push(why),
      },
      new TokenGuard(() => 0),
    ),
    0,
    '127.0.0.1',
  );
  const url = `http://127.0.0.1:${server.port}/api/messages`;
  const send = (token: string) => post(url, anActivity('http://x'), { Authorization: `Bearer ${token}` });
  const statuses = new Set<number>();
  for (let sent = 0; sent < 200; sent++) statuses.add((await send(`bad-${sent}`)).status);
  await server.close();
  expect([...statuses]).toEqual([401]);
  expect(checks).toBe(100);
  expect(away.filter((why) => why === 'tooManyBadTokens')).toHaveLength(100);
});
