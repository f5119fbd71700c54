import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Low } from 'lowdb';
import { JSONFile } from 'lowdb/node';
import type { CaseEvent } from '../../src/case/events.js';
import type { CaseStore, Delivery } from '../../src/delivery/ports.js';

/** One way to keep cases: appends a fact and a delivery to a case and resolves when that counts as stored. */
export type Appender = (caseId: string) => Promise<void>;

const AT = '2026-05-04T08:15:00.000Z';
const anna = { tenant: 'tenant', id: 'a0000000-0000-4000-8000-00000000aaaa', name: 'Anna Andersen' };

/** Tenants are as many as cases, for a municipality has one open case at a time. */
function factOf(caseId: string, length: number): CaseEvent {
  if (length > 0) return { type: 'SignatureRefused', at: AT, by: anna, reason: `Kontonummeret er forkert (${length})` };
  const home = { kind: 'channel', id: '19:home@thread.tacv2' } as const;
  const days = { goLive: '2026-09-01', taskStart: '2026-06-01', taskEnd: '2026-07-31' };
  const who = { tenant: caseId, coordinator: anna, language: 'da' } as const;
  return { type: 'CaseOpened', at: AT, by: anna, caseId, municipality: caseId.slice(0, 4), home, ...days, ...who };
}

function deliveryOf(length: number): Delivery {
  return { key: `${length + 1}.0`, effect: { kind: 'caseCard' }, state: 'sent', attempts: 1, notBefore: AT, at: AT };
}

/** The case store through its port, as the flow uses it. */
export function ours(store: CaseStore): Appender {
  const lengths = new Map<string, number>();
  return async (caseId) => {
    const length = lengths.get(caseId) ?? 0;
    lengths.set(caseId, length + 1);
    const result = await store.append(caseId, length, [factOf(caseId, length)], [deliveryOf(length)]);
    if (result.kind !== 'appended') throw new Error(`${caseId}: ${result.kind}`);
  };
}

interface Plain {
  events: CaseEvent[];
  deliveries: Delivery[];
}

/** lowdb as its page shows it, one file per case: no fsync, no check of what is expected, no hash. */
export function plainLowdb(folder: string): Appender {
  const files = new Map<string, Low<Plain>>();
  return async (caseId) => {
    const low =
      files.get(caseId) ?? new Low<Plain>(new JSONFile(join(folder, `${caseId}.json`)), { events: [], deliveries: [] });
    files.set(caseId, low);
    const { length } = low.data.events;
    low.data.events.push(factOf(caseId, length));
    low.data.deliveries.push(deliveryOf(length));
    await low.write();
  };
}

/** The least a disk can do: a line at the end of a file, synced. */
export function floorOf(folder: string): { append: () => Promise<void>; replace: () => Promise<void> } {
  const line = `${'x'.repeat(500)}\n`;
  const whole = 'x'.repeat(8_000);
  const synced = async (name: string, flag: string, text: string) => {
    const file = await open(join(folder, name), flag);
    await file.write(text);
    await file.datasync();
    await file.close();
  };
  return {
    append: () => synced('floor.log', 'a', line),
    async replace() {
      await synced('floor.tmp', 'w', whole);
      await rename(join(folder, 'floor.tmp'), join(folder, 'floor.json'));
      const names = await open(folder, 'r');
      await names.sync();
      await names.close();
    },
  };
}
