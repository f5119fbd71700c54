/** Deeper than any activity or card that Teams sends; a body of 256 KB could nest a hundred thousand levels. */
const DEPTH = 40;

type Json = Record<string, unknown>;

/**
 * A request's body as an activity, or undefined when it lacks what every Bot Framework activity has. Only what the way
 * through the SDK needs decides; an optional field of another type than the protocol's counts as missing. Unknown keys and
 * unknown types are for the routes to judge.
 */
export function activityIn(body: unknown): Json | undefined {
  if (!isObject(body) || !isShallow(body, DEPTH)) return undefined;
  const { from, conversation, recipient } = body;
  if (!isAccount(from) || !isAccount(conversation) || !isAccount(recipient)) return undefined;
  const needed = [body.type, body.serviceUrl, body.channelId, from.id, conversation.id];
  if (!needed.every((one) => one !== '' && typeof one === 'string' && one.length <= 2048)) return undefined;
  // The SDK sends the conversation's id as a header too.
  if (!/^[ -~]+$/.test(conversation.id)) return undefined;
  return {
    ...only(body, TEXTS, LISTS),
    from: only(from, ACCOUNT_TEXTS),
    conversation: only(conversation, ACCOUNT_TEXTS),
    recipient: only(recipient, ACCOUNT_TEXTS),
  };
}

const TEXTS = ['name', 'text', 'replyToId', 'id', 'locale'];
const LISTS = ['membersAdded', 'membersRemoved', 'entities', 'attachments'];
/** A reply names the same accounts, and the SDK refuses to write one whose parts are of another type. */
const ACCOUNT_TEXTS = ['name', 'aadObjectId', 'role', 'tenantId', 'conversationType'];

/** The object without those of its optional fields that are of another type: texts, lists of objects, `isGroup`. */
function only(object: Json, texts: readonly string[], lists: readonly string[] = []): Json {
  const kept: Json = { ...object };
  for (const key of texts) if (typeof kept[key] !== 'string') delete kept[key];
  for (const key of lists)
    if (Array.isArray(kept[key])) kept[key] = kept[key].filter(isObject);
    else delete kept[key];
  if (typeof kept.isGroup !== 'boolean') delete kept.isGroup;
  return kept;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAccount(value: unknown): value is Json & { id: string } {
  return isObject(value) && typeof value.id === 'string';
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Object.values(value).every((inner) => isShallow(inner, depth - 1));
}
