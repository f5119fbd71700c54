/** Deeper than any activity or card that Teams sends; a body of 256 KB could nest a hundred thousand levels. */
const DEPTH = 40;

/**
 * True when a request's body has what every Bot Framework activity has. Only what the way through the SDK relies on is
 * asked for: unknown keys and unknown types are for the routes to judge.
 */
export function isActivity(body: unknown): boolean {
  if (!isObject(body)) return false;
  const { from, conversation, recipient, name, text, replyToId, id, locale } = body;
  if (!isAccount(from) || !isAccount(conversation) || !isAccount(recipient)) return false;
  const texts = [body.type, body.serviceUrl, body.channelId, from.id, conversation.id];
  if (!texts.every((one) => one !== '' && typeof one === 'string' && one.length <= 2048)) return false;
  // The SDK sends the conversation's id as a header too.
  if (!/^[ -~]+$/.test(conversation.id)) return false;
  if (![name, text, replyToId, id, locale].every(isTextOrMissing)) return false;
  if (![body.membersAdded, body.membersRemoved, body.entities, body.attachments].every(isListOrMissing)) return false;
  return isShallow(body, DEPTH);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A reply names the same accounts, and the SDK refuses to write one whose parts are of another type. */
function isAccount(value: unknown): value is { id: string } {
  if (!isObject(value) || typeof value.id !== 'string') return false;
  const { name, aadObjectId, role, tenantId, conversationType, isGroup } = value;
  const texts = [name, aadObjectId, role, tenantId, conversationType];
  return texts.every(isTextOrMissing) && (isGroup === undefined || isGroup === null || typeof isGroup === 'boolean');
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
