/**
 * "Repair layout": header, formats, drop-downs, help and the cells that only tell, as a pull makes them (C4). Never changes an editable
 * cell of a pulled row. Keeps no state between steps: each looks at what is left to do.
 */
import { rowKeyOf, type Baseline } from '../../core/baseline';
import { columnOf, type Column } from '../../core/columns';
import { isInDoubt } from '../../core/doubt';
import { readDrafts } from '../../core/edits';
import { planHeaders, type HeaderPlan } from '../../core/repair-headers';
import type { RawTab } from '../../core/repair-evidence';
import { isBlank, readIds } from '../../core/row-owner';
import { Refusal } from '../../core/words';
import { needHead, readBaseline, type Head } from '../head';
import { readJob, refuseIfBusy } from '../jobs';
import { logEvent } from '../log/log';
import type { Budget, DeskReading, PlacedCell, Ports, Progress } from '../ports';
import { isOnlyToShow } from '../push/report';

export interface RepairStep {
  readonly progress: Progress;
  /** What this step repaired, one sentence each; steps add up. */
  readonly repaired: readonly string[];
  readonly result?: RepairResult;
}

export interface RepairResult {
  /** What could not be repaired without guessing, with what to do; empty if all is well. */
  readonly left: readonly string[];
}

/** Looks at the headers in one step: one for each column that may have to be added, and some for people who move them meanwhile. */
const MAX_LOOKS = 40;
/** Cells restored between looks at the clock: some 300 service calls at most. */
const CELLS_PER_UNIT = 150;

/** @throws Refusal busy, repair-unknown, and as a check */
export function stepRepair(ports: Ports, budget: Budget): RepairStep {
  const step = repairNext(ports, budget);
  if (step.repaired.length > 0)
    logEvent(ports, { what: 'Layout', outcome: 'Repaired', message: step.repaired.join(' ') });
  return step;
}

function repairNext(ports: Ports, budget: Budget): RepairStep {
  // A push that has nothing left to send may wait for just this: without its columns it can neither show what it did nor end.
  if (!isOnlyToShow(ports, readJob(ports))) refuseIfBusy(ports);
  const head = needHead(ports);
  const baseline = readBaseline(ports, head.baseline, head.blocks);
  const repaired: string[] = [];
  const headers = repairHeaders(ports, head, baseline.rows, budget, repaired);
  if (headers === 'more') return going('Restoring headers', repaired);
  if (headers.length > 0) return finished(repaired, headers);
  const { done, total } = restoreCells(ports, head, baseline.rows, budget);
  if (done > 0)
    repaired.push(`${counted(done, 'cell')} that only ${done === 1 ? 'tells' : 'tell'} restored.`);
  if (done < total) return going('Restoring cells', repaired, done, total);
  ports.layout.dress(head.deskSheetId);
  repaired.push('Formats, drop-downs, help texts and the fixed header row were set again.');
  return finished(repaired, strayHeaders(ports.layout.look(head.deskSheetId)));
}

/** A header row that was sorted in among the others holds names of people's own columns, so it is left to them. */
function strayHeaders(look: RawTab): string[] {
  const ids = look.headers.indexOf(columnOf('id').header);
  const rows: number[] = [];
  for (let row = 0; row < look.rowCount; row += 1) {
    if (String(look.value(row, ids)).trim() === columnOf('id').header) rows.push(row + 2);
  }
  return rows.map((row) => `Row ${row} holds old header texts. Delete that row.`);
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function going(doing: string, repaired: readonly string[], done = 0, total = 0): RepairStep {
  return { progress: { doing, done, total, finished: false }, repaired };
}

function finished(repaired: readonly string[], left: readonly string[]): RepairStep {
  const progress = { doing: 'Repairing the layout', done: 1, total: 1, finished: true };
  return { progress, repaired, result: { left } };
}

/**
 * Puts headers back and adds missing columns, one at a time: each changes where the others stand.
 * @returns what is left unclear; 'more' if time ran out
 */
function repairHeaders(
  ports: Ports,
  head: Head,
  baseline: Baseline,
  budget: Budget,
  repaired: string[],
): readonly string[] | 'more' {
  for (let looks = 1; looks <= MAX_LOOKS; looks += 1) {
    const look = ports.layout.look(head.deskSheetId);
    const plan = planHeaders(look, baseline);
    if (!plan) throw new Refusal('repair-unknown');
    const { texts, missing } = plan;
    if (plan.firstRowIsData) {
      if (ports.layout.addHeaderRow(head.deskSheetId, look)) repaired.push('A header row was added.');
    } else if (texts.size > 0) {
      if (ports.layout.setHeaders(head.deskSheetId, look, texts)) tellHeaders(plan, repaired);
    } else if (missing) {
      const added = ports.layout.addColumn(head.deskSheetId, look, missing, plan.witnesses);
      if (added) repaired.push(addedWords(missing.column));
    } else return plan.unclear.map(unclearWords);
    if (!budget.hasTime()) return 'more';
  }
  throw new Refusal('sheet-fault');
}

function tellHeaders({ restored, copies }: HeaderPlan, repaired: string[]): void {
  for (const { header } of restored) repaired.push(`The header ${header} was put back over its column.`);
  for (const { header } of copies) {
    repaired.push(`${header} stood twice; the other column is now called "${header} (copy)".`);
  }
}

function addedWords(column: Column): string {
  const filled = column.key === 'state' || column.key === 'message' ? 'empty' : 'with what was pulled';
  return `Column ${column.header} was missing and was added ${filled}.`;
}

function unclearWords({ header }: Column): string {
  return `The header ${header} stands twice, and nothing shows which one is right. Rename one of the two in row 1, then repair again.`;
}

/** Cells that only tell, and row keys, back to what was pulled; a person's sort in between ends the step, and the next looks again. */
function restoreCells(
  ports: Ports,
  head: Head,
  baseline: Baseline,
  budget: Budget,
): { done: number; total: number } {
  const reading = ports.desk.read(head.deskSheetId);
  const cells = wrongCells(reading, baseline);
  let done = 0;
  while (done < cells.length) {
    const unit = cells.slice(done, done + CELLS_PER_UNIT);
    if (!ports.desk.writeAt(head.deskSheetId, reading, unit)) break;
    done += unit.length;
    if (!budget.hasTime()) break;
  }
  return { done, total: cells.length };
}

function wrongCells(reading: DeskReading, baseline: Baseline): PlacedCell[] {
  const { drafts, rowWarnings } = readDrafts(reading, baseline);
  const cells: PlacedCell[] = [];
  for (const { row, fixes } of rowWarnings) {
    const restore = fixes.find((fix) => fix.action === 'set');
    if (row === null || restore?.action !== 'set') continue;
    for (const { column, value } of restore.cells) cells.push({ row, column, value });
  }
  // A row whose id is in doubt shows what it is by these very cells: they are left for the person to see.
  const doubtful = new Set(drafts.filter((draft) => isInDoubt(draft.problems)).map((draft) => draft.row));
  for (const [id, rows] of readIds(reading).rowsById) {
    const [row] = rows;
    const known = baseline.get(id);
    if (!known || rows.length > 1 || doubtful.has(row!)) continue;
    if (!isBlank(reading.value(row!, 'rowKey'))) continue;
    cells.push({ row: row!, column: 'rowKey', value: rowKeyOf(id) });
  }
  return cells.sort((a, b) => (a.column < b.column ? -1 : a.column > b.column ? 1 : a.row - b.row));
}
