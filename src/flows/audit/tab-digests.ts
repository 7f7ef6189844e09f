/**
 * Digests of the rows of a snapshot tab as it is now, read in blocks (A3, L1). What earlier steps have read is in the books, since it is
 * far more than a panel could carry; where the books are not this spreadsheet's, as in a copy, all is read in one step.
 */
import { orderOf, rowNow, type RowNow } from '../../core/audit/verify';
import { readRow, readTop, type SnapshotTop } from '../../core/audit/snapshot-text';
import { SNAPSHOT_HEADERS } from '../../core/audit/snapshot-rows';
import { sha256 } from '../../core/audit/sha256';
import { Refusal } from '../../core/words';
import type { Budget, Ports } from '../ports';
import type { SnapshotRecord } from './snapshot-records';

const PREFIX = 'verify/';
const ROWS_PER_BLOCK = 2_000;
/** Rows in which all that stands above a table is looked for. */
const ROWS_OF_TOP = 100;

export interface TabDigests {
  readonly top: SnapshotTop;
  readonly headers: readonly string[];
  readonly rows: readonly RowNow[];
  /** Positions of the rows, 1-based, beside them. */
  readonly places: readonly number[];
  readonly strays: number;
}

interface Part {
  readonly from: number;
  readonly next: number;
  readonly rows: readonly (readonly [place: number, id: string, digest: string, isStated: 0 | 1])[];
  readonly strays: number;
}

/** True if what was read can be kept between steps. */
export const canKeep = (ports: Ports): boolean => ports.books.state() === 'usable';

/**
 * Reads on.
 * @param token names what was read so far
 * @returns how far it has come, and everything once it has come to the end
 * @throws Refusal audit-tab-gone, not-a-snapshot
 */
export function readDigests(
  ports: Ports,
  token: string,
  sheetId: number,
  record: SnapshotRecord | undefined,
  budget: Budget,
): { readonly done: number; readonly total: number; readonly found?: TabDigests } {
  const { auditTabs } = ports;
  const last = auditTabs.rowCount(sheetId);
  if (last === undefined) throw new Refusal('audit-tab-gone');
  const above =
    last === 0 ? { texts: [], formulas: 0 } : auditTabs.read(sheetId, 1, Math.min(last, ROWS_OF_TOP));
  const top = readTop(above.texts);
  if (!top) throw new Refusal('not-a-snapshot');
  const headers = record?.headers ?? SNAPSHOT_HEADERS;
  const order = orderOf(top.headers, headers);
  const isKept = canKeep(ports);
  const parts = isKept ? readFound<Part>(ports, token) : [];
  // Formulas of the top are in the first rows too; they are counted where no row is.
  let next = parts[parts.length - 1]?.next ?? top.firstRow + 1;
  while (next <= last) {
    const count = Math.min(ROWS_PER_BLOCK, last - next + 1);
    const { texts, formulas } = auditTabs.read(sheetId, next, count);
    let strays = formulas;
    const rows: Part['rows'][number][] = [];
    texts.forEach((row, at) => {
      const read = readRow(top, row);
      if (!read) return;
      strays += read.strays;
      const { id, digest, isStated } = rowNow(sha256, top, order, read.cells, read.stated);
      rows.push([next + at, id, digest, isStated ? 1 : 0]);
    });
    const part: Part = { from: next, next: next + count, rows, strays };
    parts.push(part);
    if (isKept) keepFound(ports, token, part);
    next = part.next;
    if (isKept && next <= last && !budget.hasTime())
      return { done: next - top.firstRow, total: last - top.firstRow };
  }
  const isFormulaAbove = auditTabs.read(sheetId, 1, top.firstRow).formulas;
  return {
    done: last - top.firstRow,
    total: last - top.firstRow,
    found: gather(top, headers, parts, isFormulaAbove),
  };
}

function gather(
  top: SnapshotTop,
  headers: readonly string[],
  parts: readonly Part[],
  formulas: number,
): TabDigests {
  const rows: RowNow[] = [];
  const places: number[] = [];
  let strays = formulas;
  for (const part of parts) {
    strays += part.strays;
    for (const [place, id, digest, isStated] of part.rows) {
      rows.push({ id, digest, isStated: isStated === 1 });
      places.push(place);
    }
  }
  return { top, headers, rows, places, strays };
}

/** Keeps what a step has found. */
export function keepFound(
  ports: Ports,
  token: string,
  part: { readonly from: number; readonly next: number },
): void {
  const blocks = [{ text: JSON.stringify(part), firstId: 0, lastId: 0 }];
  ports.books.append([{ stream: PREFIX + token, blocks }]);
}

/** In order; one that was kept twice, because its execution died, counts once. */
export function readFound<P extends { readonly from: number; readonly next: number }>(
  ports: Ports,
  token: string,
): P[] {
  const parts: P[] = [];
  for (const text of ports.books.read(PREFIX + token).texts) {
    const part = JSON.parse(text) as P;
    const last = parts[parts.length - 1];
    if (!last || part.from === last.next) parts.push(part);
  }
  return parts;
}

/** Forgets what was read: that of this token, or all that others have left half-way. */
export function forgetDigests(ports: Ports, token?: string): void {
  if (!canKeep(ports)) return;
  const isOurs = (stream: string): boolean =>
    token === undefined ? stream.startsWith(PREFIX) : stream === PREFIX + token;
  if (ports.books.streams().some(isOurs)) ports.books.remove(isOurs);
}
