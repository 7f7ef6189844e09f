/**
 * The head of the books: which network the spreadsheet is bound to (S4), which tab is the Postbacks tab (C2), and which stream holds
 * the baseline. Every commit appends a new head; the last one counts.
 */
import type { Baseline, BaselineRow } from '../core/baseline';
import { baselineRows, baselineText } from '../core/baseline-text';
import { utcText } from '../core/utc-text';
import type { Network } from '../core/postback';
import { Refusal, type RefusalCode } from '../core/words';
import type { PullQuery } from '../everflow/query';
import type { ApplyState } from './pull/state';
import type { Block, BooksGap, Damage, Ports, StreamEntry } from './ports';

const HEAD_STREAM = 'head';

export interface Head {
  readonly network: Network;
  readonly deskSheetId: number;
  /** Stream with the baseline, e.g. `baseline/3a0f…`. */
  readonly baseline: string;
  /** Blocks that the stream had when it was committed; pushes add more. */
  readonly blocks: number;
  readonly pulledAt: number;
  readonly pulledBy: string;
  /** False if the last pull was incomplete (P2). */
  readonly complete: boolean;
  /**
   * When the last complete and unfiltered pull into this baseline began; absent if there was none. A postback that is not in the baseline
   * was made later (P9).
   */
  readonly everythingAt?: number;
  /** What the last pull asked for, and when, milliseconds since the epoch. Absent in what older builds wrote. */
  readonly asked?: { readonly query: PullQuery; readonly first: number; readonly last: number };
  /** What the pull that wrote this has to tell: it may die before it does. */
  readonly outcome?: ApplyState;
}

/** Postbacks in one block of the books: some 115 kB of JSON, one cell when packed. */
const ROWS_PER_BLOCK = 500;

/** What is known of all postbacks, and where the books are damaged. */
export interface BaselineReading {
  readonly rows: Baseline;
  readonly isDamaged: (id: number) => boolean;
  readonly damaged: boolean;
}

/** Stands for a baseline that cannot be told, because the head that named it is damaged: no stream bears this name. */
const LOST_BASELINE = 'baseline/lost';

/**
 * The head, or undefined before the first pull.
 * @throws Refusal when the books cannot be believed: copied file, copy kept as a record, newer version, damaged head
 */
export function readHead(ports: Ports): Head | undefined {
  switch (ports.books.state()) {
    case 'none':
      return undefined;
    case 'newer':
      throw new Refusal('newer-layout');
    case 'copied':
      throw copyRefusal(ports);
    case 'damaged':
      throw new Refusal('books-damaged');
    case 'usable': {
      const { head, isLost } = lastHead(ports);
      if (!head && isLost) throw new Refusal('books-damaged');
      // Network and tab stay the same, but what was pulled since is named by the damaged head alone.
      return head && isLost ? { ...head, baseline: LOST_BASELINE, blocks: 1 } : head;
    }
  }
}

/** The newest head that can be read, whosever books these are, and whether a newer one is damaged. */
export function lastHead(ports: Ports): { readonly head: Head | undefined; readonly isLost: boolean } {
  const { texts, damage, newestLost } = ports.books.read(HEAD_STREAM);
  const last = texts[texts.length - 1];
  const isLost = newestLost || (last === undefined && damage.length > 0);
  return { head: last === undefined ? undefined : (JSON.parse(last) as Head), isLost };
}

/** Document property: what a person chose for a copied file (S7). */
const COPY_KEY = 'postbackDesk.copy';

/** Who chose what for a copy, and when. */
export interface CopyChoice {
  readonly choice: 'record' | 'work';
  /** '' where Google does not tell. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What was chosen for this spreadsheet. Properties may travel into a copy of it, for which nothing is chosen yet. */
export function readCopyChoice(ports: Ports): CopyChoice | undefined {
  const text = ports.documentValues.get(COPY_KEY);
  if (text === null) return undefined;
  const { file, ...choice } = JSON.parse(text) as CopyChoice & { readonly file: string };
  return file === ports.spreadsheetId() ? choice : undefined;
}

export function writeCopyChoice(ports: Ports, choice: CopyChoice['choice']): void {
  const chosen: CopyChoice = { choice, by: ports.person(), at: ports.clock.now() };
  ports.documentValues.set(COPY_KEY, JSON.stringify({ ...chosen, file: ports.spreadsheetId() }));
}

function copyRefusal(ports: Ports): Refusal {
  const chosen = readCopyChoice(ports);
  if (chosen?.choice !== 'record') return new Refusal('copied-file');
  return new Refusal('kept-as-record', chosen.by || 'Somebody', utcText(chosen.at / 1000));
}

const GAP_REFUSALS: { readonly [G in BooksGap]: RefusalCode } = {
  rewound: 'books-rewound',
  changed: 'books-changed',
  replaced: 'books-replaced',
  copied: 'copy-not-pulled',
  lost: 'push-lost',
};

/**
 * The head of a spreadsheet that was pulled into and whose tab and books are there.
 * @throws Refusal
 */
export function needHead(ports: Ports): Head {
  const head = readHead(ports);
  const gap = head || ports.books.state() === 'usable' ? ports.books.gap() : undefined;
  if (gap) throw new Refusal(GAP_REFUSALS[gap]);
  if (!head) throw new Refusal(ports.documentValues.get(BOUND_KEY) === null ? 'not-pulled' : 'books-missing');
  if (!ports.desk.exists(head.deskSheetId)) throw new Refusal('desk-missing');
  return head;
}

/**
 * Before anything is pushed: a row of the books that cannot be read may have named a new postback that was sent already (B2, J1).
 * @param streams of which no block may be damaged
 * @throws Refusal books-changed
 */
export function needWholeBooks(ports: Ports, streams: readonly string[]): void {
  const isDamaged = streams.some((stream) => ports.books.read(stream).damage.length > 0);
  if (isDamaged || ports.books.hasUnreadable()) throw new Refusal('books-changed');
}

/** Document property that outlives deleted books: the network this spreadsheet is bound to (S4). */
export const BOUND_KEY = 'postbackDesk.network';

/** The network the spreadsheet is bound to, even where the books are gone; undefined before the first pull. */
export function boundNetwork(ports: Ports): Network | undefined {
  const bound = ports.documentValues.get(BOUND_KEY);
  return bound === null ? undefined : (JSON.parse(bound) as Network);
}

/** Binds the spreadsheet to a network. First of all, so that there is no moment in which a head has no bond. */
export function bindTo(ports: Ports, network: Network): void {
  ports.documentValues.set(BOUND_KEY, JSON.stringify(network));
}

/** The entry of the books that makes this head the one that counts. */
export function headEntry(head: Head): StreamEntry {
  return { stream: HEAD_STREAM, blocks: [{ text: JSON.stringify(head), firstId: 0, lastId: 0 }] };
}

/** Packs baseline rows into blocks for the books. */
export function baselineBlocks(rows: readonly BaselineRow[]): Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < rows.length; from += ROWS_PER_BLOCK) {
    const part = rows.slice(from, from + ROWS_PER_BLOCK);
    const ids = part.reduce(
      ([least, most], row) =>
        [Math.min(least, row.postback.id), Math.max(most, row.postback.id)] as [number, number],
      [Number.MAX_SAFE_INTEGER, 0] as [number, number],
    );
    blocks.push({ text: baselineText(part), firstId: ids[0], lastId: ids[1] });
  }
  return blocks;
}

/**
 * Reads a baseline stream; later blocks say the newer truth about a postback.
 * @param how `once` where this execution will not ask for it again
 */
export function readBaseline(
  ports: Ports,
  stream: string,
  leastBlocks = 0,
  how?: 'kept' | 'once',
): BaselineReading {
  const { texts, damage } = ports.books.read(stream, how);
  const rows = new Map<number, BaselineRow>();
  for (const text of texts) {
    for (const row of baselineRows(text)) {
      if (row.removed) rows.delete(row.postback.id);
      else rows.set(row.postback.id, row);
    }
  }
  const missing = texts.length + damage.length < leastBlocks || ports.books.hasUnreadable();
  const all: readonly Damage[] = missing ? [{ firstId: 0, lastId: Number.POSITIVE_INFINITY }] : damage;
  // What a lost row held may be newer than anything that is left.
  for (const gap of ports.books.hasUnreadable() ? all : damage) forgetRange(rows, gap);
  return {
    rows,
    damaged: all.length > 0,
    isDamaged: (id) => all.some((gap) => id >= gap.firstId && id <= gap.lastId),
  };
}

/**
 * A damaged block may hold a newer truth than a whole one about any of its ids, and which ids those are cannot be read any more: rows
 * in its range are not believed (B2).
 */
function forgetRange(rows: Map<number, BaselineRow>, { firstId, lastId }: Damage): void {
  for (const id of rows.keys()) if (id >= firstId && id <= lastId) rows.delete(id);
}
