/** What the tests of the audit share: a snapshot taken by the panel's calls, its tab as a CSV download, and the script that needs no add-on. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workbook } from '../../local/apps-script';
import type { Operator } from '../../local/story/operator';
import type { SnapshotResult } from '../../src/flows/audit/snapshot';
import type { VerifyResult } from '../../src/flows/audit/verify-snapshot';
import type { SnapshotChoice } from '../../src/core/audit/snapshot-rows';

export const SCRIPT = join(__dirname, '../../scripts/verify-snapshot.mjs');
const MAX_STEPS = 500;

/** Steps of a job until there is a result. */
export function finish<R>(operator: Operator, step: () => { readonly result?: R }): R {
  for (let n = 0; n < MAX_STEPS; n += 1) {
    const { result } = operator.patiently(step);
    if (result !== undefined) return result;
  }
  throw new Error(`No end after ${MAX_STEPS} steps`);
}

export function takeSnapshot(operator: Operator, choice?: Partial<SnapshotChoice>): SnapshotResult {
  operator.call('snapshotStart', choice);
  return finish(operator, () => operator.call('snapshotStep'));
}

export function verifyTab(operator: Operator, sheetId: number, pasted = ''): VerifyResult {
  let goOn: string | undefined;
  return finish(operator, () => {
    const step = operator.call('verifySnapshotStep', {
      sheetId,
      pasted,
      ...(goOn === undefined ? {} : { goOn }),
    });
    goOn = step.goOn;
    return step;
  });
}

/** A tab as Google's File > Download > CSV gives it: shown texts, quoted where they must be, CR LF between rows (RFC 4180). */
export function csvOf(file: Workbook, tab: string, rowEnd = '\r\n'): string {
  const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return file
    .sheet(tab)
    .texts()
    .map((row) => row.map(quoted).join(','))
    .join(rowEnd);
}

/** Runs the script on a CSV text. */
export function runScript(csv: string): { readonly status: number | null; readonly told: string } {
  const folder = mkdtempSync(join(tmpdir(), 'postback-desk-csv-'));
  try {
    writeFileSync(join(folder, 'snapshot.csv'), csv);
    const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, join(folder, 'snapshot.csv')], {
      encoding: 'utf8',
    });
    return { status, told: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Lines of the head, by name. */
export function headOf(file: Workbook, tab: string): Record<string, string> {
  const rows = file.sheet(tab).texts();
  const blank = rows.findIndex((row) => row.every((cell) => cell === ''));
  return Object.fromEntries(rows.slice(1, blank).map(([name = '', value = '']) => [name, value]));
}

/** Rows of the table, as texts by header. */
export function rowsOf(file: Workbook, tab: string): Record<string, string>[] {
  const rows = file.sheet(tab).texts();
  const at = rows.findIndex((row) => row[0] === 'Postback ID');
  const headers = rows[at]!;
  return rows
    .slice(at + 1)
    .map((row) => Object.fromEntries(headers.map((header, place) => [header, row[place] ?? ''])));
}
