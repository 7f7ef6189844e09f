/** Seeded randomness, so that a run of the local Apps Script can be repeated exactly. Knows no service. */

/** A source of numbers in [0, 1) that can be set back to where it was. */
export interface Random {
  (): number;
  /** Where it is now. */
  place(): number;
  setBack(place: number): void;
}

/** Always the same numbers for the same seed (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return Object.assign(next, {
    place: () => state,
    setBack: (place: number) => {
      state = place;
    },
  });
}

/** A version 4 UUID drawn from `random`. */
export function uuidFrom(random: () => number): string {
  const digit = (): number => Math.floor(random() * 16);
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (letter) =>
    (letter === 'x' ? digit() : (digit() & 0x3) | 0x8).toString(16),
  );
}
