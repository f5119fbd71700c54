import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Lull } from '../../src/delivery/lull.js';
import { gate } from '../store/watched-disk.js';
import { actionsOf, type Citizen, startTown, type Town } from './town.js';
import { opened } from './walk.js';

/** Writes down who asks it what, and gives nobody leave while it is held. */
class Held extends Lull {
  readonly told: string[] = [];
  until: Promise<void> = Promise.resolve();
  override request(): () => void {
    this.told.push('request');
    const answered = super.request();
    return () => {
      this.told.push('answered');
      answered();
    };
  }
  override async leave(): Promise<void> {
    this.told.push('step');
    await this.until;
    return super.leave();
  }
  override hurried<T>(work: Promise<T>): Promise<T> {
    this.told.push('hurried');
    return super.hurried(work);
  }
}

let town: Town;
let karin: Citizen;
let caseId: string;
const lull = new Held();
beforeAll(async () => {
  town = await startTown({}, 5_000, undefined, { wayOut: { lull } });
  karin = town.person('Karin Holm');
  await town.arrive(karin);
  caseId = await opened(town, karin);
  await town.settled(karin);
});
afterAll(() => town.close());

test('a request is in hand from when it comes until its answer has left', async () => {
  lull.told.length = 0;
  await town.pressRaw(karin, 'refresh', { caseId, show: 'status' });
  await vi.waitFor(() => expect(lull.told).toEqual(['request', 'answered']));
});

test('what follows a press is answered first and leaves only when it may', async () => {
  const soeren = town.person('Søren Lund');
  await town.arrive(soeren);
  const may = gate();
  lull.until = may.passed;
  lull.told.length = 0;
  const answer = await town.press(karin, 'nameOfficer', { officer: soeren.id });
  expect(answer.card).toBeDefined();
  await vi.waitFor(() => expect(lull.told).toContain('step'));
  expect(lull.told.slice(0, 2)).toEqual(['request', 'answered']);
  const asked = () => town.standing(soeren.chat).flatMap(({ card }) => actionsOf(card).map(({ verb }) => verb));
  expect(asked()).not.toContain('acceptOfficer');
  may.open();
  expect((await town.press(soeren, 'acceptOfficer')).card).toBeDefined();
});

test('an answer that waits for messages lets them hurry', async () => {
  lull.told.length = 0;
  await town.settled(karin);
  expect(lull.told).toContain('hurried');
});
