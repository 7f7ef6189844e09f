/**
 * Restoring rows of a snapshot in steps (U3): what differs from what was pulled last becomes ordinary changes of the Postbacks tab, which the review
 * shows and a push sends. Nothing is asked of Everflow here.
 */
import { serverFields, type BaselineRow } from '../../core/baseline';
import type { RowTexts } from '../../core/audit/compare-rows';
import { sha256 } from '../../core/audit/sha256';
import { SNAPSHOT_HEADERS, textsOf } from '../../core/audit/snapshot-rows';
import { stageRow, type Wish } from '../../core/audit/stage';
import { judge } from '../../core/audit/verify';
import { keepLineEnds, parseCell } from '../../core/cells';
import { EDITABLE_COLUMNS } from '../../core/columns';
import { readIds } from '../../core/row-owner';
import { Refusal } from '../../core/words';
import { counting, leaving, NOTHING, plus, tellBroughtBack, type BroughtBack } from './brought-back';
import { checkTab } from '../check/check';
import type { DeskCheck } from '../check/desk-check';
import { refuseIfBusy } from '../jobs';
import type { Budget, PlacedCell, Ports, Progress } from '../ports';
import { readRowDigests, recordOfTab } from '../audit/snapshot-records';
import { textsInTab } from '../audit/snapshot-texts';
import { forgetDigests, readDigests, type TabDigests } from '../audit/tab-digests';

export interface RestoreRequest {
  /** Of the snapshot's tab. */
  readonly sheetId: number;
  /** Only these postbacks; all of the snapshot if absent. */
  readonly ids?: readonly number[];
  /** True to restore Status too. */
  readonly status: boolean;
  /** What the step before answered; absent in the first. */
  readonly goOn?: RestoreGoOn;
}

export interface RestoreGoOn {
  /** Names what was read of the tab so far. */
  readonly token: string;
  /** Rows that are dealt with. */
  readonly next: number;
  readonly soFar: BroughtBack;
}

export interface Restored extends BroughtBack {
  /** False if the tab was changed since the snapshot was taken. */
  readonly intact: boolean;
}

export interface RestoreStep {
  readonly progress: Progress;
  readonly goOn?: RestoreGoOn;
  readonly result?: Restored;
}

/** Rows between looks at the clock. */
const ROWS_PER_UNIT = 500;
/** Rows may move under our hands this often before we ask to go on later. */
const MAX_TRIES = 3;

/** @throws Refusal busy, audit-tab-gone, not-a-snapshot, snapshot-masked, snapshot-other-network, snapshot-empty, rows-moved, and everything a check can refuse */
export function stepRestore(ports: Ports, request: RestoreRequest, budget: Budget): RestoreStep {
  refuseIfBusy(ports);
  const { sheetId, goOn } = request;
  const token = /^[\da-f]{12}$/.test(goOn?.token ?? '') ? goOn!.token : begin(ports);
  let { next, soFar } = goOn ?? { next: 0, soFar: NOTHING };
  const record = recordOfTab(ports, sheetId);
  const { done, total, found } = readDigests(ports, `${token}-${sheetId}`, sheetId, record, budget);
  if (!found)
    return {
      progress: { doing: 'Reading the snapshot', done, total, finished: false },
      goOn: { token, next, soFar },
    };
  let check = checkTab(ports);
  refuseUnfit(found, check);
  const wanted = request.ids && new Set(request.ids.map(String));
  const ids = [...new Set(found.rows.map(({ id }) => id))].filter((id) => wanted?.has(id) ?? true);
  if (ids.length === 0) throw new Refusal('snapshot-empty');
  let tries = 0;
  do {
    const unit = ids.slice(next, next + ROWS_PER_UNIT);
    const staged = stageUnit(check, unit, textsInTab(ports, sheetId, found, unit), request.status);
    if (ports.desk.writeAt(check.head.deskSheetId, check.reading, staged.cells)) {
      soFar = plus(soFar, staged.sums);
      next += unit.length;
      tries = 0;
    } else {
      tries += 1;
      if (tries === MAX_TRIES) throw new Refusal('rows-moved');
      check = checkTab(ports);
    }
  } while (next < ids.length && (tries > 0 || budget.hasTime()));
  const finished = next >= ids.length;
  const progress = { doing: 'Restoring rows', done: next, total: ids.length, finished };
  if (!finished) return { progress, goOn: { token, next, soFar } };
  const { intact } = judge(sha256, found.top, found.rows, found.strays, {
    headers: found.headers,
    rows: record && readRowDigests(ports, record),
  });
  forgetDigests(ports, `${token}-${sheetId}`);
  const name = ports.auditTabs.names().get(sheetId) ?? '';
  tellBroughtBack(ports, 'Restored from a snapshot', `Of the tab "${name}".`, soFar);
  return { progress, result: { ...soFar, intact } };
}

function begin(ports: Ports): string {
  forgetDigests(ports);
  return ports.newId();
}

/** What a mask has hidden cannot be brought back, and what another network holds must not be. */
function refuseUnfit({ top }: TabDigests, { head: { network } }: DeskCheck): void {
  const line = (name: string): string => top.head.find(([one]) => one === name)?.[1] ?? '';
  if (line('Masked') !== 'no') throw new Refusal('snapshot-masked');
  if (!line('Network').endsWith(`(${network.id})`) || !line('Region').endsWith(`(${network.host})`))
    throw new Refusal('snapshot-other-network');
}

function stageUnit(
  { reading, baseline }: DeskCheck,
  unit: readonly string[],
  texts: ReadonlyMap<string, RowTexts>,
  isStatusToo: boolean,
): { readonly cells: readonly PlacedCell[]; readonly sums: BroughtBack } {
  const { rowsById } = readIds(reading);
  const cells: PlacedCell[] = [];
  let sums = NOTHING;
  for (const text of unit) {
    const id = Number(text);
    const known = baseline.rows.get(id);
    const rowTexts = texts.get(text);
    const [row, ...others] = rowsById.get(id) ?? [];
    if (!known || row === undefined || !rowTexts || known.gone || others.length > 0) {
      sums = leaving(sums, id, '', known?.gone ? 'gone' : others.length > 0 ? 'doubled' : 'no-row');
      continue;
    }
    const { wishes, left } = wishesOf(known, rowTexts, isStatusToo);
    for (const { header, why } of left) sums = leaving(sums, id, header, why);
    const staged = stageRow(known, wishes, (column) => reading.value(row, column));
    cells.push(...staged.cells.map((cell) => ({ row, ...cell })));
    const isLeft = left.length > 0 && staged.cells.length + staged.left.length === 0;
    if (!isLeft) sums = counting(sums, id, staged);
  }
  return { cells, sums };
}

/** What a row of a snapshot holds that Everflow does not, as far as it was pulled. */
function wishesOf(
  known: BaselineRow,
  texts: RowTexts,
  isStatusToo: boolean,
): {
  readonly wishes: readonly Wish[];
  readonly left: readonly { readonly header: string; readonly why: 'not-told' }[];
} {
  const now = textsOf(known, false);
  const wishes: Wish[] = [];
  const left: { header: string; why: 'not-told' }[] = [];
  for (const column of EDITABLE_COLUMNS) {
    const { field, header } = column;
    const text = texts(header);
    if (field === undefined || (field === 'pixel_status' && !isStatusToo)) continue;
    if (text === now[SNAPSHOT_HEADERS.indexOf(header)]) continue;
    const parsed = parseCell(column, { value: text, display: () => text });
    // A stand-in for a text that fits in no cell is no value.
    if (!parsed.ok || text.startsWith('⟦')) left.push({ header, why: 'not-told' });
    else wishes.push({ field, value: keepLineEnds(field, parsed.value, serverFields(known)[field]) });
  }
  return { wishes, left };
}
