import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { type ActivitySender, isPlayground, type Press, type TypedText } from '../answers/protocol.js';
import { readTyped } from '../answers/typed-commands.js';
import { readInputs } from '../case/commands.js';
import type { Language } from '../case/people.js';
import type { ConversationReference, MessageReference } from '../delivery/ports.js';
import { readIncomingText } from './incoming-text.js';

/** Which of the two files of a case. */
export type FileKind = 'pdf' | 'csv';

const short = z.string().max(4_000).catch('');
const upload = z.object({
  uploadUrl: z.string().max(4_000),
  contentUrl: short,
  name: short,
  uniqueId: short,
  fileType: short,
});

/** Where Teams wants a file that the person has said yes to, and what it will be called there. */
export type Upload = Readonly<z.infer<typeof upload>>;

/** The answer to a file consent card. Its context says which case and which file, never who may have it. */
export interface Consent {
  readonly kind: 'consent';
  readonly sender: ActivitySender;
  readonly accepted: boolean;
  readonly caseId: string;
  readonly file: FileKind;
  readonly upload: Upload | undefined;
  /** The message the consent card stands in. */
  readonly message: MessageReference | undefined;
}

/** A file in a message. */
export interface Attached {
  readonly name: string;
  readonly url: string;
  /** A picture pasted into the message: it has no name, and lies with Teams' connector. */
  readonly pasted?: true;
}

export interface SentFiles {
  readonly kind: 'file';
  readonly sender: ActivitySender;
  readonly files: readonly Attached[];
  /** What was written beside a picture: it is answered where no paper is awaited. */
  readonly beside?: TypedText;
}

/** The bot or people came to a conversation, or left it. An update of the app is neither. */
export interface Met {
  readonly kind: 'met';
  readonly sender: ActivitySender;
  /** The bot itself was added. */
  readonly added: boolean;
  /** The bot itself was removed, by the sender. */
  readonly removed: boolean;
  readonly installed: boolean;
  /** Others joined. */
  readonly joined: boolean;
}

/** What a person did, in the bot's own words. */
export type Inbound =
  | (Press | TypedText | Consent | SentFiles | Met)
  /** A press that names no organisation. Teams sends none such, but every press is answered. */
  | { readonly kind: 'noTenant' }
  | { readonly kind: 'other' };

/** Reads an activity. Nothing in a card's data says who the sender is. `request` is the id of its HTTP request. */
export function readActivity(activity: Activity, request?: string): Inbound {
  const named = readSender(activity);
  if (!named) return { kind: isCardAction(activity) || isFileConsent(activity) ? 'noTenant' : 'other' };
  const sender: ActivitySender = { ...named, ...(request && { request }) };
  switch (activity.type) {
    case 'message':
      return readMessage(activity, sender);
    case 'invoke':
      if (isCardAction(activity)) return readExecute(activity, sender);
      return isFileConsent(activity) ? readConsent(activity, sender) : { kind: 'other' };
    case 'installationUpdate': {
      const action = textOf(activity.action);
      const removed = action === 'remove' || action === 'remove-upgrade';
      return { kind: 'met', sender, added: action === 'add', removed, installed: true, joined: false };
    }
    case 'conversationUpdate': {
      const members = activity.membersAdded ?? [];
      const isBot = ({ id }: { id: string }) => id === activity.recipient?.id;
      const added = members.some(isBot);
      const removed = (activity.membersRemoved ?? []).some(isBot);
      return { kind: 'met', sender, added, removed, installed: false, joined: members.length > (added ? 1 : 0) };
    }
    default:
      return { kind: 'other' };
  }
}

function isCardAction({ type, name }: Activity): boolean {
  return type === 'invoke' && name === 'adaptiveCard/action';
}

function isFileConsent({ type, name }: Activity): boolean {
  return type === 'invoke' && name === 'fileConsent/invoke';
}

function readSender(activity: Activity): ActivitySender | undefined {
  const channelData = activity.channelData as { tenant?: { id?: unknown } } | undefined;
  const named = activity.conversation.tenantId ?? channelData?.tenant?.id;
  // Entra ID ignores the letter case of its ids and so do we, from the door on; Teams' own ids (`29:...`) keep theirs.
  const tenantId = textOf(named).toLowerCase();
  const { id: teamsId = '', aadObjectId, name } = activity.from ?? {};
  const directoryId = textOf(aadObjectId).toLowerCase();
  if (teamsId === '' || tenantId === '') return undefined;
  return {
    person: { tenant: tenantId, id: directoryId || teamsId, name: textOf(name).slice(0, 200) },
    teamsId,
    locale: localeOf(activity),
    known: directoryId !== '',
    conversation: {
      serviceUrl: activity.serviceUrl,
      conversationId: activity.conversation.id,
      kind: conversationKindOf(activity),
      tenantId,
      botId: activity.recipient?.id ?? '',
    },
  };
}

/** The Agents Playground says en-US whatever its user reads, so there it says nothing; Danish comes first. */
function localeOf({ locale, serviceUrl }: Activity): Language {
  const silent = !locale || isPlayground(serviceUrl);
  return silent || /^da\b/i.test(locale) ? 'da' : 'en';
}

/**
 * One person's chat only when everything says so: what is made for one person is posted there. Teams leaves out the type
 * at times; then the form of the id and the team beside it tell.
 */
function conversationKindOf({ conversation, channelData }: Activity): ConversationReference['kind'] {
  const { conversationType: type, id, isGroup } = conversation;
  const team = (channelData as { team?: unknown } | undefined)?.team;
  if (type === 'channel' || team || /@thread\.(tacv2|skype)|;messageid=/.test(id)) return 'channel';
  const isShared = type === 'groupChat' || isGroup === true || /@thread\./.test(id);
  return !isShared && (type === 'personal' || id.startsWith('a:')) ? 'personal' : 'groupChat';
}

/** Some clients send a button's data as the text of an object. */
function parsed(data: unknown): unknown {
  if (typeof data !== 'string' || !data.startsWith('{')) return data;
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

/** What a press carries. A part of another shape counts as missing: the press is still answered with a sentence. */
const word = z.string().optional().catch(undefined);
const execute = z
  .object({ action: z.object({ verb: word, data: z.unknown().optional(), trigger: word }).catch({}), trigger: word })
  .catch({ action: {} });

function readExecute(activity: Activity, sender: ActivitySender): Press {
  const { action, trigger } = execute.parse(activity.value);
  const inputs = readInputs(parsed(action.data));
  const verb = action.verb ?? inputs.verb ?? '';
  // Only looking happens by itself: an act is a person's, whatever its trigger says.
  const automatic = verb === 'refresh' && (trigger ?? action.trigger) === 'automatic';
  return { kind: 'press', sender, verb, inputs, automatic, message: pressedIn(activity) };
}

function readMessage(activity: Activity, sender: ActivitySender): Inbound {
  const inputs = readInputs(parsed(activity.value));
  const { verb } = inputs;
  if (verb !== undefined)
    return { kind: 'press', sender, verb, inputs, automatic: false, message: pressedIn(activity) };
  const written = readIncomingText(activity);
  const files = sender.conversation.kind === 'personal' ? readAttached(activity.attachments) : [];
  const typed: TypedText = { kind: 'text', sender, ...written };
  if (files.length === 0) return typed;
  const arePictures = files.every(({ pasted }) => pasted);
  // A picture beside a command may be any: a screenshot, an emoji.
  if (arePictures && readTyped(written.bare)) return typed;
  return { kind: 'file', sender, files, ...(arePictures && written.text !== '' && { beside: typed }) };
}

const consent = z
  .object({
    action: z.string().catch(''),
    context: z.object({ caseId: short, file: z.enum(['pdf', 'csv']).catch('pdf') }).catch({ caseId: '', file: 'pdf' }),
    uploadInfo: upload.optional().catch(undefined),
  })
  .catch({ action: '', context: { caseId: '', file: 'pdf' } });

function readConsent(activity: Activity, sender: ActivitySender): Consent {
  const { action, context, uploadInfo } = consent.parse(activity.value);
  const accepted = action === 'accept';
  return { kind: 'consent', sender, accepted, ...context, upload: uploadInfo, message: pressedIn(activity) };
}

const attached = z.object({
  contentType: z.literal('application/vnd.microsoft.teams.file.download.info'),
  name: z.string().catch(''),
  content: z.object({ downloadUrl: z.string() }),
});

const pasted = z.object({
  contentType: z.string().regex(/^image\//),
  contentUrl: z.string().regex(/\/v3\/attachments\//),
});

/** The files of a message; Teams adds a copy of the text as HTML, which is none. */
function readAttached(attachments: unknown): readonly Attached[] {
  const all = Array.isArray(attachments) ? attachments.slice(0, 20) : [];
  return all.flatMap((one: unknown) => {
    const file = attached.safeParse(one);
    if (file.success) return [{ name: file.data.name, url: file.data.content.downloadUrl }];
    const picture = pasted.safeParse(one);
    return picture.success ? [{ name: '', url: picture.data.contentUrl, pasted: true as const }] : [];
  });
}

/** A text, or none: an object may even have a `toString` that cannot be called. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function pressedIn({ conversation, replyToId }: Activity): MessageReference | undefined {
  return replyToId ? { conversationId: conversation.id, activityId: replyToId } : undefined;
}
