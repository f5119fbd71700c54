import { describe, expect, test } from 'vitest';
import { ReminderTick } from '../../src/delivery/tick.js';
import { coordinator, OTHER_TENANT, world } from '../given.js';
import { anOffice, MORNING } from './office.js';

const LATER = '2026-06-12T07:00:00.000Z';
const NIGHT = '2026-06-12T01:00:00.000Z';

describe('a tick', () => {
  test('for a later moment than one that is still running sees what is due by then', async () => {
    const office = anOffice();
    await office.open('0101-aaaa');
    await Promise.all([office.tick.run(MORNING), office.tick.run(LATER), office.tick.run(LATER)]);
    expect((await office.commands.case('0101-aaaa'))?.reminders.map(({ at }) => at)).toEqual([MORNING, LATER]);
  });

  test('reminds in every due case once, the oldest deadline first', async () => {
    const office = anOffice();
    const ends = ['2026-07-20', '2026-07-10', '2026-07-01', '2026-07-30'];
    for (const [at, taskEnd] of ends.entries()) {
      const tenant = at === 1 ? OTHER_TENANT : coordinator.tenant;
      await office.open(`010${at + 1}-aaaa`, { coordinator: { ...coordinator, tenant }, taskEnd });
    }
    const asked: string[] = [];
    const remind = (caseId: string, at: string) => {
      asked.push(caseId);
      return office.commands.remind(caseId, at);
    };
    const onReminded: string[] = [];
    const tick = new ReminderTick({
      ...{ store: office.store, world, commands: { remind } },
      onReminded: (caseId) => onReminded.push(caseId),
      onError: (error) => office.failures.push(error),
    });
    await Promise.all([tick.run(LATER), tick.run(LATER)]);
    expect(asked).toEqual(['0103-aaaa', '0102-aaaa', '0101-aaaa', '0104-aaaa']);
    expect(onReminded.toSorted()).toEqual(asked.toSorted());
    for (const entry of await office.store.list())
      expect((await office.commands.case(entry.id))?.reminders).toHaveLength(1);
  });

  test('knows for operators how many are due, and how many are late', async () => {
    const office = anOffice();
    for (const caseId of ['0101-aaaa', '0102-aaaa']) await office.open(caseId);
    expect(await office.tick.counts('2026-05-04T08:00:00.000Z')).toEqual({ due: 0, overdue: 0 });
    expect(await office.tick.counts(LATER)).toEqual({ due: 2, overdue: 2 });
    expect((await office.tick.counts(NIGHT)).overdue).toBe(0);
    await office.tick.run(LATER);
    expect(await office.tick.counts(LATER)).toEqual({ due: 0, overdue: 0 });
  });

  test('has a person’s cases sent only when all of them are recorded: one message tells of all', async () => {
    const office = anOffice();
    const ids = Array.from({ length: 98 }, (_, at) => `${1000 + at}-aaaa`);
    for (const caseId of ids) await office.open(caseId);
    office.setClock(LATER);
    await office.tick.run(LATER);
    await office.sender.drained();
    expect(office.reminders()).toEqual([ids]);
  });

  test('is kept from no other case by one that cannot be written, which is reported and still due', async () => {
    const office = anOffice();
    for (const caseId of ['0101-aaaa', '0102-aaaa']) await office.open(caseId);
    const { append } = office.store;
    let full = true;
    office.store.append = (caseId, ...rest) =>
      full && caseId === '0101-aaaa' ? Promise.reject(new Error('the disk is full')) : append(caseId, ...rest);
    await office.tick.run(LATER);
    expect(office.failures).toEqual([new Error('the disk is full')]);
    expect((await office.commands.case('0102-aaaa'))?.reminders).toHaveLength(1);
    full = false;
    await office.tick.run(LATER);
    expect((await office.commands.case('0101-aaaa'))?.reminders).toHaveLength(1);
  });

  test('outside working hours reminds nobody', async () => {
    const office = anOffice();
    await office.open('0101-aaaa');
    for (const moment of [NIGHT, '2026-06-13T09:00:00.000Z']) await office.tick.run(moment);
    expect((await office.commands.case('0101-aaaa'))?.reminders).toEqual([]);
    await office.tick.run(LATER);
    expect((await office.commands.case('0101-aaaa'))?.reminders).toHaveLength(1);
  });
});
