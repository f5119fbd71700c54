/**
 * Does the work for every item, `width` of them side by side, in the order given. Between two items a worker lets
 * everything else that waits have its turn, so that a long list does not hold up the answer to a press. One failure
 * keeps no other item back: the first one is thrown at the end.
 */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) {
      try {
        await work(items[at] as T);
      } catch (error) {
        failures.push(error);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
