/**
 * Univer's names for what a person does and for what changes a workbook. They are internal to Univer 0.25 and may change with it:
 * they are named nowhere else.
 */

/** What a person starts. Those listed here are answered by the workbench; see `acts-of.ts`. */
export const COMMAND = {
  undo: 'univer.command.undo',
  redo: 'univer.command.redo',
  copy: 'univer.command.copy',
  cut: 'univer.command.cut',
  paste: 'univer.command.paste',
  pasteByKey: 'sheet.command.paste-by-short-key',
  pasteValue: 'sheet.command.paste-value',
  setValues: 'sheet.command.set-range-values',
  clearContent: 'sheet.command.clear-selection-content',
  clearAll: 'sheet.command.clear-selection-all',
  autoFill: 'sheet.command.auto-fill',
  copyDown: 'sheet.command.copy-down',
  copyRight: 'sheet.command.copy-right',
  moveRange: 'sheet.command.move-range',
  insertRows: 'sheet.command.insert-row-by-range',
  insertColumns: 'sheet.command.insert-col-by-range',
  removeRows: 'sheet.command.remove-row-by-range',
  removeColumns: 'sheet.command.remove-col-by-range',
  moveRows: 'sheet.command.move-rows',
  moveColumns: 'sheet.command.move-cols',
  hideRows: 'sheet.command.set-rows-hidden',
  hideColumns: 'sheet.command.set-col-hidden',
  showRows: 'sheet.command.set-specific-rows-visible',
  showColumns: 'sheet.command.set-col-visible-on-cols',
  freeze: 'sheet.command.set-frozen',
  unfreeze: 'sheet.command.cancel-frozen',
  dragWidth: 'sheet.command.delta-column-width',
  setWidth: 'sheet.command.set-worksheet-col-width',
  sortRange: 'sheet.command.sort-range',
  sortAscending: 'sheet.command.sort-range-asc',
  sortDescending: 'sheet.command.sort-range-desc',
  sortAscendingMenu: 'sheet.command.sort-range-asc-ctx',
  sortDescendingMenu: 'sheet.command.sort-range-desc-ctx',
  toggleFilter: 'sheet.command.smart-toggle-filter',
  filterBy: 'sheet.command.set-filter-criteria',
  clearFilter: 'sheet.command.clear-filter-criteria',
  removeFilter: 'sheet.command.remove-sheet-filter',
  addTab: 'sheet.command.insert-sheet',
  removeTab: 'sheet.command.remove-sheet',
  renameTab: 'sheet.command.set-worksheet-name',
  orderTab: 'sheet.command.set-worksheet-order',
  copyTab: 'sheet.command.copy-sheet',
  hideTab: 'sheet.command.set-worksheet-hidden',
  showTab: 'sheet.command.set-worksheet-show',
  setStyle: 'sheet.command.set-style',
  bold: 'sheet.command.set-range-bold',
  setNumberFormat: 'sheet.command.numfmt.set.numfmt',
  updateNote: 'sheet.command.update-note',
  deleteNote: 'sheet.command.delete-note',
  activateTab: 'sheet.command.set-worksheet-activate',
  scrollToCell: 'sheet.command.scroll-to-cell',
} as const;

/** What the page may do on its own: it concerns how the sheet is looked at, not what is in it. */
export const OPERATION = {
  select: 'sheet.operation.set-selections',
  editVisible: 'sheet.operation.set-cell-edit-visible',
  activeTab: 'sheet.operation.set-worksheet-active',
  openFilter: 'sheet.operation.open-filter-panel',
  addNote: 'sheet.operation.add-note-popup',
} as const;

/** What changes the workbook on screen. */
export const MUTATION = {
  setValues: 'sheet.mutation.set-range-values',
  setRowCount: 'sheet.mutation.set-worksheet-row-count',
  setColumnCount: 'sheet.mutation.set-worksheet-column-count',
  setFreeze: 'sheet.mutation.set-frozen',
  setWidth: 'sheet.mutation.set-worksheet-col-width',
  hideRows: 'sheet.mutation.set-row-hidden',
  showRows: 'sheet.mutation.set-row-visible',
  hideColumns: 'sheet.mutation.set-col-hidden',
  showColumns: 'sheet.mutation.set-col-visible',
  setFilter: 'sheet.mutation.set-filter-range',
  filterBy: 'sheet.mutation.set-filter-criteria',
  removeFilter: 'sheet.mutation.remove-filter',
  addValidation: 'data-validation.mutation.addRule',
  removeValidation: 'data-validation.mutation.removeRule',
  addConditional: 'sheet.mutation.add-conditional-rule',
  removeConditional: 'sheet.mutation.delete-conditional-rule',
  updateNote: 'sheet.mutation.update-note',
  removeNote: 'sheet.mutation.remove-note',
  addTab: 'sheet.mutation.insert-sheet',
  removeTab: 'sheet.mutation.remove-sheet',
  renameTab: 'sheet.mutation.set-worksheet-name',
  orderTab: 'sheet.mutation.set-worksheet-order',
  hideTab: 'sheet.mutation.set-worksheet-hidden',
  setHeight: 'sheet.mutation.set-worksheet-row-height',
  rowAutoHeight: 'sheet.mutation.set-worksheet-row-auto-height',
} as const;

/** Where plugins keep what a workbook has beyond cells. */
export const RESOURCE = {
  validation: 'SHEET_DATA_VALIDATION_PLUGIN',
  conditional: 'SHEET_CONDITIONAL_FORMATTING_PLUGIN',
  note: 'SHEET_NOTE_PLUGIN',
  filter: 'SHEET_FILTER_PLUGIN',
} as const;

/** The workbook's name inside Univer; there is only ever one. */
export const UNIT = 'workbook';

/** The canvas on which cells are drawn, among others for editors. */
export const MAIN_CANVAS = `#univer-sheet-main-canvas_${UNIT}`;

/** What takes a person's keys while a cell is selected or edited. */
export const CELL_EDITOR = '#__editor___INTERNAL_EDITOR__DOCS_NORMAL';

/** Sheets are numbers at Google and strings in Univer. */
export const sheetKey = (id: number): string => String(id);
export const sheetId = (key: string): number => Number(key);
