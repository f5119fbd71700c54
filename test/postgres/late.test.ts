import { expect, onTestFinished, test, vi } from 'vitest';
import { CommandHandler } from '../../src/delivery/flow.js';
import { PostgresCaseStore } from '../../src/store/postgres.js';
import { Database, type Row, type Statement } from '../../src/store/postgres-database.js';
import { migrate } from '../../src/store/postgres-schema.js';
import { world } from '../given.js';
import { AT, accepted, anna, due, named, numbered, opened } from '../store/sample.js';
import { DATABASES, freshSchema, query } from './ground.js';

const [{ url: server } = { url: '' }] = DATABASES;
const CASE = '0630-aaaa';

/** A database that notes the names of the statements it is given. */
class Noting extends Database {
  readonly asked: string[] = [];

  override repeatable(statement: Statement, values?: readonly unknown[], patience?: number): Promise<Row[]> {
    this.asked.push(statement.name);
    return super.repeatable(statement, values, patience);
  }

  override once(statement: Statement, values?: readonly unknown[]): Promise<Row[]> {
    this.asked.push(statement.name);
    return super.once(statement, values);
  }
}

/**
 * Two instances' stores on one database, which both know a case of two facts. Time stands still: what counts as the latest
 * for some milliseconds does so for the whole test.
 */
async function two() {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const url = await freshSchema(server);
  const [one, other] = [new Noting(url), new Noting(url)];
  for (const database of [one, other]) onTestFinished(() => database.close());
  await migrate(one);
  const [fast, slow] = [new PostgresCaseStore(one), new PostgresCaseStore(other)];
  await fast.append(CASE, 0, [opened(CASE), named], []);
  await slow.read(CASE);
  other.asked.length = 0;
  return { url, fast, slow, asked: other.asked };
}

test('given a case that went on elsewhere, when an append comes too late, then what is new is known without asking', async () => {
  const { fast, slow, asked } = await two();
  await fast.append(CASE, 2, [accepted], [due('3.0'), due('3.1')]);
  await fast.updateDelivery(CASE, '3.0', {
    state: 'sent',
    at: AT,
    slots: { caseCard: { conversationId: 'c', activityId: 'm' } },
  });
  expect(await slow.append(CASE, 2, [numbered('123456')], [])).toEqual({ kind: 'conflict' });
  expect(asked).toEqual(['grow-case']);
  expect(await slow.read(CASE, true)).toEqual(await fast.read(CASE));
  expect(asked).toEqual(['grow-case']);
  expect(await slow.append(CASE, 3, [numbered('123456')], [])).toEqual({ kind: 'appended' });
  expect(await slow.read(CASE)).toEqual(await fast.read(CASE));
});

test('given a case that went on elsewhere, when a command is decided on what was known, then it is decided anew and takes two statements', async () => {
  const { fast, slow, asked } = await two();
  const flow = new CommandHandler(slow, world);
  await flow.case(CASE);
  await fast.append(CASE, 2, [accepted], []);
  asked.length = 0;
  const { case: after } = await flow.handle({ type: 'snooze', days: 3 }, CASE, { by: anna, at: AT, guest: false });
  expect(after).toMatchObject({ officer: { accepted: true }, snoozedUntil: expect.any(String) });
  expect(asked).toEqual(['grow-case', 'grow-case']);
});

test('given a fact in the database that was tampered with, when an append comes too late, then nobody sees it', async () => {
  const { url, fast, slow, asked } = await two();
  await fast.append(CASE, 2, [accepted], []);
  await query(url, `update events set hash = repeat('0', 64) where position = 2`);
  expect(await slow.append(CASE, 2, [numbered('123456')], [])).toEqual({ kind: 'conflict' });
  await expect(slow.read(CASE, true)).rejects.toThrow('set aside');
  expect(asked).toContain('read-case');
});

test('given two who append at the same moment, then the slower one never takes an older state for the newest', async () => {
  const { fast, slow } = await two();
  for (let length = 2; length < 40; length += 1) {
    const [a, b] = await Promise.all([
      fast.append(CASE, length, [numbered('111111')], []),
      slow.append(CASE, length, [numbered('222222')], []),
    ]);
    expect([a.kind, b.kind].sort()).toEqual(['appended', 'conflict']);
    const late = a.kind === 'conflict' ? fast : slow;
    expect((await late.read(CASE, true))?.events).toHaveLength(length + 1);
    expect(await fast.read(CASE)).toEqual(await slow.read(CASE));
  }
});
