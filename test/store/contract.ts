import { describe, expect, onTestFinished, test } from 'vitest';
import type { CaseEvent } from '../../src/case/events.js';
import { replay } from '../../src/case/evolve.js';
import type { CaseStore } from '../../src/delivery/ports.js';
import { chained } from '../../src/store/event-chain.js';
import { deliveriesContract } from './contract-deliveries.js';
import { findingContract } from './contract-finding.js';
import { type Ground, lifetimeContract } from './contract-lifetime.js';
import { remindersContract } from './contract-reminders.js';
import { removingContract } from './contract-removing.js';
import { accepted, bo, due, named, numbered, opened, refused, storeOptions } from './sample.js';

/**
 * What every case store must do, whatever it keeps its cases in. `make` gives a new, empty ground for one test. One
 * promise is left to the tests of PostgreSQL: a process without the sender lease cannot mark a delivery in flight.
 */
export function caseStoreContract(name: string, make: () => Promise<Ground>): void {
  const fresh = async (): Promise<CaseStore> => {
    const store = await (await make()).open(storeOptions);
    onTestFinished(() => store.close());
    return store;
  };

  /** A store that holds one open case, `0630-aaaa`, with one due delivery. */
  const withCase = async (): Promise<CaseStore> => {
    const store = await fresh();
    await store.append('0630-aaaa', 0, [opened('0630-aaaa')], [due('1.0')]);
    return store;
  };

  describe(`${name}: the log`, () => {
    test('given nothing, then no case is found and no id is too strange to ask for', async () => {
      const store = await fresh();
      for (const id of [
        '0630-aaaa',
        '',
        '../../etc/passwd',
        '0630-AAAA',
        '0630-aaaa/..',
        '0630-a\u0000aa',
        '__proto__',
      ])
        expect(await store.read(id)).toBeUndefined();
      expect(await store.list()).toEqual([]);
      expect(await store.unfinished()).toEqual([]);
      expect(store.setAside()).toEqual([]);
    });

    test('given an id that is none, when facts are appended to it, then the store refuses to touch it', async () => {
      const store = await fresh();
      for (const id of ['../0630-aaaa', '0630-aaaa.json', '630-aaaa', '0630-aaaaaaaaaaaaa', ''])
        await expect(store.append(id, 0, [opened(id)], [])).rejects.toThrow('Not a case id');
    });

    test('given a new case, when its first facts are appended, then they and their deliveries are read back', async () => {
      const store = await fresh();
      const events = [opened('0630-aaaa'), named];
      const deliveries = [due('1.0'), due('2.0', { effect: { kind: 'request', to: bo, step: 'officer' } })];
      const hashes = chained('', events).map((entry) => entry.hash);
      const record = { case: replay(events), events, hashes, deliveries, messages: {} };
      expect(await store.append('0630-aaaa', 0, events, deliveries)).toEqual({ kind: 'appended', record });
      expect(await store.read('0630-aaaa')).toEqual(record);
    });

    test('given two facts, when a third is appended, then it follows them and earlier deliveries stay', async () => {
      const store = await withCase();
      await store.append('0630-aaaa', 1, [named], [due('2.0')]);
      const result = await store.append('0630-aaaa', 2, [accepted], [due('3.0')]);
      const record = await store.read('0630-aaaa');
      expect(result).toEqual({ kind: 'appended', record });
      expect(record?.case).toEqual(replay([opened('0630-aaaa'), named, accepted]));
      expect(record?.events).toEqual([opened('0630-aaaa'), named, accepted]);
      expect(record?.deliveries.map((one) => one.key)).toEqual(['1.0', '2.0', '3.0']);
    });

    test.each([0, 2, 7, -1])(
      'given one fact, when the expected length is %i, then nothing is written',
      async (length) => {
        const store = await withCase();
        const facts = length === 0 ? [opened('0630-aaaa')] : [named];
        expect(await store.append('0630-aaaa', length, facts, [due('9.0')])).toEqual({ kind: 'conflict' });
        const record = await store.read('0630-aaaa');
        expect([record?.events.length, record?.deliveries.length]).toEqual([1, 1]);
      },
    );

    test('given no such case, when a later fact is appended, then it is a conflict', async () => {
      const store = await fresh();
      expect(await store.append('0630-aaaa', 3, [named], [])).toEqual({ kind: 'conflict' });
      expect(await store.read('0630-aaaa')).toBeUndefined();
    });

    test('given 50 appenders at the same length, then exactly one wins and the log is the winner’s', async () => {
      const store = await withCase();
      const tries = Array.from({ length: 50 }, (_, number) =>
        store.append('0630-aaaa', 1, [numbered(String(number + 1))], [due(`2.${number}`)]),
      );
      const results = await Promise.all(tries);
      const winners = results.flatMap(({ kind }, number) => (kind === 'appended' ? [number] : []));
      expect(winners).toHaveLength(1);
      expect(results.filter(({ kind }) => kind === 'conflict')).toHaveLength(49);
      const record = await store.read('0630-aaaa');
      expect(record?.events.slice(1)).toEqual([numbered(String(Number(winners[0]) + 1))]);
      expect(record?.deliveries.map((one) => one.key)).toEqual(['1.0', `2.${winners[0]}`]);
    });

    test('given 30 appenders that read again after each conflict, then all get through, one at a time', async () => {
      const store = await withCase();
      const insist = async (number: number): Promise<void> => {
        for (;;) {
          const length = (await store.read('0630-aaaa'))?.events.length ?? 0;
          const result = await store.append('0630-aaaa', length, [numbered(String(number))], [due(`n${number}`)]);
          if (result.kind === 'appended') return;
        }
      };
      await Promise.all(Array.from({ length: 30 }, (_, number) => insist(number + 1)));
      const events = (await store.read('0630-aaaa'))?.events ?? [];
      expect(events).toHaveLength(31);
      expect(new Set(events.map((event) => event.type === 'AgreementNumberGiven' && event.number)).size).toBe(31);
    });

    test('given a fact the schema does not know, when it is appended, then the store refuses and stays as it was', async () => {
      const store = await withCase();
      const odd = { ...numbered('1'), number: 17 } as unknown as CaseEvent;
      await expect(store.append('0630-aaaa', 1, [odd], [])).rejects.toThrow('not of the schema');
      await expect(store.append('0630-aaaa', 1, [], [])).rejects.toThrow('Nothing to append');
      await expect(store.append('0630-aaaa', 1, [named], [due('1.0')])).rejects.toThrow('delivery key');
      await expect(store.append('0630-bbbb', 0, [opened('0630-aaaa')], [])).rejects.toThrow('CaseOpened');
      await expect(store.append('0630-bbbb', 0, [named], [])).rejects.toThrow('CaseOpened');
      expect((await store.read('0630-aaaa'))?.events).toHaveLength(1);
      expect(await store.list()).toHaveLength(1);
    });

    test('given a record, when its receiver or the appender tries to change it, then the store keeps what was appended', async () => {
      const store = await fresh();
      const mine = opened('0630-aaaa') as CaseEvent & { at: string };
      const delivery = due('1.0');
      const appended = await store.append('0630-aaaa', 0, [mine], [delivery]);
      mine.at = 'never';
      const before = structuredClone(await store.read('0630-aaaa'));
      const record = appended.kind === 'appended' ? appended.record : undefined;
      const received = record as unknown as Record<string, Record<string, unknown>[]>;
      for (const change of [
        () => received.events?.push({}),
        () => Object.assign(received.events?.[0] ?? {}, { type: 'InvoicePaid' }),
        () => Object.assign(received.events?.[0]?.coordinator ?? {}, { id: 'somebody else' }),
        () => Object.assign(received.deliveries?.[0] ?? {}, { state: 'sent' }),
        () => Object.assign(received.case ?? {}, { status: 'paid' }),
        () => Object.assign(received.messages ?? {}, { caseCard: { conversationId: 'x', activityId: 'y' } }),
      ])
        expect(change).toThrow(TypeError);
      expect(await store.read('0630-aaaa')).toEqual(before);
      expect(before?.events).toEqual([opened('0630-aaaa')]);
    });

    test('given long and strange text, when it is appended, then it comes back as it was', async () => {
      const store = await withCase();
      const texts = [
        `${'Blåbærgrød på ø. '.repeat(20_000)}`,
        '\u0000\u2028 \ud83d\ude80 "\\ </script>',
        '{"schema":2}',
      ];
      await store.append('0630-aaaa', 1, texts.map(refused), []);
      expect((await store.read('0630-aaaa'))?.events.slice(1)).toEqual(texts.map(refused));
    });
  });

  deliveriesContract(name, fresh, withCase);
  findingContract(name, fresh, withCase);
  lifetimeContract(name, make);
  remindersContract(name, fresh, make);
  removingContract(name, make);
}
