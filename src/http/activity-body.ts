import type { IncomingMessage } from 'node:http';
import { RequestRefused } from './http-error.js';

/** Bytes of a request's body at most. Teams' largest activities are far below. */
const BODY_LIMIT = 256 * 1024;
/** Deeper than any activity or card that Teams sends; the longest body could nest a hundred thousand levels. */
const DEPTH = 40;

type Json = Record<string, unknown>;

/**
 * Reads a request's body as an activity.
 * @throws RequestRefused (rejects) with 400, 413 or 415.
 */
export async function readBody(request: IncomingMessage): Promise<Json> {
  const activity = activityIn(await readJson(request));
  if (activity === undefined) throw new RequestRefused(400, 'noActivity');
  return activity;
}

/**
 * Reads a request's body: JSON in UTF-8, not compressed, at most `BODY_LIMIT` bytes. Not `express.json`: that
 * reads a body which is too long to its very end before it answers 413.
 */
function readJson(request: IncomingMessage): Promise<unknown> {
  const { headers } = request;
  const [, charset = 'utf-8'] = /; *charset *= *"?([^";\s]+)/i.exec(headers['content-type'] ?? '') ?? [];
  const isJson = /^application\/json *(;|$)/i.test(headers['content-type'] ?? '') && /^utf-?8$/i.test(charset);
  const isPlain = (headers['content-encoding'] ?? 'identity') === 'identity';
  if (!isJson || !isPlain) return Promise.reject(new RequestRefused(415, 'contentType'));
  if (Number(headers['content-length']) > BODY_LIMIT) return Promise.reject(new RequestRefused(413, 'tooLarge'));
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const take = (part: Buffer) => {
      size += part.length;
      parts.push(part);
      if (size <= BODY_LIMIT) return;
      request.off('data', take);
      request.pause();
      reject(new RequestRefused(413, 'tooLarge'));
    };
    request.on('data', take);
    // Emitted also when the caller hangs up in the middle.
    request.once('error', () => reject(new RequestRefused(400, 'noJson')));
    request.once('end', () => {
      try {
        resolve(JSON.parse(Buffer.concat(parts).toString('utf8')));
      } catch {
        reject(new RequestRefused(400, 'noJson'));
      }
    });
  });
}

/**
 * A request's body as an activity, or undefined when it lacks what every Bot Framework activity has. Only what the way
 * through the SDK needs decides; an optional field of another type than the protocol's counts as missing. Unknown keys and
 * unknown types are for the routes to judge.
 */
function activityIn(body: unknown): Json | undefined {
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
