/** Part of a long list as the server answers it (X1). */
export interface Page<T> {
  readonly lines: readonly T[];
  readonly total: number;
  /** Offset of what comes after these lines; null at the end. */
  readonly next: number | null;
}

/** A page from an answer that tells its lines, where they begin, and how many there are in all. */
export function pageOf<T>(lines: readonly T[], offset: number, total: number): Page<T> {
  const next = offset + lines.length;
  return { lines, total, next: lines.length > 0 && next < total ? next : null };
}
