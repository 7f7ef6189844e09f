/** Does a day's jobs with the usual script in the local Apps Script, counts what they cost and proves that they were done. */
import { join } from 'node:path';
import { LocalAppsScript, Person } from '../../local/apps-script';
import { columnLetters } from '../../local/apps-script/spreadsheet';
import { setStage } from '../../local/story/stage';
import type { UsualJob } from '../contract';
import { COSTS, EXECUTION_LIMIT_S } from '../cost-model';

const SCRIPT = join(__dirname, 'script');
const TAB = 'Postbacks';
/** Columns of the script's tab that are used here, 1-based. */
const STATUS = 10;
const DESCRIPTION = 14;
const MARK = 17;
const FOREVER_MS = 1e9;

/** Rows that are edited before the check: one in so many. */
const CHECKED_SHARE = 20;
const PUSHED = 500;

export type Counted = Omit<UsualJob, 'ours'>;

export interface UsualDay {
  readonly jobs: readonly Counted[];
  /** Rows of postbacks in the tab and in the snapshot, and records that the server holds as they were pushed: the proof of the work. */
  readonly pulled: number;
  readonly snapshotted: number;
  readonly pushed: number;
}

/** Rows that can be edited and pushed. */
function editable(google: LocalAppsScript): number[] {
  const [, ...lines] = google.workbook!.sheet(TAB).texts();
  return lines.flatMap((line, at) =>
    ['active', 'inactive'].includes(line[STATUS - 1] ?? '') ? [at + 2] : [],
  );
}

/** Edits and marks so many rows, from the top. */
function edit(google: LocalAppsScript, howMany: number): void {
  const person = new Person(google.workbook!, 'anna@acme.test');
  for (const row of editable(google).slice(0, howMany)) {
    person.type(TAB, `${columnLetters(DESCRIPTION)}${row}`, `usual ${row}`);
    person.type(TAB, `${columnLetters(MARK)}${row}`, 'yes');
  }
}

function count(google: LocalAppsScript, job: string, rows: number, run: () => void): Counted {
  const from = google.executions.length;
  const startedMs = google.clock.now();
  run();
  const executions = google.executions.slice(from);
  const sum = (of: (one: (typeof executions)[number]['counters']) => number): number =>
    executions.reduce((total, { counters }) => total + of(counters), 0);
  const seconds = Math.round((google.clock.now() - startedMs) / 100) / 10;
  return {
    job,
    rows,
    requests: sum(({ requests }) => requests),
    calls: sum(({ reads, writes, flushes }) => reads + writes + flushes),
    steps: executions.length,
    seconds,
    executions: Math.max(executions.length, Math.ceil(seconds / EXECUTION_LIMIT_S)),
  };
}

/**
 * @param postbacks at least 1,000, so that there are enough rows to push
 * @throws Error if a job was not done
 */
export async function usualDay(postbacks: number, pushes = PUSHED): Promise<UsualDay> {
  const { everflow, google, close } = await setStage({
    dist: SCRIPT,
    size: postbacks,
    seed: 1,
    google: { costs: COSTS, executionLimitMs: FOREVER_MS },
  });
  const file = google.openSpreadsheet();
  google.run('saveKey', [everflow.keys.main]);
  const checked = Math.ceil(postbacks / CHECKED_SHARE);
  const jobs = [count(google, 'pull', postbacks, () => void google.run('pullPostbacks'))];
  edit(google, checked);
  jobs.push(count(google, 'check', checked, () => void google.run('checkPostbacks')));
  edit(google, pushes);
  const rows = editable(google).slice(0, pushes);
  jobs.push(
    count(google, 'push', pushes, () => {
      for (const row of rows) google.run('pushRow', [row]);
    }),
    count(google, 'snapshot', postbacks, () => void google.run('snapshotPostbacks')),
  );
  const records = await everflow.control.records(1);
  await close();
  return {
    jobs,
    pulled: file.sheet(TAB).texts().length - 1,
    snapshotted: file.sheet('Snapshot').texts().length - 1,
    pushed: records.filter(({ description }) => /^usual \d+$/.test(description)).length,
  };
}
