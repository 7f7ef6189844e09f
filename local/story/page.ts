/**
 * The Postbacks tab as a person sees it: finds columns by header and rows by id, and enters text where they are. No rule of the add-on
 * is known here.
 */
import { Person, type Workbook } from '../apps-script';
import { columnLetters } from '../apps-script/spreadsheet';

export const TAB = 'Postbacks';

export class Page {
  readonly person: Person;
  private readonly headers: readonly string[];

  constructor(
    readonly file: Workbook,
    who: string,
  ) {
    this.person = new Person(file, who);
    this.headers = file.sheet(TAB).texts()[0] ?? [];
  }

  /** Shown texts of all rows below the header, as objects by header, with their row number. */
  rows(): { readonly rowNumber: number; readonly text: Readonly<Record<string, string>> }[] {
    const [, ...lines] = this.file.sheet(TAB).texts();
    return lines.map((line, at) => ({
      rowNumber: at + 2,
      text: Object.fromEntries(this.headers.map((header, index) => [header, line[index] ?? ''])),
    }));
  }

  /** A1 name of a cell. @throws if there is no such header */
  cell(header: string, rowNumber: number): string {
    return `${this.column(header)}${rowNumber}`;
  }

  column(header: string): string {
    const at = this.headers.indexOf(header);
    if (at < 0) throw new Error(`The tab has no column ${header}`);
    return columnLetters(at + 1);
  }

  type(header: string, rowNumber: number, text: string): void {
    this.person.type(TAB, this.cell(header, rowNumber), text);
  }

  /** Pastes whole rows of text below the last row; each row is given by header. Returns their row numbers. */
  pasteBelow(rows: readonly Readonly<Record<string, string>>[]): number[] {
    const first = this.lastRow() + 1;
    const lines = rows.map((row) => this.headers.map((header) => row[header] ?? ''));
    this.person.pasteText(TAB, `A${first}`, lines);
    return rows.map((_, at) => first + at);
  }

  lastRow(): number {
    return this.file.sheet(TAB).texts().length;
  }
}
