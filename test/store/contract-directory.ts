import { describe, expect, test } from 'vitest';
import type { ConversationReference, Directory, KnownPerson } from '../../src/delivery/ports.js';
import { anna, bo, TENANT } from './sample.js';

/** The chat with Anna, under an id that no file could be named by. */
export const chat: ConversationReference = {
  serviceUrl: 'https://smba.example/emea/',
  conversationId: 'a:chat/../with "Anna"',
  kind: 'personal',
  tenantId: TENANT,
  botId: '28:bot',
};

/** A group chat. */
export const room: ConversationReference = { ...chat, conversationId: '19:room', kind: 'groupChat' };

/** What every directory must do, whatever it keeps what it knows in. `make` gives a new, empty one for one test. */
export function directoryContract(name: string, make: () => Promise<Directory>): void {
  describe(name, () => {
    test('given no meetings, then no person and no conversation is known', async () => {
      const directory = await make();
      expect(directory.person(TENANT, anna.id)).toBeUndefined();
      expect(directory.people(TENANT)).toEqual([]);
      expect(directory.conversation('x')).toBeUndefined();
      expect(directory.person('__proto__', 'constructor')).toBeUndefined();
    });

    test('given meetings that each say something else, then all of it is known and silence erases nothing', async () => {
      const directory = await make();
      await directory.meet({ person: anna, teamsId: '29:anna', guest: true });
      await directory.meet({ person: { ...anna, name: ' ' }, personal: chat, language: 'en' });
      const silent = { person: anna, teamsId: undefined, guest: false, language: undefined } as unknown as KnownPerson;
      await directory.meet(silent);
      const expected = { person: anna, teamsId: '29:anna', guest: false, personal: chat, language: 'en' };
      expect(directory.person(TENANT, anna.id)).toEqual(expected);
    });

    test('given a newer name, then it counts; given ids in another letter case, then it is the same person', async () => {
      const directory = await make();
      await directory.meet({ person: { ...anna, name: '' } });
      await directory.meet({ person: { tenant: TENANT.toUpperCase(), id: anna.id.toUpperCase(), name: 'Anna A.' } });
      expect(directory.person(TENANT.toUpperCase(), anna.id.toUpperCase())?.person).toEqual({
        ...anna,
        name: 'Anna A.',
      });
      expect(directory.people(TENANT)).toHaveLength(1);
    });

    test('given several people, then those of a tenant are listed in the order of Danish names', async () => {
      const directory = await make();
      const names = ['Åse', 'Zenia', 'Ærø', 'anders', 'Østen', 'Bo'];
      for (const name of names) await directory.meet({ person: { tenant: TENANT, id: `id-${name}`, name } });
      await directory.meet({ person: { ...bo, tenant: 'other' } });
      const listed = () => directory.people(TENANT).map((one) => one.person.name);
      expect(listed()).toEqual(['anders', 'Bo', 'Zenia', 'Ærø', 'Østen', 'Åse']);
      await directory.meet({ person: { tenant: TENANT, id: 'id-Zenia', name: 'Abel' } });
      expect(listed()[0]).toBe('Abel');
    });

    test('given people met, renamed and forgotten after the list was asked for, then it is as if it were made anew', async () => {
      const directory = await make();
      const meet = (id: string, name: string) => directory.meet({ person: { tenant: TENANT, id, name } });
      for (const [id, name] of [
        ['1', 'Bo'],
        ['2', 'Ida'],
        ['3', 'Bo'],
        ['4', 'Åse'],
      ] as const)
        await meet(id, name);
      expect(directory.people(TENANT)).toHaveLength(4);
      await meet('5', 'Bo');
      await meet('2', 'Aya');
      await directory.meet({ person: { tenant: TENANT, id: '3', name: 'Bo' }, locale: 'en' });
      await directory.forget({ tenant: TENANT, id: '1', name: 'Bo' });
      const listed = directory.people(TENANT).map(({ person, locale }) => [person.name, person.id, locale]);
      expect(listed).toEqual([
        ['Aya', '2', undefined],
        ['Bo', '3', 'en'],
        ['Bo', '5', undefined],
        ['Åse', '4', undefined],
      ]);
    });

    test('given a chat with a person, then it is known whose it is, until they have another one or are forgotten', async () => {
      const directory = await make();
      const other = { ...chat, conversationId: 'a:other' };
      await directory.remember(chat);
      await directory.meet({ person: anna, personal: chat });
      expect(directory.ownerOf(chat.conversationId)?.person).toEqual(anna);
      expect(directory.ownerOf('19:room')).toBeUndefined();
      await directory.meet({ person: anna, personal: other });
      expect(directory.ownerOf(chat.conversationId)).toBeUndefined();
      expect(directory.ownerOf('a:other')?.personal).toEqual(other);
      await directory.forget(anna);
      expect(directory.ownerOf('a:other')).toBeUndefined();
    });

    test('given a conversation, then its newest reference is known and its receiver cannot change it', async () => {
      const directory = await make();
      await directory.remember(chat);
      await directory.remember({ ...chat, serviceUrl: 'https://smba.example/amer/' });
      const known = directory.conversation(chat.conversationId);
      expect(known).toEqual({ ...chat, serviceUrl: 'https://smba.example/amer/' });
      expect(() => Object.assign(known ?? {}, { tenantId: 'x' })).toThrow(TypeError);
    });

    test('given many meetings with one person at once, then nothing said in any of them is lost', async () => {
      const directory = await make();
      await Promise.all([
        directory.meet({ person: anna, teamsId: '29:anna' }),
        directory.meet({ person: anna, locale: 'en' }),
        directory.meet({ person: anna, personal: chat }),
        directory.meet({ person: anna, language: 'da' }),
      ]);
      expect(directory.person(TENANT, anna.id)).toEqual({
        person: anna,
        teamsId: '29:anna',
        locale: 'en',
        personal: chat,
        language: 'da',
      });
    });

    test('given people and conversations, then all of them are listed, of every tenant', async () => {
      const directory = await acquainted(await make());
      await directory.meet({ person: { ...anna, tenant: 'other' } });
      expect(directory.everybody().map(({ person }) => person.tenant)).toEqual([TENANT, TENANT, 'other']);
      expect(directory.conversations()).toEqual(expect.arrayContaining([chat, room]));
      expect(directory.conversations()).toHaveLength(2);
    });

    test('given a person is forgotten, then they and the chat with them are unknown, and all others stay known', async () => {
      const directory = await acquainted(await make());
      expect(directory.people(TENANT)).toHaveLength(2);
      await directory.forget({ tenant: TENANT.toUpperCase(), id: anna.id.toUpperCase(), name: '' });
      await directory.forget({ tenant: 'nowhere', id: 'a stranger', name: '' });
      expect(directory.person(TENANT, anna.id)).toBeUndefined();
      expect(directory.people(TENANT).map(({ person }) => person)).toEqual([bo]);
      expect(directory.conversation(chat.conversationId)).toBeUndefined();
      expect(directory.conversations()).toEqual([room]);
    });

    test('given a forgotten person writes again, then only what they say now is known', async () => {
      const directory = await acquainted(await make());
      await directory.forget(anna);
      await directory.meet({ person: { ...anna, name: 'Anna Ny' }, seen: '2026-09-01' });
      expect(directory.person(TENANT, anna.id)).toEqual({ person: { ...anna, name: 'Anna Ny' }, seen: '2026-09-01' });
    });
  });
}

/** A directory that knows Anna and the chat with her, Bo, and a room. */
export async function acquainted<D extends Directory>(directory: D): Promise<D> {
  await directory.meet({ person: anna, personal: chat, seen: '2026-05-04' });
  await directory.meet({ person: bo });
  await directory.remember(chat);
  await directory.remember(room);
  return directory;
}
