import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type PlayedRole,
  playedRoles,
  practiceOrganisation,
  practicePeople,
  practicePerson,
} from '../../src/practice/people.js';
import {
  freePorts,
  playgroundConfig,
  playgroundConversations,
  practiceWelcome,
  startPlaygrounds,
} from '../../src/practice/playgrounds.js';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const user = z.object({ id: z.string(), aadObjectId: z.string().regex(guid), name: z.string().min(1) });
const configuration = z.object({
  tenantId: z.string().regex(guid),
  bot: z.object({ id: z.string().startsWith('28:'), name: z.string() }),
  currentUser: user,
  users: z.array(user).length(5),
  personalChat: z.object({ id: z.string() }),
  groupChat: z.object({ id: z.string() }),
  team: z.object({ id: z.string(), channels: z.array(z.object({ id: z.string() })).length(1) }),
});

function configurationOf(role: (typeof playedRoles)[number]) {
  return configuration.parse(JSON.parse(playgroundConfig(role)));
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A port that is taken as long as the work lasts. */
async function withTaken<T>(work: (port: number) => Promise<T>): Promise<T> {
  const holder = createTcpServer();
  try {
    return await work(await listen(holder));
  } finally {
    holder.close();
  }
}

describe('the configuration of a window', () => {
  test.each(playedRoles)('seats the %s and lists the five others', (role) => {
    const { currentUser, users } = configurationOf(role);
    expect(currentUser).toMatchObject({ id: practicePerson(role).id, name: practicePerson(role).name });
    expect(new Set([currentUser, ...users].map(({ name }) => name))).toEqual(
      new Set(practicePeople.map(({ name }) => name)),
    );
  });

  test('knows a person by the AAD object id everywhere, since the people picker answers with the channel id', () => {
    for (const { id, aadObjectId } of configurationOf('payer').users) expect(id).toBe(aadObjectId);
  });

  test('gives every conversation an id of its own across the three windows', () => {
    const ids = playedRoles.flatMap((role) => {
      const { personalChat, groupChat, team } = configurationOf(role);
      return [personalChat.id, groupChat.id, team.id, ...team.channels.map(({ id }) => id)];
    });
    expect(new Set(ids).size).toBe(12);
  });

  test('is the same text every time, so that stored references fit after a restart', () => {
    expect(playgroundConfig('coordinator')).toBe(playgroundConfig('coordinator'));
    expect(playgroundConversations('payer').personalChat).toBe('a:practice-payer');
  });
});

describe('the ports', () => {
  test('are the next free ones where one is taken', () =>
    withTaken(async (port) => {
      const ports = await freePorts(port, 3);
      expect(ports).toHaveLength(3);
      expect(ports).toEqual([...new Set(ports)].sort((a, b) => a - b));
      expect(Math.min(...ports)).toBeGreaterThan(port);
    }));

  test('run out with a sentence', async () => {
    await expect(freePorts(65_535, 2)).rejects.toThrow('There are not 2 free ports from 65535 on.');
  });
});

describe('the welcome', () => {
  test('names every address, whose it is, and the first words to type', () => {
    const url = (role: PlayedRole) => `http://127.0.0.1:${56_150 + playedRoles.indexOf(role)}`;
    const text = practiceWelcome(
      playedRoles.map((role) => ({ person: practicePerson(role), url: url(role) })),
      3979,
    );
    for (const role of playedRoles) expect(text).toContain(url(role));
    for (const word of ['3979', 'Karin Prøvegaard', 'sikkerhedsansvarlig', '"start"', 'spol 3 dage', 'Ctrl-C']) {
      expect(text).toContain(word);
    }
  });
});

describe('a Playground', () => {
  let folder: string;
  let bot: Server;
  let botUrl: string;
  const heard: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'practice-'));
    heard.length = 0;
    bot = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      response.end();
      // Before its first activity the Playground only looks whether anybody listens there.
      if (body === '') return;
      heard.push(body);
      bot.emit('heard');
    });
    botUrl = `http://127.0.0.1:${await listen(bot)}/api/messages`;
  });

  afterEach(async () => {
    bot.closeAllConnections();
    bot.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('starts, tells the bot who is there, and leaves nothing behind when stopped', { timeout: 90_000 }, async () => {
    const [port = 0] = await freePorts(30_000, 1);
    const lost: string[] = [];
    const playgrounds = await startPlaygrounds({
      botUrl,
      folder: relative(process.cwd(), folder),
      ports: { payer: port },
      onLost: (sentence) => lost.push(sentence),
    });
    try {
      expect(playgrounds.addresses).toEqual([{ person: practicePerson('payer'), url: `http://127.0.0.1:${port}` }]);
      const conversation = encodeURIComponent(playgroundConversations('payer').personalChat);
      const told = once(bot, 'heard', { signal: AbortSignal.timeout(20_000) });
      const asked = await fetch(`http://127.0.0.1:${port}/_debug/conversation/${conversation}/installation`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      expect(asked.status).toBe(200);
      await told;
      expect(JSON.parse(heard[0] ?? '{}')).toMatchObject({
        from: { aadObjectId: practicePerson('payer').id },
        serviceUrl: `http://127.0.0.1:${port}/_connector`,
        conversation: { id: 'a:practice-payer', tenantId: practiceOrganisation.tenant },
      });
    } finally {
      await playgrounds.stop();
    }
    await playgrounds.stop();
    expect(await freePorts(port, 1)).toEqual([port]);
    expect(lost).toEqual([]);
  });

  test('says why it does not start on a port that another program has', { timeout: 90_000 }, () =>
    withTaken(async (port) => {
      await expect(startPlaygrounds({ botUrl, folder, ports: { payer: port } })).rejects.toThrow(
        `The Agents Playground for payer on port ${port} opened port`,
      );
    }),
  );
});
