import type { Overrides } from '../../src/bot.js';
import { Allowance } from '../../src/limits/allowance.js';
import { BOT, TEAMS_URL } from '../teams/identity.js';
import { type KeptLog, keptLog, type LoopbackMicrosoft, startLoopbackMicrosoft } from '../teams/loopback-microsoft.js';
import { startTown, type Town } from './town.js';

/** A bot with credentials in its world: Teams' connector and Microsoft's identity provider, both on loopback. */
export interface Production {
  readonly town: Town;
  readonly microsoft: LoopbackMicrosoft;
  readonly log: KeptLog;
  close(): Promise<void>;
}

/** A noon on which the made-up case's dates are today. */
const clock = { now: () => '2026-05-04T10:00:00.000Z' };

/** Starts it. People are as slow as the limits want, unless told otherwise: a minute passes with each thing they do. */
export async function startProduction(
  overrides: Overrides = {},
  env: Record<string, string> = {},
  limits: 'slow people' | 'its own limits' = 'slow people',
): Promise<Production> {
  const microsoft = await startLoopbackMicrosoft();
  const log = keptLog();
  let minutes = 0;
  const allowance = new Allowance(() => 60_000 * ++minutes);
  const settings = { ...BOT, HOST: '127.0.0.1', LOG_LEVEL: 'info', NODE_ENV: 'production', ...env };
  const town = await startTown(settings, 2_000, undefined, {
    serviceUrl: TEAMS_URL,
    headers: { Authorization: `Bearer ${await microsoft.token()}` },
    overrides: {
      microsoft: microsoft.microsoft,
      log,
      clock,
      ...(limits === 'slow people' && { allowance }),
      ...overrides,
    },
  });
  microsoft.leadTo(town.connector);
  return {
    ...{ town, microsoft, log },
    async close() {
      await town.close();
      await microsoft.close();
    },
  };
}
