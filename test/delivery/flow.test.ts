import { beforeEach, describe, expect, test } from 'vitest';
import type { Asked } from '../../src/case/decision.js';
import { CommandHandler } from '../../src/delivery/flow.js';
import type { CaseStore } from '../../src/delivery/ports.js';
import { memoryCaseStore } from '../../src/store/memory.js';
import { caseOpened, officerAccepted, officerNamed } from '../case/facts.js';
import { coordinator, officer, world } from '../given.js';

const ID = '0630-k3f9';
const asked = (changes: Partial<Asked> = {}): Asked => ({
  by: coordinator,
  at: '2026-05-05T09:00:00.000Z',
  guest: false,
  ...changes,
});
const number = { type: 'giveAgreementNumber', agreementNumber: '123456', confirmed: false } as const;

describe('two instances with one store', () => {
  let reads: number;
  let store: CaseStore;
  let here: CommandHandler;
  let there: CommandHandler;

  beforeEach(async () => {
    const kept = memoryCaseStore();
    reads = 0;
    store = {
      ...kept,
      read: (caseId) => {
        reads += 1;
        return kept.read(caseId);
      },
    };
    here = new CommandHandler(store, world);
    there = new CommandHandler(store, world);
    await store.append(ID, 0, [caseOpened(), officerNamed()], []);
    await here.case(ID);
    reads = 0;
  });

  test('given a case that is known here, then what may be done is done without reading it again', async () => {
    const accept = await here.handle({ type: 'acceptOfficer' }, ID, asked({ by: officer }));
    expect(accept.events).toMatchObject([{ type: 'OfficerAccepted' }]);
    expect(reads).toBe(0);
  });

  test('given that it has moved on elsewhere, then a no is not said by what was known before', async () => {
    await there.handle({ type: 'acceptOfficer' }, ID, asked({ by: officer }));
    const given = await here.handle(number, ID, asked());
    expect(given.events).toMatchObject([{ type: 'AgreementNumberGiven', number: '123456' }]);
  });

  test('given that it was closed elsewhere, then nothing is added by what was known before', async () => {
    await there.handle({ type: 'cancelCase', reason: 'Vi venter' }, ID, asked());
    const accepted = await here.handle({ type: 'acceptOfficer' }, ID, asked({ by: officer }));
    expect(accepted).toMatchObject({ events: [], refusal: { reason: 'closed' } });
    expect((await store.read(ID))?.events.map(({ type }) => type)).not.toContain(officerAccepted().type);
  });

  test('given a card that was true of what is known here but is old by now, then the press is refused', async () => {
    const seen = (await here.case(ID))?.version ?? 0;
    await there.handle({ type: 'replaceOfficer', person: coordinator }, ID, asked());
    const accepted = await here.handle({ type: 'acceptOfficer' }, ID, asked({ by: officer, seen }));
    expect(accepted.events).toEqual([]);
    expect(accepted.refusal).toBeDefined();
    expect(accepted.case?.officer?.person).toEqual(coordinator);
  });
});
