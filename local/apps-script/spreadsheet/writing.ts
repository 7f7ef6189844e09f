/**
 * Putting entries into cells: the write pipeline applied to an area of a sheet, validation included.
 * It knows neither pending writes nor rights.
 */
import type { World } from '../kernel';
import { cellName, type Area } from './area';
import { styleChanger, type CellStyle, type Entry } from './cell';
import { enter, libraryLocale, type EntrySetting, type Input } from './entry';
import { violatesValidation } from './errors';
import type { Layers } from './grid';
import { allowedValues, obeys } from './rules';
import type { SheetModel } from './sheet-model';
import type { Workbook } from './workbook';

/** Who enters and what an entry against a rejecting rule does. */
export interface EntryManner {
  readonly by: 'script' | 'person';
  readonly world: World;
  readonly invalid: 'accepted' | 'throws';
}

/**
 * Enters a rectangle of inputs: all or nothing. Throws when a rejecting validation rule is violated and the manner says so.
 * The rectangle must have the size of the area.
 */
export function enterInputs(
  workbook: Workbook,
  sheet: SheetModel,
  area: Area,
  inputs: readonly (readonly Input[])[],
  manner: EntryManner,
): void {
  sheet.assertInside(area);
  const setting = (numberFormat: string | undefined): EntrySetting => ({
    world: manner.world,
    locale: libraryLocale(workbook.locale),
    timeZone: workbook.timeZone,
    numberFormat,
    by: manner.by,
    nowMs: workbook.now(),
    onParse: () => {
      workbook.counts.parsedTexts++;
    },
  });
  const settings = new Map<string | undefined, EntrySetting>();
  const styles = sheet.grid.block('style', area);
  const entries = inputs.map((line, down) =>
    line.map((input, right) => {
      const format = styles[down]?.[right]?.numberFormat;
      let one = settings.get(format);
      if (!one) settings.set(format, (one = setting(format)));
      return enter(input, one);
    }),
  );
  if (manner.invalid === 'throws') assertValid(sheet, area, entries);
  putEntries(workbook, sheet, area, entries);
}

/** Stores entries that are already interpreted. */
export function putEntries(
  workbook: Workbook,
  sheet: SheetModel,
  area: Area,
  entries: readonly (readonly Entry[])[],
): void {
  const changers = new Map<string, ReturnType<typeof styleChanger>>();
  const { grid } = sheet;
  entries.forEach((line, down) => {
    const row = area.row + down;
    grid.putValues(
      row,
      area.column,
      line.map((entry) => entry.value),
    );
    line.forEach(({ formula, numberFormat }, right) => {
      const column = area.column + right;
      if (formula !== undefined) workbook.putFormula(sheet, row, column, formula);
      if (numberFormat === undefined) return;
      const change = changers.get(numberFormat) ?? styleChanger('numberFormat', numberFormat);
      changers.set(numberFormat, change);
      grid.set('style', row, column, change(grid.get('style', row, column)));
    });
  });
  workbook.counts.writtenCells += area.numRows * area.numColumns;
}

function assertValid(sheet: SheetModel, area: Area, entries: readonly (readonly Entry[])[]): void {
  const rules: (Layers['validation'] | undefined)[][] = sheet.grid.block('validation', area);
  entries.forEach((line, down) => {
    line.forEach((entry, right) => {
      const rule = rules[down]?.[right];
      if (!rule || rule.allowInvalid || entry.formula !== undefined || obeys(rule, entry.value)) return;
      throw violatesValidation(cellName(area.row + down, area.column + right), allowedValues(rule));
    });
  });
}

/** Changes one property of the looks of an area. */
export function changeStyle(
  sheet: SheetModel,
  area: Area,
  key: keyof CellStyle,
  valueAt: (down: number, right: number) => string | undefined,
): void {
  sheet.assertInside(area);
  const changers = new Map<string | undefined, ReturnType<typeof styleChanger>>();
  const changerFor = (value: string | undefined) => {
    const change = changers.get(value) ?? styleChanger(key, value);
    changers.set(value, change);
    return change;
  };
  const { column, numColumns } = area;
  for (let down = 0; down < area.numRows; down++) {
    sheet.grid.mapLine('style', { row: area.row + down, column, numColumns }, (style, right) =>
      changerFor(valueAt(down, right))(style),
    );
  }
}

/** Puts one layer's contents into an area. */
export function changeLayer<K extends 'note' | 'validation'>(
  sheet: SheetModel,
  area: Area,
  layer: K,
  contentAt: (down: number, right: number) => Layers[K] | undefined,
): void {
  sheet.assertInside(area);
  for (let down = 0; down < area.numRows; down++) {
    for (let right = 0; right < area.numColumns; right++) {
      sheet.grid.set(layer, area.row + down, area.column + right, contentAt(down, right));
    }
  }
}
