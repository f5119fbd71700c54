let running = 0;
const { error: loud } = console;

/**
 * Runs the work with `console.error` silent. The SDK prints the stack of every expired token and the keys it knows for
 * every forged one, a kilobyte each: whoever sends bad tokens would fill the disk. The refusal itself is logged by us.
 */
export async function quietly<T>(work: () => Promise<T>): Promise<T> {
  running += 1;
  console.error = () => undefined;
  try {
    return await work();
  } finally {
    running -= 1;
    if (running === 0) console.error = loud;
  }
}
