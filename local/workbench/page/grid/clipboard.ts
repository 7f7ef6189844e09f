/**
 * Copy, cut and paste. The clipboard gets a table as text and as HTML, so that other programs can take it. What comes back with the same text
 * is cells of this spreadsheet, with all that is on them; any other text is someone else's and is parsed like typing.
 */
import {
  CommandType,
  EDITOR_ACTIVATED,
  FOCUSING_SHEET,
  ICommandService,
  IContextService,
  ThemeService,
} from '@univerjs/core';
import type { ICommand, IMultiCommand, Injector } from '@univerjs/core';
import { SheetsSelectionsService } from '@univerjs/sheets';
import { IMarkSelectionService } from '@univerjs/sheets-ui';
import type { Act, Area } from '../../protocol';
import { fromTsv, toHtmlTable, toTsv } from '../tsv';
import { shownParts, targetOf } from './areas';
import type { Doings } from './commands';
import { COMMAND } from './ids';
import type { Sheets } from './sheets';

interface Copied {
  readonly tab: number;
  /** From top to bottom; more than one where a filter hides rows between them. */
  readonly parts: readonly Area[];
  readonly text: string;
  readonly cut: boolean;
}

/** Univer's own handlers of the same commands have 998 at most. */
const FIRST = 10_000;

const normal = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/\n$/, '');

export class Clipboard {
  #copied: Copied | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly injector: Injector,
    private readonly sheets: Sheets,
    private readonly doings: Doings,
  ) {
    const service = injector.get(ICommandService);
    const onSheet = (id: string, name: string, handler: ICommand['handler']) =>
      service.registerMultipleCommand({
        id,
        name,
        multi: true,
        type: CommandType.COMMAND,
        priority: FIRST,
        preconditions: (context: IContextService) =>
          context.getContextValue(FOCUSING_SHEET) && !context.getContextValue(EDITOR_ACTIVATED),
        handler,
      } as IMultiCommand);
    onSheet(COMMAND.copy, 'workbench.copy', () => this.copy(false));
    onSheet(COMMAND.cut, 'workbench.cut', () => this.copy(true));
    onSheet(COMMAND.paste, 'workbench.paste', () => this.pasteFromMenu(false));
    for (const [id, paste] of [
      [COMMAND.pasteByKey, (text: string) => this.paste(text, false)],
      [COMMAND.pasteValue, () => void this.pasteFromMenu(true)],
    ] as const) {
      service.unregisterCommand(id);
      service.registerCommand({
        id,
        type: CommandType.COMMAND,
        handler: (_accessor, params?: { textContent?: string }) => {
          paste(params?.textContent ?? '');
          return true;
        },
      });
    }
  }

  /** Puts the selection on the system's clipboard. Resolves when it is there. */
  async copy(cut: boolean): Promise<boolean> {
    const { tab, areas } = this.sheets.selected();
    const area = areas.at(-1)!;
    const parts = shownParts(area, this.sheets.filteredOut(tab, area));
    const rows = parts.flatMap((part) =>
      Array.from({ length: part.numRows }, (_row, r) =>
        Array.from({ length: part.numColumns }, (_column, c) =>
          this.sheets.shown(tab, part.row + r, part.column + c),
        ),
      ),
    );
    const text = toTsv(rows);
    this.#copied = { tab, parts, text, cut };
    this.#mark();
    this.#writing = this.#write(text, toHtmlTable(rows));
    await this.#writing;
    return true;
  }

  /** Resolves when what was copied last is on the system's clipboard, or a person was told that it cannot be. */
  idle(): Promise<void> {
    return this.#writing;
  }

  async #write(text: string, html: string): Promise<void> {
    try {
      await navigator.clipboard.write([
        new ClipboardItem({
          'text/plain': new Blob([text], { type: 'text/plain' }),
          'text/html': new Blob([html], { type: 'text/html' }),
        }),
      ]);
    } catch {
      this.doings.cannot('The browser does not let this page use the clipboard.');
    }
  }

  async pasteFromMenu(valuesOnly: boolean): Promise<boolean> {
    try {
      this.paste(await navigator.clipboard.readText(), valuesOnly);
    } catch {
      this.doings.cannot('The browser does not let this page read the clipboard. Use Ctrl+V instead.');
    }
    return true;
  }

  paste(text: string, valuesOnly: boolean): void {
    if (text === '') return;
    const { tab, areas } = this.sheets.selected();
    const selected = areas.at(-1)!;
    const copied = this.#copied;
    if (copied !== null && normal(text) === normal(copied.text)) {
      this.doings.act(pasteCells(copied, tab, selected, valuesOnly));
      if (copied.cut) this.forget();
      return;
    }
    this.forget();
    const rows = fromTsv(text);
    const numColumns = Math.max(...rows.map((row) => row.length));
    const target = targetOf(selected, rows.length, numColumns);
    const tiled =
      target.numRows === rows.length && target.numColumns === numColumns
        ? rows
        : Array.from({ length: target.numRows }, (_row, r) => {
            const row = rows[r % rows.length]!;
            return Array.from({ length: target.numColumns }, (_column, c) => row[c % numColumns] ?? '');
          });
    this.doings.act([{ do: 'paste-text', tab, row: target.row, column: target.column, rows: tiled }]);
  }

  /** Ends the copying: the dashed border goes, and the same text from the clipboard is text. */
  forget(): void {
    this.#copied = null;
    this.injector.get(IMarkSelectionService).removeAllShapes();
  }

  get copying(): boolean {
    return this.#copied !== null;
  }

  /** The dashed border around what was copied. */
  #mark(): void {
    const marks = this.injector.get(IMarkSelectionService);
    const selection = this.injector.get(SheetsSelectionsService).getCurrentLastSelection();
    if (!selection) return;
    const stroke = this.injector.get(ThemeService).getColorFromTheme('primary.600');
    marks.removeAllShapes();
    marks.addShape({
      ...selection,
      style: { stroke, strokeWidth: 1.5, strokeDash: 6, fill: 'rgba(0,0,0,0)' },
    });
  }
}

function pasteCells(copied: Copied, tab: number, selected: Area, valuesOnly: boolean): Act[] {
  const { parts, cut } = copied;
  const height = parts.reduce((sum, part) => sum + part.numRows, 0);
  const width = parts[0]?.numColumns ?? 0;
  if (height === 0) return [];
  const target = cut
    ? { row: selected.row, column: selected.column, numRows: height, numColumns: width }
    : targetOf(selected, height, width);
  const paste = (area: Area, from: Area): Act => ({
    do: 'paste-cells',
    from: { tab: copied.tab, area: from },
    tab,
    area,
    valuesOnly,
    cut,
  });
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return [paste(target, only)];
  const acts: Act[] = [];
  for (let row = target.row; row < target.row + target.numRows;) {
    for (const part of parts) {
      acts.push(paste({ ...target, row, numRows: part.numRows }, part));
      row += part.numRows;
    }
  }
  return acts;
}
