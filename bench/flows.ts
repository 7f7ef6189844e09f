/**
 * What is measured: one working day in a spreadsheet of any size, flow by flow, on the built add-on. A flow is what a user starts and waits for; each
 * leaves the spreadsheet as the next one needs it.
 */
import type { PreviewAnswer } from '../src/flows/preview/preview';
import { Operator } from '../local/story/operator';
import { setStage, type Stage } from '../local/story/stage';
import { TAB } from '../local/story/page';
import { columnLetters } from '../local/apps-script/spreadsheet';
import { Person, type Costs } from '../local/apps-script';

export interface Day {
  readonly stage: Stage;
  readonly anna: Operator;
  readonly postbacks: number;
  /** Rows that are edited and not pushed yet, from the top of those that can be, each with the description that it had. */
  typedOver: [row: number, text: string][];
  /** Rows that the last push updated. */
  pushed: number;
  /** The preview that the next push confirms. */
  preview: PreviewAnswer | undefined;
  /** Sheet id of the last snapshot. */
  snapshot: number;
}

export interface Flow {
  readonly name: string;
  /** A flow without which it cannot be; all need the pull. */
  readonly needs?: string;
  /** Not measured: what people and partners do before. */
  readonly before?: (day: Day) => Promise<void> | void;
  readonly run: (day: Day) => void;
  /** Rows that it is about, by what it has read by id; absent: all postbacks. */
  readonly rows?: (day: Day, recordsRead: number) => number;
}

/** Postbacks with a status that the API knows, whose description can be changed and pushed. */
function editableRows({ stage }: Day): number[] {
  const [headers, ...lines] = stage.google.workbook!.sheet(TAB).texts();
  const status = headers!.indexOf('Status');
  return lines.flatMap((line, at) => (['active', 'inactive'].includes(line[status] ?? '') ? [at + 2] : []));
}

/**
 * Gives rows a new description until so many are edited, or takes the last edits back until only so many are.
 * @throws Error if there are not enough rows
 */
function editUntil(day: Day, wanted: number): void {
  const file = day.stage.google.workbook!;
  const [headers, ...lines] = file.sheet(TAB).texts();
  const place = headers!.indexOf('Description');
  const anna = new Person(file, 'anna@acme.test');
  const nowMs = day.stage.google.clock.now();
  const type = (row: number, text: string): void => anna.type(TAB, `${columnLetters(place + 1)}${row}`, text);
  for (const [row, text] of day.typedOver.splice(wanted)) type(row, text);
  const rows = editableRows(day).slice(0, wanted);
  if (rows.length < wanted) throw new Error(`Only ${rows.length} of ${wanted} rows can be edited`);
  for (const row of rows.slice(day.typedOver.length)) {
    day.typedOver.push([row, lines[row - 2]![place]!]);
    type(row, `bench ${row} at ${nowMs}`);
  }
}

/** Calls a stepped function until it has a result. */
function toEnd<R>(step: () => { readonly result?: R }): R {
  for (;;) {
    const { result } = step();
    if (result !== undefined) return result;
  }
}

const edited = ({ typedOver }: Day): number => typedOver.length;

/** Preview and push of so many edited rows. */
function pushOf(rows: number): Flow[] {
  return [
    {
      name: `preview-${rows}`,
      before: (day) => editUntil(day, rows),
      run: (day) => {
        day.preview = day.anna.preview();
      },
      rows: edited,
    },
    {
      name: `push-${rows}`,
      needs: `preview-${rows}`,
      run: (day) => {
        const { counts } = day.anna.push(day.preview!);
        // The network has records with values that nobody may send back; such a row stays as it is.
        day.pushed = counts.Updated ?? 0;
        if (day.pushed < rows * 0.99) throw new Error(`Pushed of ${rows} rows: ${JSON.stringify(counts)}`);
        day.typedOver = [];
      },
      rows: ({ pushed }) => pushed,
    },
  ];
}

const BEGINNING: readonly Flow[] = [
  { name: 'pull', run: ({ anna }) => void anna.pull({ details: 'skip' }) },
  {
    name: 'details',
    run: ({ anna }) => void anna.pull({ details: 'load' }),
    rows: (_day, recordsRead) => recordsRead,
  },
  { name: 'refresh', run: ({ anna }) => void anna.pull({ details: 'skip' }) },
  {
    name: 'check',
    before: (day) => editUntil(day, Math.ceil(day.postbacks / EDITED_SHARE)),
    run: ({ anna }) => void anna.check(),
    rows: edited,
  },
];

const AUDIT: readonly Flow[] = [
  {
    name: 'snapshot',
    run: (day) => {
      day.anna.call('snapshotStart', {});
      day.snapshot = toEnd(() => day.anna.call('snapshotStep')).sheetId;
    },
  },
  {
    name: 'verify',
    needs: 'snapshot',
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
    needs: 'snapshot',
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

const FOREVER_MS = 1e9;
/** One row in so many is edited before the check. */
const EDITED_SHARE = 20;
/** Rows that the measured pushes change. */
const PUSHES = [500, 5000] as const;

/** All that can be chosen, in the order of a day at most sizes. */
export const FLOW_NAMES: readonly string[] = [...BEGINNING, ...PUSHES.flatMap(pushOf), ...AUDIT].map(
  ({ name }) => name,
);

export interface DayPlan {
  /** In the order in which they are done, those that others need among them. */
  readonly flows: readonly (Flow & { readonly isMeasured: boolean })[];
  readonly leftOut: readonly { readonly flow: string; readonly why: string }[];
}

/** @param chosen names of the flows to be measured */
export function planDay(postbacks: number, chosen: readonly string[] = FLOW_NAMES): DayPlan {
  const fitting = PUSHES.filter((rows) => postbacks >= 2 * rows);
  // What the check found edited is pushed first, and more is edited after it, never less.
  const ordered = postbacks / EDITED_SHARE > PUSHES[0] ? [...fitting].reverse() : fitting;
  const all = [...BEGINNING, ...ordered.flatMap(pushOf), ...AUDIT];
  const leftOut = PUSHES.filter((rows) => !fitting.includes(rows)).flatMap((rows) =>
    pushOf(rows).map(({ name }) => ({ flow: name, why: `the network has fewer than ${2 * rows} postbacks` })),
  );
  const needed = new Set([
    'pull',
    ...all.flatMap(({ name, needs }) => (chosen.includes(name) && needs) || []),
  ]);
  return {
    flows: all
      .filter(({ name }) => chosen.includes(name) || needed.has(name))
      .map((flow) => ({ ...flow, isMeasured: chosen.includes(flow.name) })),
    leftOut: leftOut.filter(({ flow }) => chosen.includes(flow)),
  };
}

export interface DayOptions {
  readonly dist: string;
  readonly postbacks: number;
  readonly seed: number;
  readonly costs: Costs;
}

/** An empty spreadsheet with a key, on a network of that size. */
export async function beginDay({ dist, postbacks, seed, costs }: DayOptions): Promise<Day> {
  // An execution that takes too long is told as such, not ended: how long it would take is what is asked here.
  const stage = await setStage({
    dist,
    size: postbacks,
    seed,
    google: { costs, executionLimitMs: FOREVER_MS },
  });
  stage.google.openSpreadsheet();
  const anna = new Operator(stage.google);
  anna.connect(stage.everflow.keys.main);
  return { stage, anna, postbacks, typedOver: [], pushed: 0, preview: undefined, snapshot: 0 };
}
