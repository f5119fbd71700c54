import { expect } from 'vitest';
import type { Instant } from '../../src/case/dates.js';
import type { CaseEvent } from '../../src/case/events.js';
import type { Person } from '../../src/case/people.js';
import { Deliveries } from '../../src/delivery/deliver.js';
import { CommandHandler } from '../../src/delivery/flow.js';
import type { Claims } from '../../src/delivery/instances.js';
import { deliveriesFor } from '../../src/delivery/ledger.js';
import type { CaseStore, DeliveryState, Outcome, Outgoing } from '../../src/delivery/ports.js';
import { Reminders } from '../../src/delivery/tick.js';
import { memoryCaseStore } from '../../src/store/memory.js';
import { caseOpened, reminded } from '../case/facts.js';
import { coordinator, officer, world } from '../given.js';

/** A Monday morning within working hours. */
export const MORNING = '2026-06-08T07:00:00.000Z';

/** The message left and arrived. */
export const sent = async (errand: Outgoing): Promise<Outcome> => {
  if (!(await errand.beforeSend())) return { kind: 'stale' };
  return { kind: 'sent', message: { conversationId: 'chat', activityId: errand.key } };
};

export interface Opening {
  readonly coordinator?: Person;
  readonly tenant?: string;
  readonly taskEnd?: string;
  /** Also reminds the coordinator, due at once. */
  readonly remind?: boolean;
  readonly home?: 'channel' | 'personal';
}

/** Many cases in memory, a clock that is set, and a messenger that does as the test says. */
export function postOffice(
  perform: (errand: Outgoing) => Promise<Outcome> = sent,
  store: CaseStore = memoryCaseStore(),
  claims?: Claims,
) {
  let now: Instant = MORNING;
  const errands: Outgoing[] = [];
  const failures: unknown[] = [];
  const reminders: Reminders = new Reminders(world, (caseId, tenant) => deliveries.wake(caseId, tenant));
  const flow = new CommandHandler(store, world, (after) => reminders.note(after));
  const deliveries: Deliveries = new Deliveries({
    store,
    flow,
    messenger: {
      send: (errand) => {
        errands.push(errand);
        return perform(errand);
      },
    },
    clock: { now: () => now },
    jitter: () => 0,
    ...(claims && { claims }),
    onError: (error) => failures.push(error),
  });

  return {
    store,
    flow,
    reminders,
    deliveries,
    errands,
    failures,
    setClock: (moment: Instant) => {
      now = moment;
    },
    /** A case whose first messages have gone out long ago; the officer is not named, the coordinator is waited for. */
    async open(
      caseId: string,
      { coordinator: by = coordinator, tenant = by.tenant, taskEnd = '2026-07-31', remind, home }: Opening = {},
    ) {
      const opening = caseOpened({
        caseId,
        tenant,
        coordinator: by,
        by,
        taskEnd,
        taskStart: '2026-05-01',
        municipality: caseId.slice(0, 4),
        home: { kind: home ?? 'channel', id: `19:${caseId}` },
      });
      const old = deliveriesFor([opening], undefined, undefined, undefined).deliveries;
      await store.append(
        caseId,
        0,
        [opening],
        old.map((one) => ({ ...one, state: 'sent' as const })),
      );
      const place = { conversationId: `19:${caseId}`, activityId: `home-${caseId}` };
      await store.updateDelivery(caseId, '1.0', {
        state: 'sent',
        at: opening.at,
        message: place,
        slots: { caseCard: place },
      });
      if (remind) await this.append(caseId, [reminded({ at: MORNING, to: by })]);
      return caseId;
    },
    async append(caseId: string, events: readonly CaseEvent[]) {
      const before = await flow.case(caseId);
      const { deliveries: due } = deliveriesFor(events, before, undefined, undefined);
      expect(await store.append(caseId, before?.length ?? 0, events, due)).toEqual({ kind: 'appended' });
    },
    /** Wakes the cases at once, as a tick does, and waits until nothing more can be sent. */
    async deliver(...caseIds: readonly string[]) {
      for (const caseId of caseIds) deliveries.wake(caseId, coordinator.tenant);
      await deliveries.drained();
    },
    /** The states of a case's reminders and of what followed from them. */
    async states(caseId: string, kinds: readonly string[] = ['reminder', 'escalation', 'mention']) {
      const all = (await store.read(caseId))?.deliveries ?? [];
      return all
        .filter(({ effect }) => kinds.includes(effect.kind))
        .map((one): DeliveryState | `${DeliveryState} ${string}` => one.state);
    },
    /** The errands that were reminders, each as the cases it told of. */
    told: () =>
      errands
        .filter(({ effect }) => effect.kind === 'reminder' || effect.kind === 'escalation')
        .map((errand) => [errand.case, ...(errand.together ?? [])].map((theCase) => theCase.id).sort()),
  };
}

export const someoneElse = officer;
