import fc from 'fast-check';

export type Json = Record<string, unknown>;

/** Who may appear as a sender: none of them has a part in the cases under attack. */
export interface Senders {
  /** AAD object id and tenant as an activity would say them. */
  readonly people: readonly { readonly id: string; readonly tenant: string }[];
  readonly caseIds: readonly string[];
  /** People with a part, whose ids forgers know. */
  readonly victims: readonly string[];
}

const VERBS = [
  ...['openCase', 'nameOfficer', 'askForOfficer', 'acceptOfficer', 'declineOfficer', 'giveAgreementNumber'],
  ...['confirmWebForm', 'confirmSignature', 'refuseSignature', 'keepSignedCopy', 'confirmDispatch', 'markInKlik'],
  ...[
    'agreementReturned',
    'confirmReceipt',
    'registerInvoice',
    'confirmPayment',
    'correctStep',
    'handOver',
    'replaceOfficer',
  ],
  ...['replacePayer', 'nameSubstitute', 'moveGoLive', 'snooze', 'remindNow', 'cancelCase', 'reopenCase'],
  ...['refresh', 'overview', 'exportCase', 'dropSignedCopy', 'start', 'help', 'language', 'chooseLanguage'],
];
const INPUTS = [
  ...['municipality', 'goLive', 'officer', 'person', 'reason', 'agreementNumber', 'filledOn', 'annexFollowed'],
  ...['signedOn', 'sentOn', 'receivedOn', 'invoiceNumber', 'invoiceAmount', 'invoiceDue', 'payer', 'note', 'paidOn'],
  ...['step', 'from', 'until', 'days', 'show', 'page', 'file', 'office', 'confirmed', 'language', 'field.x'],
  ...['version', 'caseId', 'verb', 'tenant', 'by', 'guest', '__proto__', 'constructor', 'toString', 'prototype'],
];
const WORDS = [
  ...['hjælp', 'start', 'status', 'oversigt', 'historik', 'eksport', 'ret', 'overdrag', 'stedfortræder', 'udsæt'],
  ...[
    '<blockquote itemtype="http://schema.skype.com/Reply">',
    '<quote>x<legacyquote>y</quote>',
    '> annuller\n',
    '<at id="0">',
  ],
  ...['&#x1f4a5;&#99999999;&nbsp', '<quoted messageId="1"/>', '<p><p><p>', '>>>>>>', '\u200e\u00ad\ufeffhjælp'],
  ...['påmind', 'annuller', 'sprog', 'spol', 'spol 0 dage', 'spol -1 dage', 'eksport ../../etc/passwd', '<at>x</at>'],
];
const ACTIVITY_TYPES = [
  ...['message', 'invoke', 'event', 'conversationUpdate', 'installationUpdate', 'messageReaction', 'messageUpdate'],
  ...['messageDelete', 'endOfConversation', 'typing', 'handoff', 'command', 'commandResult', 'trace', 'suggestion'],
  ...['contactRelationUpdate', 'delay', 'invokeResponse', 'deleteUserData', '__proto__', 'constructor', ' '],
];
const INVOKES = [
  ...['adaptiveCard/action', 'fileConsent/invoke', 'composeExtension/query', 'composeExtension/submitAction'],
  ...['composeExtension/fetchTask', 'composeExtension/selectItem', 'composeExtension/queryLink', 'task/fetch'],
  ...['task/submit', 'config/fetch', 'config/submit', 'signin/verifyState', 'signin/tokenExchange', 'tab/fetch'],
  ...['tab/submit', 'actionableMessage/executeAction', 'message/submitAction', 'application/search', 'handoff/action'],
  ...['signin/failure', 'readReceipt', '', '__proto__', 'toString'],
];

const hugeText = fc.nat(5).map((power) => '💥æ<&"\u0000'.repeat(4 ** power));
const signs = fc.constantFrom(...'aZ0 \n\t\0\u0007\u200f\ud800\uffff\\"\'`{}[]()$*+?^|æøå💥漢-_.,;:/%&=<>#@~!');
/** Texts that mean something to somebody: to a parser, a shell, a spreadsheet, a template, a regular expression. */
const text = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('', ' ', '0', '-1', 'NaN', 'null', 'true', '2026-05-04', '4.5.2026', '1e309'),
  },
  fc.constantFrom(
    '$'.concat('{$root}'),
    '{{x}}',
    '=cmd()',
    '../../x',
    "'; DROP TABLE cases;--",
    '\u202e',
    '\ud800',
    '٣',
    '%00',
  ),
  fc.constantFrom(' '.repeat(5_000), '('.repeat(3_000), '9'.repeat(400), '010190-1234', 'a'.repeat(2_000)),
  fc.array(signs, { maxLength: 20 }).map((some) => some.join('')),
  hugeText,
);
/** A value of any type where a text is expected. */
const anything = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.constantFrom(null, true, false, 0, -1, 1e308, [], {}, [[]], [null], { length: 1e9 }, { toString: 'x' }),
  fc.jsonValue({ maxDepth: 3 }),
);

const hostileKey = fc.constantFrom('__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'then', 'toJSON', '');
/** An object with keys that mean something to JavaScript; `__proto__` as a key of its own, as JSON.parse makes it. */
const hostileObject = fc
  .array(fc.tuple(hostileKey, anything), { maxLength: 4 })
  .map((pairs) => Object.fromEntries(pairs) as Json);

function dataOf({ caseIds, victims }: Senders): fc.Arbitrary<unknown> {
  const person = fc.constantFrom(...victims, victims.join(','));
  const value = fc.oneof(anything, person, fc.constantFrom(...caseIds));
  const inputs = fc.dictionary(fc.constantFrom(...INPUTS), value, { maxKeys: 12 });
  const aimed = fc
    .tuple(inputs, hostileObject, fc.constantFrom(...caseIds), fc.constantFrom(0, 5, 999, '999'))
    .map(([typed, hostile, caseId, version]) => ({ ...hostile, ...typed, caseId, version }));
  return fc.oneof({ weight: 4, arbitrary: aimed }, inputs, anything);
}

function invokeValueOf(senders: Senders): fc.Arbitrary<unknown> {
  const data = dataOf(senders);
  const verb = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...VERBS) }, anything);
  const action = fc.record({ type: fc.constant('Action.Execute'), verb, data }, { requiredKeys: [] });
  const trigger = fc.oneof(fc.constantFrom('manual', 'automatic'), anything);
  const press = fc.record({ action: fc.oneof({ weight: 6, arbitrary: action }, anything), trigger });
  const consent = fc.record(
    {
      type: fc.constant('fileUpload'),
      action: fc.oneof(fc.constantFrom('accept', 'decline'), anything),
      context: fc.oneof(fc.record({ caseId: fc.constantFrom(...senders.caseIds), file: anything }), anything),
      uploadInfo: fc.oneof(
        fc.record({ uploadUrl: text, contentUrl: text, name: text, uniqueId: text, fileType: text }),
        anything,
      ),
    },
    { requiredKeys: [] },
  );
  return fc.oneof({ weight: 6, arbitrary: press }, consent, data, anything);
}

/** Every conversation the bot meets is written down: so few that its memory shows what the activities cost. */
const oddId = fc.constantFrom(
  '',
  ' ',
  '__proto__',
  '../x',
  '19:a;messageid=',
  'æ'.repeat(2_000),
  '\u0000',
  'a:b/c?d#e',
);

const attachment = fc.oneof(
  fc.record({
    contentType: fc.constant('application/vnd.microsoft.teams.file.download.info'),
    name: text,
    content: fc.oneof(fc.record({ downloadUrl: fc.oneof(text, fc.constant('http://127.0.0.1:1/x')) }), anything),
  }),
  fc.record({
    contentType: fc.constantFrom('image/*', 'image/png'),
    contentUrl: fc.constantFrom(
      'http://127.0.0.1:1/v3/attachments/x',
      'http://10.0.0.1/v3/attachments/x',
      '/v3/attachments/',
    ),
  }),
  fc.record({ contentType: fc.constant('text/html'), content: anything }),
  hostileObject,
);
const mentioned = fc.record(
  { id: fc.constantFrom('29:x', '28:bot', '19:x'), name: anything, aadObjectId: anything },
  { requiredKeys: [] },
);
const entity = fc.record(
  { type: fc.constant('mention'), text: anything, mentioned: fc.oneof(mentioned, anything) },
  { requiredKeys: [] },
);

/** Activities that nobody sends: every kind, forged, wrong types everywhere. Most get past the check of their shape. */
export function hostileActivities(senders: Senders, serviceUrl: string): fc.Arbitrary<unknown> {
  const sender = fc.constantFrom(...senders.people);
  const type = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom('invoke', 'invoke', 'invoke', 'message') },
    fc.constantFrom(...ACTIVITY_TYPES),
  );
  const invoke = fc.oneof({ weight: 12, arbitrary: fc.constant('adaptiveCard/action') }, fc.constantFrom(...INVOKES));
  const words = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...WORDS) }, text);
  const odd: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    text: fc.oneof(words, anything),
    name: anything,
    replyToId: anything,
    locale: fc.oneof(fc.constantFrom('da-DK', 'en', 'xx', ''), anything),
    attachments: fc.oneof(fc.array(attachment, { maxLength: 3 }), anything),
    entities: fc.oneof(fc.array(fc.oneof(entity, hostileObject), { maxLength: 3 }), anything),
    membersAdded: fc.oneof(fc.constant([{ id: '28:bot' }]), fc.array(hostileObject, { maxLength: 2 }), anything),
    membersRemoved: fc.oneof(fc.constant([{ id: '28:bot' }]), anything),
    channelData: fc.oneof(fc.constant({ team: { id: '19:x' } }), hostileObject, anything),
    recipient: fc.oneof(fc.constant({ id: '28:bot' }), hostileObject, anything),
    timestamp: anything,
    localTimestamp: anything,
    expiration: anything,
    action: fc.oneof(fc.constantFrom('add', 'remove', 'add-upgrade', 'remove-upgrade'), anything),
    from: fc.oneof(fc.constant({ id: '29:nobody' }), hostileObject, anything),
    conversation: fc.oneof(fc.record({ id: oddId, tenantId: anything, conversationType: anything }), anything),
    channelId: fc.oneof(fc.constantFrom('emulator', 'AseChannel', 'webchat'), anything),
    serviceUrl: fc.oneof(fc.constantFrom('http://10.0.0.1/', 'file:///etc/passwd', 'https://x.example/'), anything),
  };
  const oddKey = fc.oneof(...Object.entries(odd).map(([key, value]) => value.map((made) => [key, made] as const)));
  /** Two odd keys at a time, else nothing would get past the door. */
  const few = fc.array(oddKey, { maxLength: 2 }).map((pairs) => Object.fromEntries(pairs));
  const kind = fc.constantFrom('personal', 'groupChat', 'channel', '__proto__');
  return fc
    .tuple(sender, type, invoke, invokeValueOf(senders), words, few, kind, hostileObject)
    .map(([{ id, tenant }, activityType, name, value, said, more, conversationType, hostile]) => ({
      ...hostile,
      ...{ type: activityType, id: 'x', channelId: 'msteams', serviceUrl, locale: 'da-DK' },
      from: { id: `29:${id}`, name: `N ${id}`, aadObjectId: id },
      recipient: { id: '28:bot', name: 'NemKonto' },
      conversation: { id: `a:${id}:${conversationType}`, conversationType, tenantId: tenant },
      ...(activityType === 'invoke' ? { name, value } : { text: said }),
      ...(activityType === 'message' && said.length % 2 === 0 && { value }),
      ...more,
    }));
}
