import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { da } from '../../src/texts/da.js';
import { BOT } from '../teams/identity.js';
import { type GraphTrouble, graphChat, type LoopbackGraph, startLoopbackGraph } from '../teams/loopback-graph.js';
import { BOT_TOKEN } from '../teams/loopback-microsoft.js';
import { textOf } from './cards.js';
import { type Production, startProduction } from './production.js';
import { freshMunicipality } from './shared.js';
import type { Citizen, Room, Town } from './town.js';
import { opened, view } from './walk.js';

const CATALOG_ID = '77777777-7777-4777-8777-777777777777';
const DAY = 24 * 3_600_000;
const MISSING = da.undelivered.notInstalled('Søren Lund');

let graph: LoopbackGraph;
let running: Production;
let town: Town;
let karin: Citizen;
let soeren: Citizen;
let room: Room;
let caseId: string;
let passed: number;

beforeAll(async () => {
  graph = await startLoopbackGraph();
  graph.catalog.set(CATALOG_ID, BOT.MicrosoftAppId);
});
afterAll(() => graph.close());

async function start(env: Record<string, string> = { GRAPH_INSTALL: 'true' }): Promise<void> {
  const begun = Date.now();
  passed = 0;
  const now = () => new Date(Date.parse('2026-05-04T10:00:00Z') + Date.now() - begun + passed).toISOString();
  running = await startProduction({ clock: { now } }, env);
  running.microsoft.leadGraphTo(graph.port);
  ({ town } = running);
}

/** A case in a room of a new Karin and a new Søren, who does not have the app: Teams will not open a chat with him. */
async function meet(): Promise<void> {
  running.log.lines.length = 0;
  [karin, soeren] = [town.person('Karin Holm'), town.person('Søren Lund')];
  await town.arrive(karin);
  room = await town.room('groupChat', karin, soeren);
  const { id } = soeren;
  town.connector.trouble(
    { status: 403, code: 'BotNotInConversationRoster' },
    { when: ({ kind, body }) => kind === 'createConversation' && body?.members?.[0]?.id === `29:${id}` },
  );
  caseId = await opened(town, karin, { room, municipality: freshMunicipality(town) });
}

/** Graph is in trouble when the app is to be installed for Søren. */
function trouble(what: GraphTrouble, times?: number): void {
  const { id } = soeren;
  graph.trouble(what, ({ method, path }) => method === 'POST' && path.includes(id), times);
}

async function nameSoeren(): Promise<void> {
  const answer = await town.pressRaw(karin, 'nameOfficer', { caseId, step: 'officer', version: 1, officer: soeren.id });
  expect(answer.card).toBeDefined();
}

const mentions = () =>
  town.connector.messagesIn(room.conversation).filter(({ body }) => String(body?.text).includes('<at>Søren Lund</at>'));
const mentioned = () => expect.poll(() => mentions().length, { timeout: 20_000 }).toBe(1);
const reached = () => town.sees({ chat: graphChat(soeren.id) }, 'sikkerhedsansvarlig');
const status = async () => textOf(await view(town, karin, caseId, 'status'));

describe('with the right to install the app', () => {
  beforeAll(() => start());
  beforeEach(meet);
  afterAll(() => running.close());

  describe('a person who does not have the app', () => {
    test('gets it (201) and the card in their own chat; it is not installed twice', async () => {
      await nameSoeren();
      await reached();
      expect(graph.installed).toContain(soeren.id);
      expect(graph.heard.every(({ authorization }) => authorization === `Bearer ${BOT_TOKEN}`)).toBe(true);
      expect(await status()).not.toContain(MISSING);
      town.connector.forget();
      await town.pressRaw(karin, 'remindNow', { caseId, step: 'officer' });
      await town.connector.waitFor(({ conversationId }) => conversationId === graphChat(soeren.id));
      expect(graph.installs(soeren.id)).toBe(1);
      expect(mentions()).toEqual([]);
    });

    test('and has it after all (409) gets the card in their own chat', async () => {
      graph.installed.add(soeren.id);
      await nameSoeren();
      await reached();
      expect(graph.installs(soeren.id)).toBe(1);
    });

    test('gets it a little later when Graph is busy (429), not before it says', async () => {
      trouble({ status: 429, retryAfter: '2' }, 1);
      await nameSoeren();
      await expect.poll(() => graph.installs(soeren.id)).toBe(1);
      const begun = Date.now();
      await town.connector.waitFor(({ conversationId }) => conversationId === graphChat(soeren.id), 20_000);
      expect(Date.now() - begun).toBeGreaterThan(1_500);
      expect(graph.installs(soeren.id)).toBe(2);
      expect(mentions()).toEqual([]);
    });

    test.each<[string, GraphTrouble, number]>([
      ['the right is missing or a policy forbids it (403)', { status: 403, code: 'Forbidden' }, 1],
      ['Graph does not know them (404)', { status: 404, code: 'NotFound' }, 1],
      ['Graph is down', 'drop', 3],
      ['Graph stays busy (429)', { status: 429, retryAfter: '1' }, 3],
    ])('is mentioned where the case lives when %s, as without Graph', async (_why, what, tries) => {
      trouble(what);
      await nameSoeren();
      await mentioned();
      expect(graph.installs(soeren.id)).toBe(tries);
      expect(await status()).toContain(MISSING);
      const told = running.log.lines.filter(({ msg }) => msg === 'Microsoft Graph did not help');
      expect(told).toHaveLength(1);
      expect(JSON.stringify(told)).not.toContain(soeren.id);
    });
  });

  describe('a picked person whom no roster knows', () => {
    const pick = async (stranger: string) => {
      const data = { caseId, step: 'officer', version: 1, officer: stranger };
      return textOf((await town.pressRaw(karin, 'nameOfficer', data)).card);
    };

    test('is called by the name that Graph tells', async () => {
      const stranger = '99999999-9999-4999-8999-999999999999';
      graph.names.set(stranger, 'Jens Find');
      expect(await pick(stranger)).toContain('Jens Find');
    });

    test('is the chosen person when Graph does not tell it', async () => {
      graph.trouble({ status: 403 }, ({ path }) => path.includes('$select=displayName'));
      expect(await pick('88888888-8888-4888-8888-888888888888')).toContain('den valgte person');
    });

    test('has their name in the history once they have written', async () => {
      graph.trouble({ status: 403 }, ({ path }) => path.includes('$select=displayName'));
      const id = '99999999-8888-4888-8888-888888888888';
      await pick(id);
      expect(await town.history(karin, caseId)).toContain('den valgte person');
      await town.arrive({ id, name: 'Nina Navn', tenant: karin.tenant, chat: `a:${id}` });
      const history = await town.history(karin, caseId);
      expect(history).toContain('Nina Navn');
      expect(history).not.toContain('den valgte person');
    });
  });

  test('a person whom Graph refused is tried again a day after a refusal, and no sooner', async () => {
    trouble({ status: 403 }, 1);
    await nameSoeren();
    await mentioned();
    await town.pressRaw(karin, 'remindNow', { caseId, step: 'officer' });
    await expect.poll(() => mentions().length).toBe(2);
    expect(graph.installs(soeren.id)).toBe(1);
    passed += DAY;
    await town.pressRaw(karin, 'remindNow', { caseId, step: 'officer' });
    await reached();
    expect(graph.installs(soeren.id)).toBe(2);
  });
});

describe('otherwise', () => {
  afterEach(() => running.close());

  test('a person is found by the id in the app package, also when that is not the bot’s', async () => {
    const TEAMS_APP_ID = '66666666-6666-4666-8666-666666666666';
    graph.catalog.set(CATALOG_ID, TEAMS_APP_ID);
    await start({ GRAPH_INSTALL: 'true', TEAMS_APP_ID });
    await meet();
    await nameSoeren();
    await reached();
  });

  test('a person is mentioned when the app is not in the catalog', async () => {
    graph.catalog.clear();
    await start();
    await meet();
    await nameSoeren();
    await mentioned();
    expect(graph.installs(soeren.id)).toBe(0);
  });

  test('a person is left alone without GRAPH_INSTALL: nothing is asked of Graph', async () => {
    const before = graph.heard.length;
    await start({});
    await meet();
    await nameSoeren();
    await mentioned();
    expect(graph.heard).toHaveLength(before);
  });
});
