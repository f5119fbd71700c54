import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import PQueue from 'p-queue';
import { type Logger, pino } from 'pino';
import { PendingFiles } from './answers/pending-files.js';
import type { Services } from './answers/services.js';
import type { Understanding } from './ask/understand.js';
import type { Config } from './config.js';
import { CommandHandler } from './delivery/command-handler.js';
import { type Clock, systemClock } from './delivery/ports.js';
import { RateLimiter } from './delivery/rate-limit.js';
import { noteMissed } from './delivery/reachability.js';
import { Retention } from './delivery/retention.js';
import { Sender } from './delivery/sender.js';
import { ReminderTick, startTicker } from './delivery/tick.js';
import { jsonOf } from './export/json.js';
import { createApp, listen } from './http/server.js';
import { Allowance } from './limits/allowance.js';
import { EventLog } from './observability/event-log.js';
import { metricsOf } from './observability/metrics.js';
import { practicePeople } from './practice/people.js';
import {
  forward,
  type PracticeClock,
  practiceClock,
  readPracticeClock,
  writePracticeClock,
} from './practice/practice-clock.js';
import { readTemplates, readWorld } from './resources.js';
import { openStorage, type Storage } from './storage.js';
import { exportPath } from './store/data-folder.js';
import { nodeDisk } from './store/lowdb/disk.js';
import { writeDurably } from './store/lowdb/durable-adapter.js';
import type { Task } from './task/schema.js';
import { BotAdapter, type Microsoft } from './teams/adapter.js';
import { TeamsApp } from './teams/app.js';
import { createConnector } from './teams/connector.js';
import { CaseExport } from './teams/file-export.js';
import { FileChat, Transfers } from './teams/file-transfer.js';
import { Graph } from './teams/graph.js';
import { TeamsMessenger } from './teams/messenger.js';
import { Roster } from './teams/roster.js';
import { SignedCopies } from './teams/signed-copies.js';
import { texts } from './texts/texts.js';

/** The running bot. */
export interface Bot {
  readonly port: number;
  /** Finishes the answers and messages in hand, at most about five seconds long; the rest stays pending on disk. */
  stop(): Promise<void>;
}

/** Milliseconds that messages on their way are given when the process ends. */
const GRACE = 4_000;
/** Milliseconds after which what another process appended is sent: by then its answer to the press has left. */
const AFTER_THEIR_ANSWER = 300;

/** What a test may choose about the world around the bot; the process itself chooses none of it (see `main.ts`). */
export interface Overrides {
  readonly limiter?: RateLimiter;
  /** Milliseconds until an answer of Teams is no longer awaited. */
  readonly timeoutMs?: number;
  /** Where Microsoft answers. */
  readonly microsoft?: Microsoft;
  readonly allowance?: Allowance;
  /** The time, with credentials too. */
  readonly clock?: Clock;
  /** Where cases and people are kept. */
  readonly storage?: Storage;
  /** Where the log's lines go. */
  readonly log?: { write(line: string): void };
}

/** The composition root: every part is made here and given what it needs; nothing else knows all of them. */
export async function startBot(config: Config, overrides: Overrides = {}): Promise<Bot> {
  const { timeoutMs, microsoft } = overrides;
  const log = pino({ level: config.logLevel }, ...(overrides.log ? [overrides.log] : []));
  const failed = (sentence: string) => (error: unknown, caseId?: string) =>
    log.error({ ...(caseId && { caseId }), error: kindOf(error) }, sentence);
  const eventLog = new EventLog(log);
  const world = await readWorld(config.taskFile);
  const storage =
    overrides.storage ??
    (await openStorage(config, {
      world,
      onSetAside: (file, reason) => log.error({ file, reason }, 'a case file was set aside'),
      onError: failed('the store failed'),
    }));
  const { store, directory, lease } = storage;
  const practice = config.credentials === undefined;
  const travelling = practice ? await startPracticeClock(config) : undefined;
  const clock: Clock = overrides.clock ?? travelling ?? systemClock;
  if (practice)
    for (const { tenant, id, name } of practicePeople)
      await directory.meet({ person: { tenant, id, name }, teamsId: id, guest: false });

  const commands = new CommandHandler(store, world, (after, events, request) => {
    sender.caseChanged(after);
    eventLog.facts(after, events, request);
  });
  const services: Services = {
    ...{ commands, store, directory, clock, world, practice, suffix },
    templates: await readTemplates(),
    understanding: understandingOf(world.task),
    pending: new PendingFiles(),
    ...(practice && { practiceFolder: resolve(config.dataDir, 'eksport') }),
  };
  const adapter = new BotAdapter({
    ...{ credentials: config.credentials, moreHosts: config.serviceUrlHosts, log, timeoutMs, microsoft },
    apology: ({ locale }) => texts(/^da\b/i.test(locale ?? 'da') ? 'da' : 'en').short.somethingWrong,
  });
  const connector = createConnector(adapter);
  const graph = graphOf(config, adapter, clock, log);
  const limiter = overrides.limiter ?? new RateLimiter();
  const sender: Sender = new Sender({
    ...{ store, world, clock, lease },
    messenger: new TeamsMessenger(services, connector, limiter, lease, graph),
    jitter: Math.random,
    onMissed: (theCase, effect) => noteMissed(directory, theCase, effect),
    onOutcome: (caseId, delivery, outcome) => eventLog.delivery(caseId, delivery, outcome),
    onError: failed('sending failed'),
  });
  const reminders = new ReminderTick({
    ...{ store, commands, world, onError: failed('a reminder failed') },
    onReminded: (caseId, tenant) => sender.wake(caseId, tenant),
  });
  const retention = retentionOf(config, storage, log);
  const tick = async () => {
    if (!lease.held) return;
    eventLog.tick();
    await reminders.run(clock.now());
    await retention.tick(clock.now());
  };

  const background = new PQueue();
  const trust = { kind: practice ? 'practice' : 'production' } as const;
  const transfers = new Transfers({ trust, ...(timeoutMs !== undefined && { timeoutMs }) });
  const chat = new FileChat(connector, limiter);
  const app = new TeamsApp({
    ...{ services, adapter, limiter, allowedTenants: config.allowedTenants },
    roster: new Roster(services, connector, limiter, sender, graph),
    files: {
      chat,
      cases: new CaseExport(services, chat, transfers),
      copies: new SignedCopies(services, chat, transfers, (serviceUrl) => adapter.authorization(serviceUrl)),
    },
    // In practice only this computer asks, and tests press faster than people do.
    allowance: overrides.allowance ?? (practice ? undefined : new Allowance()),
    onTurn: (record) => eventLog.turn(record),
    afterAnswer: (work) => void background.add(work).catch(failed('work after an answer failed')),
    wake: (caseId, tenant) => sender.wake(caseId, tenant, 'press'),
    forward:
      travelling &&
      (async (ms) => {
        const soonest = (now: string) => reminders.next(now);
        const now = await forward(ms, { clock: travelling, soonest, tick, delivered: () => sender.drained() });
        await writePracticeClock(config.dataDir, now);
        return now;
      }),
  });

  const problem = () =>
    store.check().then(
      () => undefined,
      (error: unknown) => storeTrouble(config, error),
    );
  const server = await listen(
    createApp({
      onActivity: (request, response, id) => app.handle(request, response, id),
      problem,
      readyFacts: () => setAsideFacts(store.setAside().length),
      needsToken: !practice,
      metrics: metricsOf(eventLog.counts, {
        problem,
        reminders: () => reminders.counts(clock.now()),
        backlog: async () => (await store.unfinished()).length,
        setAside: () => store.setAside().length,
      }),
      onFailure: (error, id) => log.error({ request: id, error: kindOf(error) }, 'request failed'),
      onTurnedAway: (id, status, why) => eventLog.turnedAway(id, status, why),
    }),
    config.port,
    config.host,
  ).catch(async (error: unknown) => {
    await storage.close();
    throw error;
  });
  storage.notifications?.subscribe((notification) => {
    if (notification.kind === 'everything') sender.lookAgain();
    if (notification.kind === 'case')
      setTimeout(() => sender.wake(notification.caseId, notification.tenant), AFTER_THEIR_ANSWER).unref();
  });
  sender.start();
  const ticker = startTicker(config.tickSeconds, tick, failed('a tick failed'));
  log.info({ port: server.port, practice, task: world.task.id }, 'ready');

  return {
    port: server.port,
    async stop() {
      await ticker.stop();
      await server.close();
      transfers.close();
      // Teams may take longer to answer than the process has left: such a message counts as of unknown outcome.
      const finished = Promise.all([background.onIdle(), sender.stop()]);
      await Promise.race([finished, wait(GRACE, undefined, { ref: false })]);
      limiter.close();
      adapter.close();
      await finished;
      if (travelling) await writePracticeClock(config.dataDir, travelling.now());
      await storage.close();
    },
  };
}

/**
 * The retention with its copies, which go to `exports` in the data folder also when the cases lie in a database. The log
 * says which case went and how many people were forgotten, never who.
 */
function retentionOf(config: Config, { store, directory }: Storage, log: Logger): Retention {
  return new Retention({
    ...{ store, directory, days: config.retentionDays },
    keepsPeople: config.credentials === undefined,
    keepCopy: (caseId, record) => writeDurably(nodeDisk, exportPath(config.dataDir, caseId), jsonOf(record)),
    onRemoved: (caseId) => log.info({ caseId }, 'a closed case was removed after its time'),
    onForgotten: (people) => log.info({ people }, 'people without a case were forgotten after their time'),
    onError: (error, caseId) => log.error({ caseId, error: kindOf(error) }, 'retention failed'),
  });
}

/** Reads free text from the first sentence on: until then the weights of its classifier take neither time nor memory. */
function understandingOf({ questions }: Task): () => Promise<Understanding> {
  let made: Promise<Understanding> | undefined;
  return () => {
    made ??= import('./ask/understand.js').then(({ Understanding }) => new Understanding(questions));
    return made;
  };
}

/** Microsoft Graph, where the operator wants it used; the log says what it refuses, never for whom. */
function graphOf(config: Config, adapter: BotAdapter, clock: Clock, log: Logger): Graph | undefined {
  const { credentials, graphInstall, teamsAppId } = config;
  if (!graphInstall || !credentials?.tenantId) return undefined;
  return new Graph({
    ...{ adapter, clock, tenant: credentials.tenantId, externalId: teamsAppId ?? credentials.appId },
    onFailed: (what, failure) => log.warn({ what, ...failure }, 'Microsoft Graph did not help'),
  });
}

/** What may be logged of a failure: its kind. Its message may quote what a person typed. */
function kindOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** Why no turn can be taken, for operators. */
function storeTrouble({ databaseUrl }: Config, error: unknown): string {
  if (databaseUrl !== undefined)
    return 'The database of DATABASE_URL does not answer. Check that it is running, and the way to it.';
  const { code } = error as { code?: unknown };
  return typeof code === 'string'
    ? `The data folder cannot be written (${code}). Check DATA_DIR, the rights on the folder and the room on the disk.`
    : 'The data folder is gone, or another bot has taken it over. Check that DATA_DIR is there and that one bot works in it, and start this one again.';
}

function setAsideFacts(setAside: number): Record<string, number | string> {
  const note = 'Cases are set aside and left alone: "npm run admin -- verify" says which, and why.';
  return { setAside, ...(setAside > 0 && { note }) };
}

async function startPracticeClock(config: Config): Promise<PracticeClock> {
  const stood = config.practiceClock ?? (await readPracticeClock(config.dataDir));
  return practiceClock(stood ?? systemClock.now(), systemClock);
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Six characters that cannot be mistaken for one another. */
function suffix(): string {
  return Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
