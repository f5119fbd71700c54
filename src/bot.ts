import { randomInt } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { pino } from 'pino';
import { Understanding } from './ask/understand.js';
import { readTemplates } from './card-files.js';
import type { Config } from './config.js';
import { BackgroundTasks } from './delivery/afterwards.js';
import { type PracticeClock, practiceClock, systemClock } from './delivery/clock.js';
import { Deliveries } from './delivery/deliver.js';
import { CommandHandler } from './delivery/flow.js';
import type { Gate } from './delivery/gate.js';
import { Lull } from './delivery/lull.js';
import type { Clock } from './delivery/ports.js';
import { Reminders } from './delivery/tick.js';
import { startTicker } from './delivery/ticker.js';
import { createApp, listen } from './http/server.js';
import { retentionOf } from './keeping.js';
import { Allowance } from './limits/allowance.js';
import { metricsOf } from './observability/metrics.js';
import { EventLog } from './observability/watch.js';
import { readPracticeClock, writePracticeClock } from './practice/clock-file.js';
import { practicePeople } from './practice/people.js';
import { forward } from './practice/spool.js';
import { openStorage, type Stores } from './storage.js';
import type { DataFolder } from './store/data-folder.js';
import { BotAdapter, type Microsoft } from './teams/adapter.js';
import { TeamsApp } from './teams/app.js';
import { createConnector } from './teams/connector.js';
import { FileChat } from './teams/file-chat.js';
import { CaseExport } from './teams/file-export.js';
import { Transfers } from './teams/file-transfer.js';
import { TeamsMessenger } from './teams/messenger.js';
import { Roster } from './teams/roster.js';
import type { Services } from './teams/services.js';
import { PendingFiles, SignedCopies } from './teams/signed-copies.js';
import { texts } from './texts/texts.js';
import { readWorld } from './world.js';

/** The running bot. */
export interface Bot {
  readonly port: number;
  /** Finishes the answers and messages in hand, at most about five seconds long; the rest stays due on disk. */
  stop(): Promise<void>;
}

/** Milliseconds that Teams is given to take what is on its way when the process ends. */
const GRACE = 4_000;

/** What a test may choose about the world around the bot; the process itself chooses none of it (see `main.ts`). */
export interface WayOut {
  /** How fast messages leave. */
  readonly gate?: Gate;
  /** How long an answer of Teams is awaited. */
  readonly timeoutMs?: number;
  /** Where Microsoft answers. */
  readonly microsoft?: Microsoft;
  /** How much people may ask. */
  readonly allowance?: Allowance;
  /** What time it is, with credentials too. */
  readonly clock?: Clock;
  /** Where the log's lines go. */
  readonly log?: { write(line: string): void };
  /** What lets answers go before messages. */
  readonly lull?: Lull;
  /** Where cases and people are kept instead of the data folder. */
  readonly stores?: Stores;
}

/** The composition root: every part is made here and given what it needs; nothing else knows all of them. */
export async function startBot(config: Config, wayOut: WayOut = {}, folder?: DataFolder): Promise<Bot> {
  const log = wayOut.log ? pino({ level: config.logLevel }, wayOut.log) : pino({ level: config.logLevel });
  const watch = new EventLog(log);
  const world = await readWorld(config);
  const templates = await readTemplates();
  const storage = await openStorage(config, {
    ...{ world, gate: wayOut.gate, stores: wayOut.stores, folder },
    onSetAside: (file, reason) => log.error({ file, reason }, 'a case file was set aside'),
    onError: (error) => log.error({ error: kindOf(error) }, 'the store failed'),
  });
  const { store, directory, gate, claims } = storage;
  const reminders = new Reminders(world, (caseId, tenant) => deliveries.wake(caseId, tenant), storage.waitlist);
  const practice = config.credentials === undefined;
  const travelling = practice ? await startPracticeClock(config) : undefined;
  const clock: Clock = wayOut.clock ?? travelling ?? systemClock;
  if (practice)
    for (const { tenant, id, name, mri } of practicePeople)
      await directory.meet({ person: { tenant, id, name }, teamsId: mri, guest: false });

  const flow = new CommandHandler(store, world, (after, events, request) => {
    reminders.note(after);
    if (events.length > 0) watch.facts(after, events, request);
  });
  const services: Services = {
    ...{ commands: flow, store, directory, clock, world, templates, practice, suffix },
    understanding: new Understanding(world.task.questions),
    pending: new PendingFiles(),
    ...(practice && { practiceFolder: resolve(config.dataDir, 'eksport') }),
  };
  const adapter = new BotAdapter({
    credentials: config.credentials,
    apology: (activity) => texts(/^da\b/i.test(activity.locale ?? 'da') ? 'da' : 'en').short.somethingWrong,
    log,
    ...(config.serviceUrlHosts && { moreHosts: config.serviceUrlHosts }),
    microsoft: wayOut.microsoft,
    timeoutMs: wayOut.timeoutMs,
  });
  const connector = createConnector(adapter);
  const transfers = new Transfers({
    trust: { kind: practice ? 'practice' : 'production' },
    ...(wayOut.timeoutMs !== undefined && { timeoutMs: wayOut.timeoutMs }),
  });
  const chat = new FileChat(connector, gate);
  const lull = wayOut.lull ?? new Lull();
  const deliveries = new Deliveries({
    store,
    flow,
    leave: () => lull.leave(),
    messenger: storage.around(new TeamsMessenger(services, connector, gate)),
    ...{ clock, claims },
    jitter: Math.random,
    onDelivered: (caseId, delivery, performed) => watch.delivery(caseId, delivery, performed),
    onError: (error, caseId) => log.error({ caseId, error: kindOf(error) }, 'delivery failed'),
  });
  const roster = new Roster(services, connector, gate, (person) => deliveries.retryAll(person));
  const afterwards = new BackgroundTasks((error) => log.error({ error: kindOf(error) }, 'work after an answer failed'));
  const retention = retentionOf(config, { store, flow, directory }, log);
  const tick = async () => {
    watch.tick();
    await reminders.tick(clock.now(), flow);
    await retention.tick(clock.now());
  };
  const app = new TeamsApp({
    services,
    adapter,
    limiter: gate,
    roster,
    files: {
      chat,
      cases: new CaseExport(services, chat, transfers),
      copies: new SignedCopies(services, chat, transfers),
    },
    background: afterwards,
    allowedTenants: config.allowedTenants,
    // In practice nobody but this computer asks, and tests press faster than people do.
    allowance: wayOut.allowance ?? (practice ? undefined : new Allowance()),
    onTurn: (told) => watch.turn(told),
    wake: (caseId, tenant) => deliveries.wake(caseId, tenant, true),
    forward:
      travelling &&
      (async (ms) => {
        const bot = {
          clock: travelling,
          soonest: (now: string) => reminders.soonest(now),
          tick,
          delivered: () => lull.hurried(deliveries.drained()),
        };
        const now = await forward(ms, bot);
        await writePracticeClock(config.dataDir, now);
        return now;
      }),
  });

  const ending = new AbortController();
  const rebuilt = reminders
    .rebuild(store, flow, ending.signal)
    .catch((error) => log.error({ error: kindOf(error) }, 'not every next reminder could be worked out'));
  // What several instances share outlives them: until they are worked out anew, the moments of the program before will do.
  if (!claims.shared) await rebuilt;
  const server = await listen(
    createApp({
      onActivity: (request, response, id) => {
        onceClosed(response, lull.request());
        return app.handle(request, response, id);
      },
      isReady: () => store.check().then(() => true),
      readyFacts: () => ({ setAside: store.setAside().length }),
      needsToken: !practice,
      metrics: metricsOf(watch.counts, {
        reminders: () => reminders.counts(clock.now()),
        backlog: async () => (await store.unfinished()).length,
        setAside: () => store.setAside().length,
      }),
      onFailure: (error, id) => log.error({ request: id, error: kindOf(error) }, 'request failed'),
      onTurnedAway: (id, status, why) => watch.turnedAway(id, status, why),
    }),
    config.port,
    config.host,
  );
  await deliveries.resume();
  const ticker = startTicker(config.tickSeconds, tick, (error) => log.error({ error: kindOf(error) }, 'tick failed'));
  log.info({ port: server.port, practice, task: world.task.id }, 'ready');

  return {
    port: server.port,
    async stop() {
      // Teams may take longer to answer than the process has left: such a message counts as of unknown outcome.
      const impatient = setTimeout(() => {
        adapter.close();
        gate.close();
      }, GRACE);
      ending.abort();
      await ticker.stop();
      await server.close();
      transfers.close();
      await afterwards.settled();
      await deliveries.stop();
      await rebuilt;
      clearTimeout(impatient);
      if (travelling) await writePracticeClock(config.dataDir, travelling.now());
      adapter.close();
      await storage.close();
    },
  };
}

/** Runs the work when the answer has left; at once when the caller has hung up before, for what was done stands. */
function onceClosed(response: ServerResponse, work: () => void): void {
  if (response.destroyed) setImmediate(work);
  else response.once('close', work);
}

/** What may be logged of a failure: its kind. Its message may quote what somebody typed. */
function kindOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

async function startPracticeClock(config: Config): Promise<PracticeClock> {
  const stood = config.practiceClock ?? (await readPracticeClock(config.dataDir));
  return practiceClock(stood ?? systemClock.now());
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Six characters that cannot be mistaken for one another. */
function suffix(): string {
  return Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
