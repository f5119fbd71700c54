import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actionsOf, dataOf, inputsOf, textOf } from './cards.js';
import { freshMunicipality, sharedCase } from './shared.js';
import { type Citizen, type Json, startTown, type Town } from './town.js';
import { type Act, act, arrived, type Cast, opened, read, TODAY, view } from './walk.js';

let town: Town;
let cast: Cast;
let olga: Citizen;
const shared = (at: Act, ...more: Citizen[]) => sharedCase(town, cast, [olga, ...more], at);
beforeAll(async () => {
  town = await startTown();
  cast = await arrived(town);
  olga = town.person('Olga Udenfor');
  await town.arrive(olga);
});
afterAll(() => town.close());

const idsOf = (card: Json | undefined) => (card?.refresh as { userIds: string[] } | undefined)?.userIds;
const mri = (one: Citizen) => `29:${one.id}`;

describe('the case card in a shared conversation', () => {
  test('names those who may act now, those who are asked first, and nobody twice', async () => {
    const { home } = await shared('confirmSignature');
    expect(idsOf(home().card)).toEqual([mri(cast.soeren), mri(cast.karin)]);
    expect(home().card.refresh).toMatchObject({ action: { type: 'Action.Execute', verb: 'refresh' } });
  });

  test('names others with its next edit when a step closes or somebody is replaced', async () => {
    const { home, caseId, room } = await shared('registerInvoice');
    expect(idsOf(home().card)).toEqual([mri(cast.karin)]);
    await act(town, cast, 'registerInvoice', caseId);
    await town.settled(cast.karin);
    expect(idsOf(home().card)).toEqual([mri(cast.bente), mri(cast.karin)]);
    const data = { ...dataOf(await view(town, cast.karin, caseId, 'replacePayer'), 'replacePayer'), person: olga.id };
    await town.pressRaw(cast.karin, 'replacePayer', data);
    await town.settled(cast.karin);
    expect(idsOf(home().card)).toEqual([mri(olga), mri(cast.karin)]);
    await town.pressRaw(olga, 'confirmPayment', { caseId, version: 999, paidOn: TODAY });
    await town.settled(cast.karin);
    expect(home().card.refresh).toBeUndefined();
    expect(room.kind).toBe('groupChat');
  });

  test('names a substitute while they stand in', async () => {
    const { home, caseId } = await shared('confirmDispatch');
    const away = { person: cast.bente.id, from: TODAY, until: '2026-05-20' };
    const data = { ...dataOf(await view(town, cast.karin, caseId, 'substitute'), 'nameSubstitute'), ...away };
    await town.pressRaw(cast.karin, 'nameSubstitute', data);
    await town.settled(cast.karin);
    expect(idsOf(home().card)).toEqual([mri(cast.bente), mri(cast.karin), mri(cast.soeren)]);
  });

  test('keeps a button for clients that fetch nothing by themselves', async () => {
    const { home } = await shared('confirmSignature');
    const titles = actionsOf(home().card).map((action) => action.title);
    expect(titles).toContain('Vis mit trin');
    expect(Object.keys(inputsOf(home().card))).toEqual([]);
  });

  test('fetches nothing in a person’s own chat', async () => {
    const caseId = await opened(town, cast.karin, { municipality: freshMunicipality(town) });
    await town.settled(cast.karin);
    for (const { card } of town.standing(cast.karin.chat)) expect(card.refresh).toBeUndefined();
    expect((await view(town, cast.karin, caseId, 'own')).refresh).toBeUndefined();
  });
});

describe('a refresh', () => {
  test('shows the officer the confirmation and everybody else the neutral card', async () => {
    const { refreshed } = await shared('confirmSignature');
    const officers = await refreshed(cast.soeren);
    expect(actionsOf(officers.card).map((one) => one.verb)).toContain('confirmSignature');
    expect(inputsOf(officers.card)).toHaveProperty('signedOn');
    for (const other of [cast.karin, cast.bente, olga]) {
      const { card } = await refreshed(other);
      expect(Object.keys(inputsOf(card))).toEqual([]);
      expect(actionsOf(card).map((one) => one.verb)).toEqual(['refresh', 'refresh']);
      expect(textOf(card)).toContain('Idriftsættelse');
    }
  });

  test('answers with a card that stays live, for its reader alone', async () => {
    const { refreshed } = await shared('confirmSignature');
    for (const reader of [cast.soeren, cast.karin]) {
      const first = await refreshed(reader);
      expect(idsOf(first.card)).toEqual([mri(reader)]);
      const second = await refreshed(reader, 'automatic', first.card);
      expect(second.card).toEqual(first.card);
    }
  });

  test('by itself asks nobody for anything: no message, no edit, no roster, no delivery, however often', async () => {
    const { refreshed, home } = await shared('confirmSignature');
    await town.settled(cast.karin);
    const stranger = town.person('Nora Ny');
    const before = town.connector.heard.length;
    const standing = JSON.stringify(home());
    for (let times = 0; times < 5; times++)
      for (const reader of [cast.soeren, cast.karin, stranger]) await refreshed(reader);
    await town.say(cast.karin, 'hjælp');
    expect(town.connector.heard.slice(before).map((one) => [one.kind, one.conversationId])).toEqual([
      ['send', cast.karin.chat],
    ]);
    expect(JSON.stringify(home())).toBe(standing);
  });

  test('with the data of an old card shows the case as it stands', async () => {
    const { refreshed, home, caseId } = await shared('confirmSignature');
    const old = home().card;
    await act(town, cast, 'confirmSignature', caseId);
    await town.settled(cast.karin);
    const officers = await refreshed(cast.soeren, 'automatic', old);
    expect(actionsOf(officers.card).map((one) => one.verb)).not.toContain('confirmSignature');
    expect(actionsOf(officers.card).map((one) => one.verb)).toContain('confirmDispatch');
  });

  test('asked for by hand answers the same, and an act that calls itself automatic is an act', async () => {
    const { refreshed, caseId, spot, home } = await shared('confirmSignature');
    const [byHand, byItself] = [await refreshed(cast.soeren, 'manual'), await refreshed(cast.soeren)];
    expect(byHand.card).toEqual(byItself.card);
    const gaest = town.person('Gert Gæst');
    town.connector.setRoster(gaest.chat, [
      { id: mri(gaest), name: gaest.name, aadObjectId: gaest.id, userRole: 'guest' },
    ]);
    const action = { verb: 'openCase', data: { municipality: freshMunicipality(town), goLive: '2026-11-02' } };
    const answer = await town.pressRaw(gaest, '', {}, undefined, { value: { action, trigger: 'automatic' } });
    expect(answer.text).toContain('Du er gæst');
    expect(home().card.refresh).toBeDefined();
    expect(spot().activity).toBe(home().id);
    expect(caseId).toMatch(/^\d{4}-/);
  });

  test('shows each reader their own language, and leaves the shared card in the case’s', async () => {
    const { refreshed, home, caseId } = await shared('confirmSignature');
    const { bente } = cast;
    await town.pressRaw(bente, 'chooseLanguage', { language: 'en' });
    expect(textOf((await refreshed(bente)).card)).toContain('Go-live');
    await act(town, cast, 'confirmSignature', caseId);
    await town.settled(cast.karin);
    expect(textOf(home().card)).toContain('Idriftsættelse');
    await town.pressRaw(bente, 'chooseLanguage', { language: 'da' });
  });
});

describe('what several people read', () => {
  test('never becomes anybody’s own view: not by a press, a wrong field, a repeated or a late one', async () => {
    const { refreshed, room, spot, home } = await shared('confirmSignature');
    const own = await refreshed(cast.soeren);
    const data = dataOf(own.card, 'confirmSignature');
    const wrong = await town.pressRaw(cast.soeren, 'confirmSignature', { ...data, signedOn: '2030-01-01' }, spot());
    expect(textOf(wrong.card)).toContain('fremtiden');
    expect(wrong.card?.refresh).toBeUndefined();
    const pressed = await town.pressRaw(cast.soeren, 'confirmSignature', { ...data, signedOn: TODAY }, spot());
    expect(idsOf(pressed.card)).toEqual([mri(cast.soeren)]);
    expect(actionsOf(pressed.card).map((one) => one.verb)).toContain('confirmDispatch');
    const again = await town.pressRaw(cast.soeren, 'confirmSignature', { ...data, signedOn: TODAY }, spot());
    expect(textOf(again.card)).toContain('allerede gjort');
    await town.pressRaw(olga, 'confirmDispatch', { ...data, sentOn: TODAY }, spot());
    await refreshed(cast.karin, 'manual');
    await town.settled(cast.karin);
    for (const { body } of town.connector.messagesIn(room.conversation))
      for (const { content } of body.attachments ?? []) {
        const verbs = [...new Set(actionsOf(content).map((one) => one.verb))].join(' ');
        expect(['start help', 'openCase', 'refresh']).toContain(verbs);
        if (verbs === 'refresh') expect(inputsOf(content)).toEqual({});
      }
    expect(textOf(home().card)).toContain('Send');
  });

  test('stays the neutral card when an old client presses in a role view', async () => {
    const { refreshed, room, spot, home } = await shared('confirmSignature');
    const data = dataOf((await refreshed(cast.soeren)).card, 'confirmSignature');
    const id = home().id;
    await town.submit(cast.soeren, { ...data, verb: 'confirmSignature', signedOn: TODAY }, spot());
    await town.settled(cast.karin);
    expect(home().id).toBe(id);
    for (const { body } of town.connector.messagesIn(room.conversation))
      expect(JSON.stringify(body)).not.toMatch(/confirmDispatch|"sentOn"/);
  });

  test('shows what was typed for only where it says the same to all; the rest goes to the typist alone', async () => {
    const { room } = await shared('confirmSignature');
    for (const word of ['status', 'historik']) {
      const said = await town.say(cast.karin, word, { room });
      expect(said.card).toBeDefined();
    }
    for (const word of ['oversigt', 'ret', 'udsæt', 'stedfortræder', 'overdrag', 'annuller']) {
      const own = town.connector.messagesIn(cast.karin.chat).length;
      const said = await town.say(cast.karin, word, { room });
      expect(said.text).toContain('din egen chat');
      expect(town.connector.messagesIn(cast.karin.chat).length).toBe(own + 1);
    }
    const alone = town.person('Nils Nyansat');
    expect(read(await town.say(alone, 'oversigt', { room }))).not.toContain('Karin');
  });

  test('is a status in the case’s language that is live, whoever types for it', async () => {
    const { room } = await shared('confirmSignature');
    const said = await town.say(cast.soeren, 'status', { room, locale: 'en-GB' });
    expect(textOf(said.card)).toContain('Idriftsættelse');
    expect(idsOf(said.card)).toEqual([mri(cast.soeren), mri(cast.karin)]);
    expect(read(await town.say(cast.soeren, 'hjælp', { locale: 'da-DK' }))).toContain('status');
  });
});

describe('somebody who cannot be reached', () => {
  test('is mentioned where the case lives and does their part there, in a view of their own', async () => {
    const anna = town.person('Anna <Ander> & "Søn"');
    const { room, caseId, home, refreshed, spot } = await shared('nameOfficer', anna);
    const naming = dataOf(await view(town, cast.karin, caseId, 'personal'), 'nameOfficer');
    await town.pressRaw(cast.karin, 'nameOfficer', { ...naming, officer: anna.id });
    await town.settled(cast.karin);
    const mention = town.connector.messagesIn(room.conversation).find(({ body }) => body.entities?.length > 0)?.body;
    const tag = '<at>Anna &lt;Ander&gt; &amp; &quot;Søn&quot;</at>';
    expect(mention.entities).toEqual([
      { type: 'mention', text: tag, mentioned: { id: mri(anna), name: 'Anna <Ander> & "Søn"' } },
    ]);
    expect(mention.text.startsWith(`${tag} `)).toBe(true);
    expect(textOf(home().card)).toContain('har ikke NemKonto-botten');
    expect(idsOf(home().card)).toEqual([mri(anna), mri(cast.karin)]);

    const own = await refreshed(anna);
    const before = town.connector.heard.length;
    const yes = await town.pressRaw(anna, 'acceptOfficer', dataOf(own.card, 'acceptOfficer'), spot());
    expect(textOf(yes.card)).toContain('NKS-aftalenummer');
    await town.settled(cast.karin);
    expect(textOf(home().card)).toContain('1 af 8');
    const published = town.connector.heard
      .slice(before)
      .filter((one) => one.conversationId === room.conversation && one.kind !== 'members' && one.kind !== 'member');
    // Only the case card: what they are asked for next they have seen as the answer.
    expect([...new Set(published.map((one) => one.kind))]).toEqual(['update']);
  });
});
