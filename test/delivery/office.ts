import { expect } from 'vitest';
import type { Instant } from '../../src/case/dates.js';
import type { CaseEvent } from '../../src/case/events.js';
import type { Person } from '../../src/case/people.js';
import { nextReminderOf } from '../../src/case/reminders.js';
import { CommandHandler } from '../../src/delivery/command-handler.js';
import { outboxFor } from '../../src/delivery/outbox.js';
import type { CaseStore, DeliveryState, Outcome, Outgoing, SenderLease } from '../../src/delivery/ports.js';
import { Sender } from '../../src/delivery/sender.js';
import { ReminderTick } from '../../src/delivery/tick.js';
import { memoryCaseStore } from '../../src/store/memory.js';
import { caseOpened, reminded } from '../case/facts.js';
import { coordinator, world } from '../given.js';

/** A Monday morning within working hours. */
export const MORNING = '2026-06-08T07:00:00.000Z';

/** A store that forgets everything at its end. */
export const memoryStore = (): CaseStore =>
  memoryCaseStore({ nextReminderOf: (theCase) => nextReminderOf(theCase, world) });

/** The lease of a process that has its store for itself. */
export const held: SenderLease = { held: true, onChange: (listener) => listener(true) };

/** The message left and arrived. */
export const sent = async (message: Outgoing): Promise<Outcome> => {
  if (!(await message.beforeSend())) return { kind: 'stale' };
  return { kind: 'sent', message: { conversationId: 'chat', activityId: message.key } };
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
export function anOffice(
  send: (message: Outgoing) => Promise<Outcome> = sent,
  store: CaseStore = memoryStore(),
  lease: SenderLease = held,
) {
  let now: Instant = MORNING;
  const messages: Outgoing[] = [];
  const failures: unknown[] = [];
  const onError = (error: unknown) => failures.push(error);
  const commands = new CommandHandler(store, world, (after) => sender.caseChanged(after));
  const sender: Sender = new Sender({
    store,
    world,
    lease,
    messenger: {
      send: (message) => {
        messages.push(message);
        return send(message);
      },
    },
    clock: { now: () => now },
    jitter: () => 0,
    onError,
  });
  const onReminded = (caseId: string, tenant: string) => sender.wake(caseId, tenant);
  const tick = new ReminderTick({ store, commands, world, onReminded, onError });

  return {
    store,
    lease,
    commands,
    tick,
    sender,
    messages,
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
      const { deliveries } = outboxFor([opening], undefined, undefined, undefined);
      await store.append(
        caseId,
        0,
        [opening],
        deliveries.map((one) => ({ ...one, state: 'sent' as const })),
      );
      const message = { conversationId: `19:${caseId}`, activityId: `card-${caseId}` };
      await store.updateDelivery(caseId, '1.0', {
        ...{ state: 'sent', at: opening.at, message },
        slots: { caseCard: message },
      });
      if (remind) await this.append(caseId, [reminded({ at: MORNING, to: by })]);
      return caseId;
    },
    async append(caseId: string, events: readonly CaseEvent[]) {
      const before = await commands.case(caseId);
      const { deliveries } = outboxFor(events, before, undefined, undefined);
      expect(await store.append(caseId, before?.length ?? 0, events, deliveries)).toMatchObject({ kind: 'appended' });
    },
    /** Wakes the cases at once, as a tick does, and waits until nothing more can be sent. */
    async deliver(...caseIds: readonly string[]) {
      for (const caseId of caseIds) sender.wake(caseId, coordinator.tenant);
      await sender.drained();
    },
    /** Waits until the sender has taken up what it was started for and nothing more can be sent. */
    async settled() {
      for (let turns = 0; turns < 50; turns++) await new Promise((next) => setImmediate(next));
      await sender.drained();
    },
    /** The states of a case's reminders and of what followed from them. */
    async states(caseId: string, kinds: readonly string[] = ['reminder', 'escalation', 'mention']) {
      const all = (await store.read(caseId))?.deliveries ?? [];
      return all.filter(({ effect }) => kinds.includes(effect.kind)).map((one): DeliveryState => one.state);
    },
    /** The messages that were reminders, each as the cases it told of. */
    reminders: () =>
      messages
        .filter(({ effect }) => effect.kind === 'reminder' || effect.kind === 'escalation')
        .map((message) => [message.case, ...(message.alsoAbout ?? [])].map((theCase) => theCase.id).sort()),
  };
}
