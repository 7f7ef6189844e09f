/**
 * The tab as the model follows it: each row by a tag in an own column that the add-on does not know, and each cell that somebody typed. After
 * each call of the add-on it tells what must not have changed.
 */
import type { Workbook } from '../../../local/apps-script';
import { deskRows, type DeskRow } from '../../../local/story/desk-rows';
import { Page } from '../../../local/story/page';
import { HEADERS, markerOf, meaning, meant } from './cells';
import type { Ledger } from './ledger';

export const TAG = 'Tag';

/** What stands in a cell whose details were not read. */
const NOT_LOADED = '⟦not loaded⟧';

/** Columns in which the add-on speaks, or which follow ids and server. */
const TOLD = new Set([
  'State',
  'Message',
  'Fires for',
  'Partner',
  'Offer',
  'Host',
  'Other integration',
  'Created',
  'Last changed',
  'Row key',
]);

export interface Line extends DeskRow {
  readonly tag: string;
  readonly id: number;
}

interface Typed {
  readonly text: string;
  /** Place in the ledger at which it was typed. */
  readonly at: number;
  /** What the add-on had put there; undefined in a new row. */
  readonly pulled: string | undefined;
  /** True if it may be what was pulled: then it is no edit, and follows Everflow. */
  readonly isMaybePulled?: boolean;
}

/** Typed cells, by tag and header. */
type TypedCells = Map<string, Map<string, Typed>>;

export interface SavedSheet {
  readonly typed: TypedCells;
}

export class Sheet {
  private typed: TypedCells = new Map();
  private before = new Map<string, Line>();
  private nextTag = 0;
  /** Tags of rows that a person has said to be some postback: their cells may follow it. */
  readonly named = new Set<string>();

  constructor(
    private readonly file: () => Workbook,
    private readonly ledger: Ledger,
  ) {
    this.remember();
  }

  lines(): Line[] {
    return deskRows(this.file())
      .filter(({ values }) => Object.values(values).some((value) => value !== ''))
      .map((row) => ({
        ...row,
        tag: String(row.values[TAG] ?? ''),
        id: Number(row.values['Postback ID'] || 0),
      }));
  }

  page(who: string): Page {
    return new Page(this.file(), who);
  }

  /** Lines with this id. */
  byId(id: number): Line[] {
    return this.lines().filter((line) => line.id === id);
  }

  // What people do

  type(who: string, line: Line, header: string, text: string): void {
    this.page(who).type(header, line.rowNumber, text);
    const held = meaning(header, line.values[header]);
    const before = this.typed.get(line.tag)?.get(header);
    const isEdited = before?.text === held && this.isUnsent(line, header, held);
    const pulled = isEdited ? before.pulled : held;
    this.note(line.tag, header, text, pulled);
    // Somebody else may have given the server what was typed here before: then what was pulled is still what it was, unless it was pulled again.
    const typed = this.typed.get(line.tag)?.get(header);
    if (typed && before?.text === held && typed.text === before.pulled)
      this.typed.get(line.tag)!.set(header, { ...typed, isMaybePulled: true });
  }

  /** Gives a row a tag of its own. @returns it */
  tagRow(rowNumber: number, who: string): string {
    this.nextTag += 1;
    const tag = `n${this.nextTag}`;
    this.page(who).type(TAG, rowNumber, tag);
    return tag;
  }

  /** Everything in the row counts as typed now. */
  noteRow(tag: string): void {
    const line = this.lines().find((one) => one.tag === tag);
    for (const header of HEADERS) this.note(tag, header, meaning(header, line?.values[header]));
  }

  /** A row was copied: what was typed into it was typed into the copy. */
  noteCopy(from: string, tag: string): void {
    this.typed.set(tag, new Map(this.typed.get(from)));
  }

  private note(tag: string, header: string, text: string, pulled?: string): void {
    const cells = this.typed.get(tag) ?? new Map<string, Typed>();
    const value = meaning(header, text);
    // What the add-on had put there is no edit, and follows Everflow.
    if (value === pulled) cells.delete(header);
    else cells.set(header, { text: value, at: this.ledger.now, pulled });
    this.typed.set(tag, cells);
  }

  /** Lets people act; what they change is theirs, also in the middle of an execution. */
  people(act: () => void): void {
    const before = this.tagged();
    act();
    const after = this.tagged();
    for (const tag of before.keys()) if (!after.has(tag)) this.before.delete(tag);
    for (const [tag, line] of after) {
      const was = before.get(tag)?.values ?? {};
      const changed = Object.entries(line.values).filter(([header, value]) => was[header] !== value);
      const known = this.before.get(tag) ?? line;
      this.before.set(tag, { ...known, values: { ...known.values, ...Object.fromEntries(changed) } });
    }
  }

  /** Lines by tag. In the middle of a pull there may be rows that it is adding, which have none yet. */
  private tagged(): Map<string, Line> {
    return new Map(this.lines().flatMap((line) => (line.tag === '' ? [] : [[line.tag, line]])));
  }

  /** The tab as it is now is how it should be. */
  remember(lines: readonly Line[] = this.lines()): void {
    this.before = new Map(lines.map((line) => [line.tag, line]));
  }

  save(): SavedSheet {
    return { typed: new Map([...this.typed].map(([tag, cells]) => [tag, new Map(cells)])) };
  }

  /** The spreadsheet was set back to when this was saved. */
  restore({ typed }: SavedSheet): void {
    this.typed = new Map([...typed].map(([tag, cells]) => [tag, new Map(cells)]));
    this.remember();
  }

  // What the add-on may do

  /**
   * Compares with how the tab was before a call of the add-on.
   * @param mayAdd true for a pull, which adds rows at the bottom
   * @returns what is wrong
   */
  compare(mayAdd: boolean): string[] {
    const wrong: string[] = [];
    const found = this.lines();
    const seen = new Set<string>();
    for (const line of found) {
      if (line.tag === '' && mayAdd) continue;
      if (line.tag === '') wrong.push(`rows: row ${line.rowNumber} (#${line.id}) was added`);
      else if (seen.has(line.tag)) wrong.push(`rows: ${line.tag} stands twice`);
      seen.add(line.tag);
      const before = this.before.get(line.tag);
      if (before) wrong.push(...this.compareLine(before, line));
      else if (line.tag !== '') wrong.push(`rows: ${line.tag} came from nowhere`);
    }
    for (const [tag, { id }] of this.before)
      if (!seen.has(tag)) wrong.push(`lost: the row of ${tag} (#${id}) is gone`);
    const untagged = found.filter(({ tag }) => tag === '');
    for (const line of untagged) this.tagRow(line.rowNumber, 'anna@acme.test');
    this.remember(untagged.length > 0 ? this.lines() : found);
    return wrong;
  }

  private compareLine(before: Line, after: Line): string[] {
    const headers = new Set([...Object.keys(before.values), ...Object.keys(after.values)]);
    return [...headers].flatMap((header): string[] => {
      const [was, is] = [before.values[header] ?? '', after.values[header] ?? ''];
      if (TOLD.has(header) || was === is) return [];
      if (is === NOT_LOADED && header.startsWith('FB '))
        return this.whyNotUnloaded(after, header, String(was));
      // And later they are read again.
      if (was === NOT_LOADED && header.startsWith('FB ') && !HEADERS.includes(header)) return [];
      const why =
        header === 'Postback ID'
          ? this.whyNotId(before, after)
          : HEADERS.includes(header)
            ? this.whyNotCell(before, after, header)
            : 'it is none of the add-on';
      if (why === '') return [];
      return [
        `cell: ${after.tag} (#${after.id}) ${header} went from ${JSON.stringify(was)} to ${JSON.stringify(is)}: ${why}`,
      ];
    });
  }

  /** Details that a pull could not read are not shown as they were, if the postback was saved since. */
  private whyNotUnloaded(line: Line, header: string, was: string): string[] {
    if (!HEADERS.includes(header) || !this.isUnsent(line, header, meaning(header, was))) return [];
    return [`cell: ${line.tag} (#${line.id}) ${header} is not loaded any more, and what was typed is lost`];
  }

  private whyNotId(before: Line, after: Line): string {
    if (before.id !== 0) return 'an id does not change';
    if (this.named.has(after.tag)) return '';
    const marker = markerOf(before.values['Description']);
    const isIt = this.ledger.had(after.id, 0, ({ description }) => markerOf(description) === marker);
    return marker !== '' && isIt ? '' : 'that is another postback';
  }

  private whyNotCell(before: Line, after: Line, header: string): string {
    const value = meaning(header, before.values[header]);
    const now = meaning(header, after.values[header]);
    if (now === value) return '';
    if (!this.ledger.had(after.id, 0, (record) => meant(record, header) === now))
      return 'Everflow never held that';
    return this.isUnsent(after, header, value) ? 'it was typed and never sent' : '';
  }

  /** True if somebody typed what the cell held, and the server has never held it since. */
  private isUnsent(line: Line, header: string, value: string): boolean {
    const typed = this.typed.get(line.tag)?.get(header);
    if (typed?.text !== value || typed.isMaybePulled || this.named.has(line.tag)) return false;
    return !this.ledger.had(line.id, typed.at, (record) => meant(record, header) === value);
  }

  /** What somebody typed into a cell last; undefined if nobody did. */
  typedText(tag: string, header: string): string | undefined {
    return this.typed.get(tag)?.get(header)?.text;
  }
}
