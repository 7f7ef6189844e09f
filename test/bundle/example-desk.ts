/**
 * The desk at which the example rows are tried: a pulled spreadsheet of a small network, opened anew for each example, and the moves of
 * a person in it. It knows the panel's calls and the tab as it is seen, and no rule of the add-on.
 */
import type { Control, Json, PixelRecord } from '../../local/everflow';
import type { Workbook, World } from '../../local/apps-script';
import { literalFormulas, type FormulaResolver } from '../../local/apps-script/spreadsheet';
import { Operator } from '../../local/story/operator';
import { Page, TAB } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';
import { NETWORKS, NEW_URL, type NetworkName } from './example-network';
import { DIST } from './pull-support';
import { remember } from './reopen';

export type Cells = Readonly<Record<string, string>>;

/** A new postback of partner 12 for offer 41, where nothing fires yet. */
export const NEW_ROW: Cells = {
  'Partner ID': '12',
  'Offer ID': '41',
  Type: 'conversion',
  Level: 'specific',
  Method: 'postback',
  Status: 'active',
  URL: NEW_URL,
};

const PERSON = 'anna@acme.test';

/** The two functions that the examples use; the runtime has no formula engine. */
const formulas: FormulaResolver = (formula, place) => {
  const inner = /^=ARRAYFORMULA\((.*)\)$/.exec(formula)?.[1] ?? formula.slice(1);
  const parts = /^SUBSTITUTE\("(.*)","(.*)","(.*)"\)$/.exec(inner);
  return parts ? parts[1]!.replaceAll(parts[2]!, parts[3]!) : literalFormulas(formula, place);
};

export class ExampleDesk {
  page!: Page;
  /** Rows that are edited besides the one that is judged; they must stay pushable. */
  readonly neighbours = new Set<number>();
  readonly anna: Operator;
  private readonly openers = new Map<NetworkName, () => Workbook>();

  private constructor(readonly stage: Stage) {
    this.anna = new Operator(stage.google);
  }

  /** @param world how the local Google answers open questions */
  static async open(world: World): Promise<ExampleDesk> {
    return new ExampleDesk(await setStage({ dist: DIST, size: 0, seed: 1, world }));
  }

  close(): Promise<void> {
    return this.stage.close();
  }

  get control(): Control {
    return this.stage.everflow.control;
  }

  get file(): Workbook {
    return this.page.file;
  }

  /** The network as planted, and the spreadsheet right after its pull. */
  async begin(name: NetworkName): Promise<void> {
    await this.control.reset();
    await this.control.act(...NETWORKS[name].records);
    const opener = this.openers.get(name) ?? this.pull(name);
    this.openers.set(name, opener);
    this.page = new Page(opener(), PERSON);
    this.neighbours.clear();
  }

  private pull(name: NetworkName): () => Workbook {
    const { google, everflow } = this.stage;
    google.state.properties.clear();
    google.openSpreadsheet();
    this.anna.connect(everflow.keys.main);
    this.anna.pull({ details: NETWORKS[name].details });
    return remember(this.stage, formulas);
  }

  // What a person does

  /** Types into the row of a postback. Returns its row number. */
  edit(id: number, cells: Cells): number {
    const row = this.rowOf(id);
    for (const [header, text] of Object.entries(cells)) this.page.type(header, row, text);
    return row;
  }

  /** Pastes new rows below the others. Returns the number of the last. */
  paste(...rows: readonly Cells[]): number {
    return this.page.pasteBelow(rows.map((row) => ({ ...NEW_ROW, ...row }))).at(-1)!;
  }

  /** Copies the whole row of a postback and pastes it below the others. Returns the number of the copy. */
  copyBelow(id: number): number {
    const row = this.page.lastRow() + 1;
    this.page.person.paste(TAB, `A${row}`, this.page.person.copyRows(TAB, this.rowOf(id)));
    return row;
  }

  /** Types into a cell whose format was set to Automatic before, as a cell pasted from elsewhere has it. */
  typeUnformatted(row: number, header: string, text: string): void {
    this.page.person.setNumberFormat(TAB, this.page.cell(header, row), 'general');
    this.page.type(header, row, text);
  }

  /** Types a text so that the cell holds exactly it, by the apostrophe that people use, in whatever format this takes here. */
  typeExactly(row: number, header: string, text: string): void {
    this.page.type(header, row, `'${text}`);
    if (this.value(row, header) !== text) this.typeUnformatted(row, header, `'${text}`);
  }

  /** Edits another row, which must stay pushable whatever becomes of the judged one. */
  neighbour(cells: Cells = { Description: 'a neighbour' }, id = 502): void {
    this.edit(id, cells);
    this.neighbours.add(id);
  }

  // What stands in the tab

  /** The tab with its headers where they stand now: people move columns. */
  private get now(): Page {
    return new Page(this.file, PERSON);
  }

  /** Row number of a postback, the upper one if there are several. @throws if it is not in the tab */
  rowOf(id: number): number {
    const found = this.page.rows().find(({ text }) => text['Postback ID'] === String(id));
    if (!found) throw new Error(`The tab has no postback ${id}`);
    return found.rowNumber;
  }

  text(row: number, header: string): string {
    return this.file.sheet(TAB).text(this.now.cell(header, row));
  }

  /** The raw value of a cell, '' where it is empty. */
  value(row: number, header: string): unknown {
    const sheet = this.file.sheet(TAB);
    return sheet.grid.values(sheet.area(this.now.cell(header, row)))[0]?.[0] ?? '';
  }

  records(): Promise<PixelRecord[]> {
    return this.control.records();
  }

  /** Somebody changes a postback in Everflow. */
  async changedThere(id: number, fields: { readonly [field: string]: Json }): Promise<void> {
    await this.control.change(id, fields);
  }
}
