import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LoopbackFiles, startLoopbackFiles } from '../teams/loopback-files.js';
import { actionsOf, dataOf, inputsOf, textOf } from './cards.js';
import { startProduction } from './production.js';
import { freshMunicipality } from './shared.js';
import { type Citizen, type Json, type Room, rosterPerson, startTown, type Town } from './town.js';
import { arrived, type Cast, opened, pressOn, read, view, walk } from './walk.js';

/** What Teams really sends, and what people really do (docs/field-reports.md), each as an activity over HTTP. */
let town: Town;
let cast: Cast;
beforeAll(async () => {
  town = await startTown();
  cast = await arrived(town);
});
afterAll(() => town.close());

const AT_BOT = { type: 'mention', text: '<at>NemKonto</at>', mentioned: { id: '28:bot', name: 'NemKonto' } };
const REPLY =
  '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1726"><strong itemprop="mri" itemid="28:bot">NemKonto</strong><p itemprop="preview">Skriv annuller for at stoppe sagen</p></blockquote>';
const html = (content: string) => ({ attachments: [{ contentType: 'text/html', content }] });

describe('markup in a text', () => {
  test.each<[string, string, Json]>([
    ['a mention', '<at>NemKonto</at> hjælp', { entities: [AT_BOT] }],
    ['a mention with line breaks around it', '\r\n<at>NemKonto</at>&nbsp;hjælp\r\n', { entities: [AT_BOT] }],
    ['a mention that no entity tells of', '<at>NemKonto</at> hjælp', {}],
    ['a numbered mention', '<at id="0">NemKonto</at> hjælp', { entities: [AT_BOT] }],
    [
      'Skype’s mention',
      'NemKonto hjælp'.replace('NemKonto', '<at id="28:bot">NemKonto</at>'),
      { entities: [{ ...AT_BOT, text: '<at id="28:bot">NemKonto</at>' }] },
    ],
    ['a mention as plain text', '@NemKonto hjælp', { entities: [{ ...AT_BOT, text: '@NemKonto' }] }],
    ['a mention at the end', 'hjælp <at>NemKonto</at>', { entities: [AT_BOT] }],
    ['a reply', 'NemKonto Skriv annuller for at stoppe sagen hjælp', html(`${REPLY}\r\n<p>hjælp</p>`)],
    [
      'a reply in a channel',
      'x',
      html(
        `${REPLY}<p><span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">NemKonto</span> hjælp</p>`,
      ),
    ],
    ['a reply in the text', `${REPLY}hjælp`, {}],
    [
      'a message that is forwarded',
      'hjælp Skriv annuller for at stoppe sagen',
      html(`<p>hjælp</p>${REPLY.replace('/Reply', '/Forward').replace('preview', 'copy')}`),
    ],
    ['a forwarded message that is not there', 'hjælp <attachment id="1786399119244"></attachment>', {}],
    ['a quoted message', '<quoted messageId="1772050244572"/> hjælp', {}],
    [
      'Skype’s quote',
      '<quote author="x"><legacyquote>[17] N: </legacyquote>eksport<legacyquote>\n&lt;&lt;&lt; </legacyquote></quote>hjælp',
      {},
    ],
    ['a block quote', '> Skriv eksport\n> når du vil\n\nhjælp', {}],
    ['a block quote of nothing else', '> hjælp', {}],
    ['HTML', '<div><p>hjælp</p></div>', {}],
    ['only HTML', '', html('<p>hj&#230;lp&nbsp;</p>')],
    ['bold letters', '**hjælp**', {}],
    ['signs nobody sees', '\u200ehj\u00adælp\ufeff\u00a0\u202c', {}],
  ])('%s means nothing', async (_what, text, more) => {
    const { card } = await town.say(cast.karin, text, more);
    expect(textOf(card)).toContain('Det kan du skrive til mig');
    expect(textOf(card)).not.toContain('Det forstod jeg ikke');
  });

  test('what was typed in angle brackets stays', async () => {
    const said = read(await town.say(cast.karin, 'hjælp &lt;nu&gt; med noget andet'));
    expect(said).not.toContain('Det kan du skrive til mig');
  });
});

describe('a colleague who is mentioned', () => {
  let room: Room;
  let fie: Citizen;
  let caseId: string;
  const atFie = () => ({
    type: 'mention',
    text: '<at>Fie Lund</at>',
    mentioned: { id: `29:${fie.id}`, name: 'Fie Lund' },
  });
  const shown = (id: string) =>
    town
      .standing(cast.karin.chat)
      .toReversed()
      .find(({ card }) => inputsOf(card)[id])?.card;

  beforeAll(async () => {
    room = await town.room('groupChat', ...Object.values(cast));
    caseId = await opened(town, cast.karin, { room, municipality: freshMunicipality(town) });
    fie = town.person('Fie Lund');
    town.connector.setRoster(room.conversation, [...Object.values(cast), fie].map(rosterPerson));
    // Else it may come after the answer to the sentence, and the newest card would be the one without a choice.
    const asksHer = () =>
      town
        .standing(cast.karin.chat)
        .some(({ card }) => inputsOf(card).officer && JSON.stringify(card).includes(caseId));
    await town.connector.waitFor(asksHer);
  });

  test('is chosen on the card that the sentence opens', async () => {
    const entities = [AT_BOT, atFie()];
    const text = '<at>NemKonto</at> Den sikkerhedsansvarlige er <at>Fie Lund</at>';
    await town.say(cast.karin, text, { room, entities });
    await town.connector.waitFor(() => inputsOf(shown('officer')).officer?.value === fie.id);
  });

  test.each([
    ['overdrag', 'handOver'],
    ['stedfortræder', 'nameSubstitute'],
  ])('is chosen by %s', async (word, verb) => {
    await town.say(cast.karin, `<at>NemKonto</at> ${word} <at>Fie Lund</at>`, { room, entities: [AT_BOT, atFie()] });
    const card = shown('person');
    expect(dataOf(card, verb)).toMatchObject({ caseId });
    expect(inputsOf(card).person?.value).toBe(fie.id);
  });

  test('is nobody when it is a tag or a team: nothing is chosen, and nobody is reminded', async () => {
    const mentioned = { id: '29:162Hx5WtM8cgUFFPBbUiJ2svduwb2P3RmuXzcqNgN', name: 'Økonomi' };
    const entities = [AT_BOT, { type: 'mention', text: '<at>Økonomi</at>', mentioned }];
    await town.say(cast.karin, '<at>NemKonto</at> overdrag <at>Økonomi</at>', { room, entities });
    expect(inputsOf(shown('person')).person?.value ?? '').toBe('');
    await walk(town, cast, caseId, 'acceptOfficer');
    await town.settled(cast.karin);
    town.connector.forget();
    const answer = await town.say(cast.karin, 'påmind <at>Økonomi</at>', { room, entities });
    expect(read(answer)).toContain('så jeg har ikke mindet nogen');
    await town.settled(cast.karin);
    expect(town.connector.messagesIn(cast.soeren.chat)).toEqual([]);
  });

  test('is reminded, or nobody is', async () => {
    town.connector.forget();
    const other = await town.say(cast.karin, 'påmind <at>Fie Lund</at>', { room, entities: [atFie()] });
    expect(read(other)).toContain('Sagen venter på Søren Lund, så jeg har ikke mindet nogen');
    await town.settled(cast.karin);
    expect(town.connector.messagesIn(cast.soeren.chat)).toEqual([]);
    const atSoeren = {
      type: 'mention',
      text: '<at>Søren Lund</at>',
      mentioned: { id: `29:${cast.soeren.id}`, name: 'Søren Lund' },
    };
    const named = await town.say(cast.karin, 'påmind <at>Søren Lund</at>', { room, entities: [atSoeren] });
    expect(read(named)).toContain('sendt en påmindelse til Søren Lund');
  });
});

describe('the life of an installation', () => {
  test.each(['remove', 'remove-upgrade'])('%s: silence, and the next request is a mention', async (action) => {
    const [karin, oluf] = [town.person('Karin Krog'), town.person('Oluf Dahl')];
    await town.arrive(karin, oluf);
    const room = await town.room('groupChat', karin, oluf);
    const caseId = await opened(town, karin, { room, municipality: freshMunicipality(town) });
    town.connector.forget();
    await town.post(oluf, { type: 'installationUpdate', action });
    await pressOn(town, karin, caseId, 'personal', 'nameOfficer', { officer: oluf.id });
    await town.settled(karin);
    expect(town.connector.messagesIn(oluf.chat)).toEqual([]);
    const mentions = town.connector.messagesIn(room.conversation).map(({ body }) => String(body?.text));
    expect(mentions.filter((text) => text.includes('<at>Oluf Dahl</at>'))).toHaveLength(1);
    const told = 'Oluf Dahl har fjernet NemKonto-botten i Teams.';
    expect(textOf(await view(town, karin, caseId, 'status'))).toContain(told);
    expect(read(await town.say(karin, 'påmind'))).toContain(told);
    // A reminder that fails in the moment of his return would wait for his next sign of life.
    await town.settled(karin);
    await town.post(oluf, { type: 'installationUpdate', action: 'add' });
    await town.sees(oluf, 'Er du sikkerhedsansvarlig for NemKonto?');
    // What he missed is sent after the answer to his return; only then it is known that he is reached.
    const home = () => town.standing(room.conversation).map(({ card }) => textOf(card));
    await town.connector.waitFor(() => !home().join().includes(told));
    expect(textOf(await view(town, karin, caseId, 'status'))).not.toContain(told);
  });

  test('a person who removes the bot while the case waits for them is named at once', async () => {
    const [karin, oluf] = [town.person('Karin Krog'), town.person('Oluf Vest')];
    await town.arrive(karin, oluf);
    const caseId = await opened(town, karin, { municipality: freshMunicipality(town) });
    await pressOn(town, karin, caseId, 'personal', 'nameOfficer', { officer: oluf.id });
    await town.settled(karin);
    const home = () =>
      town
        .standing(karin.chat)
        .map(({ card }) => textOf(card))
        .join('\n');
    const told = 'Oluf Vest har fjernet NemKonto-botten';
    const edits = () =>
      town.connector.heard.filter((one) => one.kind === 'update' && one.conversationId === karin.chat);
    const before = edits().length;
    await town.post(oluf, { type: 'conversationUpdate', membersRemoved: [{ id: '28:bot' }] });
    await town.post(oluf, { type: 'installationUpdate', action: 'remove' });
    expect(textOf(await view(town, karin, caseId, 'status'))).toContain(told);
    await town.sees(karin, told);
    await town.settled(karin);
    expect(edits()).toHaveLength(before + 1);
    // The card says so until he lets the bot in again.
    await town.post(oluf, { type: 'installationUpdate', action: 'add' });
    await town.connector.waitFor(() => !home().includes(told));
  });

  test('an update of the app says nothing unasked', async () => {
    const nora = town.person('Nora Ny');
    await town.post(nora, { type: 'installationUpdate', action: 'add-upgrade' });
    await town.settled(cast.karin);
    expect(town.connector.messagesIn(nora.chat)).toEqual([]);
  });
});

describe('odd parts of an activity', () => {
  test('a text that is none does not lose the press beside it', async () => {
    const value = { verb: 'help' };
    const answer = await town.post(cast.karin, { type: 'message', text: {}, value });
    expect(answer.status).toBe(200);
    await town.connector.waitFor(({ body }) => JSON.stringify(body ?? '').includes('Det kan du skrive til mig'));
  });

  test('without a locale Danish is spoken', async () => {
    expect(read(await town.say(town.person('Ny Nils'), 'xyz', { locale: null }))).toContain('Det forstod jeg ikke');
  });

  test.each<[string, Json]>([
    ['the form of its id', {}],
    ['the team beside it', { channelData: { team: { id: '19:team' } } }],
    ['the team beside it, whatever the type says', { type: 'personal', channelData: { team: { id: '19:team' } } }],
    ['nothing at all', { conversation: 'bare' }],
  ])('a conversation without a type is shared by %s: no view of one person is posted there', async (_what, more) => {
    const room = await town.room('channel', ...Object.values(cast));
    const caseId = await opened(town, cast.karin, { room, municipality: freshMunicipality(town) });
    await town.settled(cast.karin);
    town.connector.forget();
    const { type: conversationType, channelData } = more;
    const id = more.conversation === 'bare' || conversationType ? `x-${caseId}` : room.conversation;
    const conversation = { id, tenantId: cast.karin.tenant, conversationType };
    await town.post(cast.karin, { type: 'message', text: 'annuller', channelData, conversation });
    const posted = town.connector.messagesIn(id);
    expect(posted).toHaveLength(1);
    expect(posted.flatMap(({ body }) => actionsOf(body))).toEqual([]);
  });
});

describe('a person whom a passing refusal kept from a message', () => {
  test.each([
    [400, 'BadSyntax'],
    [404, 'ConversationNotFound'],
    [403, 'BotNotInConversationRoster'],
    [403, 'BotDisabledByAdmin'],
  ])('gets it with the next sign of life (%i %s), and the warnings go away', async (status, code) => {
    const [karin, oluf] = [town.person('Karin Krog'), town.person('Oluf Dahl')];
    await town.arrive(karin, oluf);
    const room = await town.room('groupChat', karin, oluf);
    const caseId = await opened(town, karin, { room, municipality: freshMunicipality(town) });
    town.connector.trouble({ status, code }, { when: (one) => one.conversationId === oluf.chat });
    await pressOn(town, karin, caseId, 'personal', 'nameOfficer', { officer: oluf.id });
    await town.settled(karin);
    const home = () =>
      town
        .standing(room.conversation)
        .map(({ card }) => textOf(card))
        .join('\n');
    expect(home()).toMatch(/Oluf Dahl har ikke|til Oluf Dahl|med Oluf Dahl/);
    if (code === 'BotDisabledByAdmin') expect(home()).toContain('Jeres Teams-administrator har spærret');
    town.connector.calm();
    await town.restart();
    await town.pressRaw(oluf, 'refresh', { caseId, show: 'status' });
    await town.sees(oluf, 'Er du sikkerhedsansvarlig for NemKonto?');
    await town.settled(karin);
    expect(home()).not.toMatch(/Oluf Dahl har ikke|til Oluf Dahl|med Oluf Dahl/);
    expect(textOf(await view(town, karin, caseId, 'status'))).not.toContain('besked til Oluf');
  });

  test('a refusal that blames nobody is Teams’ trouble and tried again', async () => {
    const [karin, oluf] = [town.person('Karin Krog'), town.person('Oluf Dahl')];
    await town.arrive(karin, oluf);
    const caseId = await opened(town, karin, { municipality: freshMunicipality(town) });
    const trouble = { status: 403, code: 'BadArgument' };
    town.connector.trouble(trouble, { when: (one) => one.conversationId === oluf.chat, times: 1 });
    await pressOn(town, karin, caseId, 'personal', 'nameOfficer', { officer: oluf.id });
    await town.settled(karin);
    await town.sees(oluf, 'Er du sikkerhedsansvarlig for NemKonto?');
  });
});

test('a chat that is gone is opened anew', async () => {
  const production = await startProduction();
  const { town } = production;
  try {
    const [karin, oluf] = [town.person('Karin Krog'), town.person('Oluf Dahl')];
    await town.arrive(karin, oluf);
    const caseId = await opened(town, karin);
    const gone = { status: 404, code: 'ConversationNotFound' };
    town.connector.trouble(gone, { when: (one) => one.conversationId === oluf.chat });
    await pressOn(town, karin, caseId, 'personal', 'nameOfficer', { officer: oluf.id });
    await town.sees(
      { chat: town.connector.personalChatOf(`29:${oluf.id}`) },
      'Er du sikkerhedsansvarlig for NemKonto?',
    );
  } finally {
    await production.close();
  }
});

describe('what is typed', () => {
  const at = async (step: Parameters<typeof walk>[3]) => {
    const caseId = await opened(town, cast.karin, { municipality: freshMunicipality(town) });
    await walk(town, cast, caseId, step);
    return caseId;
  };
  const invoice = () => ({
    invoiceNumber: '70012345',
    invoiceAmount: '4.040,28',
    invoiceDue: '2026-06-30',
    payer: cast.bente.id,
  });

  test('brings along signs nobody sees: they are dropped before any value is read', async () => {
    const caseId = await at('giveAgreementNumber');
    const number = '\u200e\u202a12\u00ad34\u200b56\u202c\ufeff';
    await pressOn(town, cast.karin, caseId, 'personal', 'giveAgreementNumber', { agreementNumber: number });
    expect(await town.history(cast.karin, caseId)).toContain('123456');
    await walk(town, cast, caseId, 'registerInvoice', 'confirmWebForm');
    await pressOn(town, cast.karin, caseId, 'personal', 'registerInvoice', {
      ...{ invoiceNumber: '\ufeffF-17\u200b', invoiceAmount: '\u200e4.040,28\u00a0kr.\u202c' },
      ...{ invoiceDue: '\u200e30.\u00a0juni 2026', payer: cast.bente.id },
    });
    expect(textOf(await view(town, cast.bente, caseId, 'personal'))).toContain('F-17\n');
  });

  test('a chosen person stays chosen when another field is wrong, also one who is no choice of the card', async () => {
    const caseId = await at('registerInvoice');
    const crowd = Array.from({ length: 45 }, (_, n) => town.person(`Bo Kollega ${n}`));
    const far = town.person('Øjvind Åberg');
    await town.arrive(...crowd, far);
    const before = inputsOf(await view(town, cast.karin, caseId, 'personal')).payer;
    expect(JSON.stringify(before)).not.toContain(far.id);
    const typed = { ...invoice(), payer: far.id, invoiceAmount: 'mange' };
    const { card } = await pressOn(town, cast.karin, caseId, 'personal', 'registerInvoice', typed);
    const { payer } = inputsOf(card);
    expect(payer?.value).toBe(far.id);
    expect(payer?.choices).toContainEqual({ title: 'Øjvind Åberg', value: far.id });
  });

  test.each(['2512001234', '8512001234'])('%s may be an invoice’s number: on a second look', async (number) => {
    const caseId = await at('registerInvoice');
    const typed = { ...invoice(), invoiceNumber: number };
    const { card } = await pressOn(town, cast.karin, caseId, 'personal', 'registerInvoice', typed);
    expect(textOf(card)).toContain(`${number} kunne være et CPR-nummer`);
    const sure = dataOf(card, 'registerInvoice', ({ confirmed }) => confirmed === true);
    const other = await town.pressRaw(cast.karin, 'registerInvoice', {
      ...sure,
      ...typed,
      invoiceNumber: '2612001234',
    });
    expect(textOf(other.card)).toContain('2612001234 kunne være et CPR-nummer');
    const done = await town.pressRaw(cast.karin, 'registerInvoice', { ...sure, ...typed });
    expect(textOf(done.card)).not.toContain('CPR-nummer');
    expect(textOf(await view(town, cast.bente, caseId, 'personal'))).toContain(number);
  });

  test('an unusual agreement number counts on a second look, and another one typed beside the button is looked at anew', async () => {
    const caseId = await at('giveAgreementNumber');
    const typed = { agreementNumber: '012345' };
    const { card } = await pressOn(town, cast.karin, caseId, 'personal', 'giveAgreementNumber', typed);
    expect(textOf(card)).toContain('ikke stå nul foran');
    const sure = dataOf(card, 'giveAgreementNumber', ({ confirmed }) => confirmed === true);
    const other = await town.pressRaw(cast.karin, 'giveAgreementNumber', { ...sure, agreementNumber: '7654321' });
    expect(textOf(other.card)).toContain('7 cifre');
    expect(await town.history(cast.karin, caseId)).not.toContain('aftalenummer');
    await town.pressRaw(cast.karin, 'giveAgreementNumber', { ...sure, ...typed });
    expect(await town.history(cast.karin, caseId)).toContain('12345');
  });

  test('with a hyphen it is refused, and so it is in free text', async () => {
    const caseId = await at('registerInvoice');
    for (const wrong of [{ invoiceNumber: '251200-1234' }, { note: 'nr. 2512001234' }]) {
      const { card } = await pressOn(town, cast.karin, caseId, 'personal', 'registerInvoice', {
        ...invoice(),
        ...wrong,
      });
      expect(textOf(card)).toContain('CPR-nummer');
      expect(actionsOf(card).filter((one) => (one.data as Json).confirmed)).toEqual([]);
    }
  });

  test('a coordinator who names herself is asked whether she means it', async () => {
    const caseId = await at('nameOfficer');
    const typed = { officer: cast.karin.id };
    const { card } = await pressOn(town, cast.karin, caseId, 'personal', 'nameOfficer', typed);
    expect(textOf(card)).toContain('Du har valgt dig selv');
    expect(inputsOf(card).officer?.value).toBe(cast.karin.id);
    const sure = dataOf(card, 'nameOfficer', ({ confirmed }) => confirmed === true);
    const { card: next } = await town.pressRaw(cast.karin, 'nameOfficer', { ...sure, ...typed });
    expect(textOf(next)).toContain('Er du sikkerhedsansvarlig for NemKonto?');
  });
});

describe('a photo that is pasted', () => {
  let drive: LoopbackFiles;
  let caseId: string;
  let cast: Cast;
  beforeAll(async () => {
    drive = await startLoopbackFiles();
    cast = await arrived(town);
    caseId = await opened(town, cast.karin, { municipality: freshMunicipality(town) });
    await walk(town, cast, caseId, 'confirmSignature');
    await town.settled(cast.karin);
  });
  afterAll(() => drive.close());
  beforeEach(() => town.connector.forget());

  const paste = (by: Citizen, more: Json = {}) =>
    town.post(by, {
      type: 'message',
      text: '',
      serviceUrl: town.connector.serviceUrl,
      attachments: [
        { contentType: 'image/*', contentUrl: `${town.connector.serviceUrl}/v3/attachments/0-weu-d8/views/original` },
        { contentType: 'text/html', content: '<p><img itemtype="http://schema.skype.com/AMSImage" src="x"></p>' },
      ],
      ...more,
    });

  test('is taken like a file where the signature is asked for', async () => {
    await paste(cast.soeren);
    const asked = await town.connector.waitFor(
      (one) => one.conversationId === cast.soeren.chat && JSON.stringify(one.body ?? '').includes('keepSignedCopy'),
    );
    const { content: card } = asked.body.attachments[0];
    expect(textOf(card)).toMatch(/Billede fra \S+dag den \d+\. maj 2026/);
    const spot = { conversation: cast.soeren.chat, activity: asked.answeredId };
    await town.pressRaw(cast.soeren, 'keepSignedCopy', dataOf(card, 'keepSignedCopy'), spot);
    expect(textOf(await view(town, cast.karin, caseId, 'status'))).toMatch(/Billede fra \S+dag den \d+\. maj 2026/);
  });

  test('is told where none is wanted, and a command beside one is still a command', async () => {
    await paste(cast.bente);
    await town.connector.waitFor(({ body }) => String(body?.text).includes('kun imod den underskrevne aftale'));
    await paste(cast.bente, { text: 'hvad koster det?' });
    await town.connector.waitFor(({ body }) => JSON.stringify(body ?? '').includes('4.040,28'));
    await paste(cast.bente, { text: 'hjælp' });
    await town.connector.waitFor(({ body }) => JSON.stringify(body ?? '').includes('Det kan du skrive til mig'));
  });

  test('elsewhere than with Teams is not fetched', async () => {
    drive.hold('x', Buffer.from('x'));
    const contentUrl = `${new URL(drive.address('x')).origin}/v3/attachments/x`;
    await paste(cast.soeren, { attachments: [{ contentType: 'image/png', contentUrl }] });
    await town.connector.waitFor(({ body }) => String(body?.text).includes('Jeg hentede ikke filen'));
    expect(drive.fetched).toEqual([]);
  });
});
