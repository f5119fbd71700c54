import type { Activity } from 'botbuilder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActivitySender } from '../../src/answers/protocol.js';
import { liveForActors, named, readingFor, type Services } from '../../src/answers/services.js';
import { readActivity } from '../../src/teams/activities.js';
import { mentionActivity } from '../../src/teams/replies.js';
import { caseUntil } from '../case/facts.js';
import { caseOf, officer } from '../given.js';
import { TENANT } from '../teams/identity.js';
import { dataOf, inputsOf, textOf } from './cards.js';
import { freshMunicipality } from './shared.js';
import { type Citizen, type Json, type Room, rosterPerson, startTown, type Town } from './town.js';
import { arrived, type Cast, opened, read, view } from './walk.js';

let town: Town;
let cast: Cast;

beforeAll(async () => {
  town = await startTown();
  cast = await arrived(town);
});
afterAll(() => town.close());

/** A case in a room whose roster the bot has read; whoever comes in later is on the roster only. */
async function roomWithCase(): Promise<{ room: Room; caseId: string }> {
  const room = await town.room('groupChat', ...Object.values(cast));
  const caseId = await opened(town, cast.karin, { room, municipality: freshMunicipality(town) });
  await town.settled(cast.karin);
  return { room, caseId };
}

async function name(caseId: string, officer: string) {
  const data = dataOf(await view(town, cast.karin, caseId, 'personal'), 'nameOfficer');
  return town.pressRaw(cast.karin, 'nameOfficer', { ...data, officer }, { conversation: cast.karin.chat });
}

const entered = (room: Room, one: Citizen, more: object = {}) =>
  town.connector.setRoster(room.conversation, [
    ...Object.values(cast).map(rosterPerson),
    { ...rosterPerson(one), ...more },
  ]);

describe('a picked person the bot has not met', () => {
  test('is found on the roster of the conversation the case lives in, though picked in a chat of one’s own', async () => {
    const { room, caseId } = await roomWithCase();
    const nora = town.person('Nora Ny');
    entered(room, nora);
    expect(textOf((await name(caseId, nora.id.toUpperCase())).card)).toContain('Nora Ny');
    await town.settled(cast.karin);
    const home = town.standing(room.conversation).find(({ card }) => textOf(card).includes('Idriftsættelse'));
    expect(JSON.stringify(home?.card.refresh)).toContain(`29:${nora.id}`);
  });

  describe('in a case that waits for an officer', () => {
    let room: Room;
    let caseId: string;
    beforeAll(async () => {
      ({ room, caseId } = await roomWithCase());
    });

    test.each([
      ['a guest by role', { userRole: 'guest' }, 'er gæst i organisationen'],
      [
        'a guest by home organisation',
        { tenantId: '33333333-3333-4333-8333-333333333333' },
        'er gæst i organisationen',
      ],
    ])('is refused at the field when the roster there says %s', async (_who, more, says) => {
      const gert = town.person('Gert Gæst');
      entered(room, gert, more);
      const before = await town.history(cast.karin, caseId);
      const answer = await name(caseId, gert.id);
      expect(textOf(answer.card)).toContain(says);
      expect(inputsOf(answer.card)).toHaveProperty('officer');
      expect(await town.history(cast.karin, caseId)).toBe(before);
    });

    test.each([
      ['somebody deleted, whom no roster has', '77777777-7777-4777-8777-777777777777', 'findes ikke'],
      ['the bot itself', '28:bot', 'findes ikke'],
      ['two people', '77777777-7777-4777-8777-777777777777,88888888-8888-4888-8888-888888888888', 'én person'],
      ['a prototype key', '__proto__', 'findes ikke'],
      ['a path', '../../v3/conversations', 'findes ikke'],
    ])('is refused at the field when it is %s', async (_who, id, says) => {
      const before = await town.history(cast.karin, caseId);
      const answer = await name(caseId, id);
      expect(textOf(answer.card)).toContain(says);
      expect(inputsOf(answer.card)).toHaveProperty('officer');
      expect(await town.history(cast.karin, caseId)).toBe(before);
    });

    test('with a roster that hangs holds the answer up for a moment only', async () => {
      const late = town.person('Lone Langsom');
      town.connector.trouble('hang', { when: ({ kind, itemId }) => kind === 'member' && itemId === late.id });
      const begun = performance.now();
      expect(read(await name(caseId, late.id))).toContain('findes ikke');
      expect(performance.now() - begun).toBeLessThan(2_900);
      town.connector.calm();
    });
  });
});

describe('somebody who joins the conversation', () => {
  test('becomes a choice at once: the roster is read anew', async () => {
    const { room, caseId } = await roomWithCase();
    const jens = town.person('Jens Jubel');
    entered(room, jens);
    const update = {
      type: 'conversationUpdate',
      membersAdded: [{ id: `29:${jens.id}` }],
      conversation: { id: room.conversation, conversationType: 'groupChat', tenantId: TENANT },
    };
    await town.post(cast.karin, update);
    await town.settled(cast.karin);
    expect(JSON.stringify(await view(town, cast.karin, caseId, 'handOver'))).toContain('Jens Jubel');
  });
});

describe('an activity with ids in capitals', () => {
  test('comes from the same person of the same organisation', async () => {
    const { caseId } = await roomWithCase();
    const { karin } = cast;
    const loud: Json = {
      from: { id: `29:${karin.id}`, name: karin.name, aadObjectId: karin.id.toUpperCase() },
      conversation: { id: karin.chat, conversationType: 'personal', tenantId: TENANT.toUpperCase() },
      channelData: { tenant: { id: TENANT.toUpperCase() } },
    };
    const data = { ...dataOf(await view(town, karin, caseId, 'moveGoLive'), 'moveGoLive'), goLive: '2027-03-01' };
    expect((await town.pressRaw(karin, 'moveGoLive', data, undefined, loud)).card).toBeDefined();
    expect(await town.history(karin, caseId)).toContain('1. marts 2027');
    const choices = JSON.stringify(await view(town, karin, caseId, 'handOver'));
    expect(choices).not.toContain(karin.id.toUpperCase());
  });
});

test('ids are lower case from the door on, but Teams’ own ids keep their letters', () => {
  const activity = {
    type: 'message',
    text: 'status',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    from: { id: '29:1aBcDeF', aadObjectId: 'ABCDEF00-0000-4000-8000-000000000001', name: 'Anna' },
    conversation: {
      id: '19:AbC@thread.v2',
      conversationType: 'groupChat',
      tenantId: 'FEDCBA00-0000-4000-8000-000000000001',
    },
  } as Activity;
  expect(readActivity(activity)).toMatchObject({
    sender: {
      person: { id: 'abcdef00-0000-4000-8000-000000000001', tenant: 'fedcba00-0000-4000-8000-000000000001' },
      teamsId: '29:1aBcDeF',
      conversation: { conversationId: '19:AbC@thread.v2' },
    },
  });
});

describe('in a real tenant', () => {
  const sender = {
    person: officer,
    conversation: { botId: '28:99999999-9999-4999-8999-999999999999' },
  } as ActivitySender;
  const met = new Map<string, unknown>();
  const services = {
    practice: false,
    suffix: () => 'k3f9',
    directory: { person: (_tenant: string, id: string) => met.get(id.toLowerCase()) },
  } as unknown as Services;
  const find = (id: string) => readingFor(services, sender, 'da').person(id);

  test('the picker may name anybody by a well-formed id, but neither the bot nor a guest', () => {
    const id = 'ABCDEF00-0000-4000-8000-000000000001';
    expect(find(id)).toEqual({ tenant: officer.tenant, id: id.toLowerCase(), name: '' });
    expect(find('99999999-9999-4999-8999-999999999999')).toBeUndefined();
    for (const other of ['__proto__', 'constructor', '29:abc', 'abcdef00', '']) expect(find(other)).toBeUndefined();
    met.set(id.toLowerCase(), { person: officer, guest: true });
    expect(find(id)).toBe('guest');
  });

  test('a card is not fetched anew for whoever turns out to be a guest, nor for whom no roster has told of', () => {
    const theCase = caseOf(...caseUntil('signature'));
    const at = { ...services, clock: { now: () => '2026-05-12T09:00:00.000Z' } };
    const ids = () => liveForActors(at, theCase).refresh?.userIds;
    expect(ids()).toEqual([]);
    met.set(officer.id, { person: officer, teamsId: '29:officer' });
    expect(ids()).toEqual(['29:officer']);
    met.set(officer.id, { person: officer, teamsId: '29:officer', guest: true });
    expect(ids()).toEqual([]);
    met.delete(officer.id);
  });

  test('a case tells the names the bot has learnt since, wherever they stand', () => {
    const nameless = { ...officer, name: '' };
    const theCase = caseOf(
      ...caseUntil('signature').map((event) => JSON.parse(JSON.stringify(event).replaceAll(officer.name, ''))),
    );
    expect(theCase.officer?.person).toEqual(nameless);
    met.set(officer.id, { person: officer });
    const known = named(services, theCase);
    expect(known.officer?.person).toEqual(officer);
    expect(JSON.stringify(known)).not.toContain('"name":""');
    met.delete(officer.id);
    expect(named(services, theCase).officer?.person).toEqual(nameless);
  });
});

describe('a mention', () => {
  test.each(['Anna', 'A & B', '<at>Bent</at>', `O'Hara "Pip" <x>`, 'Æ\u202eØ\u0000Å', '&amp;'])(
    'of %j has the same characters in its text and its entity',
    (name) => {
      const { text, entities } = mentionActivity([{ teamsId: '29:a', name }], 'Sag & sag <1>');
      const [entity] = entities as { text: string; mentioned: { name: string } }[];
      expect(text?.split(entity?.text ?? 'none')).toHaveLength(2);
      expect(entity?.text).toMatch(/^<at>[^<>"']+<\/at>$/);
      expect(text).toMatch(/ Sag &amp; sag &lt;1&gt;$/);
      for (const unseen of ['\u0000', '\u202e']) expect(entity?.mentioned.name).not.toContain(unseen);
    },
  );
});
