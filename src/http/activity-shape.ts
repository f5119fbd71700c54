/** Deeper than any activity or card that Teams sends; a body of 256 KB could nest a hundred thousand levels. */
const DEPTH = 40;

/**
 * True when a request's body has what every Bot Framework activity has. Only what the way through the SDK relies on is
 * asked for: unknown keys and unknown types are for the routes to judge.
 */
export function isActivity(body: unknown): boolean {
  if (!isObject(body)) return false;
  const texts = [body.type, body.serviceUrl, body.channelId, idOf(body.from), idOf(body.conversation)];
  if (!texts.every((text) => typeof text === 'string' && text !== '' && text.length <= 2048)) return false;
  const { recipient, name, text, replyToId, id, locale } = body;
  if (!isObject(recipient) || typeof recipient.id !== 'string') return false;
  if (![name, text, replyToId, id, locale].every(isTextOrMissing)) return false;
  if (![body.membersAdded, body.membersRemoved, body.entities, body.attachments].every(isListOrMissing)) return false;
  return isShallow(body, DEPTH);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function idOf(value: unknown): unknown {
  return isObject(value) ? value.id : undefined;
}

function isTextOrMissing(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function isListOrMissing(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.every(isObject));
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Object.values(value).every((inner) => isShallow(inner, depth - 1));
}
