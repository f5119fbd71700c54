import { expect, test } from 'vitest';
import { createApp, listen } from '../../src/http/server.js';
import { TokenGuard } from '../../src/http/token-guard.js';
import { anActivity, post } from '../teams/activities.js';

const bad = (number: number) => `Bearer bad-${number}`;
const caller = (authorization: string, address = 'proxy') => ({ authorization, address });

/** True when the guard lets the token be checked. */
function admits(guard: TokenGuard, authorization: string, address?: string): boolean {
  try {
    guard.check(caller(authorization, address));
    return true;
  } catch (error) {
    expect(error).toMatchObject({ status: 401, why: 'tooManyBadTokens' });
    return false;
  }
}

test('a flood of bad tokens ends before the check; a token that passed goes on, and time heals', () => {
  let now = 0;
  const guard = new TokenGuard(() => now);
  guard.passed(caller('Bearer good'));
  let checked = 0;
  for (let sent = 0; sent < 1_000; sent++) {
    if (!admits(guard, bad(sent))) continue;
    checked += 1;
    guard.failed(caller(bad(sent)));
  }
  expect(checked).toBe(100);
  expect(admits(guard, 'Bearer good')).toBe(true);
  expect(admits(guard, bad(1), 'elsewhere')).toBe(true);
  now = 1_000;
  expect(admits(guard, bad(1))).toBe(true);
});

test('only so many good tokens are remembered', () => {
  const guard = new TokenGuard(() => 0);
  for (let number = 0; number < 1_000; number++) guard.passed(caller(bad(number)));
  for (let sent = 0; sent < 100; sent++) guard.failed(caller(bad(sent)));
  expect(admits(guard, bad(999))).toBe(true);
  expect(admits(guard, bad(0))).toBe(false);
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
        problem: () => Promise.resolve(undefined),
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
