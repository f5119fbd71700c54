import { describe, expect, test } from 'vitest';
import { lots } from '../simulation/chance.js';
import { type Toll, torture } from './lean.js';
import { seedOf } from './life.js';

/** How many kills; TORTURE_KILLS asks for more. */
const KILLS = Number(process.env.TORTURE_KILLS ?? 200);
/** Two folders are tortured side by side: there are two processors, and most of a life is waiting. */
const LANES = 2;
/** A guard that is gone must have shown after so many kills. */
const CONTROL_KILLS = 200;
const seed = seedOf();

describe(`killed ${KILLS} times by SIGKILL (seed ${seed}; the moments are the seed's, what they hit is the machine's)`, () => {
  test('no acknowledged press is lost, no file unreadable, no reminder doubled or forgotten, every start succeeds', async () => {
    const begun = Date.now();
    const lanes = Array.from({ length: LANES }, (_, lane) =>
      torture({ kills: Math.ceil((KILLS - lane) / LANES), random: lots(seed + lane) }),
    );
    const tolls = await Promise.all(lanes);
    const sum = (of: (toll: Toll) => number) => tolls.reduce((total, toll) => total + of(toll), 0);
    const [kills, acknowledged, reminders] = [
      sum((one) => one.kills),
      sum((one) => one.acknowledged),
      sum((one) => one.reminders),
    ];
    process.stdout.write(
      `seed ${seed}: ${kills} kills (${sum((one) => one.early)} of them during the start) in ${Math.round((Date.now() - begun) / 1_000)} s, ` +
        `${acknowledged} acknowledged presses, ${reminders} reminders, ${sum((one) => one.unknown)} messages of unknown outcome\n`,
    );
    expect(tolls.flatMap((toll) => toll.losses)).toEqual([]);
    expect(kills).toBe(KILLS);
    expect(acknowledged).toBeGreaterThan(KILLS * 2);
    expect(reminders).toBeGreaterThan(KILLS / 4);
  });
});

describe('the torture sees what it is there for', () => {
  test.each([
    ['writes over the case file itself', 'rename', /unreadable|lost|start/],
    ['answers before the fact is on disk', 'await', /lost/],
    ['sends before it has written down that it will', 'inFlight', /doubled/],
  ] as const)('a bot that %s breaks a promise', async (how, without, kind) => {
    const toll = await torture({ kills: CONTROL_KILLS, random: lots(seed), without });
    process.stdout.write(`control, a bot that ${how}: ${toll.losses[0]?.kind} after ${toll.kills} kills\n`);
    expect(toll.losses.map(({ kind: one }) => one).join(' ')).toMatch(kind);
  });
});
