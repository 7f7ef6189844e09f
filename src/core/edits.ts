/**
 * Cells -> drafts: compares each row of the desk tab with the baseline and says what it asks for (C5, C6, D1, T3).
 * A row is known by its postback id, a cell by its column; positions are only used to point at a row of this one reading.
 */
import { serverFields, shownCell, showsMarker, type Baseline, type BaselineRow } from './baseline';
import { asPulled } from './as-pulled';
import { keepLineEnds, parseCell, sameCell, sameValue, type CellResult } from './cells';
import { EDITABLE_COLUMNS, type Column, type ColumnKey } from './columns';
import type { CreateDraft, DeskDrafts, Draft, FieldChange, StoppedDraft, UpdateDraft } from './draft';
import { doubtProblems, type Doubt, type Means } from './doubt';
import { fixedEdits } from './fixed-edits';
import { foreignOwners, type ForeignOwners } from './foreign-row';
import {
  badId,
  cellProblem,
  copiedRow,
  editedMarker,
  formulaProblem,
  inConflict,
  lostId,
  nameForId,
  numberAsText,
  unknownId,
} from './edit-problems';
import { namesOf, type Names } from './names';
import { IDENTITY_FIELDS, zeroOf, type Field, type FieldValue } from './postback';
import type { Problem } from './problem';
import { holdsTheirs, type RowCells } from './refresh';
import { conflictUnits } from './settle';
import { isBlank, isEmptyRow, lostOwners, readIds, type DeskTable, type LostOwners } from './row-owner';

export interface EditOptions {
  /** True if the id lies in a damaged block of the books, so that nothing can be said about its row (B2). */
  readonly isDamaged?: (id: number) => boolean;
  /** The names that the baseline tells; read from it if not given. */
  readonly names?: Names;
  /** Ids that were asked for one by one and that Everflow does not have (C6). */
  readonly absent?: ReadonlySet<number>;
}

/** Reads what every row of the tab asks for. Deleted rows ask for nothing. */
export function readDrafts(table: DeskTable, baseline: Baseline, options: EditOptions = {}): DeskDrafts {
  const isDamaged = options.isDamaged ?? (() => false);
  const { ids, rowsById } = readIds(table);
  const drafts: Draft[] = [];
  const rowWarnings: Problem[] = [];
  const doubts: Doubt[] = [];
  const unknown: { row: number; id: number }[] = [];
  const originals = new Map<number, number>();
  const owners = lostOwners(table, baseline, rowsById);
  let known: Names | undefined;
  const names = (): Names => (known ??= options.names ?? namesOf(baseline));
  const foreignOwner = foreignOwners(table, baseline);
  const isAsPulled = asPulled(table);
  const editedFixed = fixedEdits(table, baseline, names);
  const means: Means = (row, column, pulled) => cellMeans(table, row, column, pulled, names);
  let unchanged = 0;
  ids.forEach((idCell, row) => {
    if (idCell.kind === 'blank') {
      const draft = readRowWithoutId(table, row, owners, names);
      if (draft) drafts.push(draft);
      return;
    }
    if (idCell.kind === 'bad') {
      drafts.push(stopped(table, row, badId(row, idCell.text)));
      return;
    }
    const pulled = baseline.get(idCell.id);
    if (!pulled) {
      if (isDamaged(idCell.id)) unknown.push({ row, id: idCell.id });
      else
        drafts.push(stopped(table, row, unknownId(row, idCell.id, options.absent?.has(idCell.id) ?? false)));
      return;
    }
    const rows = rowsById.get(idCell.id)!;
    if (rows.length === 1 && isAsPulled(row, pulled)) {
      unchanged += 1;
      return;
    }
    if (rows.length > 1 && !originals.has(idCell.id)) {
      originals.set(idCell.id, originalRow(rows, pulled, means, foreignOwner));
    }
    const owner = foreignOwner(row, idCell.id);
    const doubled = rows.length > 1 && row !== originals.get(idCell.id);
    if (owner && doubled) doubts.push({ row, id: idCell.id, owner, doubled });
    if (doubled) {
      drafts.push(stopped(table, row, copiedRow(row, idCell.id)));
      return;
    }
    const draft = readUpdate(table, row, pulled, names);
    if (owner && draft) doubts.push({ row, id: idCell.id, owner, doubled });
    else for (const problem of editedFixed(row, pulled, draft)) rowWarnings.push(problem);
    if (draft) drafts.push(draft);
    else unchanged += 1;
  });
  const read = withDoubts(drafts, doubtProblems(doubts, baseline, rowsById, means));
  const formulas = formulaRows(table, read);
  const columnProblems = [...formulas].map(([key, rows]) => formulaProblem(key, rows));
  return { drafts: withZeros(table, read, formulas), columnProblems, rowWarnings, unchanged, unknown };
}

/** A row in doubt says so instead of whatever else its cells would amount to (C9). */
function withDoubts(drafts: readonly Draft[], problems: readonly Problem[]): readonly Draft[] {
  if (problems.length === 0) return drafts;
  const byRow = new Map(problems.map((problem) => [problem.row, problem]));
  return drafts.map((draft) => {
    const doubt = byRow.get(draft.row);
    return doubt ? { ...draft, problems: [doubt] } : draft;
  });
}

/**
 * Of rows with the same id, the one whose partner, offer, event, level, type and method are as pulled (C6); rather one whose fixed cells
 * are not another postback's.
 */
function originalRow(
  rows: readonly number[],
  known: BaselineRow,
  means: Means,
  foreignOwner: ForeignOwners,
): number {
  const identity = EDITABLE_COLUMNS.filter((column) => IDENTITY_FIELDS.includes(column.field!));
  const same = rows.filter((row) => identity.every((column) => means(row, column, known)));
  return same.find((row) => foreignOwner(row, known.postback.id) === undefined) ?? same[0] ?? -1;
}

/** True if the cell still says what was pulled, be it in another spelling (D1). */
function cellMeans(
  table: DeskTable,
  row: number,
  column: Column,
  known: BaselineRow,
  names: () => Names,
): boolean {
  if (sameCell(shownCell(column, known), table.value(row, column.key))) return true;
  const { change, problem } = readEditedCell(table, row, column, known, names);
  return change === undefined && problem === undefined;
}

function readUpdate(
  table: DeskTable,
  row: number,
  known: BaselineRow,
  names: () => Names,
): UpdateDraft | undefined {
  let changes: FieldChange[] | undefined;
  let problems: Problem[] | undefined;
  let unreadable: ColumnKey[] | undefined;
  for (const column of EDITABLE_COLUMNS) {
    const value = table.value(row, column.key);
    if (sameCell(shownCell(column, known), value)) continue;
    const read = readEditedCell(table, row, column, known, names);
    if (read.problem) (problems ??= []).push(read.problem);
    if (read.change) (changes ??= []).push(read.change);
    else if (read.problem) (unreadable ??= []).push(column.key);
  }
  if (!changes && !problems) return undefined;
  const fields: { -readonly [F in Field]?: FieldValue } = { ...serverFields(known) };
  for (const change of changes ?? []) fields[change.field] = change.after;
  // The push reads again and decides (M1); until then it is told.
  for (const unit of conflictUnits(known, changes ?? []))
    for (const problem of inConflict(row, unit)) (problems ??= []).push(problem);
  return {
    kind: 'update',
    row,
    id: known.postback.id,
    rowKey: String(table.value(row, 'rowKey')),
    baseline: known,
    fields,
    changes: changes ?? [],
    problems: problems ?? [],
    unreadable: unreadable ?? [],
  };
}

/** True if a row asks for anything, be it readable or not. */
export function isEdited(table: DeskTable, row: number, known: BaselineRow): boolean {
  const noNames = (): Names => namesOf(new Map());
  return EDITABLE_COLUMNS.some((column) => !cellMeans(table, row, column, known, noNames));
}

function readEditedCell(
  table: DeskTable,
  row: number,
  column: Column,
  known: BaselineRow,
  names: () => Names,
): { readonly change?: FieldChange; readonly problem?: Problem } {
  const field = column.field!;
  if (showsMarker(column, known)) return { problem: editedMarker(row, column, known) };
  const cell = { value: table.value(row, column.key), display: () => table.display(row, column.key) };
  const parsed = parseCell(column, cell);
  if (!parsed.ok) return { problem: faultOf(row, column, cell.value, parsed, names) };
  const pulled = known.postback.fields[field];
  const after = keepLineEnds(field, parsed.value, pulled);
  if (sameValue(field, pulled, after)) return {};
  if (holdsTheirs(column, known, cellsOfRow(table, row))) return {};
  const change: FieldChange = { field, before: pulled ?? zeroOf(field), after };
  return parsed.warning ? { change, problem: numberAsText(row, column, String(after)) } : { change };
}

/** What to say of a cell that cannot be read; text in an id column may be the name of a partner or offer (V10). */
function faultOf(
  row: number,
  column: Column,
  value: unknown,
  { fault, message, fix }: Extract<CellResult, { ok: false }>,
  names: () => Names,
): Problem {
  const named =
    typeof value === 'string' && fault === 'not-whole' ? nameForId(row, column, value, names) : undefined;
  return named ?? cellProblem(row, column, fault, message, fix);
}

function cellsOfRow(table: DeskTable, row: number): RowCells {
  return { value: (key) => table.value(row, key), display: (key) => table.display(row, key) };
}

/** A row without an id: nothing at all, a new postback, or a postback that lost its id (C6). */
function readRowWithoutId(
  table: DeskTable,
  row: number,
  lostOwner: LostOwners,
  names: () => Names,
): CreateDraft | StoppedDraft | undefined {
  if (isEmptyRow(table, row)) return undefined;
  const lost = lostOwner(row);
  return lost === undefined ? readCreate(table, row, names) : stopped(table, row, lostId(row, lost));
}

function readCreate(table: DeskTable, row: number, names: () => Names): CreateDraft {
  const fields: { -readonly [F in Field]?: FieldValue } = {};
  const problems: Problem[] = [];
  const unreadable: ColumnKey[] = [];
  for (const column of EDITABLE_COLUMNS) {
    const field = column.field!;
    const cell = { value: table.value(row, column.key), display: () => table.display(row, column.key) };
    const parsed = parseCell(column, cell);
    if (parsed.ok) {
      fields[field] = parsed.value;
      if (parsed.warning) problems.push(numberAsText(row, column, String(parsed.value)));
    } else {
      unreadable.push(column.key);
      problems.push(faultOf(row, column, cell.value, parsed, names));
    }
  }
  return { kind: 'create', row, rowKey: String(table.value(row, 'rowKey')), fields, problems, unreadable };
}

function stopped(table: DeskTable, row: number, problem: Problem): StoppedDraft {
  const rowKey = String(table.value(row, 'rowKey'));
  return { kind: 'stopped', row, rowKey, fields: {}, problems: [problem], unreadable: [] };
}

/** Ids of which nothing means "all": a new row without them may fire for more than anybody meant. */
const WIDE_WHEN_BLANK: readonly ColumnKey[] = ['partnerId', 'offerId', 'eventId'];

/** A formula anywhere in an editable column, header included, stops the column's edits: cells below may be its results (C5). */
function formulaRows(table: DeskTable, drafts: readonly Draft[]): ReadonlyMap<ColumnKey, readonly number[]> {
  const found = new Map<ColumnKey, readonly number[]>();
  if (drafts.length === 0) return found;
  const edited = new Set<ColumnKey>(['id']);
  for (const draft of drafts) {
    for (const key of editedColumns(table, draft)) edited.add(key);
    if (draft.kind === 'create') for (const key of WIDE_WHEN_BLANK) edited.add(key);
  }
  for (const key of edited) {
    const rows = table.formulaRows(key);
    if (rows.length > 0) found.set(key, rows);
  }
  return found;
}

/** Tells new rows which of their zeros and blanks may be a formula's result. */
function withZeros(
  table: DeskTable,
  drafts: readonly Draft[],
  formulas: ReadonlyMap<ColumnKey, readonly number[]>,
): readonly Draft[] {
  if (formulas.size === 0) return drafts;
  return drafts.map((draft) => {
    if (draft.kind !== 'create') return draft;
    const zeros = [...formulas].flatMap(([key, [first]]) => {
      const value = table.value(draft.row, key);
      const mayBeResult = WIDE_WHEN_BLANK.includes(key) && isBlank(value) && first! <= draft.row;
      return mayBeResult || value === 0 || value === '0' ? [key] : [];
    });
    return zeros.length > 0 ? { ...draft, zeros } : draft;
  });
}

/** Columns of which a draft would send something. */
export function editedColumns(table: DeskTable, draft: Draft): ColumnKey[] {
  if (draft.kind === 'stopped') return [];
  if (draft.kind === 'create') {
    return EDITABLE_COLUMNS.filter((column) => !isBlank(table.value(draft.row, column.key))).map(
      (c) => c.key,
    );
  }
  const changed = draft.changes.map(
    (change) => EDITABLE_COLUMNS.find((column) => column.field === change.field)!.key,
  );
  return [...changed, ...draft.unreadable];
}
