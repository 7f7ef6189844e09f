/**
 * Books that were set back to the middle of a push (J4): what it had learnt by then is in the books and may not be in the tab yet, and nobody goes on
 * with it. Such a cell shows what was known before, which no person has typed: it is no edit, and a pull lets it follow Everflow.
 */
import type { Baseline, BaselineRow } from '../../core/baseline';
import { baselineRows } from '../../core/baseline-text';
import type { Head } from '../head';
import type { Ports } from '../ports';
import { RUN_PREFIX } from '../preview/plan-store';
import { readJournal } from '../push/journal';

/** What was known, before the push wrote it down, of postbacks whose cells it may not have written. Empty but where the books have a gap. */
export function halfShown(ports: Ports, head: Head | undefined): Baseline {
  const before = new Map<number, BaselineRow>();
  if (!head || ports.books.gap() === undefined) return before;
  const runs = ports.books.streams().filter((stream) => stream.startsWith(RUN_PREFIX));
  const journals = runs.map((stream) => readJournal(ports, stream.slice(RUN_PREFIX.length)));
  const told = new Set(journals.flatMap(({ results, end }) => (end ? [] : results.map(({ id }) => id))));
  const newest = new Map<number, BaselineRow>();
  for (const text of told.size === 0 ? [] : ports.books.read(head.baseline).texts) {
    for (const row of baselineRows(text)) {
      const { id } = row.postback;
      if (!told.has(id)) continue;
      const older = newest.get(id);
      if (older) before.set(id, older);
      newest.set(id, row);
    }
  }
  return before;
}
