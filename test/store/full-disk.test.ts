import { expect, test } from 'vitest';
import type { Disk } from '../../src/store/lowdb/disk.js';
import { lots } from '../simulation/chance.js';
import { ForgetfulDisk } from './forgetful-disk.js';
import { due, freshFolder, opened, refused } from './sample.js';
import { opening } from './setting.js';

const ROUNDS = 10;
const CASES = 4;
const WRITES = 15;

/** A disk on which any step of a write may fail; reading always works. */
function failing(disk: ForgetfulDisk, code: string, fails: (step: string) => boolean): Disk {
  const tried = async <R>(step: string, work: () => Promise<R>): Promise<R> => {
    if (fails(step)) throw Object.assign(new Error(`${code} at the ${step}`), { code });
    return work();
  };
  return {
    read: (path) => disk.read(path),
    names: (path) => disk.names(path),
    remove: (path) => disk.remove(path),
    rename: (from, to) => tried('rename', () => disk.rename(from, to)),
    syncFolder: (path) => tried('folder sync', () => disk.syncFolder(path)),
    create: async (path) => {
      const file = await tried('create', () => disk.create(path));
      return {
        writeFile: (content) => tried('write', () => file.writeFile(content)),
        sync: () => tried('sync', () => file.sync()),
        close: () => file.close(),
      };
    },
  };
}

/** Many writers at once, each with facts of its own; resolves with what was promised for each case and the number of refusals. */
async function writers(disk: Disk, trouble: { on: boolean }) {
  const store = await opening(await freshFolder(), { disk, cached: 2 });
  trouble.on = true;
  const promised = new Map<string, string[]>();
  let refusals = 0;
  const writing = async (id: string) => {
    const promises: string[] = [];
    promised.set(id, promises);
    for (let number = 0; number < WRITES; number++) {
      try {
        const length = (await store.read(id))?.events.length ?? 0;
        const fact = length === 0 ? opened(id) : refused(`${id} ${number}`);
        const result = await store.append(id, length, [fact], [due(`${length + 1}.0`)]);
        if (result.kind === 'appended' && length > 0) promises.push(`${id} ${number}`);
      } catch {
        refusals += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: CASES }, (_, number) => writing(`06${30 + number}-aaaa`)));
  await store.close();
  return { promised, refusals };
}

test.each(['ENOSPC', 'EROFS'])(
  'given a disk whose writes fail with %s at random steps, then what was promised stands and no file is damaged',
  async (code) => {
    const failed = new Set<string>();
    let refusals = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const random = lots(round);
      const disk = new ForgetfulDisk(random);
      const trouble = { on: false };
      const fails = (step: string) => {
        if (!trouble.on || random() > 0.08) return false;
        failed.add(step);
        return true;
      };
      const told = await writers(failing(disk, code, fails), trouble);
      refusals += told.refusals;
      for (const after of [disk, disk.afterwards()]) {
        const store = await opening(await freshFolder(), { disk: after });
        expect(store.setAside()).toEqual([]);
        for (const [id, promises] of told.promised) {
          const events = (await store.read(id))?.events ?? [];
          const there = events.flatMap((event) => (event.type === 'SignatureRefused' ? [event.reason] : []));
          expect(there).toEqual(expect.arrayContaining(promises));
          expect(new Set(there).size).toBe(there.length);
        }
      }
    }
    expect(refusals).toBeGreaterThan(ROUNDS);
    expect(failed.size).toBeGreaterThan(2);
  },
);
