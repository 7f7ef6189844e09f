/**
 * The head of the books: which network the spreadsheet is bound to (S4), which tab is the Postbacks tab (C2), and which stream holds
 * the baseline. Every commit appends a new head; the last one counts.
 */
import type { Baseline, BaselineRow } from '../core/baseline';
import type { Network } from '../core/postback';
import { Refusal } from '../core/words';
import type { Block, Damage, Ports } from './ports';

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
}

/** Postbacks in one block of the books: about 50 kB of JSON, a cell or two when packed. */
const ROWS_PER_BLOCK = 500;

/** What is known of all postbacks, and where the books are damaged. */
export interface BaselineReading {
  readonly rows: Baseline;
  readonly isDamaged: (id: number) => boolean;
  readonly damaged: boolean;
}

/**
 * The head, or undefined before the first pull.
 * @throws Refusal when the books cannot be believed: copied file, newer version, damaged head
 */
export function readHead(ports: Ports): Head | undefined {
  switch (ports.books.state()) {
    case 'none':
      return undefined;
    case 'newer':
      throw new Refusal('newer-layout');
    case 'copied':
      throw new Refusal('copied-file');
    case 'damaged':
      throw new Refusal('books-damaged');
    default: {
      const { texts, damage } = ports.books.read(HEAD_STREAM);
      const last = texts[texts.length - 1];
      if (last === undefined && damage.length > 0) throw new Refusal('books-damaged');
      return last === undefined ? undefined : (JSON.parse(last) as Head);
    }
  }
}

/**
 * The head of a spreadsheet that was pulled into and whose tab and books are there.
 * @throws Refusal
 */
export function needHead(ports: Ports): Head {
  const head = readHead(ports);
  if (!head) throw new Refusal(ports.documentValues.get(BOUND_KEY) === null ? 'not-pulled' : 'books-missing');
  const isRewound = ports.books.state() === 'rewound' || ports.documentValues.get(REWOUND_KEY) !== null;
  if (isRewound) throw new Refusal('books-rewound');
  if (!ports.desk.exists(head.deskSheetId)) throw new Refusal('desk-missing');
  return head;
}

/** Document property that outlives deleted books: the network this spreadsheet is bound to (S4). */
export const BOUND_KEY = 'postbackDesk.network';

/** The network the spreadsheet is bound to, even where the books are gone; undefined before the first pull. */
export function boundNetwork(ports: Ports): Network | undefined {
  const bound = ports.documentValues.get(BOUND_KEY);
  return bound === null ? undefined : (JSON.parse(bound) as Network);
}

/** Document property: the books were set back, and no pull has been finished since. */
const REWOUND_KEY = 'postbackDesk.rewound';

/** A pull appends to the books, after which they no longer look set back; only its end makes them whole again (J4). */
export function rememberRewind(ports: Ports): void {
  if (ports.books.state() === 'rewound') ports.documentValues.set(REWOUND_KEY, '1');
}

export function writeHead(ports: Ports, head: Head): void {
  // First, so that there is no moment in which a head has no bond.
  ports.documentValues.set(BOUND_KEY, JSON.stringify(head.network));
  ports.books.append([
    { stream: HEAD_STREAM, blocks: [{ text: JSON.stringify(head), firstId: 0, lastId: 0 }] },
  ]);
  ports.documentValues.remove(REWOUND_KEY);
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
    blocks.push({ text: JSON.stringify(part), firstId: ids[0], lastId: ids[1] });
  }
  return blocks;
}

/** Reads a baseline stream; later blocks say the newer truth about a postback. */
export function readBaseline(ports: Ports, stream: string, leastBlocks = 0): BaselineReading {
  const { texts, damage } = ports.books.read(stream);
  const rows = new Map<number, BaselineRow>();
  for (const text of texts) {
    for (const row of JSON.parse(text) as BaselineRow[]) rows.set(row.postback.id, row);
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
