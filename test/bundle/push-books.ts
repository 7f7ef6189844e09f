/**
 * The hidden tab as somebody would read and forge it who knows its layout: for tests that a forged plan is not pushed, and of rows that a
 * newer version may write. The layout is that of `src/sheet/books.ts`.
 */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Person, type Workbook } from '../../local/apps-script';
import { headText, type RowHead } from '../../src/sheet/books-rows';

export const BOOKS = 'Postback Desk books (do not edit)';

interface Found {
  readonly rowNumber: number;
  readonly head: RowHead & { readonly sum?: string };
  readonly payload: string;
}

/** All rows that can be read, as they stand. */
export function bookRows(file: Workbook, tab = BOOKS): Found[] {
  return file
    .sheet(tab)
    .texts()
    .flatMap(([head = '', payload = ''], at): Found[] =>
      head.startsWith('{') ? [{ rowNumber: at + 1, head: JSON.parse(head) as Found['head'], payload }] : [],
    );
}

/** The only row of a stream. @throws if there is another number of rows */
function rowOf(file: Workbook, stream: string): Found {
  const rows = bookRows(file).filter(({ head }) => head.stream === stream);
  if (rows.length !== 1) throw new Error(`The books have ${rows.length} rows of ${stream}`);
  return rows[0]!;
}

export function bookText(file: Workbook, stream: string): string {
  return gunzipSync(Buffer.from(rowOf(file, stream).payload.slice(1), 'base64')).toString('utf8');
}

/** Puts another text in, with or without a seal that fits it. */
export function forgeBook(file: Workbook, stream: string, text: string, seal: 'sealed' | 'unsealed'): void {
  const { rowNumber, head } = rowOf(file, stream);
  const { sha: _sha, sum: _sum, ...bare } = head;
  const payload = `z${gzipSync(text).toString('base64')}`;
  const sha = createHash('sha256')
    .update(`${JSON.stringify(bare)}\n${payload}`)
    .digest('hex');
  const person = new Person(file, 'anna@acme.test');
  person.type(BOOKS, `B${rowNumber}`, payload);
  if (seal === 'sealed') person.type(BOOKS, `A${rowNumber}`, headText({ ...bare, sha }));
}

/** One row as a later layout would write it, of which this build knows nothing but the form. */
export function makeNewer(file: Workbook, rowNumber: number): void {
  const { head } = bookRows(file).find((row) => row.rowNumber === rowNumber)!;
  const { sum: _sum, ...bare } = head;
  new Person(file, 'anna@acme.test').type(BOOKS, `A${rowNumber}`, headText({ ...bare, v: head.v + 1 }));
}
