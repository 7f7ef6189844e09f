/** Reading chosen rows of a snapshot tab whose places are known already (U3, A4). */
import { textsBy, type RowTexts } from '../../core/audit/compare-rows';
import { readRow } from '../../core/audit/snapshot-text';
import type { Ports } from '../ports';
import type { TabDigests } from './tab-digests';

/** Rows between two that are wanted cost less than another call. */
const MAX_GAP = 1_000;
const MAX_SPAN = 4_000;

/** Rows of a tab by id, in as few calls as there are stretches of them; ids that it has not are left out. */
export function textsInTab(
  ports: Ports,
  sheetId: number,
  { top, rows, places }: TabDigests,
  ids: readonly string[],
): ReadonlyMap<string, RowTexts> {
  const wanted = new Set(ids);
  const placeOf = new Map<number, string>();
  rows.forEach(({ id }, at) => {
    if (wanted.delete(id)) placeOf.set(places[at]!, id);
  });
  const found = new Map<string, RowTexts>();
  for (const { first, count } of stretches([...placeOf.keys()])) {
    const { texts } = ports.auditTabs.read(sheetId, first, count);
    texts.forEach((row, at) => {
      const id = placeOf.get(first + at);
      const read = id === undefined ? undefined : readRow(top, row);
      if (read) found.set(id!, textsBy(top.headers, read.cells));
    });
  }
  return found;
}

function stretches(places: number[]): { first: number; count: number }[] {
  const spans: { first: number; count: number }[] = [];
  for (const place of places.sort((a, b) => a - b)) {
    const last = spans[spans.length - 1];
    const isNear = last && place - last.first - last.count <= MAX_GAP && place - last.first < MAX_SPAN;
    if (isNear) last.count = place - last.first + 1;
    else spans.push({ first: place, count: 1 });
  }
  return spans;
}
