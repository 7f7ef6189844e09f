/**
 * New rows that wait for a person: it is not known whether they were created, or Everflow has the same postback already (W4, W5). Kept by row
 * key in a stream of the books of its own, so that they outlive the plan they were sent by, and no later push sends them unasked.
 */
import type { FieldValues } from '../../core/postback';
import type { PlanItem } from '../../core/plan';
import type { Ports, StreamEntry } from '../ports';
import type { RowResult } from './results';

/** What is known of one such row. The last entry of a row key counts; postbacks once named for it stay known. */
export interface WaitingRow {
  readonly rowKey: string;
  /**
   * - unclear: it was sent, and nobody knows what became of it
   * - twin: it was not sent, because Everflow has the same postback
   * - answered: it may be sent; the postbacks in `known` were looked at by a person and are others
   */
  readonly why: 'unclear' | 'twin' | 'answered';
  /** When it was sent, looked for or answered, milliseconds since the epoch; 0 if that is not known. */
  readonly at: number;
  /**
   * No earlier than this it was sent, milliseconds since the epoch: a push that was cut off may be ended, and `at` noted, days later. Absent where `at`
   * says so itself.
   */
  readonly since?: number;
  /** What was, or would have been, sent; absent if that is not known any more. */
  readonly fields?: FieldValues;
  /** Postbacks found on the server that it may be, or for `answered` is not. */
  readonly known: readonly number[];
}

const UNCLEAR_STREAM = 'unclear';

/**
 * Books entries that remember the new rows among these results that wait for a person.
 * @param at milliseconds since the epoch
 * @param since when their plan was made: nothing of it was sent before
 */
export function waitingEntries(
  items: ReadonlyMap<number, PlanItem>,
  results: readonly RowResult[],
  at: number,
  since: number,
): StreamEntry[] {
  const rows = results.flatMap(({ seq, waits, candidates }): WaitingRow[] => {
    const item = items.get(seq);
    if (!waits || item?.kind !== 'create') return [];
    return [{ rowKey: item.rowKey, why: waits, at, since, fields: item.fields, known: candidates ?? [] }];
  });
  return rows.length === 0 ? [] : [waitingBlock(rows)];
}

/** @param mended set where it takes the place of blocks that are damaged */
export function waitingBlock(rows: readonly WaitingRow[], mended = ''): StreamEntry {
  const stream = UNCLEAR_STREAM + mended;
  return { stream, blocks: [{ text: JSON.stringify(rows), firstId: 0, lastId: 0 }] };
}

/** Streams in which such rows stand. */
export function unclearStreams(ports: Ports): string[] {
  return ports.books.streams().filter((stream) => /^unclear(\/|$)/.test(stream));
}

/** All that is known, by row key. */
function readAll(ports: Ports): Map<string, WaitingRow> {
  const rows = new Map<string, WaitingRow>();
  for (const text of unclearStreams(ports).flatMap((stream) => ports.books.read(stream).texts)) {
    for (const row of JSON.parse(text) as WaitingRow[]) {
      const before = rows.get(row.rowKey)?.known ?? [];
      rows.set(row.rowKey, { ...row, known: [...new Set([...before, ...row.known])] });
    }
  }
  return rows;
}

/** Rows that wait for a person, by row key. */
export function readWaiting(ports: Ports): ReadonlyMap<string, WaitingRow> {
  return new Map([...readAll(ports)].filter(([, { why }]) => why !== 'answered'));
}

/** Postbacks that a person has looked at and said to be others, by row key. */
export function readOthers(ports: Ports): ReadonlyMap<string, readonly number[]> {
  const answered = [...readAll(ports)].filter(([, { why }]) => why === 'answered');
  return new Map(answered.map(([rowKey, { known }]) => [rowKey, known]));
}

/** After a complete pull: keeps what can be read of these rows and forgets their damaged blocks. */
export function mendUnclear(ports: Ports, id: string): void {
  const damaged = unclearStreams(ports).filter((stream) => ports.books.read(stream).damage.length > 0);
  if (damaged.length === 0) return;
  ports.books.append([waitingBlock([...readAll(ports).values()], `/${id}`)]);
  ports.books.remove((stream) => damaged.includes(stream));
}
