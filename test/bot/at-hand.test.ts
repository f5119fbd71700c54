import { afterAll, beforeAll, expect, test } from 'vitest';
import { CommandHandler } from '../../src/delivery/flow.js';
import { Lull } from '../../src/delivery/lull.js';
import { memoryCaseStore, memoryDirectory } from '../../src/store/memory.js';
import { caseAtHand, type Services } from '../../src/teams/context.js';
import { world } from '../given.js';
import { dataOf } from './cards.js';
import { freshMunicipality } from './shared.js';
import { startTown, type Town, textOf } from './town.js';
import { arrived, type Cast, opened, view } from './walk.js';

const cases = memoryCaseStore();
const lull = new Lull();
let reads = 0;
let town: Town;
let cast: Cast;

beforeAll(async () => {
  const read: typeof cases.read = (caseId) => {
    reads += 1;
    return cases.read(caseId);
  };
  const stores = { cases: { ...cases, read }, directory: memoryDirectory() };
  town = await startTown({}, undefined, undefined, { wayOut: { stores, lull } });
  cast = await arrived(town);
});
afterAll(() => town.close());

/** Another instance on the same store. */
const elsewhere = new CommandHandler(cases, world);
const asked = () => ({
  by: { tenant: cast.karin.tenant, id: cast.karin.id, name: cast.karin.name },
  at: '2026-05-04T08:30:00.000Z',
  guest: false,
});

/** A case that the bot has told everybody of, and what a card sends that moves its go-live. */
async function begun() {
  const caseId = await opened(town, cast.karin, { municipality: freshMunicipality() });
  const data = dataOf(await view(town, cast.karin, caseId, 'moveGoLive'), 'moveGoLive');
  await town.settled(cast.karin);
  reads = 0;
  const move = (goLive: string) => town.pressRaw(cast.karin, 'moveGoLive', { ...data, goLive });
  return { caseId, move };
}

test('given a case that the bot has at hand, when somebody does what may be done, then the answer reads nothing', async () => {
  const { move } = await begun();
  // While a request is in hand no message goes out: only the answer can read anything.
  const over = lull.request();
  const { card } = await move('2026-11-09');
  expect(reads).toBe(0);
  over();
  expect(textOf(card)).toContain('9. november');
});

test('given a case that is at hand, then it is so for its own organisation alone, and only while it is open', async () => {
  const { caseId } = await begun();
  const desk = { flow: elsewhere, directory: memoryDirectory() } as unknown as Services;
  await elsewhere.case(caseId);
  expect(caseAtHand(desk, caseId, cast.karin.tenant)?.id).toBe(caseId);
  expect(caseAtHand(desk, caseId, '33333333-3333-4333-8333-333333333333')).toBeUndefined();
  await elsewhere.handle({ type: 'cancelCase', reason: 'Vi venter' }, caseId, asked());
  expect(caseAtHand(desk, caseId, cast.karin.tenant)).toBeUndefined();
});

test('given that it was closed elsewhere, when somebody fills in a field wrongly, then they are told that, not of the field', async () => {
  const { caseId, move } = await begun();
  await elsewhere.handle({ type: 'cancelCase', reason: 'Vi venter' }, caseId, asked());
  const { card } = await move('snart');
  expect(textOf(card)).toContain('Sagen er annulleret');
  expect(textOf(card)).not.toContain('skal være en dato');
});

test('given that it moved on elsewhere, when somebody presses a card of before, then they are shown the case as it is now', async () => {
  const { caseId, move } = await begun();
  const officer = { tenant: cast.soeren.tenant, id: cast.soeren.id, name: cast.soeren.name };
  await elsewhere.handle({ type: 'nameOfficer', officer }, caseId, asked());
  const { card } = await move('2026-11-09');
  expect(textOf(card)).toContain('Sagen er ændret, siden du fik kortet');
  const types = (await cases.read(caseId))?.events.map(({ type }) => type);
  expect(types).toEqual(['CaseOpened', 'OfficerNamed']);
});
