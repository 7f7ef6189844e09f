/** What a person does to the look of cells, as far as the workbench keeps it. */
import { BooleanNumber, HorizontalAlign, WrapStrategy } from '@univerjs/core';
import type { Act, StyleView } from '../../protocol';
import type { Sheets } from './sheets';

const rgbOf = (value: unknown): string | undefined =>
  (value as { rgb?: string | null } | null)?.rgb ?? undefined;

const ALIGN: Readonly<Record<number, 'left' | 'center' | 'right'>> = {
  [HorizontalAlign.LEFT]: 'left',
  [HorizontalAlign.CENTER]: 'center',
  [HorizontalAlign.RIGHT]: 'right',
};

/** A style that Sheets has and the workbench keeps; null: not one of them. */
export function styleView(
  style: { readonly type: string; readonly value: unknown } | undefined,
): StyleView | null {
  switch (style?.type) {
    case 'bl':
      return { bold: style.value === BooleanNumber.TRUE };
    case 'bg':
      return { background: rgbOf(style.value) ?? '#ffffff' };
    case 'cl':
      return { fontColor: rgbOf(style.value) ?? '#000000' };
    case 'tb':
      return { wrap: style.value === WrapStrategy.WRAP };
    case 'ht': {
      const horizontal = ALIGN[style.value as number];
      return horizontal === undefined ? null : { horizontal };
    }
    default:
      return null;
  }
}

/** The same look for everything that is selected. */
export const styleActs = (sheets: Sheets, style: StyleView): Act[] => {
  const { tab, areas } = sheets.selected();
  return areas.map((area) => ({ do: 'style', tab, area, style }));
};
