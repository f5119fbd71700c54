import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseCard } from '../../src/cards/case-card.js';
import { da } from '../../src/texts/da.js';
import { en } from '../../src/texts/en.js';
import { contextIn, STATES } from '../cards/cases.js';
import { textOf } from './cards.js';
import { type Room, startTown, type Town } from './town.js';
import { act, arrived, type Cast, opened, read, view } from './walk.js';

let town: Town;
let cast: Cast;
let room: Room;
let caseId: string;
const inRoom = (one: { conversationId: string }) => one.conversationId === room.conversation;

beforeAll(async () => {
  town = await startTown();
  cast = await arrived(town);
  room = await town.room('channel', ...Object.values(cast));
  caseId = await opened(town, cast.karin, { room });
  await town.settled(cast.karin);
});
afterAll(() => town.close());

const status = async () => textOf(await view(town, cast.karin, caseId, 'status'));
const overview = async () => read(await town.say(cast.karin, 'oversigt'));

test.each([
  [404, 'ConversationNotFound', da.lostHome.gone],
  [403, 'BotNotInConversationRoster', da.lostHome.shut],
] as const)(
  'a home that answers %s %s is told of in status and overview, with what to do',
  async (code, name, told) => {
    expect(await status()).not.toContain(told);
    town.connector.calm();
    town.connector.trouble({ status: code, code: name }, { when: inRoom });
    await town.say(cast.karin, 'spol 3 dage');
    expect(await status()).toContain(told);
    expect(await overview()).toContain(told);
  },
);

test('people are still asked in their own chats, and nothing claims to stand in the lost conversation', async () => {
  const shut = (one: { conversationId: string }) => one.conversationId === cast.soeren.chat;
  town.connector.trouble({ status: 403, code: 'MessageWritesBlocked' }, { when: shut });
  await act(town, cast, 'nameOfficer', caseId);
  await town.settled(cast.karin);
  expect(await status()).toContain('Søren Lund har slået NemKonto-bottens beskeder fra.');
  expect(await status()).not.toContain(da.undelivered.inHome);
});

test('once something arrives there again, nothing is said of it any more', async () => {
  town.connector.calm();
  await town.say(cast.karin, 'spol 3 dage');
  for (const told of Object.values(da.lostHome)) {
    expect(await status()).not.toContain(told);
    expect(await overview()).not.toContain(told);
  }
});

test('it is said in the language of the reader', () => {
  const card = caseCard(STATES.signature, contextIn('en'), { unreached: [], lostHome: 'gone' });
  expect(textOf(card)).toContain(en.lostHome.gone);
});
