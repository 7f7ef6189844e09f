/** The menus of the page: only what works here. Names and places are those of Sheets. */
import type { Act } from '../../protocol';
import { lettersOf } from '../grid/areas';
import { styleActs } from '../grid/styling';
import { COMMAND, OPERATION } from '../grid/ids';
import { toCsv } from '../tsv';
import type { Session } from '../session';

export interface Item {
  readonly label: string;
  /** Shown at the right; the grid itself answers these keys. */
  readonly keys?: string;
  readonly checked?: boolean;
  readonly run?: () => void;
  readonly items?: readonly Entry[];
}

export type Entry = Item | 'separator';

export interface Menu {
  readonly label: string;
  readonly items: readonly Entry[];
}

/** One more or fewer than one: "1 row", "3 rows". */
const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** Saves a file from the browser. */
function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function downloadTab({ grid, store }: Session): void {
  const { sheets } = grid;
  const tab = sheets.activeTab;
  const { numRows = 0, numColumns = 0 } = sheets.used(tab) ?? {};
  const rows = Array.from({ length: numRows }, (_row, r) =>
    Array.from({ length: numColumns }, (_column, c) => sheets.shown(tab, r + 1, c + 1)),
  );
  const name = store.value.tabs.find(({ id }) => id === tab)?.name ?? 'Sheet';
  download(`${store.value.name} - ${name}.csv`, toCsv(rows));
}

function edit(session: Session): Menu {
  const { grid } = session;
  const command = (id: string) => () => grid.run(id);
  return {
    label: 'Edit',
    items: [
      { label: 'Undo', keys: 'Ctrl+Z', run: () => session.undo() },
      { label: 'Redo', keys: 'Ctrl+Y', run: () => session.redo() },
      'separator',
      { label: 'Cut', keys: 'Ctrl+X', run: command(COMMAND.cut) },
      { label: 'Copy', keys: 'Ctrl+C', run: command(COMMAND.copy) },
      { label: 'Paste', keys: 'Ctrl+V', run: command(COMMAND.paste) },
      {
        label: 'Paste special',
        items: [{ label: 'Values only', keys: 'Ctrl+Shift+V', run: command(COMMAND.pasteValue) }],
      },
      'separator',
      {
        label: 'Delete',
        items: [
          { label: 'Values', keys: 'Delete', run: command(COMMAND.clearContent) },
          { label: 'Rows', run: () => session.act(lineActs(session, 'delete', 'rows')) },
          { label: 'Columns', run: () => session.act(lineActs(session, 'delete', 'columns')) },
        ],
      },
      'separator',
      { label: 'Find and replace', keys: 'Ctrl+H', run: () => session.store.set({ finding: true }) },
    ],
  };
}

/** Rows or columns of the selection, deleted or inserted before (`after`: behind) as many. */
function lineActs(
  { grid }: Session,
  what: 'insert' | 'delete',
  axis: 'rows' | 'columns',
  after = false,
): readonly Act[] {
  const { tab, areas } = grid.sheets.selected();
  const area = areas.at(-1)!;
  const [start, count] = axis === 'rows' ? [area.row, area.numRows] : [area.column, area.numColumns];
  return what === 'delete'
    ? [{ do: 'delete', tab, axis, start, count }]
    : [{ do: 'insert', tab, axis, before: after ? start + count : start, count }];
}

function view(session: Session): Menu {
  const { grid, store } = session;
  const { tab, row, column } = grid.sheets.selected();
  const { frozenRows: rows, frozenColumns: columns } = grid.sheets.looks(tab);
  const freeze = (label: string, to: { rows?: number; columns?: number }): Item => ({
    label,
    checked: to.rows === rows || to.columns === columns,
    run: () => session.act([{ do: 'freeze', tab, rows, columns, ...to }]),
  });
  const hidden = store.value.tabs.filter((one) => one.hidden);
  return {
    label: 'View',
    items: [
      {
        label: 'Freeze',
        items: [
          freeze('No rows', { rows: 0 }),
          freeze('1 row', { rows: 1 }),
          freeze('2 rows', { rows: 2 }),
          freeze(`Up to row ${row}`, { rows: row }),
          'separator',
          freeze('No columns', { columns: 0 }),
          freeze('1 column', { columns: 1 }),
          freeze('2 columns', { columns: 2 }),
          freeze(`Up to column ${lettersOf(column)}`, { columns: column }),
        ],
      },
      ...(hidden.length === 0
        ? []
        : [
            {
              label: `Hidden sheets (${hidden.length})`,
              items: hidden.map(({ id, name }) => ({
                label: `Show ${name}`,
                run: () => session.act([{ do: 'tab-hide', tab: id, hidden: false }]),
              })),
            },
          ]),
    ],
  };
}

function insert(session: Session): Menu {
  const area = session.grid.sheets.selected().areas.at(-1)!;
  const lines = (axis: 'rows' | 'columns', after: boolean) => () =>
    session.act(lineActs(session, 'insert', axis, after));
  return {
    label: 'Insert',
    items: [
      {
        label: 'Rows',
        items: [
          { label: `Insert ${counted(area.numRows, 'row')} above`, run: lines('rows', false) },
          { label: `Insert ${counted(area.numRows, 'row')} below`, run: lines('rows', true) },
        ],
      },
      {
        label: 'Columns',
        items: [
          { label: `Insert ${counted(area.numColumns, 'column')} left`, run: lines('columns', false) },
          { label: `Insert ${counted(area.numColumns, 'column')} right`, run: lines('columns', true) },
        ],
      },
      { label: 'Sheet', run: () => session.grid.run(COMMAND.addTab) },
      'separator',
      { label: 'Note', run: () => session.grid.run(OPERATION.addNote) },
    ],
  };
}

function format(session: Session): Menu {
  const { sheets } = session.grid;
  const { tab, row, column } = sheets.selected();
  const pattern = sheets.numberFormat(tab, row, column);
  const set = (style: Parameters<typeof styleActs>[1]) => () => session.act(styleActs(sheets, style));
  return {
    label: 'Format',
    items: [
      {
        label: 'Number',
        items: [
          {
            label: 'Automatic',
            checked: pattern === '' || pattern === 'General',
            run: set({ numberFormat: 'General' }),
          },
          { label: 'Plain text', checked: pattern === '@', run: set({ numberFormat: '@' }) },
          'separator',
          { label: 'Number', checked: pattern === '#,##0.00', run: set({ numberFormat: '#,##0.00' }) },
          { label: 'Percent', checked: pattern === '0.00%', run: set({ numberFormat: '0.00%' }) },
          { label: 'Date', checked: pattern === 'yyyy-mm-dd', run: set({ numberFormat: 'yyyy-mm-dd' }) },
        ],
      },
      {
        label: 'Text',
        items: [{ label: 'Bold', keys: 'Ctrl+B', run: () => session.grid.run(COMMAND.bold) }],
      },
      {
        label: 'Alignment',
        items: [
          { label: 'Left', run: set({ horizontal: 'left' }) },
          { label: 'Center', run: set({ horizontal: 'center' }) },
          { label: 'Right', run: set({ horizontal: 'right' }) },
        ],
      },
      {
        label: 'Wrapping',
        items: [
          { label: 'Overflow', run: set({ wrap: false }) },
          { label: 'Wrap', run: set({ wrap: true }) },
        ],
      },
    ],
  };
}

function data(session: Session): Menu {
  const { sheets } = session.grid;
  const { tab, areas, column } = sheets.selected();
  const { frozenRows, filter } = sheets.looks(tab);
  const area = areas.at(-1)!;
  const letters = lettersOf(column);
  const sortSheet = (ascending: boolean) => () => {
    const used = sheets.used(tab);
    if (used === null || used.numRows <= frozenRows) return;
    const rest = { ...used, row: frozenRows + 1, numRows: used.numRows - frozenRows };
    session.act([{ do: 'sort', tab, area: rest, column, ascending }]);
  };
  const sortRange = (ascending: boolean) => () => session.act([{ do: 'sort', tab, area, column, ascending }]);
  return {
    label: 'Data',
    items: [
      {
        label: 'Sort sheet',
        items: [
          { label: `Sort sheet by column ${letters} (A to Z)`, run: sortSheet(true) },
          { label: `Sort sheet by column ${letters} (Z to A)`, run: sortSheet(false) },
        ],
      },
      ...(area.numRows < 2
        ? []
        : [
            {
              label: 'Sort range',
              items: [
                { label: `Sort range by column ${letters} (A to Z)`, run: sortRange(true) },
                { label: `Sort range by column ${letters} (Z to A)`, run: sortRange(false) },
              ],
            },
          ]),
      'separator',
      {
        label: filter === null ? 'Create a filter' : 'Remove filter',
        run: () => session.grid.run(COMMAND.toggleFilter),
      },
    ],
  };
}

/** All menus as they are now: some entries name the selected cells. */
export function menusOf(session: Session): readonly Menu[] {
  const { store } = session;
  return [
    {
      label: 'File',
      items: [
        {
          label: 'Download',
          items: [{ label: 'Comma-separated values (.csv)', run: () => downloadTab(session) }],
        },
      ],
    },
    edit(session),
    view(session),
    insert(session),
    format(session),
    data(session),
    {
      label: 'Extensions',
      items: [
        {
          label: store.value.addOn,
          items: store.value.menu.map((entry) =>
            entry.kind === 'separator'
              ? 'separator'
              : { label: entry.caption, run: () => session.menu(entry.caption) },
          ),
        },
      ],
    },
    { label: 'Help', items: [{ label: 'About this page', run: () => store.set({ helping: true }) }] },
  ];
}
