import { describe, expect, test } from 'vitest';
import type { Services } from '../../src/answers/services.js';
import type { ConversationReference, Delivery, MessageReference, Outgoing } from '../../src/delivery/ports.js';
import { RateLimiter } from '../../src/delivery/rate-limit.js';
import { memoryDirectory } from '../../src/store/memory.js';
import type { Connector } from '../../src/teams/connector.js';
import type { SendOutcome } from '../../src/teams/http-client.js';
import { TeamsMessenger } from '../../src/teams/messenger.js';
import { templates } from '../cards/cases.js';
import { caseUntil } from '../case/facts.js';
import { caseOf, officer, TENANT, world } from '../given.js';

const chat: ConversationReference = {
  ...{ serviceUrl: 'https://teams.test', conversationId: 'a:officer', tenantId: TENANT, botId: '28:b' },
  kind: 'personal',
};
const at = '2026-06-08T07:00:00.000Z';
const theCase = caseOf(...caseUntil('signature'));
const message = (activityId: string): MessageReference => ({ conversationId: chat.conversationId, activityId });
const slot = `personal:${officer.id.toLowerCase()}`;
const reminder = { kind: 'reminder', to: officer, step: 'signature', occasion: 'silence', rung: 1 } as const;

/** A messenger whose way out writes each request down; Teams answers every removal like this, and `gone` is no message. */
async function office(removal: SendOutcome, more: Partial<Outgoing>) {
  const directory = memoryDirectory();
  await directory.meet({ person: officer, teamsId: '29:officer', personal: chat });
  await directory.remember(chat);
  const asked: string[] = [];
  const connector: unknown = {
    ready: async () => undefined,
    send: async () => ({ kind: 'sent', activityId: 'new' }),
    update: async (_to: unknown, id: string, activity: unknown) => {
      asked.push(`line ${id} ${JSON.stringify(activity).match(/Afløst|bekræftet/)?.[0]}`);
      return id === 'gone'
        ? { kind: 'refused', status: 404, code: 'ActivityNotFound' }
        : { kind: 'sent', activityId: id };
    },
    remove: async (_to: unknown, id: string) => {
      asked.push(`remove ${id}`);
      return removal;
    },
  };
  const services = { ...{ directory, world, templates, practice: false }, clock: { now: () => at } };
  const messenger = new TeamsMessenger(services as unknown as Services, connector as Connector, new RateLimiter(), {
    held: true,
  });
  const outcome = await messenger.send({
    ...{ key: 'c/9.0', effect: reminder, messages: {}, deliveries: [], case: theCase, unreached: [] },
    ...{ beforeSend: async () => true, ...more },
  });
  return { asked, outcome };
}

const about = (step: 'webForm' | 'signature', activityId: string): Delivery => ({
  ...{ key: '8.0', effect: { ...reminder, step }, state: 'sent', attempts: 0, notBefore: at, at },
  message: message(activityId),
});
const done: SendOutcome = { kind: 'sent', activityId: 'older' };
const busy: SendOutcome = { kind: 'retry', status: 429, retryAfterMs: 7_000 };
const older = { messages: { [slot]: message('older') }, deliveries: [about('signature', 'older')] };

describe('the card before a new one', () => {
  test('goes, and the outcome says which', async () => {
    const { asked, outcome } = await office(done, older);
    expect(asked).toEqual(['remove older']);
    expect(outcome).toMatchObject({ kind: 'sent', message: message('new'), removed: message('older') });
  });

  test('tells what happened when its step is over', async () => {
    const { asked, outcome } = await office(done, { ...older, deliveries: [about('webForm', 'older')] });
    expect(asked).toEqual(['line older bekræftet']);
    expect(outcome).not.toHaveProperty('removed');
  });

  test('waits as long as Teams asks when it is busy', async () => {
    const { outcome } = await office(busy, older);
    expect(outcome).toMatchObject({ kind: 'sent', unsettled: { message: message('older'), afterMs: 7_000 } });
  });

  test('is tried again when no answer came: it may be gone already, and then nothing is left to do', async () => {
    const { outcome } = await office({ kind: 'unknown', reason: 'timeout' }, older);
    expect(outcome).toMatchObject({ kind: 'sent', unsettled: { message: message('older') } });
  });
});

describe('a card whose end failed', () => {
  const retire = { effect: { kind: 'retire', to: officer, step: 'signature' }, replaces: message('older') } as const;

  test.each([
    ['a request', retire, slot],
    [
      'the KLIK question',
      { ...retire, effect: { kind: 'retire', to: officer } } as const,
      slot.replace('personal', 'klik'),
    ],
  ] as const)(
    'goes later, unless the person has made it their live one by pressing in it: %s',
    async (_what, delivery, its) => {
      const { asked, outcome } = await office(done, { ...delivery, messages: { [its]: message('new') } });
      expect([asked, outcome]).toEqual([['remove older'], { kind: 'sent', removed: message('older') }]);
      const lost = await office({ kind: 'unknown', reason: 'timeout' }, delivery);
      expect(lost.outcome).toEqual({ kind: 'retry', why: 'noAnswer' });
      const live = await office(done, { ...delivery, messages: { [its]: message('older') } });
      expect([live.asked, live.outcome]).toEqual([[], { kind: 'superseded' }]);
      const later = await office(busy, { ...delivery, messages: { [its]: message('new') } });
      expect(later.outcome).toEqual({ kind: 'retry', why: 'outage', afterMs: 7_000 });
    },
  );

  test('is a line where Teams lets the bot remove nothing', async () => {
    const { asked, outcome } = await office({ kind: 'refused', status: 403, code: 'Forbidden' }, retire);
    expect(asked).toEqual(['remove older', 'line older Afløst']);
    expect(outcome).toEqual({ kind: 'sent', message: message('older') });
  });
});

test('a line about a colleague’s act stands once: where a person has pressed in an old card, the newer one goes', async () => {
  const settle = { effect: { kind: 'settle', to: officer, step: 'webForm' }, replaces: message('pressed') } as const;
  const { asked, outcome } = await office(done, { ...settle, messages: { [slot]: message('older') } });
  expect(asked).toEqual(['line pressed bekræftet', 'remove older']);
  expect(outcome).toMatchObject({ kind: 'sent', slots: { [slot]: null }, removed: message('older') });
});

test('a step that ends is told in the newer card when the pressed one was taken away by it', async () => {
  const effect = { kind: 'settle', to: officer, step: 'webForm' } as const;
  const { asked, outcome } = await office(done, {
    ...{ effect, replaces: message('gone'), messages: { [slot]: message('newer') } },
  });
  expect(asked).toEqual(['line gone bekræftet', 'line newer bekræftet']);
  expect(outcome).toMatchObject({ kind: 'sent', message: message('newer'), slots: { [slot]: null } });
});
