import { join, resolve, sep } from 'node:path';
import type { Person } from '../case/people.js';
import type { ConversationReference, Directory, KnownPerson } from '../delivery/ports.js';
import { type Acquaintances, same } from './acquaintances.js';
import { sha256 } from './event-chain.js';
import {
  DIRECTORY_SCHEMA,
  readStoredConversation,
  readStoredPerson,
  type StoredConversation,
  type StoredPerson,
} from './directory-shapes.js';
import { type Disk, nodeDisk } from './disk.js';
import { KnownDirectory } from './known-directory.js';
import { Shelf } from './shelf.js';

/** A directory that can say which of its files it could not use. */
export interface LowdbDirectory extends Directory {
  /** Everybody and everything in it, for whoever takes it elsewhere. */
  readonly known: Acquaintances;
  /** Files that could not be used, with the reason; they were renamed, and what they held is learnt anew. */
  setAside(): readonly { readonly file: string; readonly reason: string }[];
}

/**
 * The people and conversations the bot has met, one small lowdb file each, so that no write rewrites the others. The
 * folder's lock is the case store's: open that first, and close it last.
 */
export async function openLowdbDirectory(folder: string, disk: Disk = nodeDisk): Promise<LowdbDirectory> {
  const directory = new FileDirectory(resolve(folder), disk);
  await directory.readAll();
  return directory;
}

/**
 * Memory may be ahead of the disk here, unlike with cases: while the disk is full the bot goes on answering with what it
 * heard, and the next meeting writes what the file lacks.
 */
class FileDirectory extends KnownDirectory implements LowdbDirectory {
  private readonly persons: Shelf<StoredPerson>;
  private readonly addresses: Shelf<StoredConversation>;
  /** What is known to be on disk: every activity tells again who sent it, and most often that is nothing new. */
  private readonly written = new WeakSet<object>();

  constructor(root: string, disk: Disk) {
    super();
    this.persons = new Shelf(disk, join(root, 'people'), readStoredPerson, ({ acquaintance: { person } }) =>
      [digest(person.tenant.toLowerCase()), digest(person.id.toLowerCase())].join(sep),
    );
    this.addresses = new Shelf(disk, join(root, 'conversations'), readStoredConversation, ({ address }) =>
      digest(address.conversationId),
    );
  }

  async readAll(): Promise<void> {
    await this.persons.readAll(({ acquaintance }) => this.written.add(this.known.recall(acquaintance)));
    await this.addresses.readAll(
      ({ address }) => this.written.add(this.known.recallAddress(address)),
      this.known.everybody().flatMap(chatOf),
    );
  }

  meet(news: KnownPerson): Promise<void> {
    return this.during(async () => {
      const met = this.known.meet(news);
      if (this.written.has(met)) return;
      const { tenant, id } = met.person;
      await this.persons.keep({ schema: DIRECTORY_SCHEMA, acquaintance: met }, (before) => {
        const acquaintance = this.known.person(tenant, id) ?? met;
        return same(before?.acquaintance, acquaintance) ? undefined : { schema: DIRECTORY_SCHEMA, acquaintance };
      });
      this.written.add(met);
    });
  }

  remember(news: ConversationReference): Promise<void> {
    return this.during(async () => {
      const kept = this.known.remember(news);
      if (this.written.has(kept)) return;
      await this.addresses.keep({ schema: DIRECTORY_SCHEMA, address: kept }, (before) => {
        const address = this.known.conversation(kept.conversationId) ?? kept;
        return same(before?.address, address) ? undefined : { schema: DIRECTORY_SCHEMA, address };
      });
      this.written.add(kept);
    });
  }

  async forget(person: Person): Promise<void> {
    const known = await this.during(async () => {
      const forgotten = this.known.forget(person);
      if (forgotten) await this.drop(forgotten);
      return forgotten;
    });
    if (!known) return;
    // Met again while the files went: what memory has learnt since is written down.
    const back = this.known.person(person.tenant, person.id);
    const place = known.personal && this.known.conversation(known.personal.conversationId);
    for (const one of [back, place]) if (one) this.written.delete(one);
    if (back) await this.meet(back);
    if (place) await this.remember(place);
  }

  private async drop(acquaintance: KnownPerson): Promise<void> {
    await this.persons.drop({ schema: DIRECTORY_SCHEMA, acquaintance });
    if (acquaintance.personal) await this.addresses.drop({ schema: DIRECTORY_SCHEMA, address: acquaintance.personal });
  }

  setAside(): readonly { readonly file: string; readonly reason: string }[] {
    return [...this.persons.setAside, ...this.addresses.setAside];
  }

  protected async end(): Promise<void> {
    await Promise.all([this.persons.close(), this.addresses.close()]);
  }
}

/** The address of a person's own chat lies in both their files, and the chat's is written first. */
function chatOf({ personal }: KnownPerson): StoredConversation[] {
  return personal ? [{ schema: DIRECTORY_SCHEMA, address: personal }] : [];
}

/** A file name for an id that may hold anything: letters of any case, slashes, colons. */
function digest(id: string): string {
  return sha256(id).slice(0, 32);
}
