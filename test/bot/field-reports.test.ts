import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startLoopbackConnector } from '../teams/loopback-connector.js';
import { dataOf, inputsOf, textOf } from './cards.js';
import { freshMunicipality } from './shared.js';
import { type Json, rosterPerson, startTown, type Town } from './town.js';
import { arrived, type Cast, opened, pressOn, read, view, walk } from './walk.js';

/** Further situations from public reports, in the order of docs/field-reports.md. */
let town: Town;
let cast: Cast;
beforeAll(async () => {
  town = await startTown();
  cast = await arrived(town);
});
afterAll(() => town.close());
beforeEach(() => town.connector.forget());

const fresh = async (at?: Parameters<typeof walk>[3]) => {
  const caseId = await opened(town, cast.karin, { municipality: freshMunicipality(town) });
  if (at !== 'nameOfficer') await walk(town, cast, caseId, at);
  return caseId;
};
const html = (content: string) => ({ attachments: [{ contentType: 'text/html', content }] });
/** What was posted into a chat after all that is on its way. */
const postedIn = async (chat: string) => {
  await town.settled(cast.bente);
  return town.connector.messagesIn(chat);
};

describe('what a message can be', () => {
  test.each<[string, Json]>([
    [
      'a voice note (msteams-docs#14169)',
      {
        text: null,
        ...html('<div><span itemscope itemtype="http://schema.skype.com/InputExtension"></span></div>'),
        entities: [{ type: 'clientInfo' }],
      },
    ],
    ['a forwarded message (azure-sdk-tools#16717)', { text: '<attachment id="1786399119244"></attachment>' }],
    [
      'an audio card from a phone (msteams-docs#1805)',
      { attachments: [{ contentType: 'application/vnd.microsoft.card.audio', content: '{}' }] },
    ],
    [
      'a link with its preview',
      {
        text: 'https://www.kombit.dk',
        attachments: [{ contentType: 'application/vnd.microsoft.card.thumbnail', content: {} }],
      },
    ],
  ])('%s is answered with what can be done', async (_what, more) => {
    const { status, card } = await town.say(cast.karin, '', more);
    expect(status).toBe(200);
    expect(textOf(card)).toContain('Se, hvad jeg kan');
  });

  test.each([
    [
      'pasted from a document (msteams-docs#3960)',
      'hjælp',
      html('<div itemprop="copy-paste-block"><strong>hjælp</strong></div>'),
    ],
    ['encoded by a button of old (botframework-sdk#2173)', 'HJ&AElig;LP', {}],
    ['with a name and a number (botbuilder-js#1032)', '\r\n<at>NemKonto</at>\r\nhjælp\r\n', {}],
  ])('a command %s is that command', async (_what, text, more) => {
    const { card } = await town.say(cast.karin, text, more);
    expect(textOf(card)).toContain('Det kan du skrive til mig');
    expect(textOf(card)).not.toContain('Det forstod jeg ikke');
  });

  test.each<[string, Json]>([
    [
      'a changed reaction (botframework-sdk#5972)',
      { type: 'messageReaction', reactionsAdded: [{ type: 'like' }], reactionsRemoved: [{ type: 'heart' }] },
    ],
    [
      'an edited message (msteams-docs#4616)',
      { type: 'messageUpdate', text: 'annuller', channelData: { eventType: 'editMessage' } },
    ],
    ['a deleted message', { type: 'messageDelete', channelData: { eventType: 'softDeleteMessage' } }],
    ['a renamed channel (teams.net#100)', { type: 'conversationUpdate', channelData: { eventType: 'channelRenamed' } }],
    ['somebody typing', { type: 'typing' }],
  ])('%s is no word to the bot', async (_what, more) => {
    const answer = await town.post(cast.karin, {
      ...more,
      channelData: { tenant: { id: cast.karin.tenant }, ...(more.channelData as Json) },
    });
    expect(answer.status).toBe(200);
    expect(await postedIn(cast.karin.chat)).toEqual([]);
  });
});

describe('coming and going', () => {
  test('the bot is told of its installation four times (botbuilder-js#4377): one greeting, also after a restart', async () => {
    const nora = town.person('Nora Ny');
    const added = { type: 'conversationUpdate', membersAdded: [{ id: `29:${nora.id}` }, { id: '28:bot' }] };
    for (const activity of [{ type: 'installationUpdate', action: 'add' }, added, added, added])
      await town.post(nora, activity);
    // A look-up of the chat tells the bot again, weeks later (microsoft-graph-docs#20348).
    await town.restart();
    await town.post(nora, added);
    expect((await postedIn(nora.chat)).filter(({ kind }) => kind === 'send')).toHaveLength(1);
  });

  test('nobody tells of an installation (BotFramework-Services#169): the first word brings what waited', async () => {
    const room = await town.room('groupChat', ...Object.values(cast));
    const caseId = await opened(town, cast.karin, { room, municipality: freshMunicipality(town) });
    const late = town.person('Lars Sen');
    town.connector.setRoster(room.conversation, [...Object.values(cast), late].map(rosterPerson));
    await pressOn(town, cast.karin, caseId, 'personal', 'nameOfficer', { officer: late.id });
    expect(read(await town.pressRaw(cast.karin, 'refresh', { caseId, show: 'personal' }))).not.toContain('vil ikke');
    await town.say(late, 'hjælp');
    await town.sees(late, 'Er du sikkerhedsansvarlig for NemKonto?');
  });

  test('the bot is put out of a shared channel (Agents-for-js#488): silence, and nobody has removed it from their chat', async () => {
    const room = await town.room('channel', ...Object.values(cast));
    const caseId = await opened(town, cast.karin, { room, municipality: freshMunicipality(town) });
    await town.settled(cast.karin);
    town.connector.forget();
    const conversation = {
      id: room.conversation,
      conversationType: 'channel',
      isGroup: true,
      tenantId: cast.karin.tenant,
    };
    const channelData = { eventType: 'channelMemberRemoved', channel: { type: 'shared' }, team: { id: '19:t' } };
    await town.post(cast.karin, {
      type: 'conversationUpdate',
      membersRemoved: [{ id: '28:bot' }],
      conversation,
      channelData,
    });
    expect(await postedIn(room.conversation)).toEqual([]);
    expect(textOf(await view(town, cast.karin, caseId, 'status'))).not.toContain('har fjernet');
  });

  test('Teams moves a chat to another region (botbuilder-js#3280): the next message goes to the new address', async () => {
    const elsewhere = await startLoopbackConnector();
    const [karin, oluf] = [town.person('Karin Krog'), town.person('Oluf Dahl')];
    await town.arrive(karin, oluf);
    const caseId = await opened(town, karin, { municipality: freshMunicipality(town) });
    await town.post(oluf, { type: 'message', text: 'hjælp', serviceUrl: elsewhere.serviceUrl });
    await pressOn(town, karin, caseId, 'personal', 'nameOfficer', { officer: oluf.id });
    await elsewhere.waitFor(({ body }) => JSON.stringify(body ?? '').includes('Er du sikkerhedsansvarlig'));
    await elsewhere.close();
  });

  test('a guest of a meeting has no account (msteams-docs#6722): help, but no case', async () => {
    const anonymous = { from: { id: '8:anon:x', name: 'Gæst' } };
    expect(textOf((await town.say(cast.bente, 'hjælp', anonymous)).card)).toContain('Det kan du skrive til mig');
    const data = { municipality: freshMunicipality(town), goLive: '2026-11-02' };
    const { text } = await town.pressRaw(cast.bente, 'openCase', data, undefined, anonymous);
    expect(text).toMatch(/gæst|konto/i);
  });
});

describe('presses', () => {
  test('one comes again at once, with the same id and with a new one (botbuilder-dotnet#5005): one fact', async () => {
    const caseId = await fresh('giveAgreementNumber');
    const data = {
      ...dataOf(await view(town, cast.karin, caseId, 'personal'), 'giveAgreementNumber'),
      agreementNumber: '123456',
    };
    const send = (id: string) => town.pressRaw(cast.karin, 'giveAgreementNumber', data, undefined, { id });
    await Promise.all(['one', 'one', 'two'].map(send));
    const history = await town.history(cast.karin, caseId);
    expect(history.match(/123456/g)).toHaveLength(1);
  });

  test.each(['a message', 'an invoke'])(
    'data comes as the text of an object in %s (msteams-docs#13443)',
    async (how) => {
      const caseId = await fresh('nameOfficer');
      const data = JSON.stringify({ caseId, verb: 'refresh', show: 'status' });
      if (how === 'a message') await town.post(cast.karin, { type: 'message', value: data });
      else {
        const value = { action: { type: 'Action.Execute', verb: 'refresh', data } };
        const { card } = await town.pressRaw(cast.karin, 'refresh', {}, undefined, { value });
        return expect(textOf(card)).toContain('Idriftsættelse');
      }
      await town.connector.waitFor(({ body }) => JSON.stringify(body ?? '').includes('Idriftsættelse'));
    },
  );

  test('an invoke says Action.Submit (Agents-for-js#177): it is answered', async () => {
    const caseId = await fresh('nameOfficer');
    const value = { action: { type: 'Action.Submit', data: { caseId, verb: 'refresh', show: 'status' } } };
    const { status, card } = await town.pressRaw(cast.karin, 'x', {}, undefined, { value });
    expect(status).toBe(200);
    expect(textOf(card)).toContain('Idriftsættelse');
  });

  test('a refresh brings the data of an older card (msteams-docs#6441): the case as it stands now', async () => {
    const caseId = await fresh('giveAgreementNumber');
    const data = { caseId, version: 1, step: 'officer', show: 'personal' };
    expect(textOf((await town.pressRaw(cast.karin, 'refresh', data)).card)).toContain('NKS-aftalenummer');
  });

  test('a card is pressed where the bot is not (Microsoft-Teams-Samples#984): answered all the same', async () => {
    const caseId = await fresh('nameOfficer');
    const trouble = { status: 403, code: 'BotNotInConversationRoster' };
    town.connector.trouble(trouble, { when: (one) => one.conversationId === '19:elsewhere@thread.v2' });
    const spot = { conversation: '19:elsewhere@thread.v2', activity: 'forwarded', kind: 'groupChat' as const };
    const { status, card } = await town.pressRaw(cast.karin, 'refresh', { caseId, show: 'status' }, spot);
    town.connector.calm();
    expect([status, textOf(card)]).toEqual([200, expect.stringContaining('Idriftsættelse')]);
  });
});

describe('inputs', () => {
  test.each([
    ['04.05.2027', 'German (AdaptiveCards#2555)', '4. maj 2027'],
    ['5. maj 2027', 'Danish (AdaptiveCards#3613)', '5. maj 2027'],
    ['2027-05-06T00:00:00', 'a moment (botframework-sdk#5411)', '6. maj 2027'],
    ['2027-05-06T22:00:00.000Z', 'a moment elsewhere (BotBuilder-MicrosoftTeams#195)', '7. maj 2027'],
  ])('a day comes as %s, %s', async (goLive, _what, day) => {
    const caseId = await fresh('nameOfficer');
    await pressOn(town, cast.karin, caseId, 'moveGoLive', 'moveGoLive', { goLive });
    expect(await town.history(cast.karin, caseId)).toContain(day);
  });

  test('a day does not come at all (AdaptiveCards#3631): the field is named, and nothing else is lost', async () => {
    const caseId = await fresh('confirmWebForm');
    const typed = { filledOn: null, annexFollowed: 'true' };
    const { card } = await pressOn(town, cast.karin, caseId, 'personal', 'confirmWebForm', typed);
    expect(inputsOf(card).annexFollowed?.value).toBe('true');
    expect(textOf(card)).toMatch(/dato|dag/i);
    expect(await town.history(cast.karin, caseId)).not.toContain('webformularen');
  });

  test('the picker is a plain field (msteams-docs#7879) and a name is typed: the field says what to do', async () => {
    const caseId = await fresh('nameOfficer');
    const { card } = await pressOn(town, cast.karin, caseId, 'personal', 'nameOfficer', { officer: 'Fie Lund' });
    expect(textOf(card)).toContain('Vælg en kollega på listen');
  });
});

describe('the way out', () => {
  test('Teams answers 202 without an id (botframework-sdk#6155): said as it is, and never sent again', async () => {
    const caseId = await fresh('nameOfficer');
    await town.settled(cast.karin);
    town.connector.trouble(
      { body: {} },
      { when: (one) => one.conversationId === cast.soeren.chat && one.kind === 'send', times: 1 },
    );
    await pressOn(town, cast.karin, caseId, 'personal', 'nameOfficer', { officer: cast.soeren.id });
    await town.settled(cast.karin);
    town.connector.calm();
    expect(textOf(await view(town, cast.karin, caseId, 'status'))).toContain(
      'Jeg ved ikke, om min besked til Søren Lund nåede frem',
    );
    await town.settled(cast.karin);
    const asked = town.connector.messagesIn(cast.soeren.chat).filter(({ kind }) => kind === 'send');
    expect(asked).toHaveLength(1);
  });

  test('an edit is refused with 403 Unknown (BotFramework-Services#269): it is made later, and nobody is blamed', async () => {
    const room = await town.room('groupChat', ...Object.values(cast));
    const caseId = await opened(town, cast.karin, { room, municipality: freshMunicipality(town) });
    await town.settled(cast.karin);
    const trouble = { status: 403, code: 'ServiceError' };
    town.connector.trouble(trouble, {
      when: (one) => one.kind === 'update' && one.conversationId === room.conversation,
      times: 1,
    });
    await walk(town, cast, caseId, 'acceptOfficer');
    await town.settled(cast.karin);
    await town.sees({ chat: room.conversation }, 'Søren Lund');
    expect(textOf(await view(town, cast.karin, caseId, 'status'))).not.toContain('kan ikke længere skrive');
  });
});
