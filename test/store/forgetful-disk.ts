import { basename, dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Disk } from '../../src/store/lowdb/disk.js';

/** A file's bytes, apart from its name: what is on the medium, and what the operating system would give to a reader. */
interface Body {
  durable: string;
  current: string;
}

/** Names that change together; a name without a body is gone. */
type Change = readonly (readonly [name: string, body: Body | undefined])[];

interface Folder {
  readonly durable: Map<string, Body>;
  readonly current: Map<string, Body>;
  /** Changes of names that no sync of the folder has covered yet. */
  pending: Change[];
}

/** A guard that is missing: no sync of files, none of folders, or the sync of a file only after its rename. */
export type Careless = 'files' | 'folders' | 'order';

/**
 * A disk in memory that behaves as a real one may when the power fails. Only what was synced is sure to be there after:
 * of anything else a random part is, in any order. Bytes that were not synced may be gone, cut off, or zeros; a new name
 * or a rename whose folder was not synced may or may not have happened, whatever was done later.
 */
export class ForgetfulDisk implements Disk {
  private readonly folders = new Map<string, Folder>();
  private readonly late = new Map<string, Body>();
  private dead = false;

  constructor(
    private readonly random: () => number,
    /** After so many steps the power fails; the process does not live to see the answer of that step. */
    private left = Number.POSITIVE_INFINITY,
    private readonly careless?: Careless,
  ) {}

  get failed(): boolean {
    return this.dead;
  }

  async read(path: string): Promise<string | undefined> {
    await this.step();
    return this.folder(path).current.get(basename(path))?.current;
  }

  async names(path: string): Promise<string[]> {
    await this.step();
    return [...this.in(basename(path)).current.keys()];
  }

  async create(path: string) {
    await this.step();
    const known = this.folder(path).current.get(basename(path));
    const body = known ?? { durable: '', current: '' };
    body.current = '';
    if (!known) this.change(path, [[basename(path), body]]);
    return {
      writeFile: async (content: string | Uint8Array) => {
        await this.step();
        body.current += content;
      },
      sync: () => this.sync(path, body),
      close: () => this.step(),
    };
  }

  private async sync(path: string, body: Body): Promise<void> {
    await this.step();
    if (this.careless === 'order') this.late.set(path, body);
    else if (this.careless !== 'files') body.durable = body.current;
  }

  async rename(from: string, to: string): Promise<void> {
    await this.step();
    const body = this.folder(from).current.get(basename(from));
    if (!body) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    this.change(to, [
      [basename(to), body],
      [basename(from), undefined],
    ]);
    const late = this.late.get(from);
    await this.step();
    if (late) late.durable = late.current;
  }

  async syncFolder(path: string): Promise<void> {
    await this.step();
    if (this.careless === 'folders') return;
    const folder = this.in(basename(path));
    for (const change of folder.pending) applied(folder.durable, change);
    folder.pending = [];
  }

  async remove(path: string): Promise<void> {
    await this.step();
    if (this.folder(path).current.has(basename(path))) this.change(path, [[basename(path), undefined]]);
  }

  /** What is found when the power is back. */
  afterwards(): ForgetfulDisk {
    const found = new ForgetfulDisk(this.random);
    const bodies = new Map<Body, Body>();
    for (const [name, folder] of this.folders) {
      for (const change of folder.pending) if (this.random() < 0.5) applied(folder.durable, change);
      const there = new Map<string, Body>();
      for (const [file, body] of folder.durable) {
        const kept = bodies.get(body) ?? this.survivor(body);
        bodies.set(body, kept);
        there.set(file, kept);
      }
      found.folders.set(name, { durable: there, current: new Map(there), pending: [] });
    }
    return found;
  }

  private survivor({ durable, current }: Body): Body {
    const at = Math.floor(this.random() * current.length);
    const outcomes = [durable, current, current.slice(0, at), current.slice(0, at).padEnd(current.length, '\0')];
    const text = current === durable ? durable : (outcomes[Math.floor(this.random() * outcomes.length)] ?? '');
    return { durable: text, current: text };
  }

  private change(path: string, change: Change): void {
    const folder = this.folder(path);
    applied(folder.current, change);
    folder.pending.push(change);
  }

  private folder(path: string): Folder {
    return this.in(basename(dirname(path)));
  }

  private in(name: string): Folder {
    const folder = this.folders.get(name) ?? { durable: new Map(), current: new Map(), pending: [] };
    this.folders.set(name, folder);
    return folder;
  }

  /** Takes a moment, so that steps of several files interleave; after the power failed nothing ever answers. */
  private async step(): Promise<void> {
    for (let turn = this.random() * 3; turn > 0; turn--) await setImmediate();
    this.left--;
    if (this.left < 0) this.dead = true;
    if (this.dead) await new Promise(() => undefined);
  }
}

function applied(names: Map<string, Body>, change: Change): void {
  for (const [name, body] of change) {
    if (body) names.set(name, body);
    else names.delete(name);
  }
}
