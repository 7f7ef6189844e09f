/** The journal of pushes as it stands in the hidden tab, read without the add-on (docs/reliability.md describes it). */
import { gunzipSync } from 'node:zlib';
import type { Workbook } from '../../local/apps-script';
import { bookRows } from './push-books';

interface Entry {
  readonly kind: string;
  readonly what?: string;
  readonly seqs?: readonly number[];
  readonly results?: readonly { readonly seq: number; readonly outcome: string }[];
}

/** Entries of all journals, in the order in which they were appended. Blocks of one part only, as tests make them. */
export function journalEntries(file: Workbook): Entry[] {
  return bookRows(file)
    .filter(({ head }) => head.stream.startsWith('run/') && head.of === 1)
    .sort((a, b) => a.head.n - b.head.n)
    .flatMap(
      ({ payload }) =>
        JSON.parse(gunzipSync(Buffer.from(payload.slice(1), 'base64')).toString('utf8')) as Entry[],
    );
}

/** True once new rows were announced. */
export function isAnnounced(file: Workbook): boolean {
  return journalEntries(file).some(({ kind, what }) => kind === 'intent' && what === 'create');
}

/** Rows that have a result. */
export function resultsIn(file: Workbook): number {
  return journalEntries(file).reduce((sum, { results }) => sum + (results?.length ?? 0), 0);
}
