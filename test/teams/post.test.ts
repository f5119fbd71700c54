import { describe, expect, test } from 'vitest';
import type { Person } from '../../src/case/people.js';
import type { ConversationReference } from '../../src/delivery/ports.js';
import { RateLimiter } from '../../src/delivery/rate-limit.js';
import { memoryDirectory } from '../../src/store/memory.js';
import type { Connector } from '../../src/teams/connector.js';
import { Graph } from '../../src/teams/graph.js';
import { HttpError, type SendOutcome } from '../../src/teams/http-client.js';
import { Post } from '../../src/teams/post.js';
import { coordinator, officer, TENANT } from '../given.js';

const room: ConversationReference = {
  serviceUrl: 'http://127.0.0.1:1',
  conversationId: '19:room@thread.v2',
  kind: 'groupChat',
  tenantId: TENANT,
  botId: '28:bot',
};
const chat: ConversationReference = { ...room, conversationId: 'a:chat', kind: 'personal' };
const shut: SendOutcome = { kind: 'refused', status: 403, code: 'ConversationBlockedByUser' };
const yes = async () => true;

/** A post office whose every request is written down and refused because the person has shut the bot out. */
async function shutOut(answer: SendOutcome = shut) {
  const directory = memoryDirectory();
  await directory.meet({ person: officer, teamsId: '29:officer', personal: chat });
  await directory.meet({ person: coordinator, teamsId: '29:coordinator' });
  for (const address of [room, chat]) await directory.remember(address);
  const asked: string[] = [];
  const refuse = (what: string) => async () => {
    asked.push(what);
    return answer;
  };
  const connector: unknown = {
    ready: async () => undefined,
    send: refuse('send'),
    update: refuse('update'),
    openPersonal: refuse('open'),
  };
  return {
    ...{ directory, asked, connector: connector as Connector },
    post: new Post({ directory, practice: false }, connector as Connector, new RateLimiter(), { held: true }),
  };
}

test('the practice client is not asked to remove a message; Teams is', async () => {
  const { directory, connector } = await shutOut();
  const asked: string[] = [];
  const removing = { ...connector, remove: async (_to: unknown, id: string) => asked.push(id) && shut } as Connector;
  const playground = { ...chat, conversationId: 'a:played', serviceUrl: 'http://127.0.0.1:1/_connector' };
  await directory.remember(playground);
  for (const practice of [true, false]) {
    const post = new Post({ directory, practice }, removing, new RateLimiter(), { held: true });
    await post.remove({ conversationId: playground.conversationId, activityId: `there ${practice}` });
    await post.remove({ conversationId: room.conversationId, activityId: `here ${practice}` });
  }
  expect(asked).toEqual(['here true', 'there false', 'here false']);
});

test('an edit whose turn comes when another process has become the sender does not leave', async () => {
  const { directory, connector, asked } = await shutOut();
  const lease = { held: true };
  const removing = { ...connector, remove: async () => asked.push('remove') && shut } as Connector;
  const post = new Post({ directory, practice: false }, removing, new RateLimiter(), lease);
  const message = { conversationId: room.conversationId, activityId: 'there' };
  lease.held = false;
  expect(await post.edit(message, {})).toEqual({ kind: 'stale' });
  expect(await post.remove(message)).toEqual({ kind: 'stale' });
  expect(asked).toEqual([]);
});

test.each<[string, (post: Post, mark: () => Promise<boolean>) => Promise<unknown>]>([
  ['to a person', (post, mark) => post.toPerson(officer, {}, undefined, mark)],
  ['to a conversation', (post, mark) => post.toConversation(room.conversationId, {}, mark)],
])(
  'given a new message %s, then it is marked as the last thing before it leaves; without the mark it stays',
  async (_where, write) => {
    const { directory, connector } = await shutOut();
    const did: string[] = [];
    const arriving: Partial<Connector> = {
      ready: async () => void did.push('ready'),
      send: async () => {
        did.push('send');
        return { kind: 'sent', activityId: 'new' };
      },
    };
    const teams = { ...connector, ...arriving } as Connector;
    const post = new Post({ directory, practice: false }, teams, new RateLimiter(), { held: true });
    const answering = (answer: boolean) => async () => {
      did.push('mark');
      return answer;
    };
    expect(await write(post, answering(true))).toMatchObject({ kind: 'sent' });
    expect(await write(post, answering(false))).toEqual({ kind: 'stale' });
    expect(did).toEqual(['ready', 'mark', 'send', 'ready', 'mark']);
  },
);

describe('a person without a chat with the bot', () => {
  const FOREIGN = '33333333-3333-4333-8333-333333333333';
  const stranger = { tenant: TENANT, id: '99999999-9999-4999-8999-999999999999', name: '' };

  async function withGraph(answer: (method: string, path: string) => Promise<unknown>) {
    const { directory, connector } = await shutOut();
    const clock = { now: () => '2026-05-04T08:00:00.000Z' };
    const adapter = { graph: answer };
    const graph = new Graph({ adapter, tenant: TENANT, externalId: 'app', clock, onFailed: () => undefined });
    return {
      directory,
      post: new Post({ directory, practice: false }, connector, new RateLimiter(), { held: true }, graph),
    };
  }

  /** What Graph is asked when a message is to go to this person by way of that conversation. */
  async function askedOfGraph(person: Person, via: ConversationReference, guest?: boolean): Promise<readonly string[]> {
    const paths: string[] = [];
    const { directory, post } = await withGraph(async (_method, path) => {
      paths.push(path);
      throw new HttpError(403, 'Forbidden');
    });
    if (guest !== undefined) await directory.meet({ person, guest });
    expect(await post.toPerson(person, {}, via, yes)).toEqual({ kind: 'undelivered', why: 'notInstalled' });
    return paths;
  }

  test('gets the app by way of Graph', async () => {
    expect(await askedOfGraph(stranger, room)).toHaveLength(1);
  });

  test('does not when they, or the case, belong to another organisation, or they are a guest', async () => {
    expect(await askedOfGraph({ ...stranger, tenant: FOREIGN }, { ...room, tenantId: FOREIGN })).toEqual([]);
    expect(await askedOfGraph(stranger, { ...room, tenantId: FOREIGN })).toEqual([]);
    expect(await askedOfGraph(stranger, room, true)).toEqual([]);
  });

  test('is installed for once, whatever waits for it; what Graph does not list yet is looked for again', async () => {
    const asked: string[] = [];
    const { post } = await withGraph(async (method, path) => {
      asked.push(method);
      return { value: path.startsWith('/appCatalogs') ? [{ id: 'app' }] : [] };
    });
    const two = [1, 2].map(() => post.toPerson(stranger, {}, room, yes));
    expect(await Promise.all(two)).toEqual([1, 2].map(() => ({ kind: 'retry', why: 'outage' })));
    expect(asked).toEqual(['GET', 'POST', 'GET']);
  });

  test('is another one than a person whose chat is gone: they had the app, and may have taken it away', async () => {
    const directory = memoryDirectory();
    await directory.meet({ person: officer, teamsId: '29:officer', personal: chat });
    for (const address of [room, chat]) await directory.remember(address);
    const refuse = (status: number, code: string) => async () => ({ kind: 'refused' as const, status, code });
    const connector: Partial<Connector> = {
      ready: async () => undefined,
      send: refuse(404, 'ConversationNotFound'),
      openPersonal: refuse(403, 'BotNotInConversationRoster'),
    };
    const asked: string[] = [];
    const chatWith = async ({ id }: Person) => {
      asked.push(id);
      return { kind: 'none' as const };
    };
    const post = new Post(
      { directory, practice: false },
      connector as Connector,
      new RateLimiter(),
      { held: true },
      { chatWith },
    );
    expect(await post.toPerson(officer, {}, room, yes)).toEqual({ kind: 'undelivered', why: 'conversationGone' });
    expect(asked).toEqual([]);
  });

  test('whose id is none of Entra’s is not asked for', async () => {
    expect(await askedOfGraph({ ...stranger, id: '../me' }, room)).toEqual([]);
  });
});

describe('a chat that is gone', () => {
  /** A post office to which Teams says that some chats are gone, and opens `opened` instead. */
  async function withoutChats(gone: readonly string[], opened: string) {
    const directory = memoryDirectory();
    await directory.meet({ person: officer, teamsId: '29:officer', personal: chat });
    for (const address of [room, chat]) await directory.remember(address);
    const sentTo: string[] = [];
    const connector: Partial<Connector> = {
      ready: async () => undefined,
      send: async ({ conversationId }) => {
        sentTo.push(conversationId);
        if (gone.includes(conversationId)) return { kind: 'refused', status: 404, code: 'ConversationNotFound' };
        return { kind: 'sent', activityId: 'new' };
      },
      openPersonal: async () => ({ kind: 'found', value: opened }),
    };
    const post = new Post({ directory, practice: false }, connector as Connector, new RateLimiter(), { held: true });
    return { directory, sentTo, post };
  }

  test('is opened anew, and that one is written to from then on', async () => {
    const { post, sentTo, directory } = await withoutChats([chat.conversationId], 'a:anew');
    expect(await post.toPerson(officer, {}, undefined, yes)).toMatchObject({ kind: 'sent' });
    await post.toPerson(officer, {}, undefined, yes);
    expect(sentTo).toEqual([chat.conversationId, 'a:anew', 'a:anew']);
    expect(directory.person(TENANT, officer.id)?.personal?.conversationId).toBe('a:anew');
  });

  test.each([chat.conversationId, 'a:anew'])(
    'is said to be gone when %s, opened for it, is gone too',
    async (opened) => {
      const { post, sentTo } = await withoutChats([chat.conversationId, 'a:anew'], opened);
      expect(await post.toPerson(officer, {}, room, yes)).toEqual({ kind: 'undelivered', why: 'conversationGone' });
      expect(new Set(sentTo).size).toBe(sentTo.length);
    },
  );
});

describe('the one who is blamed', () => {
  test.each<[SendOutcome & { kind: 'refused' }, object]>([
    [
      { kind: 'refused', status: 403, code: 'BotDisabledByAdmin' },
      { kind: 'undelivered', why: 'adminBlocked' },
    ],
    [
      { kind: 'refused', status: 403, code: 'BotNotInConversationRoster' },
      { kind: 'undelivered', why: 'notInstalled' },
    ],
    [
      { kind: 'refused', status: 400, code: 'ConversationBlockedByUser' },
      { kind: 'undelivered', why: 'blocked' },
    ],
    // "Failed to decrypt conversation id": Teams' own trouble, hours long.
    [
      { kind: 'refused', status: 403, code: 'BadArgument' },
      { kind: 'retry', why: 'outage' },
    ],
    [
      { kind: 'refused', status: 403, code: 'Unexplained' },
      { kind: 'retry', why: 'outage' },
    ],
    [
      { kind: 'refused', status: 401, code: 'Unauthorized' },
      { kind: 'undelivered', why: 'refused' },
    ],
  ])('%j is %j', async (answer, outcome) => {
    const { post } = await shutOut(answer);
    expect(await post.toPerson(officer, {}, room, yes)).toEqual(outcome);
  });
});

describe('somebody who has shut the bot out', () => {
  const blocked = { kind: 'undelivered', why: 'blocked' };
  const place = { conversationId: chat.conversationId, activityId: 'old' };

  test('is asked once and remembered, whatever waited behind it', async () => {
    const { post, asked, directory } = await shutOut();
    const three = [1, 2, 3].map(() => post.toPerson(officer, {}, room, yes));
    expect(await Promise.all(three)).toEqual([blocked, blocked, blocked]);
    expect(asked).toEqual(['send']);
    expect(directory.person(TENANT, officer.id)?.blocked).toBe(true);
  });

  test('has no old message edited either, nor the case card that stands in their chat', async () => {
    const { post, asked } = await shutOut();
    expect(await post.edit(place, {})).toEqual(blocked);
    expect(await post.edit(place, {})).toEqual(blocked);
    expect(await post.toConversation(chat.conversationId, {}, yes)).toEqual(blocked);
    expect(asked).toEqual(['update']);
  });

  test('has no new chat opened with them a second time', async () => {
    const { post, asked } = await shutOut();
    for (let times = 0; times < 2; times++) expect(await post.toPerson(coordinator, {}, room, yes)).toEqual(blocked);
    expect(asked).toEqual(['open']);
  });

  test('does not silence a room of several people, nor anybody else', async () => {
    const { post, asked, directory } = await shutOut();
    await post.toConversation(room.conversationId, {}, yes);
    await post.toConversation(room.conversationId, {}, yes);
    expect(asked).toEqual(['send', 'send']);
    expect(directory.people(TENANT).some((one) => one.blocked)).toBe(false);
  });

  test('is written to again once they have let the bot in', async () => {
    const { post, asked, directory } = await shutOut();
    await post.toPerson(officer, {}, room, yes);
    await directory.meet({ person: officer, blocked: false });
    await post.toPerson(officer, {}, room, yes);
    expect(asked).toEqual(['send', 'send']);
  });
});
