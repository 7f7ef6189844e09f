/**
 * What is measured: one working day in a spreadsheet of any size, flow by flow, on the built add-on. A flow is what a user starts and waits for; each
 * leaves the spreadsheet as the next one needs it.
 */
import { Operator } from '../local/story/operator';
import { setStage, type Stage } from '../local/story/stage';
import { TAB } from '../local/story/page';
import { columnLetters } from '../local/apps-script/spreadsheet';
import { Person } from '../local/apps-script';

export interface Day {
  readonly stage: Stage;
  readonly anna: Operator;
  /** Cells that a push changes. */
  readonly edits: number;
  /** Sheet id of the last snapshot. */
  snapshot: number;
}

export interface Flow {
  readonly name: string;
  /** Not measured: what people and partners do before. */
  readonly before?: (day: Day) => Promise<void> | void;
  readonly run: (day: Day) => void;
}

/** Postbacks with a status that the API knows, whose description can be changed and pushed. */
function editableRows({ stage }: Day): number[] {
  const [headers, ...lines] = stage.google.workbook!.sheet(TAB).texts();
  const status = headers!.indexOf('Status');
  return lines.flatMap((line, at) => (['active', 'inactive'].includes(line[status] ?? '') ? [at + 2] : []));
}

/** One new description a row, pasted as one column where rows stand together. */
function editDescriptions(day: Day): void {
  const file = day.stage.google.workbook!;
  const column = columnLetters(file.sheet(TAB).texts()[0]!.indexOf('Description') + 1);
  const anna = new Person(file, 'anna@acme.test');
  for (const row of editableRows(day).slice(0, day.edits)) anna.type(TAB, `${column}${row}`, `bench ${row}`);
}

/** Calls a stepped function until it has a result. */
function toEnd<R>(step: () => { readonly result?: R }): R {
  for (;;) {
    const { result } = step();
    if (result !== undefined) return result;
  }
}

export const FLOWS: readonly Flow[] = [
  { name: 'pull', run: ({ anna }) => void anna.pull({ details: 'skip' }) },
  {
    name: 'details',
    run: ({ anna }) => void anna.pull({ details: 'load' }),
  },
  { name: 'refresh', run: ({ anna }) => void anna.pull({ details: 'skip' }) },
  { name: 'check', before: editDescriptions, run: ({ anna }) => void anna.check() },
  { name: 'preview and push', run: ({ anna }) => void anna.push(anna.preview()) },
  {
    name: 'snapshot',
    run: (day) => {
      day.anna.call('snapshotStart', {});
      day.snapshot = toEnd(() => day.anna.call('snapshotStep')).sheetId;
    },
  },
  {
    name: 'verify',
    run: ({ anna, snapshot }) => {
      let goOn: string | undefined;
      toEnd(() => {
        const step = anna.call('verifySnapshotStep', {
          sheetId: snapshot,
          ...(goOn === undefined ? {} : { goOn }),
        });
        goOn = step.goOn;
        return step;
      });
    },
  },
  {
    name: 'compare',
    before: async ({ stage, anna }) => {
      const records = await stage.everflow.control.records(1);
      for (const { network_pixel_id: id } of records.filter((_, at) => at % 100 === 0))
        await stage.everflow.control.change(id, { delay_ms: 4321 });
      anna.pull({ details: 'skip' });
    },
    run: ({ anna, snapshot }) => {
      anna.call('compareStart', { a: snapshot, b: 'now' });
      toEnd(() => anna.call('compareStep'));
    },
  },
];

/** An empty spreadsheet with a key, on a network of that size. */
export async function beginDay(dist: string, postbacks: number, edits: number): Promise<Day> {
  const stage = await setStage({ dist, size: postbacks, seed: 1 });
  stage.google.openSpreadsheet();
  const anna = new Operator(stage.google);
  anna.connect(stage.everflow.keys.main);
  return { stage, anna, edits, snapshot: 0 };
}
