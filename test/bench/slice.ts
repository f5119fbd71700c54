import { access, constants, mkdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Microseconds in which a group may use its slice; short, so that whoever is out of it does not wait long. */
const PERIOD = 20_000;

let groups = 0;

/** Lets a process go again. */
export type LetGo = () => Promise<void>;

/** Holds a process to a part of one core: machines with less to do would look like this one with more cores. */
export type Hold = (pid: number, share: number) => Promise<LetGo>;

/**
 * What holds processes, by the kernel's control groups of the first version or of the second; undefined where they cannot
 * be written: on other systems than Linux, and as a rule for anybody but root.
 */
export async function holding(): Promise<Hold | undefined> {
  const first = '/sys/fs/cgroup/cpu';
  const second = '/sys/fs/cgroup';
  const may = (path: string) =>
    access(path, constants.W_OK).then(
      () => true,
      () => false,
    );
  if (await may(join(first, 'cgroup.procs')))
    return inGroups(first, async (group, quota) => {
      await writeFile(join(group, 'cpu.cfs_period_us'), String(PERIOD));
      await writeFile(join(group, 'cpu.cfs_quota_us'), quota);
    });
  if (await may(join(second, 'cgroup.subtree_control')))
    return inGroups(second, async (group, quota) => {
      await writeFile(join(second, 'cgroup.subtree_control'), '+cpu');
      await writeFile(join(group, 'cpu.max'), `${quota} ${PERIOD}`);
    });
  return undefined;
}

function inGroups(root: string, limit: (group: string, quota: string) => Promise<void>): Hold {
  return async (pid, share) => {
    const group = join(root, `bench-${process.pid}-${groups++}`);
    await mkdir(group);
    await limit(group, String(Math.round(PERIOD * share)));
    await writeFile(join(group, 'cgroup.procs'), String(pid));
    return async () => {
      await writeFile(join(root, 'cgroup.procs'), String(pid)).catch(() => undefined);
      await rmdir(group);
    };
  };
}
