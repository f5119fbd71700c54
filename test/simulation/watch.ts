import type { Reply } from '../../src/answers/protocol.js';
import { type Case, currentStep } from '../../src/case/case.js';
import { dayOf } from '../../src/case/dates.js';
import type { CaseEvent } from '../../src/case/events.js';
import { evolve } from '../../src/case/evolve.js';
import { inWorkingHours } from '../../src/case/reminders.js';
import type { CaseStore, Delivery, DeliveryPatch, Outgoing } from '../../src/delivery/ports.js';
import type { OutgoingActivity } from '../../src/teams/connector.js';
import { flaws, nodes } from '../cards/inspect.js';
import { world } from './process.js';
import type { Listener, Standing } from './teams.js';
import type { VirtualTime } from './time.js';

type Ledger = Map<string, Delivery>;

/** Looks at everything that is written and sent, and notes each rule that was broken. */
export class Watch implements Listener {
  readonly wrong: string[] = [];
  readonly counts = new Map<string, number>();
  readonly cases = new Map<string, Case>();
  readonly logs = new Map<string, CaseEvent[]>();
  /** Every delivery there ever was, with its newest state; the store forgets old ones. */
  readonly ledgers = new Map<string, Ledger>();
  private readonly reachedAt = new Map<string, string>();
  private readonly actedAt = new Map<string, string>();
  private readonly told = new Set<string>();
  private readonly newest = new Map<string, { fact: number; at: string }>();
  private readonly good = new WeakSet<object>();

  constructor(readonly time: VirtualTime) {}

  count(what: string, more = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + more);
  }

  note(rule: string, about: string): void {
    this.wrong.push(`${this.time.instant()} ${rule}: ${about}`);
  }

  /** The store, with everything that is written to it seen. */
  over(store: CaseStore): CaseStore {
    return {
      ...store,
      append: async (caseId, length, events, deliveries) => {
        const result = await store.append(caseId, length, events, deliveries);
        if (result.kind === 'appended') this.appended(caseId, events, deliveries);
        return result;
      },
      updateDelivery: async (caseId, key, patch) => {
        await store.updateDelivery(caseId, key, patch);
        this.recorded(caseId, key, patch);
      },
    };
  }

  reachable(person: { id: string }): void {
    this.reachedAt.set(person.id, this.time.instant());
  }

  /** True when somebody could be reached again after a moment: what they had missed by then was tried once more. */
  cameBackAfter(person: { id: string }, at: string): boolean {
    return (this.reachedAt.get(person.id) ?? '') > at;
  }

  leaves(conversation: string, outgoing: Outgoing | undefined, write: boolean, crowded: boolean): void {
    this.count(write ? 'sends' : 'edits');
    if (crowded) this.note('two requests at once', conversation);
    if (!outgoing || !write) return;
    const { effect } = outgoing;
    const asks = effect.kind === 'request' || effect.kind === 'reminder' || effect.kind === 'escalation';
    if (!asks && effect.kind !== 'mention') return;
    for (const told of [outgoing.case, ...(outgoing.alsoAbout ?? [])]) {
      const now = this.cases.get(told.id);
      // What is written down in the very moment in which the message leaves comes too late for it.
      if (this.actedAt.get(told.id) === this.time.instant()) continue;
      if (now?.version !== told.version || currentStep(now) === undefined)
        this.note(`${effect.kind} of a case that has moved on`, outgoing.key);
    }
    if (isUnasked(outgoing) && !this.retried(outgoing) && !inWorkingHours(this.time.instant(), world))
      this.note(`${effect.kind} outside working hours`, outgoing.key);
  }

  arrives(message: Standing, edited: boolean): void {
    const { outgoing, conversation, activity } = message;
    this.inspect(activity, outgoing?.key ?? conversation);
    if (!outgoing) return;
    const { effect, key } = outgoing;
    if (!conversation.startsWith('a:')) this.neutral(activity, key);
    if (edited) return;
    if (this.told.has(key)) this.note('sent twice', `${effect.kind} ${key}`);
    this.told.add(key);
    this.inOrder(outgoing, conversation);
    if (!isUnasked(outgoing) || !('to' in effect) || this.retried(outgoing)) return;
    this.count(outgoing.alsoAbout ? 'combined reminders' : effect.kind);
    for (const { id } of [outgoing.case, ...(outgoing.alsoAbout ?? [])]) {
      const once = `${id} ${effect.to.id} ${dayOf(this.time.instant())}`;
      if (this.told.has(once)) this.note('two reminders on one day', `${effect.kind} ${key} ${effect.to.name}`);
      this.told.add(once);
    }
  }

  removed({ outgoing, conversation }: Standing, left: readonly Standing[]): void {
    this.count('removed');
    if (!conversation.startsWith('a:')) this.note('removed where several people read', conversation);
    // What was typed for may have become the live card, by a press in it.
    const isOfCase = (one: Standing) => !outgoing || !one.outgoing || one.outgoing.case.id === outgoing.case.id;
    if (!left.some(isOfCase)) this.note('removed the only message about a case', outgoing?.key ?? conversation);
  }

  /** The answer to a press or a text. */
  answered(answer: Reply, what: string): void {
    if ('card' in answer) this.inspectCard(answer.card, what);
    else if (answer.text.trim() === '') this.note('an empty answer', what);
  }

  private appended(caseId: string, events: readonly CaseEvent[], deliveries: readonly Delivery[]): void {
    const log = this.logs.get(caseId) ?? [];
    this.logs.set(caseId, log);
    for (const event of events) {
      log.push(event);
      this.cases.set(caseId, evolve(this.cases.get(caseId), event));
      this.actedAt.set(caseId, this.time.instant());
      this.count(event.type);
    }
    this.take(caseId, deliveries);
  }

  private recorded(caseId: string, key: string, patch: DeliveryPatch): void {
    const one = this.ledgers.get(caseId)?.get(key);
    if (!one) return;
    this.count(patch.state);
    const { state, why = one.why, at } = patch;
    this.ledgers.get(caseId)?.set(key, { ...one, state, at, ...(why && { why }) });
    this.take(caseId, patch.adds ?? []);
  }

  private take(caseId: string, deliveries: readonly Delivery[]): void {
    const ledger: Ledger = this.ledgers.get(caseId) ?? new Map();
    this.ledgers.set(caseId, ledger);
    for (const one of deliveries) if (!ledger.has(one.key)) ledger.set(one.key, one);
  }

  /** In a conversation the messages of a case come in the order of its facts, but for what was missed and comes later. */
  private inOrder(outgoing: Outgoing, conversation: string): void {
    const place = `${conversation} ${outgoing.case.id}`;
    const fact = factOf(outgoing);
    const last = this.newest.get(place);
    // A reminder that waited for the morning lets others pass.
    if (last && fact < last.fact && !this.retried(outgoing) && !isUnasked(outgoing))
      this.note('out of order', `${outgoing.effect.kind} ${outgoing.key} after ${last.fact}`);
    this.newest.set(place, { fact: Math.max(fact, last?.fact ?? 0), at: this.time.instant() });
  }

  /** It did not reach somebody at its time, and comes now because they can be reached. */
  private retried({ effect, event }: Outgoing): boolean {
    const reached = 'to' in effect ? this.reachedAt.get(effect.to.id) : undefined;
    return reached !== undefined && event !== undefined && reached > event.at;
  }

  /** Where several people read, nothing stands that only one of them may fill in or press. */
  private neutral({ attachments }: OutgoingActivity, what: string): void {
    for (const { content } of attachments ?? []) {
      this.count('cards in rooms');
      const personal = nodes(content).find(
        ({ type, verb }) => String(type).startsWith('Input.') || (type === 'Action.Execute' && verb !== 'refresh'),
      );
      if (personal) this.note('a personal card where several people read', `${what} ${personal.verb ?? personal.id}`);
    }
  }

  private inspect({ attachments, summary, text }: OutgoingActivity, what: string): void {
    // Of a text Teams shows the text.
    if (!text?.trim() && !summary?.trim()) this.note('no summary', what);
    if (attachments?.length && text) this.note('text beside a card', what);
    for (const { content } of attachments ?? []) this.inspectCard(content as Record<string, unknown>, what);
  }

  /** By every rule of the platform that a card can break. The very same card need not be looked at twice. */
  private inspectCard(card: Record<string, unknown>, what: string): void {
    this.count('cards');
    if (this.good.has(card)) return;
    this.good.add(card);
    const found = flaws(card);
    if (found.length > 0) this.note('a card is not as Teams wants it', `${what}: ${found.join('; ')}`);
  }
}

/** Caused by the clock alone. */
function isUnasked({ event, effect }: Pick<Outgoing, 'event' | 'effect'>): boolean {
  return event?.by === 'clock' && effect.kind !== 'caseCard';
}

/** The position of the fact that caused it. */
function factOf({ key }: Pick<Outgoing, 'key'>): number {
  return Number.parseInt(key.slice(key.indexOf('/') + 1), 10);
}
