/**
 * What the content of a tab proves about its columns when headers cannot be believed: rows are known by id or row key, and a column by
 * its cells being what was pulled (C4). Nothing here guesses; it counts.
 */
import { idOfRowKey, shownCell, type Baseline, type BaselineRow } from './baseline';
import { sameCell, type CellIn } from './cells';
import type { Column } from './columns';
import { isBlank, readId } from './row-owner';
import { STATES } from './words';

/** The whole tab as it stands, by position and not by column. */
export interface RawTab {
  /** Shown texts of row 1, one for each column of the grid. */
  readonly headers: readonly string[];
  /** Rows below the header. */
  readonly rowCount: number;
  /** @param row 0-based below the header @param position 0-based */
  value(row: number, position: number): CellIn;
}

/** Share of cells that must agree with what was pulled to prove a column, in percent, inclusive. */
export const PROOF_PERCENT = 80;
/** Share at which a column between two known neighbours is taken for the one that is missing there, in percent, inclusive. */
export const LIKELY_PERCENT = 50;
/** Rows looked at for each question, spread over the tab: enough to be sure, and little for many columns (L1). */
const MAX_ROWS = 1_000;

/** How far a column's cells are what was pulled for another column of the catalogue. */
export interface Agreement {
  readonly rows: number;
  readonly same: number;
  /** Rows in which something other than nothing was pulled, and how many of them agree. */
  readonly told: number;
  readonly toldSame: number;
  /** Cells that hold anything. */
  readonly filled: number;
}

export interface KnownRow {
  readonly row: number;
  readonly known: BaselineRow;
}

/** Rows whose postback is known for certain: its name stands in one row only. */
export function knownRows(
  tab: RawTab,
  baseline: Baseline,
  at: { readonly id: number | undefined; readonly rowKey: number | undefined },
): readonly KnownRow[] {
  const rows = new Map<number, number>();
  for (let row = 0; row < tab.rowCount; row += 1) {
    const id = postbackOf(tab, row, at);
    if (id !== undefined && baseline.has(id)) rows.set(id, rows.has(id) ? -1 : row);
  }
  const found: KnownRow[] = [];
  for (const [id, row] of rows) if (row >= 0) found.push({ row, known: baseline.get(id)! });
  return found;
}

function postbackOf(
  tab: RawTab,
  row: number,
  at: { readonly id: number | undefined; readonly rowKey: number | undefined },
): number | undefined {
  if (at.id !== undefined) {
    const cell = readId(tab.value(row, at.id));
    return cell.kind === 'id' ? cell.id : undefined;
  }
  return at.rowKey === undefined ? undefined : idOfRowKey(String(tab.value(row, at.rowKey)));
}

/** At most `MAX_ROWS` of them, evenly spread. */
export function someOf(rows: readonly KnownRow[]): readonly KnownRow[] {
  const step = Math.ceil(rows.length / MAX_ROWS);
  return step <= 1 ? rows : rows.filter((_, index) => index % step === 0);
}

export function agreement(
  tab: RawTab,
  position: number,
  column: Column,
  rows: readonly KnownRow[],
): Agreement {
  const found = { rows: rows.length, same: 0, told: 0, toldSame: 0, filled: 0 };
  for (const { row, known } of rows) {
    const wanted = shownCell(column, known);
    const value = tab.value(row, position);
    const same = sameCell(wanted, value);
    if (!isBlank(value)) found.filled += 1;
    if (same) found.same += 1;
    if (wanted === '' || wanted === 0) continue;
    found.told += 1;
    if (same) found.toldSame += 1;
  }
  return found;
}

export function isProven({ told, toldSame }: Agreement): boolean {
  return told > 0 && toldSame * 100 >= told * PROOF_PERCENT;
}

/**
 * True if the column may be the one that is missing between its neighbours: its header is empty and it holds something where something was
 * pulled, or at least half of it is as pulled.
 */
export function mayBe({ rows, same, told, filled }: Agreement, emptyHeader: boolean): boolean {
  if (told > 0 && filled === 0) return false;
  return rows > 0 && (emptyHeader || same * 100 >= rows * LIKELY_PERCENT);
}

/** The only one of these positions whose cells are names of pulled postbacks, each once; undefined if none or several are. */
export function positionOfNames(
  tab: RawTab,
  positions: readonly number[],
  baseline: Baseline,
  nameOf: (value: CellIn) => number | undefined,
): number | undefined {
  const fitting = positions.filter((position) => {
    const names = new Set<number>();
    let filled = 0;
    for (let row = 0; row < tab.rowCount; row += 1) {
      const value = tab.value(row, position);
      if (isBlank(value)) continue;
      filled += 1;
      const id = nameOf(value);
      if (id !== undefined && baseline.has(id)) names.add(id);
    }
    return names.size > 0 && names.size * 100 >= filled * PROOF_PERCENT;
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

export const idInCell = (value: CellIn): number | undefined => {
  const cell = readId(value);
  return cell.kind === 'id' ? cell.id : undefined;
};
export const idInKey = (value: CellIn): number | undefined => idOfRowKey(String(value));

const STATE_WORDS: readonly string[] = Object.values(STATES);

/** True if the column holds states as the add-on writes them, and hardly anything else. */
export function holdsStates(tab: RawTab, position: number): boolean {
  let filled = 0;
  let states = 0;
  for (let row = 0; row < tab.rowCount; row += 1) {
    const value = tab.value(row, position);
    if (isBlank(value)) continue;
    filled += 1;
    if (STATE_WORDS.includes(String(value))) states += 1;
  }
  return states > 0 && states * 100 >= filled * PROOF_PERCENT;
}
