/**
 * "Remove gone rows": takes rows of postbacks that Everflow does not have any more out of the tab, and out of what is known (P9).
 */
import type { Baseline, BaselineRow } from '../../core/baseline';
import { EDITABLE_COLUMNS } from '../../core/columns';
import { isEdited } from '../../core/edits';
import { readIds } from '../../core/row-owner';
import { baselineBlocks, needHead, readBaseline } from '../head';
import { refuseIfBusy } from '../jobs';
import { logEvent } from '../log/log';
import type { Budget, DeskReading, Ports, Progress } from '../ports';

/** Rows taken away between looks at the clock. */
const ROWS_PER_UNIT = 100;

export interface RemovedGone {
  /** Rows that were taken out of the tab. */
  readonly removed: number;
  /** Rows with changes in them, which are kept unless they are asked for too. */
  readonly keptEdited: number;
  /** Rows that stand several times; the check names them. */
  readonly keptDoubled: number;
}

export interface RemoveGoneStep {
  readonly progress: Progress;
  readonly result?: RemovedGone;
}

/**
 * One step; call it until there is a result. What is left to do is found anew each time, so a killed step does no harm.
 * @param editedToo also rows with changes, which are lost then
 * @throws Refusal as a check
 */
export function stepRemoveGone(ports: Ports, editedToo: boolean, budget: Budget): RemoveGoneStep {
  refuseIfBusy(ports);
  const head = needHead(ports);
  const baseline = readBaseline(ports, head.baseline, head.blocks).rows;
  const reading = ports.desk.read(head.deskSheetId);
  const { rowsById } = readIds(reading);
  const { free, edited, doubled, absent } = sorted(baseline, reading, rowsById);
  const ids = editedToo ? free.concat(edited) : free;
  const changed = new Set<number>();
  const isMeant: Parameters<Ports['desk']['removeRows']>[2] = (id, value) => {
    const [row] = rowsById.get(id) ?? [];
    const isAsRead = EDITABLE_COLUMNS.every(
      ({ key }) => String(value(key)) === String(reading.value(row!, key)),
    );
    if (!isAsRead && !editedToo) changed.add(id);
    return isAsRead || editedToo;
  };
  const taken: number[] = [];
  let next = 0;
  do {
    const unit = ids.slice(next, next + ROWS_PER_UNIT);
    // The tab first: a gone postback without a row does no harm, and the next step forgets it.
    const gone = ports.desk.removeRows(head.deskSheetId, unit, isMeant);
    for (const id of gone) taken.push(id);
    // A row that stays keeps what is known of it, or its changes would be those of a postback that nobody knows.
    forget(ports, head.baseline, baseline, next === 0 ? gone.concat(absent) : gone);
    next += unit.length;
  } while (next < ids.length && budget.hasTime());
  tellRemoved(ports, taken);
  const progress = {
    doing: 'Removing rows',
    done: next,
    total: ids.length,
    finished: next >= ids.length,
  };
  if (next < ids.length) return { progress };
  const keptEdited = editedToo ? 0 : edited.length + changed.size;
  return { progress, result: { removed: taken.length, keptEdited, keptDoubled: doubled } };
}

/** Ids told in one line of the log. */
const IDS_TOLD = 1_000;

function tellRemoved(ports: Ports, ids: readonly number[]): void {
  const facts = [];
  for (let from = 0; from < ids.length; from += IDS_TOLD) {
    const message = `Postbacks ${ids.slice(from, from + IDS_TOLD).join(', ')}.`;
    facts.push({ what: 'Gone rows', outcome: 'Removed', message });
  }
  logEvent(ports, ...facts);
}

/** Gone postbacks by what stands in their rows. */
function sorted(
  baseline: Baseline,
  reading: DeskReading,
  rowsById: ReadonlyMap<number, readonly number[]>,
): { free: number[]; edited: number[]; absent: number[]; doubled: number } {
  const free: number[] = [];
  const edited: number[] = [];
  const absent: number[] = [];
  let doubled = 0;
  for (const [id, known] of baseline) {
    if (!known.gone) continue;
    const [row, ...more] = rowsById.get(id) ?? [];
    if (row === undefined) absent.push(id);
    else if (more.length > 0) doubled += 1;
    else if (isEdited(reading, row, known)) edited.push(id);
    else free.push(id);
  }
  return { free, edited, absent, doubled };
}

/** Takes postbacks out of what is known, by later blocks that say so. */
function forget(ports: Ports, stream: string, baseline: Baseline, ids: readonly number[]): void {
  const rows = ids.flatMap((id): BaselineRow[] => {
    const row = baseline.get(id);
    return row ? [{ ...row, removed: true }] : [];
  });
  if (rows.length > 0) ports.books.append([{ stream, blocks: baselineBlocks(rows) }]);
}
