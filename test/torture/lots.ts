/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
export function lots(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The seed of a run: TORTURE_SEED, else a new one. It is printed, so that a run can be asked for again. */
export function seedOf(): number {
  const given = process.env.TORTURE_SEED;
  return given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
}
