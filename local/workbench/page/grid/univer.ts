/** Univer, put together from its single presets, and what of its menus is left out because a spreadsheet at Google or the workbench lacks it. */
import '@univerjs/preset-sheets-core/lib/index.css';
import '@univerjs/preset-sheets-data-validation/lib/index.css';
import '@univerjs/preset-sheets-note/lib/index.css';
import '@univerjs/preset-sheets-filter/lib/index.css';
import '@univerjs/preset-sheets-conditional-formatting/lib/index.css';
import '@univerjs/preset-sheets-sort/lib/index.css';
import { LocaleType, LogLevel, mergeLocales, Univer } from '@univerjs/core';
import { FUniver } from '@univerjs/core/facade';
import { UniverSheetsConditionalFormattingPreset } from '@univerjs/preset-sheets-conditional-formatting';
import conditionalWords from '@univerjs/preset-sheets-conditional-formatting/locales/en-US';
import { UniverSheetsCorePreset } from '@univerjs/preset-sheets-core';
import coreWords from '@univerjs/preset-sheets-core/locales/en-US';
import { UniverSheetsDataValidationPreset } from '@univerjs/preset-sheets-data-validation';
import validationWords from '@univerjs/preset-sheets-data-validation/locales/en-US';
import { UniverSheetsFilterPreset } from '@univerjs/preset-sheets-filter';
import filterWords from '@univerjs/preset-sheets-filter/locales/en-US';
import { UniverSheetsNotePreset } from '@univerjs/preset-sheets-note';
import noteWords from '@univerjs/preset-sheets-note/locales/en-US';
import { UniverSheetsSortPreset } from '@univerjs/preset-sheets-sort';
import sortWords from '@univerjs/preset-sheets-sort/locales/en-US';
import { defaultTheme } from '@univerjs/themes';
import { HIDDEN_MENUS } from './menus';

export interface Made {
  readonly univer: Univer;
  readonly api: FUniver;
}

/** Undo and redo at the beginning of the toolbar, as in Sheets; Univer's own ones would stay grey. */
export function addUndoButtons(api: FUniver, doings: { undo(): void; redo(): void }): void {
  const add = (id: string, icon: string, title: string, keys: string, action: () => void) =>
    api
      .createMenu({ id, icon, title, tooltip: `${title} (${keys})`, action })
      .appendTo('ribbon.start.history');
  add('workbench.undo', 'UndoIcon', 'Undo', 'Ctrl+Z', () => doings.undo());
  add('workbench.redo', 'RedoIcon', 'Redo', 'Ctrl+Y', () => doings.redo());
}

/** Makes Univer in an element of the page, without a workbook. */
export function makeUniver(container: HTMLElement): Made {
  const univer = new Univer({
    logLevel: LogLevel.ERROR,
    theme: defaultTheme,
    locale: LocaleType.EN_US,
    locales: {
      [LocaleType.EN_US]: mergeLocales(
        coreWords,
        validationWords,
        noteWords,
        filterWords,
        conditionalWords,
        sortWords,
      ),
    },
  });
  const presets = [
    UniverSheetsCorePreset({
      container,
      header: true,
      footer: { menus: false, zoomSlider: false },
      ribbonType: 'simple',
      menu: HIDDEN_MENUS,
      sheets: { disableForceStringAlert: true, disableForceStringMark: true },
      disableTextFormatAlert: true,
      disableTextFormatMark: true,
    }),
    UniverSheetsDataValidationPreset({ showEditOnDropdown: false }),
    UniverSheetsNotePreset(),
    UniverSheetsFilterPreset(),
    UniverSheetsConditionalFormattingPreset(),
    UniverSheetsSortPreset(),
  ];
  // A plugin that several presets bring is registered once; the later preset's options count.
  const plugins = new Map<string, readonly [plugin: unknown, options?: unknown]>();
  for (const plugin of presets.flatMap((preset) => preset.plugins)) {
    const [made, options] = Array.isArray(plugin) ? plugin : [plugin];
    plugins.set(made.pluginName, [made, options]);
  }
  for (const [plugin, options] of plugins.values()) {
    univer.registerPlugin(plugin as Parameters<Univer['registerPlugin']>[0], options);
  }
  return { univer, api: FUniver.newAPI(univer) };
}
