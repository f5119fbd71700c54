import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actionsOf, textOf } from './cards.js';
import { type Citizen, startTown, type Town } from './town.js';
import { ACTS, act, type Cast, opened, read, view, walk } from './walk.js';

let town: Town;
let karin: Citizen;
let soeren: Citizen;
let vejle: Cast;
let horsens: Cast;
let inVejle: string;
let inHorsens: string;

beforeAll(async () => {
  town = await startTown();
  [karin, soeren] = [town.person('Karin Holm'), town.person('Søren Lund')];
  const bente = town.person('Bente Krog');
  await town.arrive(karin, soeren, bente);
  // Karin coordinates one case and is the officer of the other; Søren the other way round.
  vejle = { karin, soeren, bente };
  horsens = { karin: soeren, soeren: karin, bente };
  inVejle = await opened(town, karin, { municipality: '0630' });
  inHorsens = await opened(town, soeren, { municipality: '0615', goLive: '2027-01-04' });
});
afterAll(() => town.close());

describe('two cases of two municipalities at once', () => {
  test('are two cases', () => {
    expect(inVejle).toMatch(/^0630-/);
    expect(inHorsens).toMatch(/^0615-/);
  });

  test('let `status` ask a person with a part in both which one is meant', async () => {
    await act(town, vejle, 'nameOfficer', inVejle);
    await act(town, horsens, 'nameOfficer', inHorsens);
    const which = await town.say(karin, 'status');
    expect(read(which)).toContain('Vejle');
    expect(read(which)).toContain('Horsens');
    const offered = actionsOf(which.card).map((action) => (action.data as { caseId: string }).caseId);
    expect(offered.toSorted()).toEqual([inHorsens, inVejle].toSorted());
  });

  test('let `ret` ask first too, and then show the card that was asked for', async () => {
    const which = await town.say(karin, 'udsæt');
    const [button] = actionsOf(which.card).filter((one) => (one.data as { caseId: string }).caseId === inVejle);
    const { card } = await town.pressRaw(karin, 'refresh', button?.data as Record<string, unknown>);
    expect(actionsOf(card).map((one) => one.verb)).toContain('snooze');
    expect(textOf(card)).not.toContain('Horsens');
  });

  test('end paid when their steps are pressed turn and turn about', async () => {
    for (const [, verb] of ACTS.slice(1)) {
      if (verb === 'giveAgreementNumber') {
        await town.press(karin, verb, { agreementNumber: '111111' }, inVejle);
        await town.press(soeren, verb, { agreementNumber: '222222' }, inHorsens);
        continue;
      }
      await act(town, horsens, verb, inHorsens);
      await act(town, vejle, verb, inVejle);
    }
    expect(textOf(await view(town, karin, inVejle, 'personal'))).toContain('Tak for indsatsen');
    expect(textOf(await view(town, karin, inHorsens, 'personal'))).toContain('Tak for indsatsen');
  });

  test('show nothing of one in the other', async () => {
    await town.settled(karin);
    for (const { chat } of [karin, soeren, vejle.bente]) {
      for (const { card } of town.standing(chat)) {
        const ids = new Set(actionsOf(card).map((one) => (one.data as { caseId?: string }).caseId));
        const said = textOf(card);
        const choosing = said.includes('Vejle') && said.includes('Horsens');
        if (choosing) continue;
        expect(ids.has(inVejle) && ids.has(inHorsens)).toBe(false);
        expect(said.includes('111111') && said.includes('222222')).toBe(false);
        if (said.includes('Vejle Kommune')) expect(said).not.toContain('222222');
        if (said.includes('Horsens Kommune')) expect(said).not.toContain('111111');
      }
    }
    const history = await town.history(karin, inVejle);
    expect(history).toContain('111111');
    expect(history).not.toContain('222222');
  });

  test('are closed for a press that names the other case with a card of this one', async () => {
    const before = await town.history(karin, inVejle);
    const { text, card } = await town.pressRaw(karin, 'giveAgreementNumber', {
      caseId: inHorsens,
      version: 99,
      agreementNumber: '333333',
    });
    expect(textOf(card) + (text ?? '')).toMatch(/allerede gjort|afsluttet/);
    expect(await town.history(karin, inVejle)).toBe(before);
  });
});

describe('two cases of one municipality', () => {
  test('are not opened: the second press is answered with the open one', async () => {
    const first = await opened(town, karin, { municipality: '0657' });
    const second = await opened(town, soeren, { municipality: '0657', goLive: '2028-01-03' });
    expect(second).toBe(first);
    expect(await town.history(karin, first)).not.toContain('Søren');
  });

  test('may follow one another: a new one is opened once the old one is paid', async () => {
    const again = await opened(town, karin, { municipality: '0630' });
    expect(again).not.toBe(inVejle);
    await walk(town, vejle, again);
    expect(textOf(await view(town, karin, again, 'personal'))).toContain('Tak for indsatsen');
  });

  test('are two when they are of two tenants', async () => {
    const foreign = town.person('Ole Fremmed', '33333333-3333-4333-8333-333333333333');
    await town.arrive(foreign);
    const theirs = await opened(town, foreign, { municipality: '0657' });
    const ours = await town.say(foreign, 'status');
    expect(read(ours)).toContain('Herning');
    expect(theirs).toMatch(/^0657-/);
  });
});
