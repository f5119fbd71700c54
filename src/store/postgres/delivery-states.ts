import type { DeliveryState } from '../../delivery/ports.js';

/**
 * Whether a delivery may go from one state to another. A process may report late how something went, when another one has
 * taken the lease over: what ended stays ended, and what may have left is never due again. The one
 * way back is `undelivered` to `pending`, an explicit retry. `own`: this process marked it in flight itself, under the
 * lease it holds or held last, so it knows what became of it.
 */
export function mayBecome(before: DeliveryState, after: DeliveryState, own: boolean): boolean {
  switch (before) {
    case 'pending':
      return true;
    case 'inFlight':
      return own || after === 'sent' || after === 'unknown';
    case 'unknown':
      return after === 'sent' || after === 'unknown';
    case 'undelivered':
      return after !== 'inFlight' && after !== 'unknown';
    case 'sent':
    case 'superseded':
      return after === before;
  }
}
