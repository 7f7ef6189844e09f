/** Rows together with what a person was shown of them, packed: tens of thousands fit into a call (X1). Knows nothing of conflicts. */

export interface Stamp {
  readonly id: number;
  /** Letters and digits. */
  readonly shown: string;
}

/** Most rows in one text: some 300 kB. */
export const MOST_STAMPS = 25_000;

/** @param stamps in ascending order of ids, which are kept as differences in base 36 */
export function packStamps(stamps: readonly Stamp[]): string {
  return stamps
    .map(({ id, shown }, at) => `${(id - (stamps[at - 1]?.id ?? 0)).toString(36)}.${shown}`)
    .join();
}

export function unpackStamps(text: string): Stamp[] {
  let id = 0;
  return text
    .split(',')
    .filter((part) => /^[0-9a-z]+\.[0-9a-z]+$/.test(part))
    .map((part) => {
      const [step, shown] = part.split('.') as [string, string];
      id += Number.parseInt(step, 36);
      return { id, shown };
    });
}
