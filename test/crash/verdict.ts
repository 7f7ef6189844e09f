/** What was found at the end of one try, and sums of it. */
export interface Verdict {
  /** Creates that are more than once on the server, or claimed by more than one row. */
  readonly duplicates: number;
  /** Changes that are neither on the server, nor in the sheet as changes, nor settled. */
  readonly lost: number;
  /** Postbacks that others had switched off and that fire again without anybody having meant it. */
  readonly wronglyRevived: number;
  /** Creates of which a person is asked. */
  readonly unclear: number;
  /** Changes by partners between our reading and our writing that were written over: the API knows no way to prevent that (M3). */
  readonly inGap: number;
  /** Everything that is not as it should be, one line each, beginning with its kind; empty if the try was survived. */
  readonly wrong: readonly string[];
}

export const NOTHING_WRONG: Verdict = {
  duplicates: 0,
  lost: 0,
  wronglyRevived: 0,
  unclear: 0,
  inGap: 0,
  wrong: [],
};

/** Puts what several looks found into one verdict. */
export function together(parts: readonly Partial<Verdict>[]): Verdict {
  return parts.reduce<Verdict>(
    (sum, part) => ({
      duplicates: sum.duplicates + (part.duplicates ?? 0),
      lost: sum.lost + (part.lost ?? 0),
      wronglyRevived: sum.wronglyRevived + (part.wronglyRevived ?? 0),
      unclear: sum.unclear + (part.unclear ?? 0),
      inGap: sum.inGap + (part.inGap ?? 0),
      wrong: [...sum.wrong, ...(part.wrong ?? [])],
    }),
    NOTHING_WRONG,
  );
}

/** The kinds of what was wrong, each once. */
export function kindsOf({ wrong }: Verdict): string[] {
  return [...new Set(wrong.map((line) => line.slice(0, line.indexOf(':'))))];
}
