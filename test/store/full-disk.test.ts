import { expect, onTestFinished, test } from 'vitest';
import type { Disk } from '../../src/store/disk.js';
import { openLowdbCaseStore } from '../../src/store/lowdb.js';
import { lots } from '../torture/lots.js';
import { ForgetfulDisk } from './forgetful-disk.js';
import { due, freshFolder, opened, refused } from './sample.js';

const ROUNDS = 10;
const CASES = 4;
const WRITES = 15;

/** A disk on which any step of a write may fail; reading always works. */
function failing(disk: ForgetfulDisk, code: string, fails: (step: string) => boolean): Disk {
  const tried = async <R>(step: string, work: () => Promise<R>): Promise<R> => {
    if (fails(step)) throw Object.assign(new Error(`${code} at the ${step}`), { code });
    return work();
  };
  return new Proxy(disk, {
    get(target, key) {
      if (key === 'create')
        return async (path: string) => {
          const file = await tried('create', () => target.create(path));
          return {
            write: (text: string) => tried('write', () => file.write(text)),
            sync: () => tried('sync', () => file.sync()),
            close: () => file.close(),
          };
        };
      if (key === 'append') return (path: string, text: string) => tried('append', () => target.append(path, text));
      if (key === 'rename') return (from: string, to: string) => tried('rename', () => target.rename(from, to));
      if (key === 'openFolder')
        return async (path: string) => {
          const folder = await target.openFolder(path);
          return { ...folder, sync: () => tried('folder sync', () => folder.sync()) };
        };
      const own: unknown = Reflect.get(target, key);
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}

/** Many writers at once, each with facts of its own; resolves with what each case was promised and what it was refused. */
async function writers(disk: Disk, trouble: { on: boolean }) {
  const store = await openLowdbCaseStore(await freshFolder(), { disk, cached: 2 });
  trouble.on = true;
  const promised = new Map<string, string[]>();
  let refusals = 0;
  const writing = async (id: string) => {
    const said: string[] = [];
    promised.set(id, said);
    for (let number = 0; number < WRITES; number++) {
      try {
        const length = (await store.read(id))?.events.length ?? 0;
        const fact = length === 0 ? opened(id) : refused(`${id} ${number}`);
        const result = await store.append(id, length, [fact], [due(`${length + 1}.0`)]);
        if (result.kind === 'appended' && length > 0) said.push(`${id} ${number}`);
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
        const store = await openLowdbCaseStore(await freshFolder(), { disk: after });
        onTestFinished(() => store.close());
        expect(store.setAside()).toEqual([]);
        for (const [id, said] of told.promised) {
          const events = (await store.read(id))?.events ?? [];
          const there = events.flatMap((event) => (event.type === 'SignatureRefused' ? [event.reason] : []));
          expect(there).toEqual(expect.arrayContaining(said));
          expect(new Set(there).size).toBe(there.length);
        }
      }
    }
    expect(refusals).toBeGreaterThan(ROUNDS);
    expect(failed.size).toBeGreaterThan(2);
  },
);
