/** Seeded randomness, so that a run of the local Apps Script can be repeated exactly. Knows no service. */

/** Numbers in [0, 1), always the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A version 4 UUID drawn from `random`. */
export function uuidFrom(random: () => number): string {
  const digit = (): number => Math.floor(random() * 16);
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (letter) =>
    (letter === 'x' ? digit() : (digit() & 0x3) | 0x8).toString(16),
  );
}
