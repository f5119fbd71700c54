import { access, constants, mkdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the kernel's control groups for processor time are kept: of the first version, and of the second. */
const FIRST = '/sys/fs/cgroup/cpu';
const SECOND = '/sys/fs/cgroup';
/** Microseconds in which a group may use its slice; short, so that whoever is out of it does not wait long. */
const PERIOD = 20_000;

let groups = 0;

/** Lets a process go again. */
export type LetGo = () => Promise<void>;

/** True where processes can be held: on Linux, for whoever may write the control groups (root as a rule). */
export function canHold(): Promise<boolean> {
  const may = (path: string) => access(path, constants.W_OK);
  return may(join(FIRST, 'cgroup.procs'))
    .catch(() => may(join(SECOND, 'cgroup.subtree_control')))
    .then(
      () => true,
      () => false,
    );
}

/** Holds a process to a part of one core: machines with less to do would look like this one with more cores. */
export async function hold(pid: number, share: number): Promise<LetGo> {
  const isFirst = await access(FIRST).then(
    () => true,
    () => false,
  );
  const root = isFirst ? FIRST : SECOND;
  const group = join(root, `bench-${process.pid}-${groups++}`);
  const quota = String(Math.round(PERIOD * share));
  if (!isFirst) await writeFile(join(root, 'cgroup.subtree_control'), '+cpu');
  await mkdir(group);
  if (isFirst) {
    await writeFile(join(group, 'cpu.cfs_period_us'), String(PERIOD));
    await writeFile(join(group, 'cpu.cfs_quota_us'), quota);
  } else await writeFile(join(group, 'cpu.max'), `${quota} ${PERIOD}`);
  await writeFile(join(group, 'cgroup.procs'), String(pid));
  return async () => {
    await writeFile(join(root, 'cgroup.procs'), String(pid)).catch(() => undefined);
    await rmdir(group);
  };
}
