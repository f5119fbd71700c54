import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Deliveries } from '../../src/delivery/deliver.js';
import { CommandHandler } from '../../src/delivery/flow.js';
import type { Outcome, Outgoing } from '../../src/delivery/ports.js';
import { Reminders } from '../../src/delivery/tick.js';
import { LocalWaitlist } from '../../src/delivery/waitlist.js';
import type { Disk } from '../../src/store/disk.js';
import { openLowdbCaseStore } from '../../src/store/lowdb.js';
import { derivingFrom } from '../../src/world.js';
import { world } from '../given.js';
import { lots } from '../torture/lots.js';
import { doubledFacts, doubledMessages, type Loss, lostOf } from '../torture/toll.js';
import { type Careless, ForgetfulDisk } from './forgetful-disk.js';
import { freshFolder } from './sample.js';

const ROUNDS = 40;
const PRESSED = 3;
const QUIET = 3;
/** Monday to Friday at ten in Denmark. */
const MORNINGS = Array.from({ length: 5 }, (_, day) => `2026-05-${String(4 + day).padStart(2, '0')}T08:00:00.000Z`);

test(`given ${ROUNDS} power losses at random moments, then nothing acknowledged is lost and nobody is told twice`, async () => {
  const tolls: Toll[] = [];
  for (let round = 0; round < ROUNDS; round++) tolls.push(await oneRound(undefined, lots(round)));
  expect(tolls.flatMap(({ losses }) => losses)).toEqual([]);
  const sum = (theCase: (toll: Toll) => number) => tolls.reduce((total, toll) => total + theCase(toll), 0);
  expect(sum(({ acknowledged }) => acknowledged)).toBeGreaterThan(ROUNDS * 5);
  expect(sum(({ reminders }) => reminders)).toBeGreaterThan(ROUNDS * QUIET);
  expect(tolls.every(({ cutOff }) => cutOff)).toBe(true);
}, 120_000);

test.each([
  ['without the sync of a file', 'files', ['lost', 'unreadable']],
  ['without the sync of the folder', 'folders', ['lost']],
  ['with the sync after the rename', 'order', ['unreadable']],
] as const)(
  'given a disk %s, then the same rounds show the loss',
  async (_what, careless, kinds) => {
    const found = new Set<string>();
    for (let round = 0; round < ROUNDS && !kinds.every((kind) => found.has(kind)); round++)
      for (const { kind } of (await oneRound(careless, lots(round))).losses) found.add(kind);
    expect([...found]).toEqual(expect.arrayContaining([...kinds]));
  },
  120_000,
);

interface Toll {
  readonly losses: readonly Loss[];
  readonly acknowledged: number;
  readonly reminders: number;
  readonly cutOff: boolean;
}

/** A bot on a disk whose power fails under presses and reminders; then the same bot on what is left. */
async function oneRound(careless: Careless | undefined, random: () => number): Promise<Toll> {
  // In a third of the rounds while the cases are being opened: then files are new, later they are added to.
  const steps = random() < 1 / 3 ? 5 + random() * 60 : 60 + random() * 300;
  const disk = new ForgetfulDisk(random, Math.floor(steps), careless);
  const acknowledged = new Map<string, Set<string>>();
  const told: ReturnType<typeof messageOf>[] = [];
  const before = await bot(disk, told);
  const all = Array.from({ length: PRESSED + QUIET }, (_, number) => number);
  const working = [...all.map((number) => pressing(before, number, acknowledged)), ticking(before)];
  let ended = false;
  void Promise.allSettled(working).then(() => {
    ended = true;
  });
  while (!disk.failed && !ended) await setImmediate();

  const after = await bot(disk.afterwards(), told);
  const unreadable = after.store.setAside().map(({ reason }): Loss => ({ kind: 'unreadable', what: reason }));
  await after.deliveries.resume();
  for (const morning of MORNINGS) await after.tick(morning);
  const records = await Promise.all(all.map(async (number) => [idOf(number), await after.read(idOf(number))] as const));
  const cases = new Map(records.flatMap(([id, record]) => (record ? [[id, { entries: record }] as const] : [])));
  await after.store.close();
  const reminders = told.filter(({ effect }) => effect === 'reminder').length;
  const losses = [
    ...unreadable,
    ...lostOf(cases, acknowledged),
    ...doubledFacts(cases),
    ...doubledMessages({ heard: told }),
  ];
  const counted = [...acknowledged.values()].reduce((sum, days) => sum + days.size, 0);
  return { losses, acknowledged: counted, reminders, cutOff: disk.failed };
}

/** The bot without Teams on a disk; the lock lies in a real folder, which a machine without power gives up as well. */
async function bot(disk: Disk, told: ReturnType<typeof messageOf>[]) {
  let now = MORNINGS[0] ?? '';
  const waitlist = new LocalWaitlist();
  const reminders = new Reminders(world, (caseId, tenant) => deliveries.wake(caseId, tenant), waitlist);
  const store = await openLowdbCaseStore(await freshFolder(), {
    disk,
    deriving: derivingFrom(world),
    // Notes for the next start are on their way all the time, too.
    headsMs: 1,
    onDue: (entry, due) => waitlist.put(entry, () => due),
  });
  const flow = new CommandHandler(store, world, (after) => reminders.note(after));
  const perform = async (errand: Outgoing): Promise<Outcome> => {
    const edit = errand.effect.kind === 'caseCard' && errand.messages.home !== undefined;
    if (!edit && !(await errand.beforeSend())) return { kind: 'stale' };
    told.push(messageOf(errand, edit));
    const place = { conversationId: errand.case.id, activityId: errand.key };
    return { kind: 'sent', message: place, slots: errand.effect.kind === 'caseCard' ? { caseCard: place } : {} };
  };
  const deliveries: Deliveries = new Deliveries({
    store,
    flow,
    messenger: { send: perform },
    clock: { now: () => now },
    jitter: () => 0,
    onError: () => undefined,
  });
  return {
    store,
    flow,
    deliveries,
    now: () => now,
    async tick(moment: string) {
      now = moment;
      await reminders.tick(now, flow);
      await deliveries.drained();
    },
    read: async (id: string) =>
      (await store.read(id).catch(() => undefined))?.events.map((event) => ({ event, hash: '' })),
  };
}

type Bot = Awaited<ReturnType<typeof bot>>;

async function ticking(one: Bot): Promise<void> {
  for (const morning of MORNINGS) await one.tick(morning);
}

/** Opens a case; a pressed one is then pressed in without end. */
async function pressing(one: Bot, number: number, acknowledged: Map<string, Set<string>>): Promise<void> {
  const by = { tenant: `tenant-${number}`, id: `person-${number}`, name: `Medarbejder ${number}` };
  const home = { kind: 'personal', id: `a:${number}` } as const;
  const asked = () => ({ by, guest: false, at: one.now() });
  const days = new Set<string>();
  const opening = { type: 'openCase', caseId: idOf(number), municipality: '0630', home, language: 'da' } as const;
  const first = number < PRESSED ? '2032-01-01' : '2026-07-01';
  await one.flow.handle({ ...opening, goLive: first }, idOf(number), asked());
  acknowledged.set(idOf(number), days.add(first));
  one.deliveries.wake(idOf(number), by.tenant);
  for (let day = 1; number < PRESSED; day++) {
    const goLive = new Date(Date.parse(first) + day * 86_400_000).toISOString().slice(0, 10);
    await one.flow.handle({ type: 'moveGoLive', goLive }, idOf(number), asked());
    days.add(goLive);
    one.deliveries.wake(idOf(number), by.tenant);
  }
}

function messageOf({ key, effect, case: theCase, event }: Outgoing, edit: boolean) {
  const to = 'to' in effect && !Array.isArray(effect.to) ? effect.to.id : '';
  const kind = edit ? ('edit' as const) : ('new' as const);
  return { key, caseId: theCase.id, kind, effect: effect.kind, to, at: event?.at ?? '' };
}

function idOf(number: number): string {
  return `0630-case${number}`;
}
