/** What entries need that a person takes part in: cells of their own on one tab, and properties that outlive executions. */
import type { Entry, Observation } from './entry';
import { documentStore, HANDS, makeTab, openFile, ownTab, PREFIX } from './tabs';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** An entry with something to do by hand between `contractBefore` and `contractAfter`. */
export interface HandEntry extends Entry {
  /** What the person does; '' if the entry only compares before and after. */
  readonly todo: string;
  /** True: it is asked in a copy of the spreadsheet, and only there. */
  readonly inCopy?: true;
  before(place: HandPlace): void;
  /** Throws NotAsked if the person has not done it. */
  after(place: HandPlace): string | Observation;
}

/** Rows of each entry on the tab; its cells are in columns D and E. */
const ROWS = 6;
const FIRST_ROW = 4;
const FIRST_COLUMN = 4;
/** Which spreadsheet the tab was made in: a copy brings the tab along. */
const FILE_CELL = 'B1';

export class HandPlace {
  constructor(
    readonly sheet: Sheet,
    /** All entries, in the order of the tab. */
    private readonly ids: readonly string[],
    private readonly id: string,
  ) {}

  /** The place of another entry. */
  of(id: string): HandPlace {
    return new HandPlace(this.sheet, this.ids, id);
  }

  /** 0-based within the entry's own cells. */
  cell(row: number, column = 0, rows = 1, columns = 1): GoogleAppsScript.Spreadsheet.Range {
    return this.sheet.getRange(this.row + row, FIRST_COLUMN + column, rows, columns);
  }

  /** Text that other executions see too. */
  get note(): string | null {
    return documentStore().getProperty(PREFIX + this.id);
  }
  set note(text: string) {
    documentStore().setProperty(PREFIX + this.id, text);
  }

  private get row(): number {
    return FIRST_ROW + this.ids.indexOf(this.id) * ROWS;
  }
}

/** Makes the tab, with what is to be done beside the cells that it is done to. */
export function layHands(entries: readonly HandEntry[]): void {
  const sheet = makeTab(HANDS);
  sheet.setColumnWidth(2, 600);
  const rows = sheet.getRange(1, 1, FIRST_ROW + entries.length * ROWS, 3);
  const texts = Array.from({ length: rows.getNumRows() }, () => ['', '', '']);
  texts[0] = ['Made in', openFile().getId(), ''];
  texts[1] = [
    '',
    'Do what stands in column B, to the cells beside it, in this order. Then run contractAfter.',
    '',
  ];
  let step = 0;
  entries.forEach(({ id, todo }, at) => {
    if (todo !== '') step += 1;
    texts[FIRST_ROW - 1 + at * ROWS] = [
      id,
      todo === '' ? 'Nothing to do.' : `${step}. ${todo.replace(/CELL/g, `D${FIRST_ROW + at * ROWS}`)}`,
      '',
    ];
  });
  rows.setNumberFormat('@').setValues(texts).setWrap(true).setVerticalAlignment('top');
}

/** True if this spreadsheet is a copy of the one in which `contractBefore` was run. */
export function isCopy(): boolean {
  const file = openFile();
  const sheet = file.getSheetByName(HANDS);
  return sheet !== null && sheet.getRange(FILE_CELL).getValue() !== file.getId();
}

/** The place of an entry, from which those of the others are found; null if the tab is gone or was never made. */
export function placeOf(entries: readonly HandEntry[], id: string): HandPlace | null {
  const sheet = isCopy() ? openFile().getSheetByName(HANDS) : ownTab(HANDS);
  const ids = entries.map((entry) => entry.id);
  return sheet === null ? null : new HandPlace(sheet, ids, id);
}
