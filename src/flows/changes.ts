/**
 * What changed on Everflow since it was last seen: kept in the books until a person marks it as seen, and listed for the panel (P9).
 */
import {
  addUp,
  isSwitchedOff,
  linesOf,
  totalsOf,
  type ChangeKind,
  type ChangeTotals,
  type PostbackChange,
  type SumOfChanges,
} from '../core/changes';
import type { Baseline } from '../core/baseline';
import type { FieldValue } from '../core/postback';
import { notRefreshedIn } from '../core/row-marks';
import { placesOf } from '../core/row-owner';
import { readKnown } from './known';
import { writeMarks } from './marks';
import type { Budget, Ports, StreamEntry, Shown } from './ports';

const PREFIX = 'changes/';
/** Changes in one block of the books. */
const CHANGES_PER_BLOCK = 500;

/** Lines in one answer to the panel, and their characters (X1). */
const LINES_PER_PAGE = 500;
const CHARACTERS_PER_PAGE = 400_000;
/** Characters of one value in a line: enough to see what changed. */
const MAX_VALUE_CHARACTERS = 2_000;

/** A page of what changed on Everflow. */
export interface ChangesPage extends ChangeTotals {
  /** Postbacks that the last pull did not read. */
  readonly notRefreshed: number;
  /** All lines; those of this page begin at `offset`. */
  readonly total: number;
  readonly offset: number;
  readonly lines: readonly {
    readonly id: number;
    readonly firesFor: string;
    readonly kind: ChangeKind;
    readonly header: string;
    readonly before: FieldValue;
    readonly after: FieldValue;
  }[];
  /** What "Seen" has to be told, so that nothing is marked as seen that came after this page. */
  readonly upTo: number;
}

/**
 * Books entries for changes; they go into the same append as the baseline that follows from them, so that neither is there without
 * the other.
 * @param at when the changes were found, milliseconds since the epoch
 */
export function changeEntries(at: number, changes: readonly PostbackChange[]): StreamEntry[] {
  if (changes.length === 0) return [];
  const blocks = [];
  for (let from = 0; from < changes.length; from += CHANGES_PER_BLOCK) {
    const part = changes.slice(from, from + CHANGES_PER_BLOCK);
    blocks.push({ text: JSON.stringify(part), firstId: 0, lastId: 0 });
  }
  return [{ stream: `${PREFIX}${at}`, blocks }];
}

/** What was found changed at that time, as far as it is not seen yet, added up for each postback. */
export function changesFoundAt(ports: Ports, at: number): SumOfChanges[] {
  const { texts } = ports.books.read(`${PREFIX}${at}`);
  return addUp(texts.flatMap((text) => JSON.parse(text) as PostbackChange[]));
}

const timeOf = (stream: string): number => Number(stream.slice(PREFIX.length));

function streamsOf(ports: Ports): string[] {
  const streams = ports.books.streams().filter((stream) => stream.startsWith(PREFIX));
  return streams.sort((a, b) => timeOf(a) - timeOf(b));
}

/** Everything that is not seen yet. A damaged block only loses its own lines: the list is news, not the truth of anything. */
export function unseenChanges(ports: Ports): SumOfChanges[] {
  const changes: PostbackChange[] = [];
  for (const stream of streamsOf(ports)) {
    for (const text of ports.books.read(stream).texts) {
      for (const change of JSON.parse(text) as PostbackChange[]) changes.push(change);
    }
  }
  return addUp(changes);
}

/** Postbacks that Everflow switched off and that are off still, with the time when that was found. */
export function switchedOffSince(ports: Ports, baseline: Baseline): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const sum of unseenChanges(ports)) {
    if (isSwitchedOff(sum, baseline.get(sum.id))) found.set(sum.id, sum.statusAt);
  }
  return found;
}

/** @throws Refusal as a check */
export function changesPage(ports: Ports, offset: number): ChangesPage {
  const {
    head,
    baseline: { rows: baseline },
  } = readKnown(ports);
  const sums = unseenChanges(ports);
  const all = linesOf(sums, baseline);
  const first = Math.max(0, Math.floor(offset) || 0);
  const lines: ChangesPage['lines'][number][] = [];
  let characters = 0;
  for (const line of all.slice(first, first + LINES_PER_PAGE)) {
    const short = { ...line, before: shortened(line.before), after: shortened(line.after) };
    characters += JSON.stringify(short).length;
    if (lines.length > 0 && characters > CHARACTERS_PER_PAGE) break;
    lines.push(short);
  }
  return {
    ...totalsOf(sums, baseline),
    notRefreshed: notRefreshedIn(baseline, head.pulledAt),
    total: all.length,
    offset: first,
    lines,
    upTo: streamsOf(ports).reduce((last, stream) => Math.max(last, timeOf(stream)), 0),
  };
}

function shortened(value: FieldValue): FieldValue {
  if (typeof value === 'number' || value.length <= MAX_VALUE_CHARACTERS) return value;
  return `${value.slice(0, MAX_VALUE_CHARACTERS)}… (${value.length} characters)`;
}

/**
 * Marks changes as seen: they leave the list, and rows lose the mark "switched off".
 * @param upTo as the page told it; what was found later stays
 * @throws Refusal as a check
 */
export function markSeen(ports: Ports, upTo: number, budget: Budget): void {
  const {
    head,
    baseline: { rows: baseline },
  } = readKnown(ports);
  ports.books.remove((stream) => stream.startsWith(PREFIX) && timeOf(stream) <= upTo);
  // What is not written now, because people move rows or time is up, is written by the next check.
  writeMarks(ports, { head, baseline, switchedOff: switchedOffSince(ports, baseline) }, budget);
}

/** Selects the Status cells of postbacks that Everflow switched off. @throws Refusal as a check */
export function selectSwitchedOff(ports: Ports): Shown {
  const {
    head,
    baseline: { rows: baseline },
  } = readKnown(ports);
  const ids = switchedOffSince(ports, baseline);
  const reading = ports.desk.read(head.deskSheetId);
  const { rows } = placesOf(reading, baseline);
  const cells = [...ids.keys()].flatMap((id) => {
    const row = rows.get(id);
    return row === undefined ? [] : [{ row, column: 'status' as const }];
  });
  return { cells: cells.length, hiddenByFilter: ports.desk.select(head.deskSheetId, reading, cells) };
}
