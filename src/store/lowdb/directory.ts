import { join, resolve } from 'node:path';
import { z } from 'zod';
import { languageSchema, type Person, personSchema } from '../../case/people.js';
import { KeyedMutex } from '../../delivery/keyed-mutex.js';
import type { ConversationReference, Directory, KnownPerson } from '../../delivery/ports.js';
import { DamagedFileError, damageIn } from '../errors.js';
import { sha256 } from '../event-chain.js';
import { KnownDirectory, personKey } from '../known-directory.js';
import { type Disk, nodeDisk } from './disk.js';
import { documentAt, type Format, makeFolder, TEMPORARY } from './durable-adapter.js';
import { type FieldsOf, readSchema, whereIn } from './schema.js';

const DIRECTORY_SCHEMA = 1;
const SUFFIX = '.json';
/** What a file that could not be used is renamed to end in. */
const DAMAGED = '.damaged';

const referenceSchema = z.looseObject({
  serviceUrl: z.string(),
  conversationId: z.string(),
  kind: z.enum(['personal', 'groupChat', 'channel']),
  tenantId: z.string(),
  botId: z.string(),
} satisfies FieldsOf<ConversationReference>);

const knownPersonSchema = z.looseObject({
  person: personSchema,
  teamsId: z.string().optional(),
  guest: z.boolean().optional(),
  personal: referenceSchema.optional(),
  blocked: z.boolean().optional(),
  removed: z.boolean().optional(),
  missed: z.boolean().optional(),
  locale: languageSchema.optional(),
  language: languageSchema.optional(),
  seen: z.string().optional(),
} satisfies FieldsOf<KnownPerson>);

/** One of the two kinds of files: how they are found, read, and taken into memory. */
interface FileKind<T extends object> {
  readonly folder: string;
  readonly format: Format<T>;
  readonly keyOf: (value: T) => string;
  /** Gives the object that memory holds. */
  readonly takeIn: (value: T) => T;
}

/**
 * The people and conversations the bot has met, one lowdb file each. The folder's lock is the case store's: open that
 * first, and close it last.
 */
export async function openLowdbDirectory(folder: string, disk: Disk = nodeDisk): Promise<LowdbDirectory> {
  const directory = new LowdbDirectory(resolve(folder), disk);
  await directory.readAll();
  return directory;
}

/**
 * Memory may be ahead of the disk here, unlike with cases: while the disk is full the bot goes on answering with what it
 * heard, and the next meeting writes what is missing.
 */
export class LowdbDirectory extends KnownDirectory implements Directory {
  /** What is on disk: every activity tells of its sender, and most often that is nothing new. */
  private readonly written = new WeakSet<object>();
  private readonly mutex = new KeyedMutex();
  private readonly aside: { readonly file: string; readonly reason: string }[] = [];
  private readonly peopleKind: FileKind<KnownPerson>;
  private readonly conversationKind: FileKind<ConversationReference>;

  constructor(
    root: string,
    private readonly disk: Disk,
  ) {
    super();
    this.peopleKind = {
      folder: join(root, 'people'),
      format: formatOf(knownPersonSchema),
      keyOf: ({ person }) => personKey(person.tenant, person.id),
      takeIn: (person) => this.learnPerson(person),
    };
    this.conversationKind = {
      folder: join(root, 'conversations'),
      format: formatOf(referenceSchema),
      keyOf: ({ conversationId }) => conversationId,
      takeIn: (reference) => this.learnConversation(reference),
    };
  }

  async readAll(): Promise<void> {
    await this.readFolder(this.peopleKind);
    await this.readFolder(this.conversationKind);
  }

  meet(person: KnownPerson): Promise<void> {
    return this.during(() => this.save(this.peopleKind, this.learnPerson(person)));
  }

  remember(reference: ConversationReference): Promise<void> {
    return this.during(() => this.save(this.conversationKind, this.learnConversation(reference)));
  }

  forget(person: Person): Promise<void> {
    return this.during(async () => {
      const forgotten = this.unlearn(person);
      if (!forgotten) return;
      const { personal } = forgotten;
      // Both are queued at once, so that what is learnt meanwhile is written after them.
      await Promise.all([
        this.drop(this.peopleKind, forgotten),
        personal && this.drop(this.conversationKind, personal),
      ]);
    });
  }

  /** Files that could not be used, with the reason. They were renamed; what they held is learnt anew. */
  setAside(): readonly { readonly file: string; readonly reason: string }[] {
    return this.aside;
  }

  /** Writes what is known, unless that is on disk. Writes of one file are made in the order in which they were asked. */
  private async save<T extends object>(kind: FileKind<T>, value: T): Promise<void> {
    if (this.written.has(value)) return;
    const path = pathOf(kind, value);
    await this.mutex.run(path, async () => {
      if (this.written.has(value)) return;
      const low = documentAt(this.disk, path, kind.format);
      low.data = value;
      await low.write();
      this.written.add(value);
    });
  }

  /** Removes a file, and waits until it is gone for good. */
  private async drop<T extends object>(kind: FileKind<T>, value: T): Promise<void> {
    const path = pathOf(kind, value);
    await this.mutex.run(path, async () => {
      await this.disk.remove(path);
      await this.disk.syncFolder(kind.folder);
    });
  }

  private async readFolder<T extends object>(kind: FileKind<T>): Promise<void> {
    await makeFolder(this.disk, kind.folder);
    for (const name of await this.disk.names(kind.folder)) {
      const path = join(kind.folder, name);
      if (name.endsWith(SUFFIX)) await this.readOne(kind, path);
      else if (name.endsWith(`${SUFFIX}${TEMPORARY}`)) await this.disk.remove(path);
      else this.aside.push({ file: path, reason: 'it is no file of the directory, or was set aside earlier' });
    }
  }

  private async readOne<T extends object>(kind: FileKind<T>, path: string): Promise<void> {
    try {
      const low = documentAt(this.disk, path, kind.format);
      await low.read();
      const value = low.data;
      if (value === null) return;
      if (pathOf(kind, value) !== path) throw new DamagedFileError('the file holds something else than its name says');
      this.written.add(kind.takeIn(value));
    } catch (error) {
      const renamed = `${path}${DAMAGED}`;
      await this.disk.rename(path, renamed);
      this.aside.push({ file: renamed, reason: damageIn(error) });
    }
  }
}

function pathOf<T extends object>({ folder, keyOf }: FileKind<T>, value: T): string {
  // Ids may hold anything: letters of any case, slashes, colons.
  return join(folder, `${sha256(keyOf(value)).slice(0, 32)}${SUFFIX}`);
}

function formatOf<T extends object>(schema: z.ZodType): Format<T> {
  return {
    parse(text) {
      const lifted = readSchema(text, DIRECTORY_SCHEMA, {});
      if ('problem' in lifted) throw new DamagedFileError(lifted.problem);
      const { value } = lifted as { value: { known?: unknown } };
      const { error } = schema.safeParse(value.known);
      if (error) throw new DamagedFileError(`the file is not of the shape of the directory (${whereIn(error)})`);
      return value.known as T;
    },
    shape: (known) => ({ schema: DIRECTORY_SCHEMA, known }),
  };
}
