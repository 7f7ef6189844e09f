/**
 * Ids that stand in the tab, were never pulled, and that Everflow says it does not have (C6). Kept in the books until the next pull, so
 * that a check can say so without asking again.
 */
import type { Ports, StreamEntry } from '../ports';

export const ABSENT_STREAM = 'absent';

export function absentEntries(ids: readonly number[]): StreamEntry[] {
  if (ids.length === 0) return [];
  return [{ stream: ABSENT_STREAM, blocks: [{ text: JSON.stringify(ids), firstId: 0, lastId: 0 }] }];
}

export function readAbsent(ports: Ports): ReadonlySet<number> {
  const ids = new Set<number>();
  for (const text of ports.books.read(ABSENT_STREAM).texts) {
    for (const id of JSON.parse(text) as number[]) ids.add(id);
  }
  return ids;
}
