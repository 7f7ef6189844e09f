/** The grid as the rest of the page sees it: it shows a workbook, takes patches, and tells what a person does. */
import {
  ICommandService,
  IUniverInstanceService,
  LifecycleService,
  LifecycleStages,
  UniverInstanceType,
} from '@univerjs/core';
import type { Injector, Univer } from '@univerjs/core';
import type { FUniver } from '@univerjs/core/facade';
import { IRenderManagerService } from '@univerjs/engine-render';
import { getPrimaryForRange } from '@univerjs/sheets';
import { ILayoutService } from '@univerjs/ui';
import type { Area, Patch, WorkbookView } from '../../protocol';
import { Clipboard } from './clipboard';
import { FROM_SERVER, replaceCommands } from './commands';
import type { Doings } from './commands';
import { readTypedText } from './editing';
import { showFilter } from './filter';
import { CELL_EDITOR, COMMAND, MAIN_CANVAS, OPERATION, sheetKey, UNIT } from './ids';
import { Heights } from './heights';
import { findQuickly } from './quick-scene';
import { Looks, rangeOf } from './looks';
import type { Mutate } from './looks';
import { Notes, Patcher } from './patch';
import { Sheets } from './sheets';
import type { Selected } from './sheets';
import { toUniver } from './to-univer';
import { addUndoButtons, makeUniver } from './univer';

export interface GridEvents extends Doings {
  selected(selected: Selected): void;
}

/** Where a person is looking: kept when the workbook is loaded again. */
interface Place {
  readonly selected: Selected;
  readonly scroll: { readonly row: number; readonly column: number };
}

const FOCUS_PAUSE_MS = 20;
const FOCUS_TRIES = 150;

export class Grid {
  readonly sheets: Sheets;
  readonly notes: Notes;
  readonly #injector: Injector;
  readonly #commands: ICommandService;
  readonly #looks: Looks;
  readonly #patcher: Patcher;
  readonly #univer: Univer;
  readonly #api: FUniver;
  #clipboard: Clipboard | null = null;

  constructor(
    private readonly container: HTMLElement,
    private readonly events: GridEvents,
  ) {
    const { univer, api } = makeUniver(container);
    this.#univer = univer;
    this.#api = api;
    this.#injector = univer.__getInjector();
    this.#commands = this.#injector.get(ICommandService);
    const mutate: Mutate = (id, params) => void this.#commands.syncExecuteCommand(id, params, FROM_SERVER);
    this.#looks = new Looks(mutate, (tab, before, filter, rows) =>
      showFilter(this.#injector, this.sheets, mutate, tab, before, filter, rows),
    );
    this.notes = new Notes(mutate);
    this.sheets = new Sheets(
      this.#injector,
      (tab) => this.#looks.of(tab),
      (tab, row, column) => this.notes.of(tab, row, column),
    );
    this.#patcher = new Patcher(
      this.sheets,
      mutate,
      this.#looks,
      this.notes,
      new Heights(this.sheets, mutate),
    );
  }

  /** Shows a workbook in place of the one before. A person who looked at something in it looks at the same place again. */
  async show(view: WorkbookView): Promise<void> {
    const place = this.#clipboard === null ? null : this.#place();
    this.#looks.forget();
    this.notes.forget();
    this.#injector.get(IUniverInstanceService).disposeUnit(UNIT);
    this.#univer.createUnit(UniverInstanceType.UNIVER_SHEET, toUniver(view));
    if (this.#clipboard === null) await this.#begin();
    else this.#clipboard.forget();
    for (const sheet of view.sheets) {
      this.#patcher.apply({ sheets: [{ id: sheet.id, cells: [], styles: [], looks: sheet }] });
      this.notes.show(sheet.id, sheet.cells);
    }
    const tab = place !== null && this.sheets.has(place.selected.tab) ? place.selected.tab : view.activeTab;
    this.showTab(tab);
    if (place !== null && tab === place.selected.tab) {
      this.select(tab, place.selected.areas);
      this.#scrollTo(place.scroll.row, place.scroll.column);
    } else this.select(tab, [{ row: 1, column: 1, numRows: 1, numColumns: 1 }]);
  }

  /** Univer registers its commands while it starts for the first workbook: only then can they be replaced. */
  async #begin(): Promise<void> {
    const life = this.#injector.get(LifecycleService);
    await life.onStage(LifecycleStages.Rendered);
    // By itself Univer waits three seconds more before it lets people fill by the corner of a selection.
    life.stage = LifecycleStages.Steady;
    await this.#takeKeys();
    replaceCommands(this.#injector, this.sheets, this.events);
    this.#clipboard = new Clipboard(this.#injector, this.sheets, this.events);
    readTypedText(this.#injector);
    addUndoButtons(this.#api, this.events);
    this.#commands.onCommandExecuted(({ id }) => {
      if (id === OPERATION.select || id === OPERATION.activeTab) {
        this.events.selected(this.sheets.selected());
      }
      if (id === OPERATION.activeTab) requestAnimationFrame(() => this.#focusAfterTab());
    });
  }

  /** Univer puts its cell editor onto the page some time after the first picture. Until it has the focus, keys are lost. */
  async #takeKeys(): Promise<void> {
    for (let tries = 0; tries < FOCUS_TRIES; tries++) {
      this.focus();
      if (document.activeElement?.matches(CELL_EDITOR)) return;
      await new Promise((resolve) => setTimeout(resolve, FOCUS_PAUSE_MS));
    }
  }

  /** Throws if the patch does not fit to what is on screen: then the workbook has to be asked for again. */
  apply(patch: Patch): void {
    this.#patcher.apply(patch);
    if (!this.sheets.has(this.sheets.activeTab)) this.showTab(this.sheets.firstShownTab());
  }

  showTab(tab: number): void {
    if (this.sheets.activeTab === tab) return;
    this.#commands.syncExecuteCommand(OPERATION.activeTab, { unitId: UNIT, subUnitId: sheetKey(tab) });
  }

  /** Selects cells and brings the first of them into view. */
  select(tab: number, areas: readonly Area[]): void {
    this.showTab(tab);
    const sheet = this.sheets.sheet(tab);
    const selections = areas.map((area) => {
      const range = rangeOf(area);
      return { range, primary: getPrimaryForRange(range, sheet), style: null };
    });
    const place = { unitId: UNIT, subUnitId: sheetKey(tab) };
    const scene = this.#injector.get(IRenderManagerService).getRenderById(UNIT)?.scene;
    if (scene) findQuickly(scene);
    this.#commands.syncExecuteCommand(OPERATION.select, { ...place, selections });
    const [first] = selections;
    if (first) void this.#commands.executeCommand(COMMAND.scrollToCell, { range: first.range });
  }

  /** Resolves once what was copied is on the clipboard. */
  async idle(): Promise<void> {
    await this.#clipboard?.idle();
  }

  /** Runs a command of Univer as if it were chosen from its menus. */
  run(id: string): void {
    void this.#commands.executeCommand(id);
  }

  /** Keys go to the grid. */
  focus(): void {
    this.#injector.get(ILayoutService).focus();
  }

  /**
   * Keys after a click on a tab are for its cells. But a script that shows a tab takes them from nobody in the panel, and a tab that is being
   * renamed keeps them.
   */
  #focusAfterTab(): void {
    const focused = document.activeElement;
    const busy = focused instanceof HTMLElement && (focused.matches('iframe') || focused.isContentEditable);
    if (!busy) this.focus();
  }

  /** The cell's box on the page, in CSS pixels, as far as it has been scrolled by now. */
  rectOf(tab: number, row: number, column: number): { x: number; y: number; width: number; height: number } {
    this.showTab(tab);
    const range = this.#api
      .getActiveWorkbook()!
      .getActiveSheet()
      .getRange(row - 1, column - 1);
    const { x, y, width, height } = range.getCellRect();
    const canvas = this.container.querySelector(MAIN_CANVAS)!.getBoundingClientRect();
    const { frozenRows, frozenColumns } = this.#looks.of(tab);
    const scene = this.#injector.get(IRenderManagerService).getRenderById(UNIT)!.scene;
    const scrolled = scene.getViewportScrollXY(scene.getDefaultViewport());
    return {
      x: canvas.x + x - (column > frozenColumns ? scrolled.x : 0),
      y: canvas.y + y - (row > frozenRows ? scrolled.y : 0),
      width,
      height,
    };
  }

  #place(): Place {
    const scroll = this.#api.getActiveWorkbook()?.getActiveSheet().getScrollState();
    return {
      selected: this.sheets.selected(),
      scroll: { row: (scroll?.sheetViewStartRow ?? 0) + 1, column: (scroll?.sheetViewStartColumn ?? 0) + 1 },
    };
  }

  #scrollTo(row: number, column: number): void {
    this.#api
      .getActiveWorkbook()
      ?.getActiveSheet()
      .scrollToCell(row - 1, column - 1);
  }
}
