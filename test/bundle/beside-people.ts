/**
 * People who act between any two service calls: the moves they make, and what must hold of the tab afterwards. Knows cells and headers as
 * a person sees them, and no rule of the add-on.
 */
import { Person, type LocalAppsScript, type Workbook } from '../../local/apps-script';
import { columnLetters } from '../../local/apps-script/spreadsheet';
import { deskRows, type DeskRow } from '../../local/story/desk-rows';
import { Page, TAB } from '../../local/story/page';

/** Services whose calls people's hands may come between. */
export const SERVICES = new Set(['SpreadsheetApp', 'Spreadsheet', 'Sheet', 'Range', 'RangeList']);

export const EDITABLE = [
  'Partner ID',
  'Offer ID',
  'Event ID',
  'Type',
  'Level',
  'Method',
  'Status',
  'URL',
  'HTML code',
  'Delay (ms)',
  'Description',
  'FB business ID',
  'FB pixel ID',
  'FB event',
  'FB user data',
  'FB custom data',
] as const;

/** People's own columns: a note, and a formula that says whose row it is. */
export const NOTE = 'My note';
export const FORMULA = 'My formula';
/** What somebody types into a cell that the flow does not write. */
export const TYPED = 'typed by ben';
const PASTED = 'pasted by ben';

/** One thing that a person does. */
export interface Move {
  readonly name: string;
  readonly act: (at: Moment) => void;
}

export interface Moment {
  readonly person: Person;
  readonly page: Page;
  readonly file: Workbook;
  /** A postback whose description no flow writes. */
  readonly quietId: number;
}

const below = ({ page, file }: Moment): string =>
  `A2:${columnLetters(file.sheet(TAB).maxColumns)}${page.lastRow()}`;
const sortBy =
  (header: string, ascending: boolean) =>
  (at: Moment): void =>
    at.person.sort(TAB, below(at), at.page.column(header), ascending);
const columnNumber = ({ file }: Moment, header: string): number =>
  (file.sheet(TAB).texts()[0] ?? []).indexOf(header) + 1;
const middle = ({ page }: Moment): number => Math.floor(page.lastRow() / 2);

export const MOVES: readonly Move[] = [
  { name: 'sort by URL', act: sortBy('URL', true) },
  { name: 'sort by URL, last first', act: sortBy('URL', false) },
  { name: 'sort by id, last first', act: sortBy('Postback ID', false) },
  { name: 'insert 3 rows in the middle', act: (at) => at.person.insertRows(TAB, middle(at), 3) },
  { name: 'insert 3 rows at the top', act: ({ person }) => person.insertRows(TAB, 2, 3) },
  { name: 'insert 3 rows above the last', act: (at) => at.person.insertRows(TAB, at.page.lastRow(), 3) },
  { name: 'delete a row', act: ({ person }) => person.deleteRows(TAB, 4, 1) },
  {
    name: 'move a column to the front',
    act: (at) => at.person.moveColumn(TAB, columnNumber(at, 'Description'), 1),
  },
  { name: 'move the state away', act: (at) => at.person.moveColumn(TAB, columnNumber(at, 'State'), 16) },
  {
    name: 'move the own formula to the front',
    act: (at) => at.person.moveColumn(TAB, columnNumber(at, FORMULA), 1),
  },
  { name: 'insert a column at the front', act: ({ person }) => person.insertColumns(TAB, 1) },
  {
    name: 'insert 2 columns before the URL',
    act: (at) => at.person.insertColumns(TAB, columnNumber(at, 'URL'), 2),
  },
  {
    name: 'filter',
    act: (at) =>
      at.person.setFilter(TAB, below(at).replace('A2', 'A1'), { [at.page.column('Status')]: ['active'] }),
  },
  {
    name: 'hide rows and a column',
    act: (at) => {
      at.person.hideRows(TAB, 3, 2);
      at.person.hideColumns(TAB, columnNumber(at, 'Offer'));
    },
  },
  {
    name: 'paste 5 rows below',
    act: ({ page }) => {
      page.pasteBelow(
        Array.from({ length: 5 }, (_, n) => ({
          'Partner ID': '7',
          URL: `https://ben.example/${n}`,
          Description: `${PASTED} ${n}`,
        })),
      );
    },
  },
  {
    name: 'type into another cell',
    act: ({ page, quietId }) => {
      const row = page.rows().find(({ text }) => text['Postback ID'] === String(quietId))!;
      page.type('Description', row.rowNumber, TYPED);
    },
  },
  {
    name: 'rename and duplicate the tab',
    act: ({ person }) => {
      person.duplicateSheet(TAB);
      person.renameSheet(`Copy of ${TAB}`, 'Other');
    },
  },
];

/** Gives a pulled tab two columns of people's own, one of them inside. */
export function addOwnColumns(file: Workbook): void {
  const page = new Page(file, 'anna@acme.test');
  const { person } = page;
  const url = page.file.sheet(TAB).texts()[0]!.indexOf('URL') + 1;
  person.insertColumns(TAB, url);
  const last = file.sheet(TAB).maxColumns;
  person.insertColumns(TAB, last + 1);
  person.setNumberFormat(
    TAB,
    `${columnLetters(last + 1)}1:${columnLetters(last + 1)}${page.lastRow()}`,
    'general',
  );
  person.type(TAB, `${columnLetters(url)}1`, NOTE);
  person.type(TAB, `${columnLetters(last + 1)}1`, FORMULA);
  for (const row of new Page(file, 'anna@acme.test').rows()) {
    const id = row.text['Postback ID']!;
    person.type(TAB, `${columnLetters(url)}${row.rowNumber}`, `note ${id}`);
    person.type(TAB, `${columnLetters(last + 1)}${row.rowNumber}`, `="of ${id}"`);
  }
}

/** Calls a function before the nth call to the spreadsheet from now on. Returns how many there were. */
export function atCall(google: LocalAppsScript, nth: number, act: () => void): { readonly count: number } {
  const counter = { count: 0 };
  google.beforeCall((call) => {
    if (!SERVICES.has(call.service)) return;
    if (counter.count === nth) act();
    counter.count += 1;
  });
  return counter;
}

/** Messages name other new rows by number, which moves change. */
const plain = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/new row \d+/g, 'new row …') : value;

/** The rows of the tab by what names them for people: id, or description of new ones. */
export function byName(file: Workbook): Map<string, DeskRow> {
  const rows = new Map<string, DeskRow>();
  for (const row of deskRows(file)) {
    const id = String(row.values['Postback ID'] ?? '');
    const name = id === '' ? `new ${String(row.values['Description'] ?? '')}` : id;
    if (name === 'new ' && EDITABLE.every((header) => (row.values[header] ?? '') === '')) {
      if (Object.values(row.values).some((value) => value !== ''))
        throw new Error(`Row ${row.rowNumber} holds ${JSON.stringify(row)}`);
      continue;
    }
    if (rows.has(name))
      throw new Error(`${name} stands in rows ${rows.get(name)!.rowNumber} and ${row.rowNumber}`);
    rows.set(name, row);
  }
  return rows;
}

/**
 * What is wrong with the tab after a flow beside a move, compared with the same flow undisturbed; empty if nothing is.
 * @param before the tab before the flow: what was there then, and what the flow should make of it, are the two values that a cell may have
 */
export function wrongAfter(
  file: Workbook,
  move: string,
  wanted: ReadonlyMap<string, DeskRow>,
  headers: readonly string[],
  quietId: number,
): string[] {
  let found: Map<string, DeskRow>;
  try {
    found = byName(file);
  } catch (error) {
    return [(error as Error).message];
  }
  const wrong: string[] = [];
  for (const [name, row] of wanted) {
    const now = found.get(name);
    if (!now) {
      if (move !== 'delete a row') wrong.push(`${name} is gone`);
      continue;
    }
    for (const header of headers) {
      const isQuiet = move === 'type into another cell' && name === String(quietId);
      const isTyped = isQuiet && header === 'Description';
      if (isQuiet && ['State', 'Message'].includes(header)) continue;
      const value = isTyped ? TYPED : (row.values[header] ?? '');
      if (plain(now.values[header]) !== plain(value)) {
        wrong.push(
          `${name} ${header}: ${JSON.stringify(now.values[header])} instead of ${JSON.stringify(value)}`,
        );
      }
    }
    // A row that was deleted and pulled again has lost what people had put beside it.
    const isBack = move === 'delete a row' && now.values[NOTE] === '';
    if (!isBack && now.values[NOTE] !== row.values[NOTE])
      wrong.push(`${name}: note ${String(now.values[NOTE])}`);
    const formulas = isBack ? [] : row.formulas;
    if (now.formulas.join() !== formulas.join() || (!isBack && now.values[FORMULA] !== row.values[FORMULA]))
      wrong.push(`${name}: formulas ${now.formulas.join()} ${String(now.values[FORMULA])}`);
  }
  for (const name of found.keys())
    if (!wanted.has(name) && !name.startsWith(`new ${PASTED}`)) wrong.push(`${name} is new`);
  const pasted = [...found.keys()].filter((name) => name.startsWith(`new ${PASTED}`));
  if (pasted.length !== (move === 'paste 5 rows below' ? 5 : 0)) wrong.push(`pasted: ${pasted.join()}`);
  for (const name of pasted) {
    const { values } = found.get(name)!;
    if (values['URL'] !== `https://ben.example/${name.slice(-1)}` || values['Partner ID'] !== 7)
      wrong.push(`${name}: ${JSON.stringify(values)}`);
  }
  return wrong;
}
