import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actionsOf, textOf } from './cards.js';
import { startTown, type Town } from './town.js';
import { arrived, type Cast, opened, read } from './walk.js';

let town: Town;
let cast: Cast;
beforeAll(async () => {
  town = await startTown();
  cast = await arrived(town);
  await opened(town, cast.karin);
  await town.settled(cast.karin);
});
afterAll(() => town.close());

const sent = (chat: string, text: string) =>
  town.connector.messagesIn(chat).filter(({ kind, body }) => kind === 'send' && textOf(body).includes(text));

describe('what a store’s tester tries first', () => {
  test('a person who adds the bot is welcomed once, with what it does and a way in', async () => {
    const emma = town.person('Emma Juhl');
    for (let time = 0; time < 2; time++) {
      await town.post(emma, { type: 'installationUpdate', action: 'add' });
      await town.post(emma, {
        type: 'conversationUpdate',
        membersAdded: [{ id: '28:bot' }, { aadObjectId: emma.id, id: `29:${emma.id}` }],
      });
    }
    expect(await town.say(emma, 'status')).toBeDefined();
    const welcomes = sent(emma.chat, 'Jeg er NemKonto-botten');
    expect(welcomes).toHaveLength(1);
    expect(actionsOf(welcomes[0]?.body).map(({ verb }) => verb)).toEqual(['start', 'help']);
  });

  test.each(['Hi', 'Hello', 'Hej', '?', 'qwerty'])('%s is answered with what can be written', async (text) => {
    const answer = await town.say(cast.karin, text);
    expect(read(answer)).toMatch(/hjælp|Det kan du skrive/);
    expect(actionsOf(answer.card).length).toBeGreaterThan(0);
  });

  test.each(['da', 'en'])('every command of the manifest leads on: %s', async (language) => {
    const file = readFileSync(`manifest/${language === 'da' ? 'manifest' : language}.json`, 'utf8');
    const titles = [...file.matchAll(/title": "([^"]+)"/g)].map(([, title = '']) => title);
    expect(titles.length).toBeGreaterThan(20);
    for (const title of new Set(titles)) {
      const answer = await town.say(cast.karin, title);
      const leadsOn = actionsOf(answer.card).length > 0 || /^\p{Lu}.+\.$/su.test(read(answer));
      expect([title, leadsOn, read(answer).includes('Det forstod jeg ikke')]).toEqual([title, true, false]);
    }
  });
});
