/** Runs of neighbouring numbers (rows or columns): what lets separate cells be moved in one call. */

/** Runs of neighbouring numbers, least first. */
export function contiguous(numbers: readonly number[]): { first: number; count: number }[] {
  const runs: { first: number; count: number }[] = [];
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const last = runs[runs.length - 1];
    if (last && last.first + last.count === number) last.count += 1;
    else runs.push({ first: number, count: 1 });
  }
  return runs;
}
