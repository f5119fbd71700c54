import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { actionsOf, textOf } from './cards.js';
import { type Citizen, type Json, startTown, type Town } from './town.js';
import { act, arrived, type Cast, opened, pressOn, view, walk } from './walk.js';

let town: Town;
let cast: Cast;
beforeEach(async () => {
  town = await startTown();
  cast = await arrived(town);
});
afterEach(() => town.close());

const PRACTICE = 'Øvelse. Intet bliver sendt ud af huset.';
/** The cards in somebody's chat that a case has put there: all but the welcome and the card to open a case. */
const cardsOf = ({ chat }: Pick<Citizen, 'chat'>) =>
  town.standing(chat).filter(({ card }) => !/Hej! Jeg er|Vælg kommunen/.test(textOf(card)));
const textsOf = (who: Pick<Citizen, 'chat'>) => cardsOf(who).map(({ card }) => textOf(card).replaceAll('\n', ''));
const requests = (kind: 'send' | 'update' | 'remove', { chat }: Citizen) =>
  town.connector.heard.filter((one) => one.kind === kind && one.conversationId === chat);
const deliveries = async (caseId: string): Promise<readonly Json[]> => {
  const [file = ''] = (await readdir(join(town.folder, 'cases'))).filter((name) => name.includes(caseId));
  return JSON.parse(await readFile(join(town.folder, 'cases', file), 'utf8')).deliveries;
};

/** A case in which Søren was asked and then reminded three times in as many weeks; he has not answered. */
async function reminded(): Promise<string> {
  const caseId = await opened(town, cast.karin, { goLive: '2027-03-01' });
  await act(town, cast, 'nameOfficer', caseId);
  await town.sees(cast.soeren, 'Er du sikkerhedsansvarlig');
  await town.say(cast.karin, 'spol 3 uger');
  await town.settled(cast.karin);
  return caseId;
}

describe('a reminder that a newer one replaces', () => {
  test('is removed from the chat: one live card stands, and the outbox says what went', async () => {
    const caseId = await reminded();
    const [live, ...others] = cardsOf(cast.soeren);
    expect(others).toEqual([]);
    expect(textOf(live?.card)).toContain('Jeg mangler dit svar');
    const sent = requests('send', cast.soeren).filter(({ body }) => /Påmindelse|Er du/.test(String(body.summary)));
    expect(sent.length).toBeGreaterThan(2);
    expect(requests('remove', cast.soeren).map(({ itemId }) => itemId)).toEqual(
      sent.slice(0, -1).map(({ answeredId }) => answeredId),
    );
    const removed = (await deliveries(caseId)).flatMap((one) =>
      one.removed ? [(one.removed as Json).activityId] : [],
    );
    expect(removed).toEqual(expect.arrayContaining(sent.slice(0, -1).map(({ answeredId }) => answeredId)));
  });

  test('is one slim line where Teams refuses to remove it', async () => {
    const trouble = { status: 403, code: 'Forbidden' };
    town.connector.trouble(trouble, { when: ({ kind }) => kind === 'remove' });
    await reminded();
    const texts = textsOf(cast.soeren);
    expect(texts.slice(0, -1)).toEqual(texts.slice(1).map(() => '– Afløst af en nyere besked. · Vejle'));
    expect(texts.at(-1)).toContain('Jeg mangler dit svar');
  });

  test('is tried again when Teams is busy, and no card is doubled', async () => {
    const when = ({ kind }: { kind: string }) => kind === 'remove';
    town.connector.trouble({ status: 429, retryAfter: '2' }, { when, times: 1 });
    await reminded();
    const [live, ...others] = cardsOf(cast.soeren);
    expect([textOf(live?.card).includes('Jeg mangler dit svar'), others]).toEqual([true, []]);
    const tried = requests('remove', cast.soeren).map(({ itemId }) => itemId);
    expect(tried.slice(0, 2)).toEqual([tried[0], tried[0]]);
    expect(new Set(tried).size).toBe(tried.length - 1);
  });

  test('is gone for good after a restart, and the newest one answers a press on the older', async () => {
    const caseId = await reminded();
    await town.restart();
    await town.settled(cast.karin);
    expect(cardsOf(cast.soeren)).toHaveLength(1);
    const gone = requests('send', cast.soeren).find(({ body }) => String(body.summary).includes('Er du'));
    const activity = gone?.answeredId ?? '';
    const data = { caseId, step: 'officer', version: 2 };
    const spot = { conversation: cast.soeren.chat, activity };
    expect(textOf((await town.pressRaw(cast.soeren, 'acceptOfficer', data, spot)).card)).toContain('NKS-aftalenummer');
  });

  test('so with the KLIK question: only the newest stands, until it is answered in one line', async () => {
    const caseId = await opened(town, cast.karin);
    await walk(town, cast, caseId, 'confirmReceipt');
    const asked = () => textsOf(cast.karin).filter((text) => /Åbn KLIK|i KLIK, /.test(text));
    await town.sees(cast.karin, 'Bekræft fuldført i KLIK');
    await town.say(cast.karin, 'spol 3 uger');
    await town.settled(cast.karin);
    expect(asked()).toEqual([expect.stringContaining('Bekræft fuldført i KLIK')]);
    await town.press(cast.karin, 'markInKlik', {}, caseId);
    await town.settled(cast.karin);
    expect(asked()).toEqual([expect.stringMatching(/^✓ Karin Holm har meldt opgaven fuldført i KLIK, .+ · Vejle$/)]);
  });
});

describe('the KLIK question beside the live card', () => {
  /** Presses, in the card of the confirmation, what stands on another card: as through its menu. */
  async function pressInLive(caseId: string, verb: string, inputs: Json) {
    await walk(town, cast, caseId, 'confirmReceipt');
    await town.settled(cast.karin);
    const live = cardsOf(cast.karin).find(({ card }) => textOf(card).includes('Bekræft, at mailen er kommet'));
    const known = actionsOf(live?.card).find((action) => action.verb === 'confirmReceipt')?.data as Json;
    const spot = { conversation: cast.karin.chat, activity: String(live?.id) };
    await town.pressRaw(cast.karin, verb, { ...known, ...inputs }, spot);
    await town.settled(cast.karin);
    return textsOf(cast.karin);
  }

  test('answered there, it becomes a line, and the live card goes on with its step', async () => {
    const texts = await pressInLive(await opened(town, cast.karin), 'markInKlik', {});
    expect(texts.filter((text) => text.includes('Bekræft, at mailen er kommet'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('meldt opgaven fuldført i KLIK'))).toHaveLength(1);
    expect(texts.join()).not.toContain('Bekræft fuldført i KLIK');
  });

  test('falls with the dispatch when NemKonto returns the agreement, and the live card asks for the form again', async () => {
    const inputs = { returnedOn: '2026-05-04', again: 'webForm', reason: 'Nummeret mangler' };
    const texts = await pressInLive(await opened(town, cast.karin), 'agreementReturned', inputs);
    expect(texts.filter((text) => text.includes('Bekræft, at den er udfyldt'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('Vent med KLIK'))).toHaveLength(1);
    expect(texts.join()).not.toContain('Bekræft fuldført i KLIK');
  });
});

describe('a card that has been answered', () => {
  test('tells that NemKonto returned the agreement, when the signature alone is asked for again', async () => {
    const caseId = await opened(town, cast.karin);
    await walk(town, cast, caseId, 'confirmReceipt');
    await town.settled(cast.karin);
    const answer = await town.say(cast.karin, 'NemKonto har sendt den retur, der mangler en underskrift');
    const known = actionsOf(answer.card).find(({ verb }) => verb === 'agreementReturned')?.data as Json;
    const spot = { conversation: cast.karin.chat, activity: String(cardsOf(cast.karin).at(-1)?.id) };
    const inputs = { returnedOn: '2026-05-04', again: 'signature', reason: 'Underskriften mangler' };
    await town.pressRaw(cast.karin, 'agreementReturned', { ...known, ...inputs }, spot);
    await town.settled(cast.karin);
    expect(textsOf(cast.karin).at(-1)).toMatch(/^– Karin Holm har oplyst, at NemKonto sendte aftalen retur, 4. maj/);
    expect(textsOf(cast.karin).join()).not.toContain('Afløst');
  });
});

describe('the question to the officer', () => {
  test('follows what the others find meanwhile: the same card, no new message, nothing that is no longer so', async () => {
    const caseId = await opened(town, cast.karin);
    await act(town, cast, 'nameOfficer', caseId);
    await town.sees(cast.soeren, 'hjælper du med at finde NKS-aftalenummeret');
    await act(town, cast, 'giveAgreementNumber', caseId);
    await town.settled(cast.karin);
    const asked = requests('send', cast.soeren).filter(({ body }) => String(body.summary).includes('Er du'));
    expect(asked).toHaveLength(1);
    const [card, ...others] = cardsOf(cast.soeren);
    expect([card?.id, others]).toEqual([asked[0]?.answeredId, []]);
    expect(textOf(card?.card)).toContain('1 af 8');
    expect(textOf(card?.card)).not.toContain('hjælper du med at finde');
    await town.press(cast.soeren, 'acceptOfficer', {}, caseId);
    await town.settled(cast.karin);
    expect(textsOf(cast.soeren).at(-1)).toMatch(/^✓ Søren Lund/);
  });

  test('is not brought back by what the others find when the officer has removed it', async () => {
    const caseId = await opened(town, cast.karin);
    await act(town, cast, 'nameOfficer', caseId);
    await town.sees(cast.soeren, 'hjælper du med at finde NKS-aftalenummeret');
    town.connector.trouble(
      { status: 404, code: 'ActivityNotFoundInConversation' },
      { when: ({ kind }) => kind === 'update' },
    );
    await act(town, cast, 'giveAgreementNumber', caseId);
    await town.settled(cast.karin);
    expect(requests('send', cast.soeren).filter(({ body }) => String(body.summary).includes('Er du'))).toHaveLength(1);
    expect((await deliveries(caseId)).find(({ effect }) => (effect as Json).kind === 'refresh')?.state).toBe(
      'superseded',
    );
  });
});

describe('a settled request', () => {
  test('is one slim line: no header, progress, button or badge; it names who, what, when and where', async () => {
    const caseId = await opened(town, cast.karin);
    await act(town, cast, 'nameOfficer', caseId);
    await town.press(cast.soeren, 'acceptOfficer', {}, caseId);
    await act(town, cast, 'giveAgreementNumber', caseId);
    await act(town, cast, 'confirmWebForm', caseId);
    await town.press(cast.soeren, 'confirmSignature', { signedOn: '2026-05-04' }, caseId);
    await town.settled(cast.karin);
    const line = cardsOf(cast.soeren).at(-1);
    const [first, ...rest] = textOf(line?.card).split('\n· Vejle\n');
    expect(first).toBe('✓ \nSøren Lund har bekræftet underskriften, 4. maj ');
    // What the officer still needs stays: the code for their own copy.
    expect(rest).toEqual([expect.stringMatching(/^Sagens kontrolkode er/)]);
    expect(JSON.stringify(line?.card)).not.toMatch(/af 8|━|Øvelse|Action\.|SA 09/);
    expect(String(line?.card.fallbackText)).toMatch(
      /^Vejle Kommune\. Søren Lund har bekræftet underskriften, 4\. maj\./,
    );
  });

  test('tells those who were reminded of it too what happened, and nothing stays to press', async () => {
    const caseId = await reminded();
    await pressOn(town, cast.karin, caseId, 'cancel', 'cancelCase', { reason: 'Vi venter til efteråret' });
    await town.settled(cast.karin);
    const lines = textsOf(cast.soeren).filter((text) => text.startsWith('–'));
    expect(lines).toEqual([expect.stringMatching(/^– Karin Holm har annulleret sagen, \d+\. maj · Vejle$/)]);
    const acts = cardsOf(cast.soeren)
      .flatMap(({ card }) => actionsOf(card))
      .map(({ verb }) => verb);
    expect(acts.filter((verb) => verb !== 'refresh')).toEqual([]);
  });

  test('leaves the line of what a colleague did where a newer request takes over', async () => {
    const caseId = await opened(town, cast.karin);
    await act(town, cast, 'nameOfficer', caseId);
    await town.press(cast.soeren, 'acceptOfficer', {}, caseId);
    await town.sees(cast.soeren, 'Gem nummeret');
    await town.press(cast.soeren, 'giveAgreementNumber', { agreementNumber: '123456' }, caseId);
    await town.sees(cast.karin, 'Bekræft, at den er udfyldt');
    await town.settled(cast.karin);
    expect(textsOf(cast.karin)).toContain('✓ Søren Lund har oplyst NKS-aftalenummeret, 4. maj · Vejle');
  });
});

describe('that it is practice', () => {
  test('stands once in a chat: on its first card, not on requests, reminders and answers', async () => {
    const caseId = await reminded();
    const said = town.standing(cast.soeren.chat).map(({ card }) => textOf(card).includes(PRACTICE));
    expect(said).toEqual([true, false]);
    expect(textOf(await view(town, cast.soeren, caseId, 'personal'))).not.toContain(PRACTICE);
    expect(textOf((await town.say(cast.soeren, 'hvad koster det?')).card)).not.toContain(PRACTICE);
    expect(textOf((await town.say(cast.soeren, 'hjælp')).card)).toContain(PRACTICE);
  });

  test('stands on the case card of a conversation of several people', async () => {
    const room = await town.room('groupChat', ...Object.values(cast));
    await opened(town, cast.karin, { room, municipality: '0615' });
    await town.settled(cast.karin);
    const home = town.standing(room.conversation).findLast(({ card }) => textOf(card).includes('Horsens'));
    expect(textOf(home?.card)).toContain(PRACTICE);
  });

  test('is said anew in a chat whose client has lost its history', async () => {
    await town.restart();
    await town.post(cast.soeren, { type: 'installationUpdate', action: 'add' });
    const said = requests('send', cast.soeren).filter(({ body }) =>
      textOf(body.attachments?.[0]?.content).includes(PRACTICE),
    );
    expect(said).toHaveLength(2);
  });
});
