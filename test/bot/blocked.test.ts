import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textOf } from './cards.js';
import { type Citizen, type Room, startTown, type Town } from './town.js';
import { opened, walk } from './walk.js';

let town: Town;
let karin: Citizen;
let soeren: Citizen;
let room: Room;
let caseId: string;

const requests = (chat: string) => town.connector.messagesIn(chat).length;
const mentions = () =>
  town.connector
    .messagesIn(room.conversation)
    .filter((one) => one.kind === 'send' && String(one.body?.text).includes('<at>Søren Lund</at>')).length;

beforeAll(async () => {
  town = await startTown();
  const bente = town.person('Bente Krog');
  [karin, soeren] = [town.person('Karin Holm'), town.person('Søren Lund')];
  await town.arrive(karin, soeren, bente);
  room = await town.room('channel', karin, soeren, bente);
  caseId = await opened(town, karin, { room });
  const his = (one: { conversationId: string }) => one.conversationId === soeren.chat;
  town.connector.trouble({ status: 403, code: 'MessageWritesBlocked' }, { when: his });
  await walk(town, { karin, soeren, bente }, caseId, 'acceptOfficer');
  await town.settled(karin);
});
afterAll(() => town.close());

describe('somebody who has shut the bot out of their chat', () => {
  test('is mentioned where the case lives, and the case says why', async () => {
    expect(mentions()).toBe(1);
    const status = await town.pressRaw(karin, 'refresh', { caseId, show: 'status' });
    expect(textOf(status.card)).toContain('Søren Lund har slået NemKonto-bottens beskeder fra.');
  });

  test('is not written to again: reminders go straight to the mention, also after a restart', async () => {
    const before = requests(soeren.chat);
    await town.say(karin, 'spol 3 dage');
    expect(mentions()).toBe(2);
    await town.restart();
    await town.say(karin, 'spol 2 dage');
    expect(mentions()).toBeGreaterThan(2);
    expect(requests(soeren.chat)).toBe(before);
  });

  test('a card that Teams refreshes by itself in the room is no word from them', async () => {
    const before = requests(soeren.chat);
    const spot = { conversation: room.conversation, kind: room.kind, activity: 'any' };
    const value = { action: { type: 'Action.Execute', verb: 'refresh', data: { caseId } }, trigger: 'automatic' };
    await town.pressRaw(soeren, 'refresh', { caseId }, spot, { value });
    // A stop waits for all that went on after the answer.
    await town.restart();
    await town.settled(karin);
    expect(requests(soeren.chat)).toBe(before);
  });

  test('gets what they missed when they write again, and the case has nothing to complain of', async () => {
    town.connector.calm();
    town.connector.forget();
    await town.say(soeren, 'hjælp');
    await town.sees(soeren, 'Er du sikkerhedsansvarlig for NemKonto?');
    await town.settled(karin);
    const asked = town.standing(soeren.chat).filter(({ card }) => /Ja, det er mig/.test(textOf(card)));
    expect(asked).toHaveLength(1);
    const status = await town.pressRaw(karin, 'refresh', { caseId, show: 'status' });
    expect(textOf(status.card)).not.toContain('slået NemKonto-bottens beskeder');
  });
});
