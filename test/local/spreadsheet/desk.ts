/** A spreadsheet with a script and people at it, for the tests here: a kernel that counts and never refuses by itself. */
import type { Kernel, ServiceCall, World } from '../../../local/apps-script/kernel';
import {
  createSpreadsheetApp,
  Person,
  Workbook,
  type WorkbookOptions,
} from '../../../local/apps-script/spreadsheet';
import { worlds } from '../../../local/apps-script/worlds';

type App = GoogleAppsScript.Spreadsheet.SpreadsheetApp;

export const START_MS = Date.UTC(2026, 10, 22, 12);

export class TestKernel implements Kernel {
  readonly calls: ServiceCall[] = [];
  readonly clock = { now: () => START_MS, advance: () => undefined };

  constructor(
    readonly world: World,
    readonly userEmail: string,
  ) {}

  enter(call: ServiceCall): void {
    this.calls.push(call);
  }

  makeDate(ms: number): Date {
    return new Date(ms);
  }

  /** Calls of some kinds. */
  count(...kinds: ServiceCall['kind'][]): number {
    return this.calls.filter(({ kind }) => kinds.includes(kind)).length;
  }
}

export const OWNER = 'owner@example.com';
export const COLLEAGUE = 'colleague@example.com';

/** A new workbook with one empty sheet "Sheet1", the owner's script and two people. */
export function desk(options: Partial<WorkbookOptions> = {}) {
  const world = options.world ?? worlds.plain;
  const workbook = new Workbook({
    world,
    now: () => START_MS,
    owner: OWNER,
    editors: [COLLEAGUE],
    ...options,
  });
  return { ...script(workbook, OWNER, world), workbook, ...people(workbook) };
}

/** An execution of a script at a workbook. */
export function script(workbook: Workbook, email: string, world: World = workbook.world) {
  const kernel = new TestKernel(world, email);
  const app = createSpreadsheetApp(kernel, workbook) as unknown as App;
  const book = app.getActiveSpreadsheet();
  const sheet = book.getSheets()[0] as GoogleAppsScript.Spreadsheet.Sheet;
  return { kernel, app, book, sheet };
}

function people(workbook: Workbook) {
  return { owner: new Person(workbook, OWNER), colleague: new Person(workbook, COLLEAGUE) };
}

export const S = 'Sheet1';
