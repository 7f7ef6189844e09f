/**
 * What the workbench's page and its server say to each other. Types only.
 *
 * The server owns the workbook. The page shows what it was told, and reports what a person does as an act;
 * the server does the same by the rules of Sheets and answers with a patch wherever the truth differs. Rows and columns count from 1.
 *
 * The page puts nothing into the workbook by itself: it keeps the grid's own change back and waits for the answer. The patch of an act
 * therefore holds its whole effect (cells, looks, tabs), as if the page had been told nothing of it.
 *
 * GET  /api/workbook?page=ID&user=E  WorkbookView: everything, and from now on the server remembers what this page was told. `page` is any
 *                                   name that the page makes up; `user` is what stands in the page's own address, absent: the owner.
 *                                   Whenever the page asks again, it does so under a new name and closes the events of the old one
 * GET  /api/events?page=ID          Server-sent events, one `WorkbenchEvent` each (`data:` is JSON)
 * POST /api/act?page=ID             body: Act[] (one thing a person did) → Told
 * POST /api/undo?page=ID, /api/redo → Told; nothing to undo is `{ refused: null }`
 * POST /api/menu {caption}          clicks an item of the add-on's menu; what it shows comes as events
 * POST /api/frame/close {frame}     the person closed the sidebar or a dialog
 * POST /api/world WorldAct          the control strip → Told
 * GET  /healthz                     200 when ready
 *
 * The sidebar and dialogs are frames from another loopback origin: `FrameView.src` is a full address.
 */

/** A rectangle; all numbers are whole and begin at 1. */
export interface Area {
  readonly row: number;
  readonly column: number;
  readonly numRows: number;
  readonly numColumns: number;
}

/** A cell as Sheets holds it. `null` stands for a cell with nothing in it and nothing on it. */
export interface CellView {
  /** Value; absent when empty. Dates are serial numbers under a date format, errors come as their text with `error`. */
  readonly v?: string | number | boolean;
  /** Formula, beginning with "=". */
  readonly f?: string;
  /** True: `v` is an error like "#N/A". */
  readonly error?: true;
  /** Index into `SheetView.styles` or the patch's `styles`; absent: plain. */
  readonly s?: number;
  readonly note?: string;
}

export interface StyleView {
  /** Number format, e.g. "@" for plain text; absent: Automatic. */
  readonly numberFormat?: string;
  /** CSS colours. */
  readonly background?: string;
  readonly fontColor?: string;
  readonly bold?: boolean;
  readonly wrap?: boolean;
  readonly horizontal?: 'left' | 'center' | 'right';
}

/** A validation rule with the cells that it covers. */
export interface ValidationView {
  readonly areas: readonly Area[];
  /** As in Apps Script: "VALUE_IN_LIST", "NUMBER_BETWEEN", "CUSTOM_FORMULA", "CHECKBOX", … */
  readonly criterion: string;
  /** VALUE_IN_LIST: [list of words, show a drop-down]. */
  readonly values: readonly (string | number | boolean | readonly string[])[];
  /** False: Sheets refuses other entries; true: it only marks them. */
  readonly allowInvalid: boolean;
  readonly helpText: string | null;
}

/** "TEXT_STARTS_WITH", "TEXT_CONTAINS", "TEXT_EQUAL_TO" (one value) or "CUSTOM_FORMULA". */
export interface ConditionalView {
  readonly areas: readonly Area[];
  readonly criterion: string;
  readonly values: readonly string[];
  readonly background: string | null;
  readonly fontColor: string | null;
  readonly bold: boolean;
}

export interface FilterView {
  readonly area: Area;
  /** Shown texts that a column (its number) filters out. */
  readonly hiddenTexts: readonly (readonly [column: number, texts: readonly string[]])[];
}

/** What hangs on a sheet but not on a single cell. Sent whole whenever any of it changed. */
export interface SheetLooks {
  readonly rows: number;
  readonly columns: number;
  readonly frozenRows: number;
  readonly frozenColumns: number;
  readonly columnWidths: readonly (number | null)[];
  readonly hiddenColumns: readonly number[];
  readonly hiddenRows: readonly number[];
  readonly filter: FilterView | null;
  /** Rows that the filter hides. */
  readonly filteredRows: readonly number[];
  readonly validations: readonly ValidationView[];
  readonly conditionals: readonly ConditionalView[];
  /** Areas that this person may not edit; null: the whole sheet. Warning-only protections are not among them. */
  readonly locked: readonly (Area | null)[];
}

/** [row, column, cell] */
export type PlacedCell = readonly [row: number, column: number, cell: CellView | null];

export interface SheetView extends SheetLooks {
  readonly id: number;
  /** Only cells that have something. A hidden sheet comes without cells until it is shown. */
  readonly cells: readonly PlacedCell[];
  readonly styles: readonly StyleView[];
}

export interface TabView {
  readonly id: number;
  readonly name: string;
  readonly hidden: boolean;
  readonly color: string | null;
}

export interface MenuView {
  readonly kind: 'item' | 'separator';
  readonly caption: string;
}

/** A page of the add-on on screen. */
export interface FrameView {
  readonly frame: string;
  readonly kind: 'sidebar' | 'modal' | 'modeless';
  readonly title: string;
  /** Full address on the second origin. */
  readonly src: string;
  readonly width: number;
  readonly height: number | null;
}

export interface WorkbookView {
  /** The next patch has this number plus one. */
  readonly seq: number;
  readonly name: string;
  /** The person at this screen. */
  readonly user: string;
  readonly tabs: readonly TabView[];
  readonly activeTab: number;
  readonly sheets: readonly SheetView[];
  /** Of the add-on: Extensions > its name. */
  readonly menu: readonly MenuView[];
  readonly addOn: string;
  readonly frames: readonly FrameView[];
  readonly world: WorldView;
  /** True: the sheet outlives the server and is there again after the next start. The page promises it only then. */
  readonly kept?: boolean;
}

/** What became different on one sheet, apart from what the page did itself. */
export interface SheetPatch {
  readonly id: number;
  readonly cells: readonly PlacedCell[];
  /** Styles that `cells` refer to by index. */
  readonly styles: readonly StyleView[];
  /** Present when any of it changed. */
  readonly looks?: SheetLooks;
}

export interface Patch {
  /**
   * Counts up by one for each page, from `WorkbookView.seq`: answers and events come on different connections, and patches must be applied in
   * this order.
   */
  readonly seq: number;
  readonly sheets: readonly SheetPatch[];
  /** Present when tabs came, went, were renamed, moved or hidden. A new visible tab comes with its patch. */
  readonly tabs?: readonly TabView[];
}

export type WorkbenchEvent =
  | { readonly type: 'patch'; readonly patch: Patch }
  /** The spreadsheet is another one now (a copy was opened, a state was loaded): ask for the workbook again. */
  | { readonly type: 'reload' }
  | { readonly type: 'frame'; readonly frame: FrameView }
  | { readonly type: 'frame-closed'; readonly frame: string }
  /** A script selected cells or showed a tab. */
  | { readonly type: 'select'; readonly tab: number; readonly areas: readonly Area[] }
  | { readonly type: 'toast'; readonly title: string; readonly text: string }
  /** A script is running, or none. */
  | { readonly type: 'script'; readonly running: string | null }
  | { readonly type: 'world'; readonly world: WorldView };

/** A value as it stands in a cell, not to be parsed again. */
export interface PutCell {
  readonly v?: string | number | boolean;
  readonly f?: string;
}

/** What a person does. Sheets are named by id. */
export type Act =
  /** Typed into one cell, or chosen from a drop-down: parsed as Sheets parses. */
  | {
      readonly do: 'type';
      readonly tab: number;
      readonly row: number;
      readonly column: number;
      readonly text: string;
    }
  /** Text from the clipboard of another program: each field is parsed. */
  | {
      readonly do: 'paste-text';
      readonly tab: number;
      readonly row: number;
      readonly column: number;
      readonly rows: readonly (readonly string[])[];
    }
  /** Cells copied in this spreadsheet, with everything on them (or values only). `cut`: the source is emptied. */
  | {
      readonly do: 'paste-cells';
      readonly from: { readonly tab: number; readonly area: Area };
      readonly tab: number;
      readonly area: Area;
      readonly valuesOnly: boolean;
      readonly cut: boolean;
    }
  /** Values that the screen worked out, like a series that was dragged. null empties a cell. */
  | {
      readonly do: 'put';
      readonly tab: number;
      readonly cells: readonly (readonly [row: number, column: number, cell: PutCell | null])[];
    }
  | { readonly do: 'fill'; readonly tab: number; readonly from: Area; readonly to: Area }
  | { readonly do: 'clear'; readonly tab: number; readonly areas: readonly Area[] }
  | {
      readonly do: 'insert';
      readonly tab: number;
      readonly axis: 'rows' | 'columns';
      readonly before: number;
      readonly count: number;
    }
  | {
      readonly do: 'delete';
      readonly tab: number;
      readonly axis: 'rows' | 'columns';
      readonly start: number;
      readonly count: number;
    }
  /** So that they stand before line `before`, counted before the move. */
  | {
      readonly do: 'move';
      readonly tab: number;
      readonly axis: 'rows' | 'columns';
      readonly start: number;
      readonly count: number;
      readonly before: number;
    }
  | {
      readonly do: 'sort';
      readonly tab: number;
      readonly area: Area;
      readonly column: number;
      readonly ascending: boolean;
    }
  /** A filter over an area, or none. Rows with one of the shown texts in a column are hidden. */
  | { readonly do: 'filter'; readonly tab: number; readonly filter: FilterView | null }
  | {
      readonly do: 'hide';
      readonly tab: number;
      readonly axis: 'rows' | 'columns';
      readonly start: number;
      readonly count: number;
      readonly hidden: boolean;
    }
  | { readonly do: 'freeze'; readonly tab: number; readonly rows: number; readonly columns: number }
  | { readonly do: 'width'; readonly tab: number; readonly column: number; readonly px: number }
  /** What `style` names is set, the rest stays. "General" as number format is Automatic; a white background and black text are none. */
  | { readonly do: 'style'; readonly tab: number; readonly area: Area; readonly style: StyleView }
  | {
      readonly do: 'note';
      readonly tab: number;
      readonly row: number;
      readonly column: number;
      readonly text: string;
    }
  | {
      readonly do: 'replace';
      readonly tab: number | 'all';
      readonly find: string;
      readonly replacement: string;
      readonly matchCase: boolean;
      readonly entireCell: boolean;
    }
  | { readonly do: 'tab-add'; readonly name: string }
  | { readonly do: 'tab-rename'; readonly tab: number; readonly name: string }
  | { readonly do: 'tab-duplicate'; readonly tab: number }
  | { readonly do: 'tab-delete'; readonly tab: number }
  | { readonly do: 'tab-hide'; readonly tab: number; readonly hidden: boolean }
  /** `to`: its place among all tabs afterwards, hidden ones included, from 0. */
  | { readonly do: 'tab-move'; readonly tab: number; readonly to: number }
  /** Not undoable and answered with nothing: what the scripts of this person call active. */
  | { readonly do: 'select'; readonly tab: number; readonly areas: readonly Area[] };

export interface Told {
  /** What Sheets would say when it does not allow something; null when it was done. */
  readonly refused: string | null;
  /** null: the page shows the truth already. */
  readonly patch: Patch | null;
  /** What to show when it cannot be seen in the sheet (world acts). */
  readonly note?: string;
}

/** What the control strip shows. */
export interface WorldView {
  /** Milliseconds since the epoch, in the workbench's time. */
  readonly now: number;
  /** How fast time runs for scripts: 1 is real, 10 is ten times faster, 0 does not wait at all. */
  readonly pace: number;
  readonly postbacks: number;
  /** Misfortunes that wait to happen or go on: ids of `WORLD_ACTS` with a sentence. */
  readonly armed: readonly { readonly id: string; readonly text: string }[];
  /** Buttons of the strip, in groups. */
  readonly acts: readonly {
    readonly id: string;
    readonly group: string;
    readonly label: string;
    readonly help: string;
    readonly toggle: boolean;
    /** Opens this address in a new window instead of being posted. */
    readonly link?: string;
    /** Is handed to the sidebar's frame as `postMessage({ workbench: id })` instead of being posted; it answers `{ gsHost: 'did', v: text, frame }`. */
    readonly toFrame?: true;
  }[];
}

export type WorldAct =
  | { readonly id: string; readonly on?: boolean }
  | { readonly id: 'pace'; readonly pace: number };
