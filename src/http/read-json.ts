import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.js';

/**
 * Reads a request's body: JSON in UTF-8, not compressed, at most `limit` bytes. Not `express.json`: that reads a body
 * which is too long to its very end before it answers 413.
 * @throws HttpError (rejects) with 400, 413 or 415.
 */
export function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const { headers } = request;
  const [, charset = 'utf-8'] = /; *charset *= *"?([^";\s]+)/i.exec(headers['content-type'] ?? '') ?? [];
  const isJson = /^application\/json *(;|$)/i.test(headers['content-type'] ?? '') && /^utf-?8$/i.test(charset);
  const isPlain = (headers['content-encoding'] ?? 'identity') === 'identity';
  if (!isJson || !isPlain) return Promise.reject(new HttpError(415, 'contentType'));
  if (Number(headers['content-length']) > limit) return Promise.reject(new HttpError(413, 'tooLarge'));
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const take = (part: Buffer) => {
      size += part.length;
      parts.push(part);
      if (size <= limit) return;
      request.off('data', take);
      request.pause();
      reject(new HttpError(413, 'tooLarge'));
    };
    request.on('data', take);
    // Emitted also when the caller hangs up in the middle.
    request.once('error', () => reject(new HttpError(400, 'noJson')));
    request.once('end', () => {
      try {
        resolve(JSON.parse(Buffer.concat(parts).toString('utf8')));
      } catch {
        reject(new HttpError(400, 'noJson'));
      }
    });
  });
}
