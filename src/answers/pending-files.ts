import { randomUUID } from 'node:crypto';
import type { Instant } from '../case/dates.js';
import type { SignedCopy } from '../case/events.js';
import type { Person } from '../case/people.js';
import { LruMap } from '../limits/lru-map.js';

/** How long the bot remembers a file it was sent and has had no answer about. */
const MINUTES = 30;
/** Files remembered at once, of everyone; the oldest goes first. */
const FILES_MAX = 500;

/**
 * What was measured of files that wait for a yes. It lives in memory only: before the yes nothing is written down. The
 * card carries a key that means nothing without this list, and only the person who sent the file can use it.
 */
export class PendingFiles {
  private readonly files = new LruMap<{ copy: SignedCopy; until: number }>(FILES_MAX);

  /** Remembers a file; gives the key its card carries. */
  keep(person: Person, copy: SignedCopy, now: Instant): string {
    const file = randomUUID();
    this.files.set(keyOf(person, file), { copy, until: Date.parse(now) + MINUTES * 60_000 });
    return file;
  }

  find(person: Person, file: string, now: Instant): SignedCopy | undefined {
    const found = this.files.get(keyOf(person, file));
    return found && Date.parse(now) <= found.until ? found.copy : undefined;
  }

  forget(person: Person, file: string): void {
    this.files.delete(keyOf(person, file));
  }
}

function keyOf({ tenant, id }: Person, file: string): string {
  return JSON.stringify([tenant, id.toLowerCase(), file]);
}
