/** The list of conflicts for the panel: three values of each field, page by page (M2, X1). It reads the tab and changes nothing. */
import { columnForField, columnOf } from '../../core/columns';
import { shownCell } from '../../core/baseline';
import type { FieldValue } from '../../core/postback';
import { conflictsIn, stampOf, type RowConflict } from '../../core/settle';
import { checkTab } from '../check/check';
import type { Ports } from '../ports';
import { MOST_STAMPS, packStamps, type Stamp } from '../stamps';

/** Rows in one answer, and their characters: what stands for all rows comes on top (X1). */
const ROWS_PER_PAGE = 500;
const CHARACTERS_PER_PAGE = 180_000;
/** Characters of one value: enough to see what changed. */
const MAX_VALUE_CHARACTERS = 2_000;

/** One row in conflict. */
export interface ConflictLine {
  readonly id: number;
  /** Where it stands now; rows move. */
  readonly rowNumber: number;
  readonly firesFor: string;
  /** Stands for the row as it is shown here: goes into the request to settle it. */
  readonly stamp: string;
  /** What can only be settled together; several fields only where the group of partner, offer, event, level, type and method moved. */
  readonly units: readonly {
    readonly fields: readonly {
      readonly field: string;
      readonly header: string;
      readonly pulled: FieldValue;
      readonly mine: FieldValue;
      readonly theirs: FieldValue;
      /** False if only Everflow changed it. */
      readonly isEdited: boolean;
    }[];
    /** True if "mine" turns the postback on. */
    readonly turnsOn: boolean;
    /** False if what Everflow holds does not fit into a cell, so that it cannot be settled here. */
    readonly fits: boolean;
  }[];
}

export interface ConflictsPage {
  /** All rows in conflict; those of this page begin at `offset`. */
  readonly total: number;
  readonly offset: number;
  readonly lines: readonly ConflictLine[];
  /** Stands for all rows as they are now, 25,000 at most: goes into the request to settle them all. On the first page only. */
  readonly stamps: string;
}

/** @throws Refusal as a check */
export function conflictsPage(ports: Ports, offset: number): ConflictsPage {
  const all = conflictsIn(checkTab(ports).desk.drafts);
  const first = Math.max(0, Math.floor(offset) || 0);
  const lines: ConflictLine[] = [];
  let characters = 0;
  for (const conflict of all.slice(first, first + ROWS_PER_PAGE)) {
    const line = lineOf(conflict);
    characters += JSON.stringify(line).length;
    if (lines.length > 0 && characters > CHARACTERS_PER_PAGE) break;
    lines.push(line);
  }
  return { total: all.length, offset: first, lines, stamps: first === 0 ? stampsOf(all) : '' };
}

function stampsOf(all: readonly RowConflict[]): string {
  const stamps = all.slice(0, MOST_STAMPS).map(stampFor);
  return packStamps(stamps.sort((a, b) => a.id - b.id));
}

const stampFor = (conflict: RowConflict): Stamp => ({ id: conflict.id, shown: stampOf(conflict) });

function lineOf(conflict: RowConflict): ConflictLine {
  const { id, row, baseline, units } = conflict;
  return {
    id,
    rowNumber: row + 2,
    firesFor: String(shownCell(columnOf('firesFor'), baseline)),
    stamp: packStamps([stampFor(conflict)]),
    units: units.map(({ fields, turnsOn, fits }) => ({
      fields: fields.map(({ field, pulled, mine, theirs, isEdited }) => ({
        field,
        header: columnForField(field).header,
        pulled: shortened(pulled),
        mine: shortened(mine),
        theirs: shortened(theirs),
        isEdited,
      })),
      turnsOn,
      fits,
    })),
  };
}

function shortened(value: FieldValue): FieldValue {
  if (typeof value === 'number' || value.length <= MAX_VALUE_CHARACTERS) return value;
  return `${value.slice(0, MAX_VALUE_CHARACTERS)}… (${value.length} characters)`;
}
