import { beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '../../src/case/commands.js';
import type { Asked } from '../../src/case/decision.js';
import { CommandHandler } from '../../src/delivery/command-handler.js';
import type { CaseStore } from '../../src/delivery/ports.js';
import { caseCancelled, caseOpened, caseUntil, officerNamed } from '../case/facts.js';
import { press } from '../case/press.js';
import { coordinator, officer, world } from '../given.js';
import { memoryStore } from './office.js';

const ID = '0630-k3f9';
const asked = (changes: Partial<Asked> = {}): Asked => ({
  by: coordinator,
  at: '2026-05-05T09:00:00.000Z',
  guest: false,
  ...changes,
});
const number = { type: 'giveAgreementNumber', agreementNumber: '123456', confirmed: false } as const;

describe('two processes with one store', () => {
  let store: CaseStore;
  let here: CommandHandler;
  let there: CommandHandler;

  beforeEach(async () => {
    store = memoryStore();
    here = new CommandHandler(store, world);
    there = new CommandHandler(store, world);
    await store.append(ID, 0, [caseOpened(), officerNamed()], []);
  });

  test('given that the other one was faster between reading and appending, then the command is decided on what it did', async () => {
    const { read } = store;
    let first = true;
    store.read = async (caseId) => {
      const record = await read(caseId);
      if (first) {
        first = false;
        await there.handle({ type: 'cancelCase', reason: 'Vi venter' }, ID, asked());
      }
      return record;
    };
    const accepted = await here.handle({ type: 'acceptOfficer' }, ID, asked({ by: officer }));
    expect(accepted).toMatchObject({ events: [], refusal: { reason: 'closed' } });
    expect((await read(ID))?.events.map(({ type }) => type)).not.toContain('OfficerAccepted');
  });

  test('given two that press the same at once, then it happens once and the slower one is told so', async () => {
    await here.handle({ type: 'acceptOfficer' }, ID, asked({ by: officer }));
    const both = await Promise.all([here.handle(number, ID, asked()), there.handle(number, ID, asked())]);
    expect(both.flatMap(({ events }) => events)).toHaveLength(1);
    expect(both.map(({ refusal }) => refusal?.reason).sort()).toEqual(['stepDone', undefined]);
  });

  test('given a card that is older than what the other one did, then the press is refused', async () => {
    const seen = (await here.case(ID))?.version ?? 0;
    await there.handle({ type: 'replaceOfficer', person: coordinator, confirmed: true }, ID, asked());
    const accepted = await here.handle({ type: 'acceptOfficer' }, ID, asked({ by: officer, seen }));
    expect(accepted.events).toEqual([]);
    expect(accepted.refusal).toBeDefined();
    expect(accepted.case?.officer?.person).toEqual(coordinator);
  });
});

test('given an earlier case of the municipality, then the next one knows how its invoices are booked', async () => {
  const store = memoryStore();
  const { at, by } = { at: '2026-05-08T11:00:00.000Z', by: coordinator };
  const billing = { ean: '5798000000001', accounting: 'PSP 1042' };
  const earlier = [...caseUntil('payment'), { type: 'PayerNamed' as const, at, by, payer: officer, ...billing }];
  await store.append(ID, 0, [...earlier, caseCancelled()], []);
  const open = { ...press('openCase'), caseId: '0630-next' } as Command;
  const { case: next } = await new CommandHandler(store, world).handle(open, '', asked());
  expect(next).toMatchObject({ id: '0630-next', ...billing });
  expect(next?.payer).toBeUndefined();
});
