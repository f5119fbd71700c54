import type { Case } from '../case/case.js';
import type { CaseRecord, Delivery, DeliveryPatch } from './ports.js';

type Seen = CaseRecord & { readonly case: Case };
type Ended = Omit<DeliveryPatch, 'at'>;

/**
 * How deliveries of one case went that is not on disk yet. What may be done twice without harm (an edit, a message that
 * had nothing left to say) is written down together at the end of a round: one write instead of one each. A crash in
 * between only repeats it.
 */
export class News {
  private readonly ended = new Map<string, { delivery: Delivery; patch: Ended }>();

  add(delivery: Delivery, patch: Ended): void {
    this.ended.set(delivery.key, { delivery, patch });
  }

  has({ key }: Delivery): boolean {
    return this.ended.has(key);
  }

  /** The case as it is with the news in it: those deliveries are not due, and their slots are filled. */
  over(seen: Seen): Seen {
    if (this.ended.size === 0) return seen;
    const messages = { ...seen.messages };
    for (const { patch } of this.ended.values())
      for (const [slot, place] of Object.entries(patch.slots ?? {})) {
        if (place) messages[slot] = place;
        else delete messages[slot];
      }
    return { ...seen, messages: messages, deliveries: seen.deliveries.filter((one) => !this.ended.has(one.key)) };
  }

  /** Hands the news out, to be written in one go; then there are none. */
  take(): { delivery: Delivery; patch: Ended }[] {
    const all = [...this.ended.values()];
    this.ended.clear();
    return all;
  }
}
