import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CaseEvent, EventOf } from '../../src/case/events.js';
import type { Person } from '../../src/case/people.js';
import type { CaseStoreOptions, Delivery } from '../../src/delivery/ports.js';
import type { Entry, LogHead } from '../../src/store/event-chain.js';

export const TENANT = '8a1f0c5e-0000-4000-8000-00000000vejl';
export const anna: Person = { tenant: TENANT, id: 'a0000000-0000-4000-8000-00000000aaaa', name: 'Anna Andersen' };
export const bo: Person = { tenant: TENANT, id: 'b0000000-0000-4000-8000-00000000bbbb', name: 'Bo Berg' };
export const AT = '2026-05-04T08:15:00.000Z';

/** The opening of a case, by Anna unless told otherwise. */
export function opened(caseId: string, changes: Partial<EventOf<'CaseOpened'>> = {}): CaseEvent {
  return {
    type: 'CaseOpened',
    at: AT,
    by: anna,
    caseId,
    tenant: TENANT,
    municipality: caseId.slice(0, 4),
    goLive: '2026-09-01',
    taskStart: '2026-06-01',
    taskEnd: '2026-07-31',
    home: { kind: 'channel', id: '19:home@thread.tacv2' },
    language: 'da',
    coordinator: anna,
    ...changes,
  };
}

export const named: CaseEvent = { type: 'OfficerNamed', at: AT, by: anna, officer: bo };
export const accepted: CaseEvent = { type: 'OfficerAccepted', at: AT, by: bo };
export const cancelled: CaseEvent = { type: 'CaseCancelled', at: AT, by: anna, reason: 'Udskudt' };
export const reopened: CaseEvent = { type: 'CaseReopened', at: AT, by: anna, reason: 'Vi går videre' };
export const numbered = (number: string): CaseEvent => ({ type: 'AgreementNumberGiven', at: AT, by: anna, number });
export const refused = (reason: string): CaseEvent => ({ type: 'SignatureRefused', at: AT, by: bo, reason });

/** For stores under test: an open case has a reminder on the morning it goes live, ranked by its municipality. */
export const storeOptions: CaseStoreOptions = {
  nextReminderOf: ({ status, goLive, municipality }) =>
    status === 'open' ? { at: `${goLive}T06:00:00.000Z`, rank: municipality } : undefined,
};

/** A delivery that is due. */
export function due(key: string, changes: Partial<Delivery> = {}): Delivery {
  return { key, effect: { kind: 'caseCard' }, state: 'pending', attempts: 0, notBefore: AT, at: AT, ...changes };
}

/** A folder of the test's own, gone when the test has ended. */
export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nemkonto-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** How far a log has come. */
export function headOf(log: readonly Entry[]): LogHead {
  return { facts: log.length, head: log.at(-1)?.hash ?? '' };
}
