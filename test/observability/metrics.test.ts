import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/delivery/ports.js';
import { EventLog, type Log } from '../../src/observability/event-log.js';
import { Counts, metricsOf } from '../../src/observability/metrics.js';
import { startTown, type Town } from '../bot/town.js';
import { arrived, type Cast, opened, walk } from '../bot/walk.js';

let town: Town;
let cast: Cast;

beforeAll(async () => {
  town = await startTown();
  cast = await arrived(town);
});
afterAll(() => town.close());

async function scraped(): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${town.bot.port}/metrics`);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0.0.4/);
  return answer.text();
}
const value = (text: string, line: string) =>
  Number(
    text
      .split('\n')
      .find((one) => one.startsWith(`${line} `))
      ?.slice(line.length),
  );

describe('/metrics', () => {
  test('counts turns, presses by verb, refusals by reason and deliveries by outcome', async () => {
    const caseId = await opened(town, cast.karin);
    await walk(town, cast, caseId, 'confirmSignature');
    await town.pressRaw(cast.bente, 'confirmSignature', { caseId, signedOn: '2026-05-04', version: 999 });
    await town.pressRaw(cast.bente, 'opfundet', { caseId });
    await fetch(`http://127.0.0.1:${town.bot.port}/api/messages`, { method: 'POST' });
    await town.settled(cast.karin);
    const text = await scraped();
    expect(value(text, 'nemkonto_presses_total{verb="nameOfficer"}')).toBe(1);
    expect(value(text, 'nemkonto_presses_total{verb="unknown"}')).toBe(1);
    expect(value(text, 'nemkonto_refusals_total{reason="notYours"}')).toBe(1);
    expect(value(text, 'nemkonto_turns_total{kind="press",outcome="refused"}')).toBe(2);
    expect(value(text, 'nemkonto_turned_away_total{status="415",why="contentType"}')).toBe(1);
    // How many were overtaken by the next press depends on how fast these follow one another.
    expect(value(text, 'nemkonto_deliveries_total{outcome="sent"}')).toBeGreaterThan(1);
    expect(value(text, 'nemkonto_delivery_backlog')).toBe(0);
    expect(value(text, 'nemkonto_cases_set_aside')).toBe(0);
    expect(value(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e6);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
  });

  test('tells how many messages wait, and does not count twice what it has told', async () => {
    town.connector.trouble({ status: 503 }, { when: ({ kind }) => kind !== 'member' });
    await town.pressRaw(cast.karin, 'openCase', { municipality: '0101', goLive: '2027-11-01' });
    await town.connector.waitFor(({ kind }) => kind === 'update');
    expect(value(await scraped(), 'nemkonto_delivery_backlog')).toBeGreaterThan(0);
    const twice = [await scraped(), await scraped()].map((text) =>
      value(text, 'nemkonto_presses_total{verb="openCase"}'),
    );
    expect(twice).toEqual([2, 2]);
    town.connector.calm();
  });

  test('tells of a bot that cannot work, and beside what cannot be looked up stands all the rest', async () => {
    const away = () => Promise.reject(new Error('no database'));
    const levels = { problem: async () => 'no database', reminders: away, backlog: away, setAside: () => 2 };
    const text = await metricsOf(new Counts(), levels)();
    expect(value(text, 'nemkonto_ready')).toBe(0);
    expect(value(text, 'nemkonto_cases_set_aside')).toBe(2);
    expect(text.match(/^nemkonto_\w+(?= NaN$)/gim)).toEqual([
      'nemkonto_reminders_due',
      'nemkonto_reminders_overdue',
      'nemkonto_delivery_backlog',
    ]);
    expect(value(await scraped(), 'nemkonto_ready')).toBe(1);
  });

  test('has no names, ids, texts or numbers of people', async () => {
    const text = await scraped();
    const told = Object.values(cast).flatMap(({ id, name, tenant }) => [id, tenant, ...name.split(' ')]);
    for (const one of [...told, '123456', '0630-', 'opfundet']) expect(text).not.toContain(one);
  });
});

describe('the lines', () => {
  const kept = () => {
    const lines: [string, object, string][] = [];
    const log: Log = {
      debug: (facts, sentence) => void lines.push(['debug', facts, sentence]),
      info: (facts, sentence) => void lines.push(['info', facts, sentence]),
      warn: (facts, sentence) => void lines.push(['warn', facts, sentence]),
    };
    return { lines, log };
  };

  test('about requests turned away are bounded, and the next one says how many were left out', async () => {
    let now = 0;
    const { lines, log } = kept();
    const events = new EventLog(log, () => now);
    for (let request = 0; request < 10_000; request++) events.turnedAway(`${request}`, 401, 'tokenRefused');
    expect(lines).toHaveLength(20);
    now = 1_000;
    events.turnedAway('last', 401, 'tokenRefused');
    expect(lines.at(-1)).toEqual([
      'warn',
      { request: 'last', status: 401, why: 'tokenRefused', leftOut: 9_980 },
      'turned away',
    ]);
    const { values } = await events.counts.turnedAway.get();
    expect(values).toMatchObject([{ labels: { status: '401', why: 'tokenRefused' }, value: 10_001 }]);
  });

  test('about what Teams refreshes by itself are for those who look for them', () => {
    const { lines, log } = kept();
    const events = new EventLog(log);
    const turn = { request: 'r', kind: 'press', verb: 'refresh', ms: 1 } as const;
    events.turn({ ...turn, automatic: true, outcome: 'answered' });
    events.turn({ ...turn, automatic: true, outcome: 'refused', reason: 'noCase' });
    events.turn({ ...turn, outcome: 'answered' });
    expect(lines.map(([level]) => level)).toEqual(['debug', 'info', 'info']);
  });

  test('about a message of a case the process did not see change name no request', () => {
    const { lines, log } = kept();
    const delivery = { key: '3.0', effect: { kind: 'caseCard' }, attempts: 0 } as Delivery;
    new EventLog(log).delivery('0630-aaaa', delivery, { kind: 'undelivered', why: 'blocked' });
    expect(lines).toEqual([
      [
        'warn',
        expect.objectContaining({ request: undefined, case: '0630-aaaa', outcome: 'undelivered', why: 'blocked' }),
        'delivery',
      ],
    ]);
  });
});
