import PQueue from 'p-queue';
import type { CaseEvent } from '../../src/case/events.js';
import type { Person } from '../../src/case/people.js';
import { nextReminderOf } from '../../src/case/reminders.js';
import type { CaseStore, ConversationReference, Directory } from '../../src/delivery/ports.js';
import { PostgresCaseStore } from '../../src/store/postgres/case-store.js';
import { Database } from '../../src/store/postgres/database.js';
import { PostgresDirectory } from '../../src/store/postgres/directory.js';
import { migrate } from '../../src/store/postgres/migrations.js';
import { Notifications } from '../../src/store/postgres/notifications.js';
import { danishCalendar } from '../../src/task/calendar.js';
import { task } from '../given.js';

/** A Monday morning within working hours; what was opened in May has been silent for long. */
export const MORNING = '2026-06-08T07:00:00.000Z';
const MAY = '2026-05-04T08:00:00.000Z';
/** Tenants the cases are spread over, so that the pace of a tenant does not decide how long a test takes. */
const TENANTS = 40;

export interface Seeding {
  readonly store: CaseStore;
  readonly directory: Directory;
  close(): Promise<void>;
}

const world = { task, calendar: danishCalendar(task.reminders.freeByCustom) };

export interface Seeded {
  readonly caseId: string;
  readonly coordinator: Person;
  /** The coordinator's own chat, in which nothing else is written. */
  readonly chat: string;
}

/** Cases and people of the database, for a process that never sends: it takes no part in the lease. */
export async function openSeeds(url: string): Promise<Seeding> {
  // The tests cut connections; each is made anew.
  const onError = () => undefined;
  const database = new Database(url);
  await migrate(database);
  const notifications = await Notifications.open(url, 'seeds', onError);
  const directory = await PostgresDirectory.open(database, notifications, 'seeds');
  const store = new PostgresCaseStore(database, { nextReminderOf: (theCase) => nextReminderOf(theCase, world) });
  return {
    store,
    directory,
    async close() {
      await directory.close();
      await notifications.close();
      await store.close();
      await database.close();
    },
  };
}

/**
 * Opens cases with a coordinator each who has a chat with the bot; `due` = they are to be reminded at once. With few
 * tenants their messages queue up at the gate.
 */
export async function seed(
  storage: Seeding,
  serviceUrl: string,
  name: string,
  count: number,
  due: boolean,
  tenants = TENANTS,
): Promise<Seeded[]> {
  const seeds = Array.from({ length: count }, (_, number) => seedOf(name, number, tenants));
  const write = async ({ caseId, coordinator, chat }: Seeded) => {
    const { tenant } = coordinator;
    const address = { serviceUrl, tenantId: tenant, botId: '28:bot' };
    const personal: ConversationReference = { ...address, conversationId: chat, kind: 'personal' };
    const home: ConversationReference = { ...address, conversationId: `19:${caseId}@thread.tacv2`, kind: 'channel' };
    await storage.directory.meet({ person: coordinator, teamsId: `29:${caseId}`, guest: false, personal });
    await storage.directory.remember(personal);
    await storage.directory.remember(home);
    const opened: CaseEvent = {
      type: 'CaseOpened',
      at: due ? MAY : MORNING,
      by: coordinator,
      caseId,
      tenant,
      municipality: caseId.slice(0, 4),
      ...{ goLive: '2026-11-02', taskStart: '2026-06-01', taskEnd: '2026-09-30' },
      home: { kind: 'channel', id: home.conversationId },
      language: 'da',
      coordinator,
    };
    const { kind } = await storage.store.append(caseId, 0, [opened], []);
    if (kind !== 'appended') throw new Error(`${caseId} was not opened: ${kind}`);
  };
  await new PQueue({ concurrency: 8 }).addAll(seeds.map((one) => () => write(one)));
  return seeds;
}

function seedOf(name: string, number: number, tenants: number): Seeded {
  const caseId = `${String(1000 + (number % 9000))}-${name}${number.toString(36).padStart(4, '0')}`;
  // One open case per municipality and tenant: each batch has tenants of its own.
  const tenant = `00000000-0000-4000-9000-${name}${String(number % tenants).padStart(10, '0')}`;
  return { caseId, coordinator: { tenant, id: `id-${caseId}`, name: `Karin ${number}` }, chat: `a:${caseId}` };
}
