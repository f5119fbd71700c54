import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaseEvent } from '../../src/case/events.js';
import { evolve } from '../../src/case/evolve.js';
import type { Delivery } from '../../src/delivery/ports.js';
import { chained } from '../../src/store/event-chain.js';
import { frozenCopy } from '../../src/store/frozen.js';
import { CASE_SCHEMA, readStoredCase } from '../../src/store/shapes.js';
import { MUNICIPALITIES } from '../../src/task/municipalities.js';
import { caseOpened, numberGiven, officerAccepted, officerNamed, reminded } from '../case/facts.js';

/** A case in the data folder, and who is waited for in it. */
export interface Resident {
  readonly caseId: string;
  readonly tenant: string;
  readonly person: string;
  readonly chat: string;
}

/** A Monday morning on which the reminder of every case of the town is overdue. */
export const OVERDUE = '2026-06-08T07:00:00.000Z';
/** A morning on which none is due yet. */
export const QUIET = '2026-05-12T07:00:00.000Z';

/**
 * Fills a data folder with open cases, six facts each, every one with its own coordinator, who has a card of the case in
 * their chat and is to be reminded. The files are written as the store writes them, without its syncs. A tenant has more
 * open cases than Denmark has municipalities; nothing that is measured asks for that.
 */
export async function writeTown(folder: string, serviceUrl: string, cases: number, tenants: number) {
  const residents = Array.from({ length: cases }, (_, at): Resident => {
    const [municipality = '0630'] = MUNICIPALITIES[at % MUNICIPALITIES.length] ?? [];
    const person = `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
    const tenant = `22222222-2222-4222-8222-${String(at % tenants).padStart(12, '0')}`;
    return { caseId: `${municipality}-${(at + 50_000).toString(36)}`, tenant, person, chat: `a:${person}` };
  });
  await mkdir(join(folder, 'cases'), { recursive: true });
  await mkdir(join(folder, 'conversations'), { recursive: true });
  for (const { tenant } of residents.slice(0, tenants))
    await mkdir(join(folder, 'people', digest(tenant)), { recursive: true });
  for (let from = 0; from < residents.length; from += 100)
    await Promise.all(residents.slice(from, from + 100).map((one) => writeResident(folder, serviceUrl, one)));
  return residents;
}

async function writeResident(folder: string, serviceUrl: string, one: Resident): Promise<void> {
  const { caseId, tenant, chat, person: id } = one;
  const person = { tenant, id, name: `Medarbejder ${id.slice(-5)}` };
  const address = { serviceUrl, conversationId: chat, kind: 'personal', tenantId: tenant, botId: '28:bot' };
  const acquaintance = { person, teamsId: `29:${id}`, guest: false, personal: address, locale: 'da' };
  const place = (activityId: string) => ({ conversationId: chat, activityId: `${activityId}-${caseId}` });
  const stored = {
    schema: CASE_SCHEMA,
    id: caseId,
    entries: chained('', frozenCopy(factsOf(one, person))),
    deliveries: [],
    messages: { home: place('home'), [`personal:${id}`]: place('personal') },
  };
  await Promise.all([
    writeFile(join(folder, 'cases', `${caseId}.json`), `${JSON.stringify(stored)}\n`),
    writeFile(
      join(folder, 'people', digest(tenant), `${digest(id)}.json`),
      JSON.stringify({ schema: 1, acquaintance }),
    ),
    writeFile(join(folder, 'conversations', `${digest(chat)}.json`), JSON.stringify({ schema: 1, address })),
  ]);
}

/** Six facts: the officer has said yes, the number is given, and two reminders about the form have had no answer. */
export function factsOf(
  { caseId, tenant, chat }: Resident,
  by: { tenant: string; id: string; name: string },
): CaseEvent[] {
  const officer = { tenant, id: '99999999-0000-4000-8000-000000000001', name: 'Søren Lund' };
  const dates = { taskStart: '2027-05-04', taskEnd: '2027-05-08', goLive: '2027-11-02' };
  const where = { caseId, tenant, municipality: caseId.slice(0, 4), home: { kind: 'personal', id: chat } } as const;
  const nudge = (at: string, rung: number) => reminded({ at, to: by, step: 'webForm', rung });
  return [
    caseOpened({ ...where, ...dates, by, coordinator: by }),
    officerNamed({ by, officer }),
    officerAccepted({ by: officer }),
    numberGiven({ by }),
    nudge('2026-05-08T06:00:00.000Z', 1),
    nudge('2026-05-12T06:00:00.000Z', 2),
  ];
}

export function caseOfResident(one: Resident) {
  const facts = factsOf(one, { tenant: one.tenant, id: one.person, name: 'Medarbejder' });
  return facts.slice(1).reduce(evolve, evolve(undefined, facts[0] as CaseEvent));
}

/** How the reminders of the town ended, by what the case files say. */
export async function endingsIn(folder: string): Promise<Map<string, Delivery['state'][]>> {
  const endings = new Map<string, Delivery['state'][]>();
  const names = (await readdir(join(folder, 'cases'))).filter((name) => name.endsWith('.json'));
  for (let from = 0; from < names.length; from += 100)
    await Promise.all(
      names.slice(from, from + 100).map(async (name) => {
        const id = name.slice(0, -'.json'.length);
        const { deliveries } = readStoredCase(id, await readFile(join(folder, 'cases', name), 'utf8'));
        endings.set(
          id,
          deliveries.filter(({ effect }) => effect.kind === 'reminder').map(({ state }) => state),
        );
      }),
    );
  return endings;
}

function digest(id: string): string {
  return createHash('sha256').update(id.toLowerCase()).digest('hex').slice(0, 32);
}
