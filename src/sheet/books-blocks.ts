/**
 * Blocks of the books as rows and back: packed, cut into cells, sealed (B2), and brought up to the present layout (B4). Touches no tab.
 */
import { LAYOUT, upgradeBlock } from '../core/layouts';
import type { IndexedRow, NewRow, RowHead } from './books-rows';
import type { Block, Digest } from '../flows/ports';

/** Characters of packed text in one cell; the limit of a cell is 50,000. */
const MAX_PART = 48_000;
/** A letter before the packed text, so that it is never taken for a number or formula. */
const MARK = 'z';

export interface Packing {
  readonly digest: Digest;
  readonly pack: (text: string) => string;
  readonly unpack: (packed: string) => string;
}

/** @param place where the block belongs; `block` is its number in the stream */
export function packBlock(
  packing: Packing,
  place: Pick<RowHead, 'sheet' | 'n' | 'stream' | 'block'>,
  { text, firstId, lastId }: Block,
): NewRow[] {
  const packed = packing.pack(text);
  const of = Math.max(1, Math.ceil(packed.length / MAX_PART));
  return Array.from({ length: of }, (_, at) => {
    const payload = MARK + packed.slice(at * MAX_PART, (at + 1) * MAX_PART);
    const bare = { v: LAYOUT, ...place, part: at + 1, of, ids: [firstId, lastId] as const };
    return { head: { ...bare, sha: seal(packing, bare, payload) }, payload };
  });
}

/**
 * The text of a block as this build would have written it; undefined if a part is missing or was changed. A row that someone doubled does no
 * harm while one of the two is whole.
 * @param payloads column B by row
 */
export function openBlock(
  packing: Packing,
  rows: readonly IndexedRow[],
  payloads: ReadonlyMap<number, string>,
): string | undefined {
  const parts: string[] = [];
  let newest: RowHead | undefined;
  for (const { row, head } of rows) {
    const payload = payloads.get(row) ?? '';
    if (!head || !isSealed(packing, head, payload)) continue;
    parts[head.part - 1] = payload.slice(MARK.length);
    newest = head;
  }
  // A sparse array skips its holes, `from` does not.
  const whole = Array.from(parts);
  if (!newest || whole.length !== newest.of || whole.includes(undefined as never)) return undefined;
  try {
    return upgradeBlock(newest.v, newest.stream, packing.unpack(whole.join('')));
  } catch {
    // Sealed but unreadable cannot happen by editing; treated like any damage.
    return undefined;
  }
}

/** True if head and column B are as they were written together. */
export function isSealed(packing: Packing, { sha, ...bare }: RowHead, payload: string): boolean {
  return seal(packing, bare, payload) === sha;
}

function seal(packing: Packing, head: Omit<RowHead, 'sha'>, payload: string): string {
  return packing.digest.sha256(`${JSON.stringify(head)}\n${payload}`);
}
