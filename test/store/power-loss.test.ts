import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../src/store/canonical-json.js';
import { openLowdbCaseStore } from '../../src/store/lowdb/case-store.js';
import type { Disk } from '../../src/store/lowdb/disk.js';
import { lots } from '../simulation/chance.js';
import { type Careless, ForgetfulDisk } from './forgetful-disk.js';
import { AT, due, freshFolder, numbered, opened, storeOptions } from './sample.js';

const ROUNDS = 40;
const IDS = Array.from({ length: 6 }, (_, number) => `0${600 + number}-aaaa`);

test(`given ${ROUNDS} power losses at random moments, then nothing acknowledged is lost and no message would be sent twice`, async () => {
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await oneRound(undefined, lots(round)));
  expect(rounds.flatMap(({ losses }) => losses)).toEqual([]);
  const sum = (count: (round: Round) => number) => rounds.reduce((total, round) => total + count(round), 0);
  expect(sum(({ acknowledged }) => acknowledged)).toBeGreaterThan(ROUNDS * 5);
  expect(sum(({ sent }) => sent)).toBeGreaterThan(ROUNDS * 3);
}, 120_000);

test.each([
  ['without the sync of a file', 'files', ['lost', 'unreadable']],
  ['without the sync of the folder', 'folders', ['lost', 'doubled']],
  ['with the sync of a file after its rename', 'order', ['unreadable']],
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

/**
 * A broken promise. `lost`: acknowledged and not there. `doubled`: it left, and would leave again. `unreadable`: a case is
 * set aside.
 */
interface Loss {
  readonly kind: 'lost' | 'doubled' | 'unreadable';
  readonly what: string;
}

interface Round {
  readonly losses: readonly Loss[];
  readonly acknowledged: number;
  readonly sent: number;
}

/** What the world outside was told before the power failed: facts by case, and messages as `<case id> <delivery key>`. */
interface Told {
  readonly facts: Map<string, string[]>;
  readonly messages: string[];
}

/** Writers and senders on a disk whose power fails under them; then a store on what is left, started twice. */
async function oneRound(careless: Careless | undefined, random: () => number): Promise<Round> {
  // In a third of the rounds the power fails while the cases are being opened.
  const steps = random() < 1 / 3 ? 5 + random() * 60 : 60 + random() * 600;
  const disk = new ForgetfulDisk(random, Math.floor(steps), careless);
  const told: Told = { facts: new Map(), messages: [] };
  const before = await openStore(disk);
  for (const id of IDS) void working(before, id, told);
  while (!disk.failed) await setImmediate();
  const left = disk.afterwards();
  const losses = await lossesOn(left, told);
  // The heads that the first start has written must not be ahead of anything either.
  losses.push(...(await lossesOn(left, told)));
  const acknowledged = [...told.facts.values()].reduce((sum, facts) => sum + facts.length, 0);
  return { losses, acknowledged, sent: told.messages.length };
}

/** The lock lies in a real folder, which a machine without power gives up as well. */
async function openStore(disk: Disk) {
  return openLowdbCaseStore(join(await freshFolder(), 'data'), { ...storeOptions, disk, headsMs: 1 });
}

type Store = Awaited<ReturnType<typeof openStore>>;

/** Opens a case and appends to it without end; each fact has one message, marked in flight before it leaves. */
async function working(store: Store, id: string, { facts, messages }: Told): Promise<void> {
  const acknowledged: string[] = [];
  facts.set(id, acknowledged);
  for (let length = 0; ; length++) {
    const fact = length === 0 ? opened(id) : numbered(String(length));
    const key = `${length + 1}.0`;
    await store.append(id, length, [fact], [due(key)]);
    acknowledged.push(canonicalJson(fact));
    await store.updateDelivery(id, key, { state: 'inFlight', at: AT });
    messages.push(`${id} ${key}`);
    await store.updateDelivery(id, key, { state: 'sent', at: AT });
  }
}

async function lossesOn(disk: Disk, told: Told): Promise<Loss[]> {
  const store = await openStore(disk);
  const losses = store.setAside().map(({ reason }): Loss => ({ kind: 'unreadable', what: reason }));
  for (const [id, facts] of told.facts) {
    const record = await store.read(id).catch(() => undefined);
    const there = new Set(record?.events.map((event) => canonicalJson(event)));
    for (const fact of facts) if (!there.has(fact)) losses.push({ kind: 'lost', what: `${id} ${fact}` });
    const pending =
      record?.deliveries.filter(({ state }) => state === 'pending').map(({ key }) => `${id} ${key}`) ?? [];
    // What is pending will be sent, also when the fact itself was lost and comes again.
    const again = told.messages.filter((one) => pending.includes(one));
    losses.push(...again.map((what): Loss => ({ kind: 'doubled', what })));
  }
  await store.close();
  return losses;
}
