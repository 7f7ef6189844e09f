/**
 * Ctrl+Z for the whole file, as at Google for people's and scripts' changes alike: each entry knows the visible tabs before and after. The
 * hidden tabs of the add-on are left as they are; at Google undo reaches them too, which the add-on notices and survives.
 */
import type { Workbook } from '../apps-script';
import type { SheetModel } from '../apps-script/spreadsheet';
import { putBack, sameVersion, versionOf, type SheetVersion } from './versions';

interface Tab {
  readonly sheet: SheetModel;
  readonly name: string;
  readonly hidden: boolean;
  /** Absent for a hidden tab. */
  readonly version?: SheetVersion;
}

type Moment = readonly Tab[];

const DEPTH = 100;

export class UndoStack {
  private now: Moment;
  private done: Moment[] = [];
  private undone: Moment[] = [];

  constructor(private readonly workbook: Workbook) {
    this.now = momentOf(workbook);
  }

  /** Latest versions of the visible tabs. */
  get versions(): ReadonlyMap<number, SheetVersion> {
    return new Map(this.now.flatMap(({ sheet, version }) => (version ? [[sheet.id, version]] : [])));
  }

  /** Looks at the file again; what became different is one thing to undo. Returns whether anything did. */
  note(): boolean {
    const next = momentOf(this.workbook, this.now);
    if (same(this.now, next)) return false;
    this.done.push(this.now);
    if (this.done.length > DEPTH) this.done.shift();
    this.undone = [];
    this.now = next;
    return true;
  }

  /** False when there is nothing to undo. */
  undo(): boolean {
    return this.go(this.done, this.undone);
  }

  redo(): boolean {
    return this.go(this.undone, this.done);
  }

  private go(from: Moment[], to: Moment[]): boolean {
    const moment = from.pop();
    if (!moment) return false;
    to.push(this.now);
    bring(this.workbook, this.now, moment);
    this.now = momentOf(this.workbook, this.now);
    return true;
  }
}

function momentOf(workbook: Workbook, last: Moment = []): Moment {
  return workbook.sheets.map((sheet) => {
    const before = last.find((tab) => tab.sheet === sheet)?.version;
    const { name, hidden } = sheet;
    if (hidden) return { sheet, name, hidden };
    const version = versionOf(sheet, before);
    // The same object as long as nothing changed: whoever was told it need not look again.
    return { sheet, name, hidden, version: before && sameVersion(before, version) ? before : version };
  });
}

function same(a: Moment, b: Moment): boolean {
  return (
    a.length === b.length &&
    a.every((tab, at) => {
      const other = b[at]!;
      if (tab.sheet !== other.sheet || tab.name !== other.name || tab.hidden !== other.hidden) return false;
      return !tab.version || !other.version || tab.version === other.version;
    })
  );
}

/** Tabs that were hidden then and now stay as they are. */
function bring(workbook: Workbook, now: Moment, then: Moment): void {
  const unseen = now.filter((tab) => tab.hidden && !then.some(({ sheet }) => sheet === tab.sheet));
  workbook.sheets = [...then, ...unseen].map(({ sheet }) => sheet);
  for (const { sheet, name, hidden, version } of then) {
    sheet.name = name;
    sheet.hidden = hidden;
    if (version) putBack(sheet, version);
  }
}
