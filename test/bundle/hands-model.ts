/**
 * The hands model: what must be true of the tab and the server after each thing that a person, a partner or the add-on does. Per postback
 * it keeps what was pulled last, per row where it came from, and compares the tab before and after each call of the add-on.
 */
import type { PixelRecord } from '../../local/everflow';
import type { Tally } from '../unit/core/laws';
import {
  agrees,
  EDITABLE,
  isOwn,
  meaning,
  TAG,
  type HandsDesk,
  type Line,
  type Meanings,
} from './hands-desk';

/** What an action of the add-on may change in a row, by header; everything else must stay as it was. */
export type MayChange = (before: Line, header: string, after: unknown) => boolean;

/** Columns in which the add-on speaks. */
const SPOKEN: ReadonlySet<string> = new Set(['State', 'Message']);
/** Columns that only tell: they follow the ids and the URL, or the server. */
export const TOLD: ReadonlySet<string> = new Set([
  ...SPOKEN,
  'Fires for',
  'Partner',
  'Offer',
  'Host',
  'Other integration',
  'Created',
  'Last changed',
]);

export class HandsModel {
  /** As pulled, by postback id. */
  readonly pulled = new Map<number, Meanings>();
  /** What Everflow holds of fields that were changed on both sides, as the last refresh told. */
  readonly theirs = new Map<number, Meanings>();
  /** The postback that a row was made for by a pull or a push, by tag. A copy and a new row have none. */
  readonly origin = new Map<string, number>();
  /** Postbacks that were removed from the server. */
  readonly removed = new Set<number>();
  /** What was done so far, for the message when something is wrong. */
  readonly story: string[] = [];
  private nextTag = 100;

  constructor(
    readonly desk: HandsDesk,
    /** Counts what was met, over all sequences. */
    readonly tally: Tally,
  ) {}

  /** Right after a pull: every row is a postback's. */
  async begin(): Promise<void> {
    for (const [id, meanings] of await this.desk.serverMeanings()) this.pulled.set(id, meanings);
    for (const { tag, id } of this.lines()) this.origin.set(tag, id);
  }

  lines(): Line[] {
    return this.desk.lines();
  }

  /**
   * Gives rows without a tag one, as the person would: afterwards every row can be followed.
   * @param added rows that a refresh has added, each for its postback; without it all that have no tag, which are nobody's
   */
  tagRows(added?: readonly Line[]): void {
    const lines = added ?? this.lines().filter(({ tag }) => tag === '');
    if (lines.length === 0) return;
    const page = this.desk.now;
    for (const line of lines) {
      this.nextTag += 1;
      page.type(TAG, line.rowNumber, `n${this.nextTag}`);
      if (added && line.id > 0) this.origin.set(`n${this.nextTag}`, line.id);
    }
  }

  /** A row that was pasted by a person is nobody's, whatever tag it brought along. */
  tagPasted(rowNumbers: readonly number[]): void {
    const page = this.desk.now;
    for (const rowNumber of rowNumbers) {
      this.nextTag += 1;
      page.type(TAG, rowNumber, `n${this.nextTag}`);
    }
  }

  // What the tab asks for

  /** Rows by the id in their id cell. */
  rowsOf(lines: readonly Line[]): Map<number, Line[]> {
    const rows = new Map<number, Line[]>();
    for (const line of lines) if (line.id > 0) rows.set(line.id, [...(rows.get(line.id) ?? []), line]);
    return rows;
  }

  /** Headers in which a row differs from what was pulled of its postback. */
  edits(line: Line): string[] {
    const pulled = this.pulled.get(line.id);
    if (!pulled) return [];
    const theirs = this.theirs.get(line.id);
    return EDITABLE.filter((header) => {
      const cell = meaning(header, line.values[header]);
      // Everflow's own value, typed or taken over, asks for nothing.
      return !agrees(cell, pulled[header]) && cell !== theirs?.[header];
    });
  }

  /** True if the row asks for something by itself: an edit, a new postback, or an id that cannot be what it says. */
  asks(line: Line): boolean {
    if (Number.isNaN(line.id)) return true;
    if (line.id === 0) {
      return EDITABLE.some(
        (header) => String(line.values[header] ?? '').trim() !== '' || line.formulas.includes(header),
      );
    }
    if (!this.pulled.has(line.id)) return true;
    return this.edits(line).length > 0;
  }

  // What may have changed

  /**
   * Compares the tab before and after a call of the add-on: no row is lost, moved or made, no cell changed but those that may.
   * @param added how many rows may have been added at the bottom
   */
  compare(
    before: readonly Line[],
    mayChange: MayChange,
    options: { readonly mayAdd?: boolean } = {},
  ): Line[] {
    const after = this.lines();
    const tags = after.map(({ tag }) => tag);
    const kept = tags.slice(0, before.length);
    equal(
      'rows',
      kept,
      before.map(({ tag }) => tag),
    );
    if (!options.mayAdd) equal('rows in all', after.length, before.length);
    before.forEach((line, at) => this.compareLine(line, after[at]!, mayChange));
    return after;
  }

  private compareLine(before: Line, after: Line, mayChange: MayChange): void {
    for (const header of new Set([...Object.keys(before.values), ...Object.keys(after.values)])) {
      if (SPOKEN.has(header)) continue;
      const where = `${before.tag} (#${before.id}) ${header}`;
      const was = { formula: before.formulas.includes(header), value: before.values[header] ?? '' };
      const is = { formula: after.formulas.includes(header), value: after.values[header] ?? '' };
      if (was.formula === is.formula && sameRaw(was.value, is.value)) continue;
      if (!isOwn(header) && mayChange(before, header, is.value)) continue;
      throw new Error(`${where} changed from ${show(was)} to ${show(is)}`);
    }
  }

  /** The server holds what it held. */
  static sameServer(before: readonly PixelRecord[], after: readonly PixelRecord[]): void {
    equal('server', after, before);
  }
}

/** An empty cell and a 0 mean the same in some columns but are told apart here: a call must not even do that. */
function sameRaw(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

const show = (cell: { formula: boolean; value: unknown }): string =>
  `${cell.formula ? 'formula ' : ''}${JSON.stringify(cell.value).slice(0, 120)}`;

/** @throws naming the first difference */
export function equal(what: string, found: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a === b) return;
  let at = 0;
  while (a[at] === b[at]) at += 1;
  throw new Error(
    `${what}: ${a.slice(Math.max(0, at - 80), at + 120)} instead of ${b.slice(Math.max(0, at - 80), at + 120)}`,
  );
}
