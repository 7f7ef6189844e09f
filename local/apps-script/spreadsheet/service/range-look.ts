/**
 * The methods of Range that change or read looks: number format, colours, weight, wrapping, alignment.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/range
 */
import { NotModelled } from '../../strict';
import { cellCount } from '../area';
import { AUTOMATIC_FORMAT, normalNumberFormat, type CellStyle } from '../cell';
import { isKnownPattern } from '../display';
import { badParameters } from '../errors';
import { changeStyle } from '../writing';
import { toRectangle, type MethodsOf } from './context';
import { enumName, enums } from './enums';
import type { RangeCore } from './range-core';

type Documented = GoogleAppsScript.Spreadsheet.Range;

export function lookMethods(core: RangeCore) {
  const text = setterOf(core);
  return {
    ...numberFormatMethods(core),
    ...backgroundMethods(core),
    setFontWeight: (weight: string | null) => text('setFontWeight', 'fontWeight', weight),
    setFontColor: (color: string | null) => text('setFontColor', 'fontColor', color),
    setHorizontalAlignment: (alignment: string | null) =>
      text('setHorizontalAlignment', 'horizontal', alignment),
    setVerticalAlignment: (alignment: string | null) => text('setVerticalAlignment', 'vertical', alignment),
    setWrap: (wrapped: boolean) => text('setWrap', 'wrap', wrapped ? 'WRAP' : 'OVERFLOW'),
    setWrapStrategy(strategy: unknown) {
      const name = enumName(enums.WrapStrategy, strategy);
      if (!name) throw badParameters('Range.setWrapStrategy', [strategy]);
      return text('setWrapStrategy', 'wrap', name);
    },
  } satisfies MethodsOf<Documented>;
}

/** null takes the property back to its default. */
function setterOf({ sheet, area, calls, change }: RangeCore) {
  return (method: string, key: keyof CellStyle, value: string | null): object => {
    calls.write(method, cellCount(area));
    if (value !== null && typeof value !== 'string') throw badParameters(`Range.${method}`, [value]);
    return change(method, () => changeStyle(sheet, area, key, () => value ?? undefined));
  };
}

/** A format that numfmt cannot read would be shown in some unknown way. null misbehaves: gas-fakes notes/oddities.md. */
function pattern(value: unknown): string | undefined {
  if (typeof value !== 'string') throw new NotModelled(`Range.setNumberFormat with ${String(value)}`);
  const format = normalNumberFormat(value);
  if (format !== undefined && !isKnownPattern(format)) throw new NotModelled(`The number format "${value}"`);
  return format;
}

function numberFormatMethods({ sheet, area, calls, change }: RangeCore) {
  const formats = () => {
    sheet.assertInside(area);
    return sheet.grid
      .block('style', area)
      .map((line) => line.map((style) => style?.numberFormat ?? AUTOMATIC_FORMAT));
  };
  return {
    getNumberFormat() {
      calls.read('getNumberFormat', 1);
      return formats()[0]?.[0] ?? AUTOMATIC_FORMAT;
    },
    getNumberFormats() {
      calls.read('getNumberFormats', cellCount(area));
      return formats();
    },
    setNumberFormat(format: string) {
      calls.write('setNumberFormat', cellCount(area));
      const checked = pattern(format);
      return change('setNumberFormat', () => changeStyle(sheet, area, 'numberFormat', () => checked));
    },
    setNumberFormats(formats2d: unknown) {
      calls.write('setNumberFormats', cellCount(area));
      const checked = toRectangle(formats2d, area, 'Range.setNumberFormats', pattern);
      return change('setNumberFormats', () =>
        changeStyle(sheet, area, 'numberFormat', (down, right) => checked[down]?.[right]),
      );
    },
  } satisfies MethodsOf<Documented>;
}

function backgroundMethods(core: RangeCore) {
  const { sheet, area, calls, change } = core;
  const set = setterOf(core);
  const backgrounds = () => {
    sheet.assertInside(area);
    return sheet.grid.block('style', area).map((line) => line.map((style) => style?.background ?? '#ffffff'));
  };
  return {
    setBackground: (color: string | null) => set('setBackground', 'background', color),
    setBackgrounds(colors: unknown) {
      calls.write('setBackgrounds', cellCount(area));
      const checked = toRectangle(colors, area, 'Range.setBackgrounds', (color) =>
        typeof color === 'string' ? color : undefined,
      );
      return change('setBackgrounds', () =>
        changeStyle(sheet, area, 'background', (down, right) => checked[down]?.[right]),
      );
    },
    getBackground() {
      calls.read('getBackground', 1);
      return backgrounds()[0]?.[0] ?? '#ffffff';
    },
    getBackgrounds() {
      calls.read('getBackgrounds', cellCount(area));
      return backgrounds();
    },
  } satisfies MethodsOf<Documented>;
}
