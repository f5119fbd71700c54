import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actionsOf, textOf } from './cards.js';
import { type Citizen, startTown, type Town } from './town.js';
import { arrived, type Cast, opened, pressOn, read, walk } from './walk.js';

let town: Town;
let cast: Cast;
let caseId: string;
beforeAll(async () => {
  town = await startTown();
  cast = await arrived(town);
  caseId = await opened(town, cast.karin);
  await walk(town, cast, caseId, 'confirmWebForm');
  await town.settled(cast.karin);
});
afterAll(() => town.close());

const verbs = (card: unknown) => actionsOf(card).map((action) => action.verb);
/** Danish, English, and what the answer offers or says. */
const WORDS: readonly (readonly [da: string, en: string, shows: RegExp | string])[] = [
  ['hjælp', 'help', 'start'],
  ['start', 'start', 'openCase'],
  ['status', 'status', 'refresh'],
  ['oversigt', 'overview', /Vejle/],
  ['historik', 'history', /123456/],
  ['ret', 'correct', 'correctStep'],
  ['overdrag', 'hand over', 'handOver'],
  ['stedfortræder', 'substitute', 'nameSubstitute'],
  ['udsæt', 'snooze', 'snooze'],
  ['annuller', 'cancel', 'cancelCase'],
  ['sprog', 'language', 'chooseLanguage'],
];
test.each(WORDS)('%s / %s is answered in either language', async (da, en, shows) => {
  for (const word of [da, en]) {
    const { card } = await town.say(cast.karin, word);
    if (typeof shows === 'string') expect(verbs(card), word).toContain(shows);
    else expect(textOf(card), word).toMatch(shows);
    expect(textOf(card)).not.toContain('Det forstod jeg ikke');
  }
});

test.each([
  'HAND OVER',
  '  hand over \n',
  'Hand over.',
  '"hand over"!',
  '/hand over ?',
  'hand   over',
  '<at>NemKonto</at> hand over',
])('%j is the command without capitals, signs, blanks and a mention', async (typed) => {
  const entities = [{ type: 'mention', text: '<at>NemKonto</at>', mentioned: { id: '28:bot', name: 'NemKonto' } }];
  expect(verbs((await town.say(cast.karin, typed, { entities })).card)).toContain('handOver');
});

test('status in one’s own chat shows the open step at once to who has one, and the case to the others', async () => {
  expect(verbs((await town.say(cast.karin, 'status')).card)).toContain('confirmWebForm');
  expect(verbs((await town.say(cast.soeren, 'status')).card)).not.toContain('confirmWebForm');
  expect(textOf((await town.say(cast.soeren, 'status')).card)).toMatch(/Karin Holm skal .*webformularen/);
});

describe('påmind / remind', () => {
  test('reminds whoever is waited for, and says so or why not', async () => {
    expect(read(await town.say(cast.soeren, 'påmind Bente'))).toMatch(
      /^Sagen venter på Karin Holm, .* ikke mindet nogen/,
    );
    expect(verbs((await town.say(cast.soeren, 'påmind Karin om formularen')).card)).toContain('remindNow');
    expect(read(await town.say(cast.soeren, 'påmind karin'))).toContain('sendt en påmindelse til Karin Holm');
    await town.connector.waitFor(
      ({ conversationId, body }) =>
        conversationId === cast.karin.chat && /Bilag|webformular/i.test(JSON.stringify(body?.attachments ?? '')),
    );
    expect(read(await town.say(cast.soeren, 'remind'))).toMatch(/Jeg sendte en påmindelse/);
    expect(read(await town.say(cast.karin, 'påmind'))).toContain('ingen at minde');
  });
});

describe("a button's own title", () => {
  test.each([
    ['Overdrag sagen', 'handOver'],
    ['udsæt påmindelser.', 'snooze'],
    ['Skift sikkerhedsansvarlig', 'replaceOfficer'],
    ['Annuller sagen', 'cancelCase'],
    ['Ret idriftsættelsesdatoen', 'moveGoLive'],
    ['Ret et trin', 'correctStep'],
    ['Bekræft, at den er udfyldt', 'confirmWebForm'],
    ['vis mit trin', 'confirmWebForm'],
    ['Hand over the case', 'handOver'],
    ['Start en sag', 'openCase'],
    ['fortryd', 'correctStep'],
    ['overdrag til Søren Lund', 'handOver'],
    ['Søren er holdt op', 'replaceOfficer'],
  ])('"%s", typed, opens the card of %s', async (text, verb) => {
    const { card } = await town.say(cast.karin, text);
    expect(verbs(card)).toContain(verb);
  });

  test('never acts: whoever would be reminded is named first', async () => {
    const { card } = await town.say(cast.soeren, 'Send en påmindelse');
    expect(textOf(card)).toMatch(/Karin Holm skal .*Skal jeg sende en påmindelse nu/);
    expect(verbs(card)).toContain('remindNow');
  });
});

describe('anything else', () => {
  test.each(['helpful', 'hvad er klokken?', '🙂', '<script>', 'x'.repeat(9_000)])(
    '"%.30s" gets a useful answer',
    async (text) => {
      const { card } = await town.say(cast.karin, text);
      expect(textOf(card)).toContain('Det forstod jeg ikke');
      expect(verbs(card)).toContain('help');
    },
  );

  test.each([{ text: '' }, { text: '   ' }, { text: undefined }, { text: '<at>NemKonto</at>' }])(
    'an empty message (%j) gets help',
    async (more) => {
      const { card } = await town.say(cast.karin, '', more);
      expect(textOf(card)).toContain('hjælp');
    },
  );
});

describe('spol / forward', () => {
  test.each([
    ['spol 1 time', 'Øvelsens ur'],
    ['SPOL 2 timer', 'Øvelsens ur'],
    [' spol 1 dag ', 'Øvelsens ur'],
    ['forward 1 day', 'Øvelsens ur'],
    ['forward 2 hours', 'Øvelsens ur'],
    ['spol 1 uge', 'Øvelsens ur'],
    ['spol', 'Det forstod jeg ikke'],
    ['spol 0 dage', 'Det forstod jeg ikke'],
    ['spol -3 dage', 'Det forstod jeg ikke'],
    ['spol tre dage', 'Det forstod jeg ikke'],
  ])('"%s" is answered with "%s"', async (text, says) => {
    expect(read(await town.say(cast.bente, text))).toContain(says);
  });
});

describe('the language', () => {
  const english = (by: Citizen, text: string) => town.say(by, text, { locale: 'en-US' });

  test('is that of the app from the start', async () => {
    const [emma] = [town.person('Emma English')];
    town.connector.setRoster(emma.chat, []);
    await town.post(emma, { type: 'installationUpdate', action: 'add', locale: 'en-US' });
    expect(textOf(town.standing(emma.chat)[0]?.card)).toMatch(/case/);
    expect(read(await english(emma, 'xyz'))).toContain('help');
    expect(read(await english(emma, 'status'))).not.toMatch(/Du har|sagen|Skriv/);
  });

  test('is chosen by each person for themselves, and stands over a restart', async () => {
    const asked = await town.say(cast.soeren, 'sprog');
    const choices = actionsOf(asked.card).map((one) => (one.data as { language?: string }).language);
    expect(choices).toEqual(['da', 'en']);
    const chosen = await town.pressRaw(cast.soeren, 'chooseLanguage', { language: 'en' });
    expect(chosen.text).toMatch(/English/);
    await town.restart();
    expect(read(await town.say(cast.soeren, 'xyz'))).toContain('help');
    expect(read(await town.say(cast.karin, 'xyz'))).toContain('Det forstod jeg ikke');
    const told = await pressOn(town, cast.soeren, caseId, 'snooze', 'snooze', { days: '99' });
    expect(read(told)).toContain('between 1 and 10');
    await town.pressRaw(cast.soeren, 'chooseLanguage', { language: 'da' });
    expect(read(await english(cast.soeren, 'xyz'))).toContain('Det forstod jeg ikke');
  });
});
