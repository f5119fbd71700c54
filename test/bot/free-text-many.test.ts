import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actionsOf, inputsOf, textOf } from './cards.js';
import { sharedCase } from './shared.js';
import { type Citizen, type Json, startTown, type Town } from './town.js';
import { arrived, type Cast, opened, read, walk } from './walk.js';

let town: Town;
let cast: Cast;
let inVejle: string;
let inHorsens: string;
let stranger: Citizen;
beforeAll(async () => {
  town = await startTown();
  cast = await arrived(town);
  inVejle = await opened(town, cast.karin, { municipality: '0630' });
  inHorsens = await opened(town, cast.karin, { municipality: '0615' });
  await walk(town, cast, inHorsens, 'confirmDispatch');
  stranger = town.person('Ida Fremmed', '33333333-3333-4333-8333-333333333333');
  await town.arrive(stranger);
});
afterAll(() => town.close());

const verbs = (card: unknown) => actionsOf(card).map((action) => action.verb);
const casesIn = (card: unknown) => actionsOf(card).map((action) => (action.data as { caseId?: string }).caseId);

describe('somebody with several cases', () => {
  test('is asked which one a question is about, unless it names the municipality', async () => {
    const which = await town.say(cast.karin, 'hvad mangler vi?');
    expect(casesIn(which.card).toSorted()).toEqual([inHorsens, inVejle].toSorted());
    const { card } = await town.say(cast.karin, 'hvad mangler vi i Horsens?');
    expect(textOf(card)).toContain('Karin Holm skal sende den underskrevne aftale');
    expect(textOf(card)).not.toContain('Vejle');
    expect((await town.say(cast.karin, 'hvor langt er vi i Odense?')).text).toContain('Jeg kan ikke finde sagen.');
  });

  test('gets the answer of the task with the way to all of them', async () => {
    expect(verbs((await town.say(cast.karin, 'hvad koster det?')).card)).toContain('overview');
  });

  test('gets the card of the only case that a statement fits', async () => {
    const { card } = await town.say(cast.karin, 'aftalen er sendt i dag');
    expect(casesIn(card)).toContain(inHorsens);
    expect(inputsOf(card).sentOn?.value).toBe('2026-05-04');
    const both = await town.say(cast.karin, 'jeg er på ferie fra 6. til 20. juli');
    expect(casesIn(both.card).toSorted()).toEqual([inHorsens, inVejle].toSorted());
  });

  test('need not say again what they said before they chose the case', async () => {
    const both = await town.say(cast.karin, 'jeg er på ferie fra 6. til 20. juli');
    const choice = actionsOf(both.card).find(({ data }) => (data as Json).caseId === inVejle);
    const { card } = await town.pressRaw(cast.karin, 'refresh', choice?.data as Json);
    expect(inputsOf(card).from?.value).toBe('2026-07-06');
    expect(inputsOf(card).until?.value).toBe('2026-07-20');
    expect(textOf(card)).toContain('Intet er gemt endnu.');
    expect(casesIn(card)).toContain(inVejle);
  });

  test('is shown the plain card where nothing that was said has a field there', async () => {
    const data = {
      caseId: inVejle,
      show: 'substitute',
      filled: 'yes',
      from: 'not a day',
      until: '<at>bot</at>',
      hat: 'x',
    };
    const { card } = await town.pressRaw(cast.karin, 'refresh', data);
    expect(JSON.stringify(card)).not.toContain('hat');
    expect(inputsOf(card).from?.value).toBeUndefined();
  });
});

describe('somebody of another tenant', () => {
  test('is told nothing of these cases, by question, statement or name', async () => {
    for (const text of ['hvad mangler vi i Vejle?', 'vi betalte i går i Horsens', 'hvem er projektleder i Vejle']) {
      const { card } = await town.say(stranger, text);
      expect(verbs(card)).toContain('openCase');
      expect(textOf(card)).not.toContain('Karin');
    }
    expect(textOf((await town.say(stranger, 'hvem skal skrive under?')).card)).not.toContain('Søren');
  });
});

describe('where several people read', () => {
  test('what says the same to all is answered there, and what is for one goes to their own chat', async () => {
    const { room, caseId } = await sharedCase(town, cast, [], 'confirmSignature');
    const task = await town.say(cast.karin, 'hvem skal skrive under?', { room });
    expect(textOf(task.card)).toContain('Søren Lund skal underskrive aftalen');
    const neutral = await town.say(cast.soeren, 'who are we waiting for?', { room, locale: 'en-GB' });
    expect(textOf(neutral.card)).toContain('Søren Lund skal underskrive aftalen på papir og bekræfte det.');
    expect(verbs(neutral.card)).not.toContain('confirmSignature');
    const own = await town.say(cast.soeren, 'jeg har skrevet under', { room });
    expect(own.card).toBeUndefined();
    expect(read(own)).toContain('i din egen chat');
    const [card] = town.standing(cast.soeren.chat).toReversed();
    expect(verbs(card?.card as Json)).toContain('confirmSignature');
    expect(casesIn(card?.card)).toContain(caseId);
  });

  test('no case of the asker that lives elsewhere is shown there', async () => {
    const lone = town.person('Lone Holt');
    await town.arrive(lone);
    await opened(town, lone, { municipality: '0461' });
    const question = 'hvordan finder vi den sikkerhedsansvarlige?';
    expect(textOf((await town.say(lone, question)).card)).toContain('Lone Holt skal oplyse');
    const room = await town.room('groupChat', lone, cast.bente);
    const { card } = await town.say(lone, question, { room });
    expect(textOf(card)).toContain('Spørg økonomichefen eller tilsvarende, eller KOMBIT-programlederen.');
    expect(textOf(card)).not.toMatch(/Lone Holt|Odense/);
    expect(casesIn(card).filter((one) => one !== undefined)).toEqual([]);
  });
});
