import { type Activity, ActivityTypes } from 'botbuilder';
import { z } from 'zod';
import { type Inputs, readInputs } from '../case/commands.js';
import type { Language, Person } from '../case/people.js';
import type { ConversationReference, MessageReference } from '../delivery/ports.js';

/** Who sent an activity and from where, as the verified activity says it. */
export interface ActivitySender {
  readonly person: Person;
  /** The id Teams writes to and mentions (`29:...`). */
  readonly teamsId: string;
  readonly locale: Language;
  readonly conversation: ConversationReference;
  /** False when the activity names no AAD object id: such a sender can read help, but hold no role. */
  readonly known: boolean;
  /** The id of the HTTP request it came with, for the log. */
  readonly request?: string;
}

/** A button that was pressed, by Action.Execute or, from an old client, by Action.Submit. */
export interface Press {
  readonly kind: 'press';
  readonly sender: ActivitySender;
  readonly verb: string;
  readonly inputs: Inputs;
  /** Teams refreshed the card by itself: nothing may be sent or written for it. */
  readonly automatic: boolean;
  /** The message the card stands in. */
  readonly message: MessageReference | undefined;
}

export interface TypedText {
  readonly kind: 'text';
  readonly sender: ActivitySender;
  readonly text: string;
}

/** Which of the two files of a case. */
export type FileKind = 'pdf' | 'csv';

/** Where Teams wants a file that the person has said yes to, and what it will be called there. */
export interface Upload {
  readonly uploadUrl: string;
  readonly contentUrl: string;
  readonly name: string;
  readonly uniqueId: string;
  readonly fileType: string;
}

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
}

export interface SentFiles {
  readonly kind: 'file';
  readonly sender: ActivitySender;
  readonly files: readonly Attached[];
}

/** The bot or people came to a conversation, or left it. */
export interface Met {
  readonly kind: 'met';
  readonly sender: ActivitySender;
  /** The bot itself was added. */
  readonly added: boolean;
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
    case ActivityTypes.Message:
      return readMessage(activity, sender);
    case ActivityTypes.Invoke:
      if (isCardAction(activity)) return readExecute(activity, sender);
      return isFileConsent(activity) ? readConsent(activity, sender) : { kind: 'other' };
    case ActivityTypes.InstallationUpdate: {
      const added = textOf(activity.action).startsWith('add');
      return { kind: 'met', sender, added, installed: true, joined: false };
    }
    case ActivityTypes.ConversationUpdate: {
      const members = activity.membersAdded ?? [];
      const added = members.some(({ id }) => id === activity.recipient?.id);
      return { kind: 'met', sender, added, installed: false, joined: members.length > (added ? 1 : 0) };
    }
    default:
      return { kind: 'other' };
  }
}

function isCardAction({ type, name }: Activity): boolean {
  return type === ActivityTypes.Invoke && name === 'adaptiveCard/action';
}

function isFileConsent({ type, name }: Activity): boolean {
  return type === ActivityTypes.Invoke && name === 'fileConsent/invoke';
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

/** True for the address of the Agents Playground, the practice client. */
export function isPlayground(serviceUrl: string): boolean {
  return /\/_connector\/?$/.test(serviceUrl);
}

/** The Agents Playground says en-US whatever its user reads, so there it says nothing; Danish comes first. */
function localeOf({ locale, serviceUrl }: Activity): Language {
  const silent = locale === undefined || isPlayground(serviceUrl);
  return silent || /^da\b/i.test(locale) ? 'da' : 'en';
}

function conversationKindOf({ conversation }: Activity): ConversationReference['kind'] {
  const type: unknown = conversation.conversationType;
  return type === 'groupChat' || type === 'channel' ? type : 'personal';
}

/** What a press carries. A part of another shape counts as missing: the press is still answered with a sentence. */
const word = z.string().optional().catch(undefined);
const execute = z
  .object({ action: z.object({ verb: word, data: z.unknown().optional(), trigger: word }).catch({}), trigger: word })
  .catch({ action: {} });

function readExecute(activity: Activity, sender: ActivitySender): Press {
  const { action, trigger } = execute.parse(activity.value);
  const inputs = readInputs(action.data);
  const verb = action.verb ?? inputs.verb ?? '';
  // Only looking happens by itself: an act is a person's, whatever its trigger says.
  const automatic = verb === 'refresh' && (trigger ?? action.trigger) === 'automatic';
  return { kind: 'press', sender, verb, inputs, automatic, message: pressedIn(activity) };
}

function readMessage(activity: Activity, sender: ActivitySender): Inbound {
  const inputs = readInputs(activity.value);
  const { verb } = inputs;
  if (verb !== undefined)
    return { kind: 'press', sender, verb, inputs, automatic: false, message: pressedIn(activity) };
  const files = sender.conversation.kind === 'personal' ? readAttached(activity.attachments) : [];
  if (files.length > 0) return { kind: 'file', sender, files };
  return { kind: 'text', sender, text: withoutMentions(activity) };
}

const short = z.string().max(4_000).catch('');
const upload = z.object({
  uploadUrl: z.string().max(4_000),
  contentUrl: short,
  name: short,
  uniqueId: short,
  fileType: short,
});
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

/** The files of a message; Teams adds a copy of the text as HTML, which is none. */
function readAttached(attachments: unknown): readonly Attached[] {
  const all = Array.isArray(attachments) ? attachments.slice(0, 20) : [];
  return all.flatMap((one: unknown) => {
    const read = attached.safeParse(one);
    return read.success ? [{ name: read.data.name, url: read.data.content.downloadUrl }] : [];
  });
}

/** A text, or none: an object may even have a `toString` that cannot be called. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function pressedIn({ conversation, replyToId }: Activity): MessageReference | undefined {
  return replyToId ? { conversationId: conversation.id, activityId: replyToId } : undefined;
}

/** What was typed, without the mention of the bot that a channel needs. */
function withoutMentions(activity: Activity): string {
  let text = textOf(activity.text).slice(0, 10_000);
  for (const entity of activity.entities ?? []) {
    const mention = entity as { type?: string; text?: unknown; mentioned?: { id?: string } };
    const ofBot = mention.type === 'mention' && mention.mentioned?.id === activity.recipient?.id;
    if (ofBot && typeof mention.text === 'string') text = text.replace(mention.text, ' ');
  }
  return text
    .replace(/<at>[^<]*<\/at>/g, ' ')
    .replace(/&nbsp;/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
