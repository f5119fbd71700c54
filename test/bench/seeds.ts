import type { CaseEvent } from '../../src/case/events.js';
import type { Person } from '../../src/case/people.js';
import { nextReminderOf } from '../../src/case/reminders.js';
import type { CaseStore, Directory } from '../../src/delivery/ports.js';
import { openLowdbCaseStore } from '../../src/store/lowdb/case-store.js';
import { openLowdbDirectory } from '../../src/store/lowdb/directory.js';
import { type Disk, nodeDisk } from '../../src/store/lowdb/disk.js';
import { caseOpened, numberGiven, officerAccepted, officerNamed, reminded } from '../case/facts.js';
import { world } from '../given.js';

/** A case in the data folder, and the person who is waited for in it. */
export interface Seed {
  readonly caseId: string;
  readonly tenant: string;
  readonly person: string;
  readonly chat: string;
}

/** A Monday morning on which the reminder of every seeded case is overdue; before 26 May none is due. */
export const OVERDUE = '2026-06-08T07:00:00.000Z';

/** Written at once, since what is seeded need not outlive a power loss. */
const unsyncedDisk: Disk = {
  ...nodeDisk,
  syncFolder: async () => undefined,
  async create(path) {
    const file = await nodeDisk.create(path);
    return { writeFile: (content) => file.writeFile(content), sync: async () => undefined, close: () => file.close() };
  },
};

/** Cases written side by side. */
const AT_ONCE = 50;

/**
 * Fills a data folder with open cases, six facts each, every one with its own coordinator. With a `serviceUrl` that person
 * is known and has a card of the case in their chat. A tenant has more open cases than Denmark has municipalities;
 * nothing that is measured asks for that.
 */
export async function seedCases(folder: string, cases: number, tenants: number, serviceUrl?: string): Promise<Seed[]> {
  const seeds = Array.from({ length: cases }, (_, at): Seed => {
    const municipality = String(Math.floor(at / tenants)).padStart(4, '0');
    const person = `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
    const tenant = `22222222-2222-4222-8222-${String(at % tenants).padStart(12, '0')}`;
    return { caseId: `${municipality}-${(at + 50_000).toString(36)}`, tenant, person, chat: `a:${person}` };
  });
  const store = await openLowdbCaseStore(folder, {
    disk: unsyncedDisk,
    nextReminderOf: (theCase) => nextReminderOf(theCase, world),
  });
  const directory = await openLowdbDirectory(folder, unsyncedDisk);
  for (let from = 0; from < cases; from += AT_ONCE)
    await Promise.all(
      seeds.slice(from, from + AT_ONCE).map(async (seed) => {
        await seedCase(store, seed);
        if (serviceUrl !== undefined) await seedChat(store, directory, seed, serviceUrl);
      }),
    );
  await directory.close();
  await store.close();
  return seeds;
}

const LAST = '2026-05-12T06:00:00.000Z';
const CARD = { key: '6.0', effect: { kind: 'caseCard' }, state: 'sent', at: LAST } as const;

async function seedCase(store: CaseStore, seed: Seed): Promise<void> {
  const { kind } = await store.append(seed.caseId, 0, factsOf(seed), [{ ...CARD, attempts: 0, notBefore: LAST }]);
  if (kind !== 'appended') throw new Error(`${seed.caseId}: ${kind}`);
}

async function seedChat(store: CaseStore, directory: Directory, seed: Seed, serviceUrl: string): Promise<void> {
  const { caseId, chat, tenant, person } = seed;
  const personal = { serviceUrl, conversationId: chat, kind: 'personal', tenantId: tenant, botId: '28:bot' } as const;
  await directory.remember(personal);
  await directory.meet({ person: personOf(seed), teamsId: `29:${person}`, guest: false, personal, locale: 'da' });
  const reference = (name: string) => ({ conversationId: chat, activityId: `${name}-${caseId}` });
  const slots = { caseCard: reference('case'), [`personal:${person}`]: reference('personal') };
  await store.updateDelivery(caseId, CARD.key, { state: 'sent', at: LAST, slots });
}

function personOf({ tenant, person: id }: Seed): Person {
  return { tenant, id, name: `Medarbejder ${id.slice(-5)}` };
}

/** The officer has said yes, the number is given, and two reminders about the form have had no answer. */
function factsOf(seed: Seed): CaseEvent[] {
  const by = personOf(seed);
  const { caseId, tenant, chat } = seed;
  const officer = { tenant, id: '99999999-0000-4000-8000-000000000001', name: 'Søren Lund' };
  const dates = { taskStart: '2027-05-04', taskEnd: '2027-05-08', goLive: '2027-11-02' };
  const home = { kind: 'personal', id: chat } as const;
  return [
    caseOpened({ caseId, tenant, municipality: caseId.slice(0, 4), home, ...dates, by, coordinator: by }),
    officerNamed({ by, officer }),
    officerAccepted({ by: officer }),
    numberGiven({ by }),
    reminded({ at: '2026-05-08T06:00:00.000Z', to: by, step: 'webForm', rung: 1 }),
    reminded({ at: LAST, to: by, step: 'webForm', rung: 2 }),
  ];
}
