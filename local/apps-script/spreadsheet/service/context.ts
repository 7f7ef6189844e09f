/**
 * What all handles of the SpreadsheetApp service share: the way into the kernel, the pending writes of this execution,
 * and the memory of which handle stands for what. It knows no single class of the service.
 */
import { NotModelled } from '../../strict';
import type { Kernel } from '../../kernel';
import { cellCount, type Area } from '../area';
import type { Input } from '../entry';
import {
  MAX_CELL_CHARACTERS,
  SheetsException,
  badParameters,
  messages,
  sheetNotFound,
  sizeMismatch,
} from '../errors';
import type { ConditionalRule, ValidationRule } from '../rules';
import type { SheetModel } from '../sheet-model';
import type { SheetShape, Workbook } from '../workbook';

/** Every Spreadsheet/Sheet/Range method lists these two. Source: authorization lines of https://developers.google.com/apps-script/reference/spreadsheet/range */
const DOCUMENT_SCOPES = [
  'https://www.googleapis.com/auth/spreadsheets.currentonly',
  'https://www.googleapis.com/auth/spreadsheets',
];

/** The methods that a documented interface has, by name; the compiler refuses names that do not exist. */
export type MethodsOf<T> = { readonly [K in keyof T]?: (...args: never[]) => unknown };

/** Announces the calls of one service class to the kernel. */
export interface Calls {
  /** No round trip: finds or describes an object, or builds one. */
  readonly navigate: (method: string) => void;
  /** A round trip that depends on content: applies all pending writes first, as documented for reads. */
  readonly read: (method: string, cells?: number) => void;
  /** A change. */
  readonly write: (method: string, cells?: number) => void;
}

export interface RangeBacking {
  readonly sheet: SheetModel;
  readonly area: Area;
}

/** A change that waits until it is applied. */
export interface ScriptWrite {
  readonly what: string;
  readonly sheet: SheetModel;
  /** Cells that need the right to edit; absent: the sheet itself; "none": no right needed. */
  readonly area?: Area | 'none';
  apply(): void;
  readonly reshape?: (shapes: SheetShape[]) => void;
}

/** Makers of handles that refer to each other: a range knows its sheet, a sheet its ranges. */
export interface HandleMakers {
  readonly range: (sheet: SheetModel, area: Area) => object;
  /** The same object for the same sheet within one execution. */
  readonly sheet: (sheet: SheetModel) => object;
  readonly spreadsheet: () => object;
}

export class SpreadsheetContext {
  readonly handles: HandleMakers;
  readonly ranges = new WeakMap<object, RangeBacking>();
  readonly sheets = new WeakMap<object, SheetModel>();
  readonly validations = new WeakMap<object, ValidationRule>();
  readonly conditions = new WeakMap<object, ConditionalRule>();
  /** Texts that built criteria of a filter hide. */
  readonly filterCriteria = new WeakMap<object, readonly string[]>();

  constructor(
    readonly kernel: Kernel,
    readonly workbook: Workbook,
    makers: (ctx: SpreadsheetContext) => HandleMakers,
  ) {
    this.handles = makers(this);
  }

  get email(): string {
    return this.kernel.userEmail;
  }

  calls(service: string): Calls {
    const base = { service, anyScope: DOCUMENT_SCOPES, leastMode: 'LIMITED' } as const;
    return {
      navigate: (method) => {
        this.kernel.enter({ ...base, method, kind: 'navigate' });
      },
      read: (method, cells = 0) => {
        this.kernel.enter({ ...base, method, kind: 'read', cells });
        this.workbook.commit();
      },
      write: (method, cells = 0) => {
        this.kernel.enter({ ...base, method, kind: 'write', cells });
      },
    };
  }

  /** Builders and enums need no scope. */
  buildCalls(service: string): (method: string) => void {
    return (method) => {
      this.kernel.enter({ service, method, kind: 'navigate', leastMode: 'LIMITED' });
    };
  }

  /** The sheet as this script sees it. Throws when it was deleted. */
  shapeOf(sheet: SheetModel): SheetShape {
    const shape = this.workbook.shapes().find((each) => each.sheet === sheet);
    if (!shape) throw sheetNotFound(sheet.id);
    return shape;
  }

  /** Throws when the grown workbook would hold too many cells, as the script sees it. */
  assertRoom(more: number): void {
    const present = this.workbook.shapes().reduce((sum, shape) => sum + shape.maxRows * shape.maxColumns, 0);
    this.workbook.assertRoom(more, present);
  }

  /**
   * Queues a change. Rights are looked at twice: now, so that the usual refusal comes at the call, and when the change
   * is applied, for somebody may have protected the cells meanwhile.
   */
  queue(write: ScriptWrite): void {
    const { workbook, email } = this;
    const { sheet, area } = write;
    this.shapeOf(sheet);
    const assertRight = () => {
      if (area !== 'none') workbook.assertMayEdit(email, sheet, area);
    };
    assertRight();
    workbook.queue({
      what: write.what,
      apply: () => {
        workbook.assertPresent(sheet);
        assertRight();
        write.apply();
      },
      ...(write.reshape ? { reshape: write.reshape } : {}),
    });
  }
}

/** Looks up what a handle stands for. Throws the signature error when it is something else. */
export function backing<T>(map: WeakMap<object, T>, handle: unknown, method: string): T {
  const found = typeof handle === 'object' && handle !== null ? map.get(handle) : undefined;
  if (found === undefined) throw badParameters(method, [handle]);
  return found;
}

/** Throws the signature error unless the value is a whole number. */
export function wholeNumber(value: unknown, method: string, args: readonly unknown[]): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw badParameters(method, args);
  if (!Number.isInteger(value)) throw new NotModelled(`${method} with a fraction (${value})`);
  return value;
}

/**
 * Takes over one value from the bundle's realm: no instanceof, dates by tag. undefined and null clear
 * (https://developers.google.com/apps-script/guides/v8-runtime/migration); objects are turned into text in disputed ways.
 */
export function toInput(value: unknown, method: string): Input {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') {
    if (value.length > MAX_CELL_CHARACTERS) throw new SheetsException(messages.tooLong);
    return value;
  }
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new NotModelled(`${method} with ${value}`);
    return value;
  }
  if (Object.prototype.toString.call(value) === '[object Date]') {
    return { dateMs: (value as Date).getTime() };
  }
  throw new NotModelled(`${method} with a value of type ${typeof value}`);
}

/** Checks that a value is a rectangle of the size of an area, with the documented errors, and copies it. */
export function toRectangle<T>(
  value: unknown,
  area: Area,
  method: string,
  convert: (item: unknown) => T,
): T[][] {
  if (!Array.isArray(value) || !Array.isArray(value[0])) throw badParameters(method, [value]);
  const lines = value as readonly unknown[];
  assertSize('rows', lines.length, area.numRows);
  return lines.map((line) => {
    if (!Array.isArray(line)) throw badParameters(method, [value]);
    assertSize('columns', line.length, area.numColumns);
    return (line as readonly unknown[]).map(convert);
  });
}

function assertSize(what: 'rows' | 'columns', data: number, range: number): void {
  if (data === range) return;
  throw sizeMismatch(what, data, range);
}

/** Cells of an area, as the kernel counts them. */
export const cellsOf = (area: Area): number => cellCount(area);
