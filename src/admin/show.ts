import { awaitedSteps } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import type { Author } from '../case/people.js';
import type { Delivery, DeliveryState } from '../delivery/ports.js';
import type { AdminCommand } from './command.js';
import { caseIn, type Found, openSource } from './source.js';

/** One case for an operator who looks into a fault: what happened when, and what is on its way. Ids only. */
export const show: AdminCommand = {
  name: 'show',
  usage: '<case id>',
  summary: 'Shows one case: its entries, its head and its messages on their way.',
  help: `Shows the state of a case, every entry with its number, time, kind and author, the head (the hash of the last entry,
which stands for the whole log), and how many messages are due, sent, removed for a newer one or could not be delivered.
People are shown by their ids in Entra, and no text that people typed is shown: use export for the contents.`,
  options: {},
  words: { from: 1, to: 1 },
  async run({ words: [caseId = ''] }, config, io) {
    io.out(shown(await caseIn(await openSource(config), caseId)));
    return 0;
  },
};

function shown({ case: theCase, record }: Extract<Found, { kind: 'case' }>): string {
  const { events, hashes, deliveries } = record;
  const facts: (readonly [string, string])[] = [
    ['case', theCase.id],
    ['municipality', theCase.municipality],
    ['tenant', theCase.tenant],
    ['status', theCase.status],
    ['waits for', awaitedSteps(theCase).join(', ') || '-'],
    ['opened', dayOf(theCase.opened.at)],
    ['closed', theCase.status !== 'open' && theCase.closed ? dayOf(theCase.closed.at) : '-'],
    ['task', `${theCase.taskStart} to ${theCase.taskEnd}, go-live ${theCase.goLive}`],
    ['people', String(theCase.people.length)],
    ['messages', messagesOf(deliveries) || 'none kept'],
    ['entries', String(events.length)],
    ['head', hashes.at(-1) ?? ''],
  ];
  const log = events.map(
    (event, at) =>
      `${String(at + 1).padStart(5)}  ${event.at}  ${event.type.padEnd(20)}  ${who(event.by).padEnd(36)}  ${hashes[at]?.slice(0, 12)}`,
  );
  return `${facts.map(([label, value]) => `${label.padEnd(12)}  ${value}`).join('\n')}\n\n${log.join('\n')}\n`;
}

function who(by: Author): string {
  return by === 'clock' ? 'the clock' : by.id;
}

/** How many of each state, and how many older ones a newer message has removed from a chat. */
function messagesOf(deliveries: readonly Delivery[]): string {
  const counts = new Map<DeliveryState | 'removed', number>();
  const words = deliveries.flatMap(({ state, removed }) => (removed ? [state, 'removed' as const] : [state]));
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}
