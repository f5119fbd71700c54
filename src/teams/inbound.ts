import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { type Inputs, readInputs } from '../case/commands.js';
import type { Language, Person } from '../case/people.js';
import type { ConversationReference, MessageReference } from '../delivery/ports.js';
import { type Attached, type Consent, readAttached, readConsent } from './files-inbound.js';

/** Who sent an activity and from where, as the verified activity says it. */
export interface Sender {
  readonly person: Person;
  /** The id Teams writes to and mentions. */
  readonly teamsId: string;
  readonly locale: Language;
  readonly address: ConversationReference;
  /** False when the activity names no AAD object id: such a sender can read help, but hold no role. */
  readonly known: boolean;
  /** The id of the request it came with, for the log. */
  readonly request?: string;
}

/** What a person did, in the bot's own words. */
export type Inbound =
  | {
      kind: 'press';
      sender: Sender;
      verb: string;
      inputs: Inputs;
      automatic: boolean;
      place: MessageReference | undefined;
    }
  | { kind: 'text'; sender: Sender; text: string }
  | ({ kind: 'consent'; sender: Sender; place: MessageReference | undefined } & Consent)
  | { kind: 'file'; sender: Sender; files: readonly Attached[] }
  | { kind: 'met'; sender: Sender; added: boolean; installed: boolean; joined: boolean }
  /** A press that names no organisation. Teams sends none such, but a press is answered whoever sends it. */
  | { kind: 'nobody' }
  | { kind: 'other' };

const conversationKinds = { personal: 'personal', groupChat: 'groupChat', channel: 'channel' } as const;

/** What a press carries. A part of another shape counts as missing: the press is still answered with a sentence. */
const word = z.string().optional().catch(undefined);
const execute = z
  .object({ action: z.object({ verb: word, data: z.unknown().optional(), trigger: word }).catch({}), trigger: word })
  .catch({ action: {} });

/** Reads an activity. Nothing in a card's data says who the sender is. */
export function readActivity(activity: Activity, request?: string): Inbound {
  const said = readSender(activity);
  if (!said) return { kind: isPress(activity) ? 'nobody' : 'other' };
  const sender: Sender = { ...said, ...(request && { request }) };
  if (activity.type === 'invoke') return readInvoke(activity, sender);
  if (activity.type === 'message') return readMessage(activity, sender);
  if (activity.type === 'installationUpdate')
    return {
      kind: 'met',
      sender,
      added: textOf(activity.action).startsWith('add'),
      installed: true,
      joined: false,
    };
  if (activity.type === 'conversationUpdate') {
    const members = activity.membersAdded ?? [];
    const added = members.some((member) => member.id === activity.recipient?.id);
    return { kind: 'met', sender, added, installed: false, joined: members.length > (added ? 1 : 0) };
  }
  return { kind: 'other' };
}

function readSender(activity: Activity): Sender | undefined {
  const channelData = activity.channelData as { tenant?: { id?: unknown } } | undefined;
  const named = activity.conversation.tenantId ?? channelData?.tenant?.id;
  // Entra ID ignores the letter case of its ids and so do we, from the door on; Teams' own ids (`29:...`) keep theirs.
  const tenantId = typeof named === 'string' ? named.toLowerCase() : '';
  const { id: teamsId = '', aadObjectId, name } = activity.from ?? {};
  const directoryId = typeof aadObjectId === 'string' ? aadObjectId.toLowerCase() : '';
  if (teamsId === '' || tenantId === '') return undefined;
  return {
    person: { tenant: tenantId, id: directoryId || teamsId, name: textOf(name).slice(0, 200) },
    teamsId,
    locale: localeOf(activity),
    known: directoryId !== '',
    address: {
      serviceUrl: activity.serviceUrl,
      conversationId: activity.conversation.id,
      kind: kindOf(activity),
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

function kindOf(activity: Activity): ConversationReference['kind'] {
  const type: unknown = activity.conversation.conversationType;
  return typeof type === 'string' && Object.hasOwn(conversationKinds, type)
    ? conversationKinds[type as keyof typeof conversationKinds]
    : 'personal';
}

function isPress({ type, name }: Activity): boolean {
  return type === 'invoke' && (name === 'adaptiveCard/action' || name === 'fileConsent/invoke');
}

function readInvoke(activity: Activity, sender: Sender): Inbound {
  if (activity.name === 'fileConsent/invoke')
    return { kind: 'consent', sender, place: placeOf(activity), ...readConsent(activity.value) };
  if (activity.name !== 'adaptiveCard/action') return { kind: 'other' };
  const { action, trigger } = execute.parse(activity.value);
  const inputs = readInputs(action.data);
  const verb = action.verb ?? inputs.verb ?? '';
  // Only looking happens by itself: an act is somebody's, whatever its trigger says.
  const automatic = verb === 'refresh' && (trigger ?? action.trigger) === 'automatic';
  return { kind: 'press', sender, verb, inputs, automatic, place: placeOf(activity) };
}

function readMessage(activity: Activity, sender: Sender): Inbound {
  const inputs = readInputs(activity.value);
  const verb = inputs.verb;
  if (verb !== undefined) return { kind: 'press', sender, verb, inputs, automatic: false, place: placeOf(activity) };
  const files = sender.address.kind === 'personal' ? readAttached(activity.attachments) : [];
  if (files.length > 0) return { kind: 'file', sender, files };
  return { kind: 'text', sender, text: withoutMentions(activity) };
}

/** A text, or none: an object may even have a `toString` that cannot be called. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The message a card stands in, so that it can be edited once the press is answered. */
function placeOf(activity: Activity): MessageReference | undefined {
  return activity.replyToId ? { conversationId: activity.conversation.id, activityId: activity.replyToId } : undefined;
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
