import type { IncomingText, MentionedPerson } from '../answers/protocol.js';
import { withoutInvisible } from '../case/typed-values.js';

/** A message as it came; every part may have any shape. */
export interface MessageParts {
  readonly text?: unknown;
  readonly entities?: unknown;
  readonly attachments?: unknown;
  readonly recipient?: { readonly id?: unknown; readonly name?: unknown } | undefined;
}

const TEXT_MAX = 10_000;
/** A message mentions a handful; each is looked for in the whole text. */
const MENTIONS_MAX = 20;

/**
 * Reads the text of a message. Teams writes into it: mentions of every shape, the message that is replied to, block
 * quotes, HTML and its character references, characters that cannot be seen.
 */
export function readIncomingText(message: MessageParts): IncomingText {
  const bot = { id: textIn(message.recipient?.id), name: withoutInvisible(textIn(message.recipient?.name)) };
  const mentions = mentionsIn(message.entities);
  const body = withoutQuotes(withoutInvisible(bodyOf(message)).replace(MENTION_SPAN, '<at>$1</at>'));
  const isBot = ({ id, shown }: Mention) => (id === '' ? shown === bot.name || shown === '' : id === bot.id);
  const written = (names: boolean) => {
    const keep = (mention: Mention) => (names && !isBot(mention) ? ` ${mention.shown} ` : ' ');
    return oneLine(withoutMarkup(replaceMentions(body, mentions, keep)));
  };
  const people = new Map<string, MentionedPerson>();
  for (const mention of mentions) if (!isBot(mention) && isPerson(mention)) people.set(mention.id, personOf(mention));
  return { text: written(true), bare: written(false), mentioned: [...people.values()] };
}

/** The text; where it is a reply or empty, what the HTML beside it says, in which the quoted message can be told apart. */
function bodyOf({ text, attachments }: MessageParts): string {
  const plain = textIn(text).slice(0, TEXT_MAX);
  const all = Array.isArray(attachments) ? attachments.slice(0, 20) : [];
  const html = all
    .map((one: { contentType?: unknown; content?: unknown } | null) =>
      one?.contentType === 'text/html' ? textIn(one.content).slice(0, TEXT_MAX) : '',
    )
    .find((content) => content !== '');
  return html !== undefined && (plain.trim() === '' || /<blockquote\b/i.test(html)) ? html : plain;
}

interface Mention {
  readonly id: string;
  readonly aadObjectId: string;
  /** As it stands in the text, tags included. */
  readonly text: string;
  /** The name without tags. */
  readonly shown: string;
}

function mentionsIn(entities: unknown): Mention[] {
  const all = Array.isArray(entities) ? entities.slice(0, MENTIONS_MAX) : [];
  return all.flatMap((entity: { type?: unknown; text?: unknown; mentioned?: Record<string, unknown> } | null) => {
    if (entity?.type !== 'mention') return [];
    const { id, name, aadObjectId } = entity.mentioned ?? {};
    const text = withoutInvisible(textIn(entity.text)).slice(0, 500);
    const shown = oneLine(withoutMarkup(text.replace(AT_TAG, '$1'))) || withoutInvisible(textIn(name)).slice(0, 200);
    return [{ id: textIn(id), aadObjectId: textIn(aadObjectId).toLowerCase(), text, shown }];
  });
}

/** Tags, channels and teams are mentioned too, and bots (`28:`). */
function isPerson({ id, aadObjectId }: Mention): boolean {
  return id.startsWith('29:') || (aadObjectId !== '' && !/^(19|28):/.test(id));
}

function personOf({ id, aadObjectId, shown }: Mention): MentionedPerson {
  return { teamsId: id, name: shown, ...(aadObjectId !== '' && { aadObjectId }) };
}

/** `<at>`, with whatever Teams and Skype give it. */
const AT_TAG = /<at\b[^<>]*>([^<]*)<\/at>/gi;
/** The same in the HTML beside a text. */
const MENTION_SPAN = /<span\b[^<>]*schema\.skype\.com\/Mention[^<>]*>([^<]*)<\/span>/gi;

/** A mention without an entity is the bot's when it begins the message, since a channel demands that one. */
function replaceMentions(body: string, mentions: readonly Mention[], keep: (mention: Mention) => string): string {
  const tagged = body.replace(AT_TAG, (tag, name: string, at: number) => {
    const shown = oneLine(withoutMarkup(name));
    const found = mentions.find((one) => one.text === tag) ?? mentions.find((one) => one.shown === shown);
    const leads =
      body
        .slice(0, at)
        .replace(/<[^<>]*>/g, '')
        .trim() === '';
    return keep(found ?? { id: '', aadObjectId: '', text: tag, shown: leads ? '' : shown });
  });
  return mentions.reduce((text, one) => {
    const bare = one.text.startsWith('@') ? one.text : `@${one.shown}`;
    return bare.length > 1 ? text.replaceAll(bare, keep(one)) : text;
  }, tagged);
}

const QUOTES = /<(blockquote|quote|legacyquote)\b[^<>]*>(?:(?!<\1\b)[\s\S])*?<\/\1>/gi;
const QUOTED = /<quoted\b[^<>]*>(?:<\/quoted>)?/gi;

/** What is quoted was said by somebody else, or long ago; a message that is all quote is what its sender says. */
function withoutQuotes(text: string): string {
  let own = text.replace(QUOTED, ' ');
  // The innermost first.
  for (let depth = 0; depth < 5; depth++) own = own.replace(QUOTES, '\n');
  const lines = own.split('\n');
  const begins = lines.findIndex((line) => !/^\s*((>|&gt;).*)?$/.test(line));
  return begins < 0 ? own.replace(/^\s*(>|&gt;)+/gm, ' ') : lines.slice(begins).join('\n');
}

const BREAKS = /<(?:br|\/p|\/div|\/li|\/h[1-6]|\/tr)\b[^<>]*>/gi;
/** What Teams' editor makes of a text. Other words in angle brackets were typed so. */
const TAGS =
  /<\/?(?:at|p|div|span|br|strong|em|b|i|u|s|a|ul|ol|li|pre|code|codeblock|font|img|h[1-6]|table|tbody|tr|td|hr|quoted|attachment|emoji|customemoji)\b[^<>]*>/gi;

function withoutMarkup(text: string): string {
  return decoded(text.replace(BREAKS, '\n').replace(TAGS, ' '));
}

const REFERENCES: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' },
  ...{ aelig: 'æ', oslash: 'ø', aring: 'å', AElig: 'Æ', Oslash: 'Ø', Aring: 'Å', eacute: 'é' },
};

/** HTML's character references, once: what they stand for was typed. */
function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]{2,6}));/gi, (all, ten, hex, name) => {
    if (name !== undefined) return Object.hasOwn(REFERENCES, name) ? (REFERENCES[name] ?? all) : all;
    const code = ten === undefined ? Number.parseInt(hex, 16) : Number(ten);
    return code <= 0x10ffff ? withoutInvisible(String.fromCodePoint(code)) : '';
  });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
