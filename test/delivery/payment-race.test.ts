import { expect, test } from 'vitest';
import type { Services } from '../../src/answers/services.js';
import { currentStep } from '../../src/case/case.js';
import type { ConversationReference, Outgoing } from '../../src/delivery/ports.js';
import { RateLimiter } from '../../src/delivery/rate-limit.js';
import { memoryDirectory } from '../../src/store/memory.js';
import type { Connector } from '../../src/teams/connector.js';
import { Post } from '../../src/teams/post.js';
import { caseUntil } from '../case/facts.js';
import { press } from '../case/press.js';
import { payer, TENANT } from '../given.js';
import { Chance } from '../simulation/chance.js';
import { anOffice, memoryStore } from './office.js';

const RACES = 1_000;
const CASE = '0630-k3f9';
/** Five working days before the invoice is due, at eight in the morning. */
const DUE = '2026-06-12T06:00:00.000Z';
const chat: ConversationReference = {
  ...{ serviceUrl: 'https://teams.test', conversationId: 'a:payer', kind: 'personal', tenantId: TENANT },
  botId: '28:bot',
};

/** Lets so many turns of everything else pass. */
async function hops(count: number): Promise<void> {
  for (let at = 0; at < count; at++) await (at % 3 === 0 ? new Promise((next) => setImmediate(next)) : undefined);
}

/** One morning on which a reminder falls due while somebody records the payment; another message is in its way. */
async function race(seed: number): Promise<{ reminded: boolean; late: boolean }> {
  const chance = new Chance(seed);
  const directory = memoryDirectory();
  await directory.meet({ person: payer, teamsId: '29:payer', personal: chat });
  await directory.remember(chat);
  let paid = false;
  const result = { reminded: false, late: false };
  const pause = () => hops(chance.between(0, 6));
  const connector = {
    ready: async () => void (await pause()),
    async send(_to: ConversationReference, activity: { summary: string }) {
      if (activity.summary === 'reminder') {
        result.reminded = true;
        result.late ||= paid;
      }
      await pause();
      return { kind: 'sent', activityId: 'sent' };
    },
  } as unknown as Connector;
  const limiter = new RateLimiter({ conversation: [], tenant: { count: 1_000_000, everyMs: 1 } });
  const post = new Post({ directory, practice: false } as unknown as Services, connector, limiter, { held: true });
  // Like the messenger: a reminder about a step that is done has nothing left to say.
  const perform = async ({ case: theCase, effect, beforeSend }: Outgoing) =>
    effect.kind === 'reminder' && currentStep(theCase) === effect.step
      ? post.toPerson(payer, { summary: effect.kind }, undefined, beforeSend)
      : ({ kind: 'superseded' } as const);
  // What a store answers may be old when it comes: over a network another process's or a person's write has passed it by.
  const memory = memoryStore();
  const late = async (caseId: string) => {
    const record = await memory.read(caseId);
    await pause();
    return record;
  };
  const office = anOffice(perform, { ...memory, read: late });
  office.setClock(DUE);
  await office.store.append(CASE, 0, caseUntil('payment'), []);
  if (chance.percent(50)) void post.toPerson(payer, { summary: 'before it' }, undefined, async () => true);
  const ticking = office.tick.run(DUE);
  await hops(chance.between(0, 30));
  const asked = { by: payer, guest: false, at: DUE };
  const handled = await office.commands.handle(press('confirmPayment'), CASE, asked);
  paid = handled.case?.status === 'paid';
  expect(paid).toBe(true);
  await ticking;
  await office.sender.drained();
  await office.sender.drained();
  expect(office.failures).toEqual([]);
  return result;
}

test(`a payment raced against a due reminder ${RACES} times: none leaves once the payment is recorded`, async () => {
  const results = await Promise.all(Array.from({ length: RACES }, (_, seed) => race(seed)));
  const reminded = results.filter((one) => one.reminded).length;
  expect(results.flatMap((one, seed) => (one.late ? [seed] : []))).toEqual([]);
  // Both sides win often enough for it to have been a race.
  expect(reminded).toBeGreaterThan(RACES / 10);
  expect(reminded).toBeLessThan((RACES * 9) / 10);
});
