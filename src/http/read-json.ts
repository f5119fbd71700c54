import type { IncomingMessage } from 'node:http';

/** Why a body was not read; the caller is answered with the status. */
export class BodyError extends Error {
  override readonly name = 'BodyError';

  constructor(readonly status: 400 | 413 | 415) {
    super(`The body was refused with ${status}`);
  }
}

/**
 * Reads a request's body: JSON in UTF-8, not compressed, at most `limit` bytes. What is too long is not read to its end.
 * @throws BodyError (rejects) for anything else.
 */
export function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const { headers } = request;
  const [, charset = 'utf-8'] = /; *charset *= *"?([^";\s]+)/i.exec(headers['content-type'] ?? '') ?? [];
  const plain = (headers['content-encoding'] ?? 'identity') === 'identity' && /^utf-?8$/i.test(charset);
  if (!plain) return Promise.reject(new BodyError(415));
  if (Number(headers['content-length']) > limit) return Promise.reject(new BodyError(413));
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const take = (part: Buffer) => {
      size += part.length;
      parts.push(part);
      if (size <= limit) return;
      request.off('data', take);
      request.pause();
      reject(new BodyError(413));
    };
    request.on('data', take);
    // Node says so too when the caller is gone in the middle.
    request.once('error', () => reject(new BodyError(400)));
    request.once('end', () => {
      try {
        resolve(JSON.parse(Buffer.concat(parts).toString('utf8')));
      } catch {
        reject(new BodyError(400));
      }
    });
  });
}
