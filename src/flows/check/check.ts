/**
 * Checking: reads the Postbacks tab, compares it with the baseline, and says in each row and by cause what is wrong (V1, V11).
 */
import { type CheckContext, checkDesk } from '../../core/check';
import { problemsByRow, problemsOf, verdictOf } from '../../core/check/verdict';
import { columnOf } from '../../core/columns';
import type { CreateDraft, DeskDrafts, Draft } from '../../core/draft';
import { readDrafts } from '../../core/edits';
import { namesOf } from '../../core/names';
import { groupProblems, type ProblemGroup } from '../../core/problem';
import { isRefusal, Refusal } from '../../core/words';
import { readAbsent } from '../pull/absent';
import { switchedOffSince } from '../changes';
import type { DeskCheck } from './desk-check';
import { readJob } from '../jobs';
import { readKnown } from '../known';
import { alone } from '../lease';
import { remember } from './confirmations';
import { readWaiting, type WaitingRow } from '../push/unclear';
import { waitingProblems } from '../push/waiting-problems';
import { followingCells, ownCells } from './cells';
import type { Budget, PlacedCell, Ports, Progress } from '../ports';

export interface GroupSummary extends Omit<ProblemGroup, 'problems'> {
  /** The first few, for the panel; "show" selects them all. */
  readonly examples: readonly {
    readonly rowNumber: number;
    readonly header: string;
    readonly message: string;
  }[];
}

export interface CheckResult {
  /** Rows with changes, errors or not. */
  readonly edited: number;
  readonly created: number;
  /** Rows that cannot be pushed as they are. */
  readonly stopped: number;
  readonly pushable: number;
  readonly unchanged: number;
  /** Rows of which the add-on's hidden tab has lost what was pulled: pull again (B2). */
  readonly unknown: number;
  /** True if "no changes" may be said when there are none. */
  readonly certain: boolean;
  readonly groups: readonly GroupSummary[];
}

export interface CheckStep {
  readonly progress: Progress;
  readonly result?: CheckResult;
}

/** Problems of a group that are told one by one. */
const EXAMPLES = 20;
/** Rows may move under our hands this often before we give up for now. */
const MAX_TRIES = 3;
/** Written between looks at the clock: each portion is looked at before and after, from the top of the tab to its end. */
const CELLS_PER_UNIT = 20_000;
const CALLS_PER_UNIT = 100;

/**
 * Reads and judges the tab. Changes nothing.
 * @param how `once` where this execution will not ask for the baseline again
 * @throws Refusal when tab, columns or books do not allow it, or a pull is only half applied
 */
export function checkTab(ports: Ports, how?: 'kept' | 'once'): DeskCheck {
  const { head, baseline } = readKnown(ports, how);
  const reading = ports.desk.read(head.deskSheetId);
  const names = namesOf(baseline.rows);
  const found = readDrafts(reading, baseline.rows, {
    isDamaged: baseline.isDamaged,
    absent: readAbsent(ports),
    names,
  });
  const waiting = readWaiting(ports);
  const drafts: DeskDrafts = { ...found, drafts: withRowKeys(found.drafts, ports.newId, waiting) };
  const context: CheckContext = { baseline: baseline.rows };
  const told = [...checkDesk(drafts, context), ...waitingProblems(drafts.drafts, waiting)];
  const remembered = remember(ports, { desk: drafts, problems: told });
  const { desk, problems } = remembered;
  const switchedOff = switchedOffSince(ports, baseline.rows);
  return { head, reading, baseline, desk, problems, names, switchedOff, remembered };
}

/**
 * New rows get a row key of their own; a copied row brings the key of its original along (C2). Of rows that were copied from one whose fate is
 * unclear nobody can tell which was sent: all keep its key, and so the question (W5).
 */
function withRowKeys(
  drafts: readonly Draft[],
  newId: () => string,
  waiting: ReadonlyMap<string, WaitingRow>,
): Draft[] {
  const seen = new Set<string>();
  return drafts.map((draft) => {
    if (draft.kind !== 'create' || waiting.has(draft.rowKey)) return draft;
    const own = draft.rowKey.startsWith('n-') && !seen.has(draft.rowKey);
    const rowKey = own ? draft.rowKey : `n-${newId()}`;
    seen.add(rowKey);
    return { ...draft, rowKey } satisfies CreateDraft;
  });
}

/** Checks, and writes State, Message, row keys and fixed cells that follow edits. Steps may be repeated at will: only cells that differ are written. */
export function stepCheck(ports: Ports, budget: Budget): CheckStep {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const check = checkTab(ports, 'once');
    const isKey = ({ column }: PlacedCell): boolean => column === 'rowKey';
    const own = ownCells(check);
    if (!writeKeys(ports, check, own.filter(isKey))) continue;
    const phases = [followingCells(check), own.filter((cell) => !isKey(cell))];
    const total = phases.reduce((sum, cells) => sum + cells.length, 0);
    const written = writeInUnits(ports, check, phases, budget);
    if (written === 'moved') continue;
    const finished = written >= total;
    const progress = { doing: 'Writing messages', done: written, total, finished };
    return finished ? { progress, result: resultOf(check) } : { progress };
  }
  throw new Refusal('sheet-fault');
}

/**
 * Row keys of new rows. A preview finds the rows that it creates by them, so they are not given while another step is live, or a job under way: they
 * are left to the next check or preview.
 * @returns false if rows moved
 */
function writeKeys(ports: Ports, check: DeskCheck, cells: readonly PlacedCell[]): boolean {
  if (cells.length === 0) return true;
  try {
    return alone(
      ports,
      (own) => readJob(own) !== undefined || own.desk.writeAt(check.head.deskSheetId, check.reading, cells),
    );
  } catch (error) {
    if (isRefusal(error) && error.code === 'step-running') return true;
    throw error;
  }
}

function writeInUnits(
  ports: Ports,
  check: DeskCheck,
  phases: readonly (readonly PlacedCell[])[],
  budget: Budget,
): number | 'moved' {
  let written = 0;
  for (const unit of phases.flatMap(unitsOf)) {
    if (!ports.desk.writeAt(check.head.deskSheetId, check.reading, unit)) return 'moved';
    written += unit.length;
    if (!budget.hasTime()) break;
  }
  return written;
}

/**
 * Cells in portions of bounded cost. Those of State and Message come in few rectangles, however scattered they are: the desk fills the gaps. Of
 * the others, a value for several rows costs a call, and so does each separate run of cells with values of their own.
 */
function unitsOf(cells: readonly PlacedCell[]): PlacedCell[][] {
  const times = new Map<string, number>();
  const keyOf = ({ column, value }: PlacedCell): string => `${column} ${value}`;
  const isWord = ({ column }: PlacedCell): boolean => column === 'state' || column === 'message';
  for (const cell of cells) times.set(keyOf(cell), (times.get(keyOf(cell)) ?? 0) + 1);
  const isRepeated = (cell: PlacedCell): boolean => !isWord(cell) && times.get(keyOf(cell))! > 1;
  const byRow = [...cells].sort((a, b) => a.row - b.row);
  const repeated = byRow.filter(isRepeated).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const units: PlacedCell[][] = [];
  let unit: PlacedCell[] = [];
  let cost = 0;
  const last = new Map<string, number>();
  for (const cell of [...repeated, ...byRow.filter((one) => !isRepeated(one))]) {
    const place = isRepeated(cell) ? keyOf(cell) : cell.column;
    const goesOn = isRepeated(cell) ? last.has(place) : last.get(place) === cell.row - 1;
    if (!isWord(cell) && !goesOn) cost += 1;
    last.set(place, cell.row);
    if (unit.length >= CELLS_PER_UNIT || cost > CALLS_PER_UNIT) {
      units.push(unit);
      unit = [];
      cost = 1;
    }
    unit.push(cell);
  }
  return unit.length === 0 ? units : [...units, unit];
}

function resultOf(check: DeskCheck): CheckResult {
  const { desk, problems, baseline } = check;
  const index = problemsByRow(problems);
  const verdicts = desk.drafts.map((draft) => verdictOf(draft, problemsOf(draft, index)));
  return {
    edited: desk.drafts.filter((draft) => draft.kind === 'update').length,
    created: desk.drafts.filter((draft) => draft.kind === 'create').length,
    stopped: verdicts.filter((verdict) => verdict === 'stopped').length,
    pushable: verdicts.filter((verdict) => verdict === 'pushable').length,
    unchanged: desk.unchanged,
    unknown: desk.unknown.length,
    certain: !baseline.damaged,
    groups: groupProblems(problems).map(summaryOf),
  };
}

function summaryOf(group: ProblemGroup): GroupSummary {
  const { problems, ...rest } = group;
  return {
    ...rest,
    examples: problems
      .flatMap((problem) => [
        problem,
        ...(problem.examples ?? []).map((example) => ({ ...problem, ...example })),
      ])
      .slice(0, EXAMPLES)
      .map(({ row, column, message }) => ({
        rowNumber: row === null ? 1 : row + 2,
        header: column === null ? '' : columnOf(column).header,
        message,
      })),
  };
}
