/**
 * Writes what State and Message say of rows beside their edits: gone, switched off, not refreshed (P6, P9). The words follow from the
 * books and may be written again at any time; rows with edits are the check's.
 */
import type { Baseline } from '../core/baseline';
import { isEdited } from '../core/edits';
import { CHECK_STATES, marksAtRest, withNote, type Marks, type RowFacts } from '../core/row-marks';
import { placesOf } from '../core/row-owner';
import { STATES } from '../core/words';
import type { Head } from './head';
import type { Budget, DeskReading, PlacedCell, Ports } from './ports';

/** Rows may move under our hands this often; a check writes the words later. */
const MAX_TRIES = 3;
/** Cells written between looks at the clock: mostly equal words, a call for 250 places. */
const CELLS_PER_UNIT = 10_000;

/** What the marks follow from. */
export interface MarkFacts {
  readonly head: Pick<Head, 'deskSheetId' | 'pulledAt'>;
  readonly baseline: Baseline;
  /** When each postback was found switched off; those not seen yet. */
  readonly switchedOff: ReadonlyMap<number, number>;
}

/**
 * Writes State and Message where they are not as they should be.
 * @param known a reading of the tab made in this execution after its last write; absent: read it
 * @returns false if time was up, or rows kept moving, before all was written
 */
export function writeMarks(ports: Ports, facts: MarkFacts, budget: Budget, known?: DeskReading): boolean {
  let reading = known;
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    reading ??= ports.desk.read(facts.head.deskSheetId);
    const written = writeCells(ports, facts, reading, budget);
    if (written !== 'moved') return written === 'all';
    reading = undefined;
  }
  return false;
}

function writeCells(
  ports: Ports,
  facts: MarkFacts,
  reading: DeskReading,
  budget: Budget,
): 'all' | 'some' | 'moved' {
  const cells = markCells(facts, reading);
  for (let from = 0; from < cells.length; from += CELLS_PER_UNIT) {
    if (from > 0 && !budget.hasTime()) return 'some';
    const unit = cells.slice(from, from + CELLS_PER_UNIT);
    if (!ports.desk.writeAt(facts.head.deskSheetId, reading, unit)) return 'moved';
  }
  return 'all';
}

/** Cells of State and Message that are not as they should be, as far as that can be said without a check. */
function markCells({ head, baseline, switchedOff }: MarkFacts, reading: DeskReading): PlacedCell[] {
  const { rows } = placesOf(reading, baseline);
  const cells: PlacedCell[] = [];
  for (const [id, row] of rows) {
    const known = baseline.get(id);
    if (!known) continue;
    const now = {
      state: String(reading.value(row, 'state')),
      message: String(reading.value(row, 'message')),
    };
    const facts = { known, pulledAt: head.pulledAt, switchedOffAt: switchedOff.get(id) ?? 0 };
    const wanted = marksOf(facts, now, () => isEdited(reading, row, known));
    if (wanted.state !== now.state) cells.push({ row, column: 'state', value: wanted.state });
    if (wanted.message !== now.message) cells.push({ row, column: 'message', value: wanted.message });
  }
  return cells;
}

function marksOf(facts: RowFacts, now: Marks, hasEdits: () => boolean): Marks {
  // A check has said something about these; only the note is brought up to date.
  const isChecked = CHECK_STATES.includes(now.state);
  const isOff = facts.switchedOffAt > 0 && now.state !== STATES.switchedOff;
  if (!facts.known.gone && (isChecked || (isOff && hasEdits()))) {
    return { state: now.state, message: withNote(now.message, facts) };
  }
  return marksAtRest(facts, now);
}
