/**
 * The desk of the hands model: a small pulled spreadsheet, a person in it, and a reading of the tab by an own column "Tag" which the
 * add-on does not know, so that rows can be followed through sorts and copies.
 */
import { COLUMNS } from '../../src/core/columns';
import type { World } from '../../local/apps-script';
import type { Control, PixelRecord } from '../../local/everflow';
import { columnLetters } from '../../local/apps-script/spreadsheet';
import {
  deskRows,
  expectedCells,
  listOf,
  partiesOf,
  type DeskRow,
  type Expectation,
} from '../../local/story/desk-rows';
import { Operator } from '../../local/story/operator';
import { Page, TAB } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';
import { HANDS_RECORDS } from './hands-network';
import { DIST, throughCell } from './pull-support';
import { remember } from './reopen';

/** Headers of the add-on, by what it may do with them. */
export const EDITABLE = COLUMNS.filter(({ role }) => role === 'editable').map(({ header }) => header);
const OURS = new Set(COLUMNS.map(({ header }) => header));
const NUMBERS = new Set(COLUMNS.filter(({ kind }) => kind === 'number').map(({ header }) => header));
const LISTS = new Set(['FB user data', 'FB custom data']);

export const TAG = 'Tag';

/** A row as it stands, with its tag. */
export interface Line extends DeskRow {
  readonly tag: string;
  /** What the id cell says: an id, 0 for an empty cell, NaN for anything else. */
  readonly id: number;
}

/** What a cell of an editable column means, in a form that can be compared: 0 and an empty delay are the same. */
export function meaning(header: string, value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (NUMBERS.has(header)) {
    const trimmed = text.trim();
    if (trimmed === '') return '0';
    return /^\d{1,15}$/.test(trimmed) ? String(Number(trimmed)) : `unreadable ${text}`;
  }
  if (header === 'Type' && text === 'event') return 'post_conversion';
  if (LISTS.has(header)) return listMeaning(text);
  return text;
}

function listMeaning(text: string): string {
  if (text.startsWith('⟦')) return text;
  try {
    return JSON.stringify(listOf(text));
  } catch {
    return text;
  }
}

/** Meanings of editable cells, by header; a header that is absent may hold anything. */
export type Meanings = { readonly [header: string]: string | undefined };

/** True if a cell is what it should be. */
export const agrees = (value: string, wanted: string | undefined): boolean =>
  wanted === undefined || value === wanted;

export class HandsDesk {
  page!: Page;
  readonly anna: Operator;
  private reopen!: () => unknown;
  private expect!: Expectation;

  private constructor(readonly stage: Stage) {
    this.anna = new Operator(stage.google);
  }

  static async open(world: World): Promise<HandsDesk> {
    const desk = new HandsDesk(await setStage({ dist: DIST, size: 0, seed: 1, world }));
    await desk.control.act(...HANDS_RECORDS);
    desk.stage.google.openSpreadsheet();
    desk.anna.connect(desk.stage.everflow.keys.main);
    desk.anna.pull();
    desk.expect = { ...(await partiesOf(desk.control)), through: throughCell(world) };
    desk.prepare();
    desk.reopen = remember(desk.stage);
    return desk;
  }

  /** Own columns: the tag, and one with a formula in each row. */
  private prepare(): void {
    const page = this.now;
    const column = COLUMNS.length + 1;
    const rows = page.rows();
    page.person.insertColumns(TAB, column, 2);
    const tags = rows.map((_, at) => [`t${at + 1}`, '=1+1']);
    const first = columnLetters(column);
    const last = columnLetters(column + 1);
    page.person.setNumberFormat(TAB, `${first}1:${last}${rows.length + 1}`, 'general');
    page.person.pasteText(TAB, `${first}1`, [[TAG, 'Mine'], ...tags]);
    page.person.hideColumns(TAB, column);
  }

  /** The spreadsheet right after its pull, and the network as planted. */
  async begin(): Promise<void> {
    await this.control.reset();
    await this.control.act(...HANDS_RECORDS);
    this.reopen();
  }

  close(): Promise<void> {
    return this.stage.close();
  }

  get control(): Control {
    return this.stage.everflow.control;
  }

  /** The tab with its headers where they stand now. */
  get now(): Page {
    return new Page(this.stage.google.workbook!, 'anna@acme.test');
  }

  /** Rows that hold anything in the columns of the add-on or have a tag, from the top. */
  lines(): Line[] {
    return deskRows(this.stage.google.workbook!)
      .filter(
        ({ values, formulas }) =>
          formulas.length > 0 ||
          Object.entries(values).some(
            ([header, value]) => value !== '' && (OURS.has(header) || header === TAG),
          ),
      )
      .map((row) => ({ ...row, tag: String(row.values[TAG] ?? ''), id: idOf(row.values['Postback ID']) }));
  }

  /** What the cells of a postback must mean when nothing is edited. Facebook details of another method are not told by the table. */
  meaningsOf(record: PixelRecord): Meanings {
    const cells = expectedCells(record, this.expect);
    const told = EDITABLE.filter(
      (header) => record.delivery_method === 'facebook' || !header.startsWith('FB '),
    );
    return Object.fromEntries(
      told.map((header) => {
        const cell = cells[header] ?? '';
        return [header, Array.isArray(cell) ? JSON.stringify(cell) : meaning(header, cell)];
      }),
    );
  }

  /** What a value that is sent or was pulled means once it stands in a cell of this world. */
  shown(header: string, value: unknown): string {
    return meaning(header, typeof value === 'string' ? this.expect.through!(value) : value);
  }

  async serverMeanings(): Promise<Map<number, Meanings>> {
    const records = await this.control.records();
    return new Map(records.map((record) => [record.network_pixel_id, this.meaningsOf(record)]));
  }
}

function idOf(value: unknown): number {
  if (value === '' || value === undefined) return 0;
  const text = String(value).trim();
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : NaN;
}

/** True for a header that the add-on does not know. */
export const isOwn = (header: string): boolean => header !== '' && !OURS.has(header);

/** @throws if a cell does not mean what it should */
export function expectCell(what: string, line: Line, header: string, wanted: Meanings): void {
  const found = meaning(header, line.values[header]);
  if (!agrees(found, wanted[header])) throw new Error(`${what}: ${found} instead of ${wanted[header]}`);
}
