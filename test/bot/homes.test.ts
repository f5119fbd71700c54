import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actionsOf, dataOf, textOf } from './cards.js';
import { type Room, startTown, type Town } from './town.js';
import { ACTS, act, arrived, type Cast, opened, read, walk } from './walk.js';

let town: Town;
let cast: Cast;
beforeAll(async () => {
  town = await startTown();
  cast = await arrived(town);
});
afterAll(() => town.close());

describe.each(['groupChat', 'channel'] as const)('a case that lives in a %s', (kind) => {
  const municipality = kind === 'channel' ? '0615' : '0630';
  let room: Room;
  let caseId: string;
  const homes = () => town.standing(room.conversation).filter(({ card }) => textOf(card).includes('Idriftsættelse:'));
  const inRoom = () => town.connector.messagesIn(room.conversation);

  beforeAll(async () => {
    room = await town.room(kind, ...Object.values(cast));
    caseId = await opened(town, cast.karin, { room, municipality });
    await town.settled(cast.karin);
  });

  test('has one case card there, in the place of the card it was opened with', () => {
    const cards = town.standing(room.conversation);
    expect(cards.filter(({ card }) => actionsOf(card).some((one) => one.verb === 'openCase'))).toHaveLength(0);
    expect(cards.filter(({ card }) => actionsOf(card).some((one) => one.verb === 'refresh'))).toHaveLength(1);
  });

  test('is opened in that thread: everything goes to the very id the activity named', () => {
    expect(inRoom().length).toBeGreaterThan(0);
    if (kind === 'channel') expect(room.conversation).toMatch(/@thread\.tacv2;messageid=\d+$/);
  });

  test('asks people in their own chats, and edits its one card at each step', async () => {
    await town.settled(cast.karin);
    const posted = inRoom().filter((one) => one.kind === 'send').length;
    for (const [, verb] of ACTS) {
      const edited = inRoom().filter((one) => one.kind === 'update').length;
      await act(town, cast, verb, caseId);
      await town.connector.waitFor(() => inRoom().filter((one) => one.kind === 'update').length > edited);
      if (verb === 'confirmSignature') await everybodyLooks();
    }
    await town.settled(cast.karin);
    // The clock's own answer went to Karin's chat; in the room nothing was posted anew.
    expect(inRoom().filter((one) => one.kind === 'send')).toHaveLength(posted);
    const [home, ...more] = town
      .standing(room.conversation)
      .filter(({ card }) => actionsOf(card).some((one) => one.verb === 'refresh'));
    expect(more).toHaveLength(0);
    expect(textOf(home?.card)).toContain('Afsluttet');
    expect(homes().length).toBeLessThanOrEqual(1);
  });

  /** Each presser sees their own view, and the room sees none of it. */
  async function everybodyLooks(): Promise<void> {
    const home = town
      .standing(room.conversation)
      .find(({ card }) => actionsOf(card).some((one) => one.verb === 'refresh'));
    const data = dataOf(home?.card, 'refresh', (one) => one.show === 'personal');
    const spot = { conversation: room.conversation, kind, ...(home && { activity: home.id }) };
    await town.settled(cast.karin);
    const before = town.connector.heard.length;
    const karins = await town.pressRaw(cast.karin, 'refresh', data, spot);
    const bentes = await town.pressRaw(cast.bente, 'refresh', data, spot);
    expect(actionsOf(karins.card).map((one) => one.verb)).toContain('confirmDispatch');
    expect(textOf(karins.card)).not.toBe(textOf(bentes.card));
    const automatic = { value: { action: { verb: 'refresh', data }, trigger: 'automatic' } };
    await town.pressRaw(cast.bente, 'refresh', data, spot, automatic);
    expect(town.connector.heard).toHaveLength(before);
    await town.submit(cast.soeren, { ...data, verb: 'refresh' }, spot);
    const published = town.connector.heard.slice(before).filter((one) => one.conversationId === room.conversation);
    expect(published).toHaveLength(0);
  }

  test('is the case of what is typed there with a mention', async () => {
    const entities = [{ type: 'mention', text: '<at>NemKonto</at>', mentioned: { id: '28:bot', name: 'NemKonto' } }];
    const said = await town.say(cast.karin, '<at>NemKonto</at>&nbsp; status', { room, entities });
    expect(textOf(said.card)).toContain(kind === 'channel' ? 'Horsens' : 'Vejle');
  });
});

describe('an automatic refresh', () => {
  test('asks nobody for anything, not even after a restart', async () => {
    const room = await town.room('groupChat', ...Object.values(cast));
    const caseId = await opened(town, cast.karin, { room, municipality: '0657' });
    await town.settled(cast.karin);
    await town.restart();
    const before = town.connector.heard.length;
    const value = { action: { type: 'Action.Execute', verb: 'refresh', data: { caseId } }, trigger: 'automatic' };
    const spot = { conversation: room.conversation, kind: room.kind };
    for (const person of [cast.karin, town.person('Nora Ny')])
      expect((await town.pressRaw(person, 'refresh', {}, spot, { value })).card).toBeDefined();
    await town.restart();
    expect(town.connector.heard).toHaveLength(before);
  });
});

describe('a case that lives in a personal chat', () => {
  test('keeps its case card when the coordinator acts from a view shown in it', async () => {
    const caseId = await opened(town, cast.karin, { municipality: '0661' });
    await town.settled(cast.karin);
    const home = town
      .standing(cast.karin.chat)
      .find(({ card }) => textOf(card).includes('Holstebro') && textOf(card).includes('Vis mit trin'));
    expect(home).toBeDefined();
    const spot = { conversation: cast.karin.chat, activity: home?.id ?? '' };
    await walk(town, cast, caseId, 'giveAgreementNumber');
    const own = await town.pressRaw(cast.karin, 'refresh', dataOf(home?.card, 'refresh'), spot);
    const data = { ...dataOf(own.card, 'giveAgreementNumber'), agreementNumber: '123456' };
    await town.pressRaw(cast.karin, 'giveAgreementNumber', data, spot);
    await town.settled(cast.karin);
    await walk(town, cast, caseId, 'confirmSignature', 'confirmWebForm');
    await town.settled(cast.karin);
    const still = town.standing(cast.karin.chat).find(({ id }) => id === home?.id);
    expect(textOf(still?.card)).toContain('Vis mit trin');
    expect(textOf(still?.card)).toContain('Underskriv aftalen');
    expect(read({ status: 200, ...(still && { card: still.card }) })).not.toContain('Du skal ikke gøre mere');
  });
});
