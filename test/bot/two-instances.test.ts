import { afterAll, beforeAll, expect, test } from 'vitest';
import { CommandHandler } from '../../src/delivery/command-handler.js';
import { memoryCaseStore, memoryDirectory } from '../../src/store/memory.js';
import { held } from '../delivery/office.js';
import { world } from '../given.js';
import { dataOf, textOf } from './cards.js';
import { freshMunicipality } from './shared.js';
import { startTown, type Town } from './town.js';
import { arrived, type Cast, opened, view } from './walk.js';

const cases = memoryCaseStore({ nextReminderOf: () => undefined });
/** Another instance on the same store. */
const elsewhere = new CommandHandler(cases, world);
let town: Town;
let cast: Cast;

beforeAll(async () => {
  town = await startTown({}, undefined, undefined, {
    overrides: { storage: { store: cases, directory: memoryDirectory(), lease: held, close: async () => undefined } },
  });
  cast = await arrived(town);
});
afterAll(() => town.close());

const asked = () => ({
  by: { tenant: cast.karin.tenant, id: cast.karin.id, name: cast.karin.name },
  at: '2026-05-04T08:30:00.000Z',
  guest: false,
});

/** A case that everyone has been told of, and what a card sends that moves its go-live. */
async function begun() {
  const caseId = await opened(town, cast.karin, { municipality: freshMunicipality(town) });
  const data = dataOf(await view(town, cast.karin, caseId, 'moveGoLive'), 'moveGoLive');
  await town.settled(cast.karin);
  const move = (goLive: string) => town.pressRaw(cast.karin, 'moveGoLive', { ...data, goLive });
  return { caseId, move };
}

test('given that it was closed elsewhere, when a field is filled in wrongly, then the answer is that, not the field', async () => {
  const { caseId, move } = await begun();
  await elsewhere.handle({ type: 'cancelCase', reason: 'Vi venter' }, caseId, asked());
  const { card } = await move('snart');
  expect(textOf(card)).toContain('Sagen er annulleret');
  expect(textOf(card)).not.toContain('skal være en dato');
});

test('given that it moved on elsewhere, when a card of before is pressed, then the answer is the case as it is now', async () => {
  const { caseId, move } = await begun();
  const officer = { tenant: cast.soeren.tenant, id: cast.soeren.id, name: cast.soeren.name };
  await elsewhere.handle({ type: 'nameOfficer', officer }, caseId, asked());
  const { card } = await move('2026-11-09');
  expect(textOf(card)).toContain('Sagen er ændret, siden du fik kortet');
  const types = (await cases.read(caseId))?.events.map(({ type }) => type);
  expect(types).toEqual(['CaseOpened', 'OfficerNamed']);
});
