import { basename } from 'node:path';
import { type Disk, nodeDisk } from '../../src/store/lowdb/disk.js';

/** The real disk with a log of its steps, and a hook that can hold a step or let it fail. */
export interface WatchedDisk extends Disk {
  readonly steps: string[];
  /** Called before each step; what it throws, the step throws. */
  before: (step: string) => Promise<void> | void;
}

export function watchedDisk(): WatchedDisk {
  const steps: string[] = [];
  const step = async (name: string, path: string): Promise<void> => {
    const described = `${name} ${basename(path)}`;
    await disk.before(described);
    steps.push(described);
  };
  const disk: WatchedDisk = {
    steps,
    before: () => undefined,
    read: async (path) => {
      await step('read', path);
      return nodeDisk.read(path);
    },
    names: nodeDisk.names,
    create: async (path) => {
      await step('create', path);
      const file = await nodeDisk.create(path);
      return {
        writeFile: async (content) => {
          await step('write', path);
          await file.writeFile(content);
        },
        sync: async () => {
          await step('sync', path);
          await file.sync();
        },
        close: () => file.close(),
      };
    },
    rename: async (from, to) => {
      await step('rename', to);
      await nodeDisk.rename(from, to);
    },
    syncFolder: async (path) => {
      await step('syncFolder', path);
      await nodeDisk.syncFolder(path);
    },
    remove: nodeDisk.remove,
  };
  return disk;
}

/** A promise and what settles it: tests wait for what happens, never for time. */
export function gate(): { readonly passed: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

/** Lets the first step of a name wait: `reached` when it is there, `open` to let it go. */
export function holdFirst(disk: WatchedDisk, name: string): { readonly reached: Promise<void>; open(): void } {
  const arrival = gate();
  const leave = gate();
  disk.before = async (step) => {
    if (!step.startsWith(name)) return;
    disk.before = () => undefined;
    arrival.open();
    await leave.passed;
  };
  return { reached: arrival.passed, open: leave.open };
}

/** Lets the next step of a name fail as a full disk does. */
export function failOnce(disk: WatchedDisk, name: string): void {
  disk.before = (step) => {
    if (!step.startsWith(name)) return;
    disk.before = () => undefined;
    throw Object.assign(new Error('No space left on the device'), { code: 'ENOSPC' });
  };
}
