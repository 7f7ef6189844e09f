/** What a person has selected in the Postbacks tab, as ids and row keys (D2, U1). */
import { readIds } from '../core/row-owner';
import { Refusal } from '../core/words';
import { needHead } from './head';
import type { DeskReading, Ports, RowRun } from './ports';

export interface Selection {
  /** Postback ids of selected rows. */
  readonly ids: readonly number[];
  /** Row keys of selected rows without an id; a new row has one after its first check. */
  readonly rowKeys: readonly string[];
  /** Selected rows that a filter hides: left out if only visible ones were asked for. */
  readonly hidden: number;
  /** Selected rows of which it could not be found out; they are treated as hidden. */
  readonly hiddenUntold: number;
  /** Selected rows that bear an id or key which other rows bear too: nobody can tell which is meant, so none is. */
  readonly unclear: number;
}

/** Most ids and keys in one answer: some 400 kB (X1). */
export const MOST_SELECTED = 40_000;
/** Rows asked about one by one whether a filter hides them. */
const MOST_HIDDEN_ASKED = 500;
const MAX_TRIES = 3;

/**
 * @throws Refusal selection-elsewhere if no row of the tab is selected, selection-large, and all that a reading can refuse
 */
export function readSelection(ports: Ports, { visibleOnly }: { readonly visibleOnly: boolean }): Selection {
  const { deskSheetId } = needHead(ports);
  const { reading, rows } = selectedIn(ports, deskSheetId, () => ports.desk.read(deskSheetId));
  const { hidden, untold } = visibleOnly
    ? ports.desk.hiddenRows(deskSheetId, reading, rows, MOST_HIDDEN_ASKED)
    : { hidden: new Set<number>(), untold: [] };
  const passedOver = new Set([...hidden, ...untold]);
  const named = namesOf(
    reading,
    rows.filter((row) => !passedOver.has(row)),
  );
  if (named.ids.length + named.rowKeys.length > MOST_SELECTED) {
    throw new Refusal('selection-large', String(MOST_SELECTED));
  }
  return { ...named, hidden: hidden.size, hiddenUntold: untold.length };
}

/**
 * Positions of the selected rows in a reading that is still true.
 * @param read makes the reading; it is called again if rows moved meanwhile
 */
export function selectedIn<R extends DeskReading>(
  ports: Ports,
  sheetId: number,
  read: () => R,
): { readonly reading: R; readonly rows: readonly number[] } {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const reading = read();
    const runs = ports.desk.selectedRows(sheetId, reading);
    if (runs === 'moved') continue;
    if (!runs || runs.length === 0) throw new Refusal('selection-elsewhere');
    return { reading, rows: runs.flatMap(positions) };
  }
  throw new Refusal('rows-moved');
}

const positions = ({ first, count }: RowRun): number[] =>
  Array.from({ length: count }, (_, at) => first + at);

function namesOf(
  reading: DeskReading,
  rows: readonly number[],
): Pick<Selection, 'ids' | 'rowKeys' | 'unclear'> {
  const { ids, rowsById } = readIds(reading);
  const keyAt = (row: number): string => String(reading.value(row, 'rowKey')).trim();
  const times = new Map<string, number>();
  ids.forEach(({ kind }, row) => {
    if (kind === 'blank') times.set(keyAt(row), (times.get(keyAt(row)) ?? 0) + 1);
  });
  const found = { ids: [] as number[], rowKeys: [] as string[], unclear: 0 };
  for (const row of rows) {
    const id = ids[row]!;
    const key = keyAt(row);
    if (id.kind === 'id') {
      if (rowsById.get(id.id)!.length === 1) found.ids.push(id.id);
      else found.unclear += 1;
    } else if (id.kind === 'blank' && key !== '') {
      if (times.get(key) === 1) found.rowKeys.push(key);
      else found.unclear += 1;
    }
  }
  return found;
}
