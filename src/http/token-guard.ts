import { createHash } from 'node:crypto';
import { LruMap } from '../limits/lru-map.js';
import { TokenBuckets } from '../limits/token-bucket.js';
import { RequestRefused } from './http-error.js';

/** Refused tokens of one address that are checked: 100 at once and 50 a second, about a thirtieth of a core. */
const FAILURES = { count: 100, everyMs: 20 };
/** Good tokens that are remembered. Teams uses one for an hour, and a handful side by side. */
const GOOD = 500;

/** Who calls: the address at the other end of the connection (behind a proxy, the proxy's) and the header with the token. */
export interface Caller {
  readonly address: string;
  readonly authorization: string;
}

/**
 * Stands before the token check. A check costs more than everything before it, and the sender of a bad token chooses how
 * many to send. An address that has used up its failures is told 401 unread, except with a token that has passed before:
 * behind a proxy all share one address, and a flood must not shut Teams out.
 */
export class TokenGuard {
  private readonly failures = new TokenBuckets(FAILURES);
  private readonly good = new LruMap<true>(GOOD);

  constructor(private readonly now: () => number = () => performance.now()) {}

  /**
   * Returns when the caller's token may be checked. It says nothing about whether the token is good.
   * @throws RequestRefused 401
   */
  check({ address, authorization }: Caller): void {
    if (!/^Bearer \S+$/i.test(authorization)) throw new RequestRefused(401, 'noToken');
    const mayCheck = this.failures.has(address, this.now()) || this.good.get(hash(authorization)) === true;
    if (!mayCheck) throw new RequestRefused(401, 'tooManyBadTokens');
  }

  passed({ authorization }: Caller): void {
    this.good.set(hash(authorization), true);
  }

  failed({ address }: Caller): void {
    this.failures.take(address, this.now());
  }
}

/** Tokens are secrets: only their hash is kept. */
function hash(authorization: string): string {
  return createHash('sha256').update(authorization).digest('base64');
}
