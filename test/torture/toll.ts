import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaseRecord, Delivery } from '../../src/delivery/ports.js';
import { isCase } from '../../src/store/case-index.js';
import { readCaseFile } from '../../src/store/lowdb/case-file.js';
import type { Ears } from './ears.js';

/**
 * A broken promise. `lost`: acknowledged and not in the file. `unreadable`: a case file that the store would set aside.
 * `doubled`: somebody was told the same twice. `forgotten`: somebody was to be told and never was. `start`: a start that
 * did not succeed.
 */
export interface Loss {
  readonly kind: 'lost' | 'unreadable' | 'doubled' | 'forgotten' | 'start' | 'refused';
  readonly what: string;
}

/** The cases as their files hold them, and every file that does not hold one. */
export async function readFiles(folder: string): Promise<{ cases: Map<string, CaseRecord>; losses: Loss[] }> {
  const cases = new Map<string, CaseRecord>();
  const losses: Loss[] = [];
  const names = await readdir(join(folder, 'cases')).catch(() => []);
  for (const name of names.filter((one) => one.endsWith('.json'))) {
    const id = name.slice(0, -'.json'.length);
    try {
      const content = readCaseFile(id, await readFile(join(folder, 'cases', name), 'utf8'));
      if (isCase(content)) cases.set(id, content);
    } catch (error) {
      losses.push({ kind: 'unreadable', what: String(error) });
    }
  }
  return { cases, losses };
}

/** Every acknowledged go-live day must be in the log of its case; `acknowledged` is keyed by case. */
export function lostOf(
  cases: ReadonlyMap<string, Pick<CaseRecord, 'events'>>,
  acknowledged: ReadonlyMap<string, ReadonlySet<string>>,
): Loss[] {
  return [...acknowledged].flatMap(([id, days]) => {
    const stored = cases.get(id);
    if (!stored) return [{ kind: 'lost' as const, what: `the whole of ${id}` }];
    const there = new Set(
      stored.events.map((event) => (event.type === 'GoLiveMoved' || event.type === 'CaseOpened' ? event.goLive : '')),
    );
    return [...days]
      .filter((day) => !there.has(day))
      .map((day) => ({ kind: 'lost' as const, what: `go-live ${day} of ${id}` }));
  });
}

/** At most one reminder for each case, person and working day in the logs. */
export function doubledFacts(cases: ReadonlyMap<string, Pick<CaseRecord, 'events'>>): Loss[] {
  const reminded = [...cases].flatMap(([id, { events }]) =>
    events.flatMap((event) => {
      if (event.type === 'Reminded') return [`${id} ${event.to.id} ${event.at.slice(0, 10)}`];
      return event.type === 'Escalated' ? event.to.map((one) => `${id} ${one.id} ${event.at.slice(0, 10)}`) : [];
    }),
  );
  return repeated(reminded).map((what) => ({ kind: 'doubled', what: `in the log: ${what}` }));
}

/**
 * What people heard twice: one delivery as two messages, or two reminders of a case on one day. The case card is left
 * out: when it is unknown whether the first one arrived, it is written again on purpose, since a case without a card
 * would be worse than one with two.
 */
export function doubledMessages({ heard }: Pick<Ears, 'heard'>): Loss[] {
  const fresh = heard.filter(({ kind, effect }) => kind === 'new' && effect !== 'caseCard');
  const reminders = fresh.filter(({ effect }) => effect === 'reminder' || effect === 'escalation');
  return [
    ...repeated(fresh.map((one) => `${one.caseId} ${one.key}`)),
    ...repeated(reminders.map((one) => `${one.caseId} ${one.to ?? ''} ${one.at.slice(0, 10)}`)),
  ].map((what) => ({ kind: 'doubled', what: `told twice: ${what}` }));
}

/**
 * What the ledger says was sent must have been heard; at the end nothing may be left on its way, but for reminders that
 * were put off until working hours begin again.
 */
export function forgotten(cases: ReadonlyMap<string, CaseRecord>, ears: Pick<Ears, 'times'>, atEnd: boolean): Loss[] {
  return [...cases].flatMap(([id, { deliveries }]) =>
    deliveries.flatMap((one): Loss[] => {
      const { key, state, effect } = one;
      if (effect.kind === 'caseCard') return [];
      if (state === 'sent' && ears.times(id, key) === 0)
        return [{ kind: 'forgotten', what: `${id} ${key} is said to be sent` }];
      return atEnd && isWaiting(one)
        ? [
            {
              kind: 'forgotten',
              what: `${id} ${key} is still ${state}: ${JSON.stringify({ ...one, effect: effect.kind })}`,
            },
          ]
        : [];
    }),
  );
}

/** True while a message is on its way, and not merely put off until working hours begin again. */
export function isWaiting({ state, attempts, notBefore, at }: Delivery): boolean {
  const putOff = attempts === 0 && notBefore > at;
  return (state === 'pending' && !putOff) || state === 'inFlight';
}

function repeated(all: readonly string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(all.filter((one) => seen.size === seen.add(one).size))];
}
