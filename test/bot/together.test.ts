import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RateLimiter } from '../../src/delivery/rate-limit.js';
import { actionsOf, dataOf, textOf } from './cards.js';
import { type Citizen, type Json, startTown, type Town } from './town.js';
import { opened } from './walk.js';

/** Without limits; writes down what it is told of without waiting. */
class Counting extends RateLimiter {
  readonly seen: string[] = [];
  readonly tenants: string[] = [];
  constructor() {
    super({ conversation: [], tenant: { count: 1_000_000, everyMs: 1 } });
  }
  override passed(conversation: string, tenant: string): void {
    this.seen.push(conversation);
    this.tenants.push(tenant);
    super.passed(conversation, tenant);
  }
}

let town: Town;
let karin: Citizen;
let soeren: Citizen;
let limiter: Counting;
const cases: string[] = [];
/** The messages in Karin's chat that tell of all three cases. */
const lists = () =>
  town.standing(karin.chat).filter(({ card }) => /Aabenraa|Vejle/.test(textOf(card)) && /3 sager/.test(textOf(card)));

beforeAll(async () => {
  limiter = new Counting();
  town = await startTown({}, 2_000, () => limiter);
  [karin, soeren] = [town.person('Karin Holm'), town.person('Søren Lund')];
  await town.arrive(karin, soeren);
  for (const municipality of ['0630', '0615', '0657']) cases.push(await opened(town, karin, { municipality }));
});
afterAll(() => town.close());

describe('three cases of one coordinator that fall due on the same day', () => {
  test('are told in one message with a button to each, and no act', async () => {
    await town.say(karin, 'spol 3 dage');
    expect(lists()).toHaveLength(1);
    const buttons = actionsOf(lists()[0]?.card);
    expect(buttons.map(({ verb }) => verb)).toEqual(['refresh', 'refresh', 'refresh']);
    expect(buttons.map(({ data }) => (data as Json).caseId).sort()).toEqual([...cases].sort());
  });

  test('each has the reminder in its history', async () => {
    for (const caseId of cases) expect(await town.history(karin, caseId)).toContain('påmindelse til Karin Holm');
  });

  test('an act in a case looked up from the list is done, and the list stays a list', async () => {
    const [list] = lists();
    const [caseId = ''] = cases;
    const spot = { conversation: karin.chat, activity: list?.id ?? '' };
    const personal = await town.pressRaw(karin, 'refresh', { caseId, show: 'personal' }, spot);
    const data = { ...dataOf(personal.card, 'nameOfficer'), officer: soeren.id };
    const answer = await town.pressRaw(karin, 'nameOfficer', data, spot);
    expect(textOf(answer.card)).toContain('Søren Lund');
    await town.settled(karin);
    expect(lists().map(({ id, card }) => [id, textOf(card)])).toEqual([[list?.id, textOf(list?.card)]]);
    const acts = town.standing(karin.chat).flatMap(({ card }) => actionsOf(card));
    const left = acts.filter(({ verb, data: own }) => verb === 'nameOfficer' && (own as Json).caseId === caseId);
    expect(left).toEqual([]);
  });
});

describe('what the bot says within a turn', () => {
  const told = async (work: () => Promise<unknown>) => {
    const before = limiter.seen.length;
    await work();
    return limiter.seen.slice(before);
  };

  test('an answer to a text counts in the pace of its conversation', async () => {
    expect(await told(() => town.say(karin, 'hjælp'))).toEqual([karin.chat]);
  });

  test('and in the pace of its organisation, whatever the letter case of the id', async () => {
    const aase = town.person('Aase Bo', 'aaaaaaaa-2222-4222-8222-222222222222');
    const tenantId = aase.tenant.toUpperCase();
    const conversation = { id: aase.chat, conversationType: 'personal', tenantId };
    await town.post(aase, { type: 'message', text: 'hjælp', conversation, channelData: { tenant: { id: tenantId } } });
    expect(limiter.tenants.at(-1)).toBe(aase.tenant);
  });

  test('so does the edit that answers an old client, and the answer to a press does not: it is no request', async () => {
    const [list] = lists();
    const spot = { conversation: karin.chat, activity: list?.id ?? '' };
    const data = { verb: 'refresh', caseId: cases[1] ?? '', show: 'status' };
    expect(await told(() => town.pressRaw(karin, 'refresh', data, spot))).toEqual([]);
    expect(await told(() => town.submit(karin, data, spot))).toEqual([karin.chat]);
  });
});
