/**
 * Reads everything, `width` things side by side, and takes in what each wave brought. Reading and taking in do not
 * overlap: waking the sleeping threads of the pool for one file at a time costs several times what the reading does.
 */
export async function inWaves<T, R>(
  items: readonly T[],
  width: number,
  read: (item: T) => Promise<R | undefined>,
  take: (item: T, result: R) => void | Promise<void>,
): Promise<void> {
  for (let from = 0; from < items.length; from += width) {
    const wave = items.slice(from, from + width);
    const results = await Promise.all(wave.map(read));
    for (const [at, item] of wave.entries()) {
      const result = results[at];
      if (result !== undefined) await take(item, result);
    }
  }
}
