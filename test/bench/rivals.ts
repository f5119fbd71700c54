import { startOurs } from './ours.js';
import type { Rival } from './rival.js';
import { startTalker } from './talkers.js';

/** Somebody to measure against. */
export interface Contender {
  readonly name: string;
  readonly start: () => Promise<Rival>;
}

/** The yardstick of every ratio. */
export const ECHO: Contender = { name: 'bare botbuilder, echo', start: () => startTalker('echo-bot.mjs') };

/** Everybody in the table of rivals. To add one (another store, another SDK) add a line. */
export const RIVALS: readonly Contender[] = [
  { name: 'bare node:http, one call', start: () => startTalker('http-bot.mjs') },
  ECHO,
  { name: 'bare teams-ai, echo', start: () => startTalker('teams-ai-bot.mjs') },
  { name: 'this bot, memory', start: () => startOurs({ script: 'test/bench/memory-bot.mjs', stores: 'memory' }) },
  { name: 'this bot, lowdb', start: () => startOurs() },
  { name: 'this bot, PostgreSQL', start: () => startOurs({ stores: 'database' }) },
];
