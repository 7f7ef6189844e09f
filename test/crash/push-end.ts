/**
 * The end of a push that was disturbed: what the add-on tells of it, what stands in the tab, and what check and pull find afterwards, each held
 * against the reference model.
 */
import { deskRows, expectedCells, wrongCells, type DeskRow } from '../../local/story/desk-rows';
import { storeKeys } from '../../local/apps-script';
import type { PixelRecord } from '../../local/everflow';
import { judgeLog } from './log-model';
import { LATER_TEXT } from './network';
import { judgePush, type Judged, type TabRow, type Told } from './push-model';
import type { PushScenario } from './push-scenario';
import { together, type Verdict } from './verdict';
import type { World } from './world';

export async function judgeEnd(world: World, scenario: PushScenario): Promise<Verdict> {
  const { anna, control } = world;
  const told = toldRows(world, scenario.planId);
  const after = await control.records();
  const judged = judgePush(scenario, { told, after, tab: tabRows(world) });
  const parts: Partial<Verdict>[] = [
    judged.verdict,
    finishedCells(world, scenario, told, after),
    editsOf(world, scenario, judged),
  ];
  const { later, unrelated } = scenario.ids;
  const edited = new Set([...judged.left, ...later, ...unrelated]);
  parts.push(checked('after the push', anna.check(), new Set([...edited, ...judged.unsure]).size, judged));
  anna.pull();
  parts.push(checked('after a pull', anna.check(), edited.size, judged));
  parts.push(
    cellsAfterPull(world, scenario, after, edited),
    editsOf(world, scenario, judged),
    leftOver(world),
    // Only now: what could not be written when the push ended comes with the next line.
    judgeLog(world, scenario.planId, scenario.lines, told),
  );
  return together(parts);
}

export function toldRows({ anna }: World, planId: string): Told[] {
  const rows: Told[] = [];
  for (;;) {
    const answer = anna.call('pushRows', { planId, offset: rows.length });
    rows.push(...answer.rows);
    if (answer.rows.length === 0 || rows.length >= answer.total) return rows;
  }
}

function tabRows({ file }: World): TabRow[] {
  return deskRows(file).map(({ values }) => ({
    id: Number(values['Postback ID']),
    description: String(values['Description']),
  }));
}

/** Rows by id; a doubled id is told by the model, by its marker. */
function rowsById({ file }: World): Map<number, DeskRow> {
  return new Map(deskRows(file).map((row) => [Number(row.values['Postback ID']), row]));
}

/** Headers that hold what an update may change; names and times are brought up to date by a pull. */
const EDITABLE = [
  'Status',
  'URL',
  'Delay (ms)',
  'Description',
  'Partner ID',
  'Offer ID',
  'Type',
  'Level',
  'Method',
];

/** The rows that are said to be done show what the server holds. */
function finishedCells(
  world: World,
  { lines, ids, parties }: PushScenario,
  told: readonly Told[],
  after: readonly PixelRecord[],
): Partial<Verdict> {
  const rows = rowsById(world);
  const records = new Map(after.map((record) => [record.network_pixel_id, record]));
  const lineOf = new Map(lines.map((line) => [line.seq, line]));
  const wrong = told.flatMap(({ seq, outcome, id }): string[] => {
    const done = ['Updated', 'Created', 'Nothing to change'].includes(outcome);
    const record = records.get(lineOf.get(seq)?.id ?? id);
    // What is not there after all is a matter of its own.
    if (!done || !record) return [];
    const cells = expectedCells(record, parties);
    const row = rows.get(record.network_pixel_id);
    return EDITABLE.flatMap((header) => {
      const isLater = header === 'Description' && ids.later.includes(record.network_pixel_id);
      const wanted = isLater ? LATER_TEXT : cells[header];
      const cell = row?.values[header];
      return cell === wanted
        ? []
        : [`cell: #${record.network_pixel_id} ${header} shows ${String(cell)}, not ${String(wanted)}`];
    });
  });
  return { wrong };
}

/** What people typed and what was not done still stands in its cell. */
function editsOf(world: World, { lines, ids }: PushScenario, judged: Judged): Partial<Verdict> {
  const rows = rowsById(world);
  const wrong: string[] = [];
  const expect = (id: number, header: string, wanted: unknown): void => {
    const cell = rows.get(id)?.values[header];
    if (String(cell) !== String(wanted))
      wrong.push(`lost: #${id} ${header} shows ${String(cell)}, not ${String(wanted)}`);
  };
  for (const id of [...ids.later, ...ids.unrelated]) expect(id, 'Description', LATER_TEXT);
  for (const line of lines) {
    if (line.kind === 'create' || !judged.left.has(line.id!) || ids.later.includes(line.id!)) continue;
    for (const { field, after } of line.changes) expect(line.id!, HEADERS[field] ?? field, after);
  }
  return { lost: wrong.length, wrong };
}

const HEADERS: Readonly<Record<string, string>> = {
  postback_url: 'URL',
  delay_ms: 'Delay (ms)',
  description: 'Description',
  pixel_status: 'Status',
};

function checked(
  when: string,
  found: {
    readonly edited: number;
    readonly created: number;
    readonly unknown: number;
    readonly certain: boolean;
  },
  edited: number,
  { leftNew }: Judged,
): Partial<Verdict> {
  const wanted = `${edited} edited, ${leftNew.size} new, 0 unknown, certain`;
  const is = `${found.edited} edited, ${found.created} new, ${found.unknown} unknown, ${found.certain ? '' : 'not '}certain`;
  return is === wanted ? {} : { wrong: [`check: ${when}: ${is} instead of ${wanted}`] };
}

function cellsAfterPull(
  world: World,
  { parties }: PushScenario,
  after: readonly PixelRecord[],
  edited: ReadonlySet<number>,
): Partial<Verdict> {
  const rows = rowsById(world);
  rows.delete(0);
  const wrong = wrongCells(after, rows, parties).filter(
    (line) => !edited.has(Number(/#(\d+)/.exec(line)?.[1])),
  );
  return { wrong: wrong.map((line) => `pull: ${line}`) };
}

/** Nothing is under way any more, and no step is held. */
export function leftOver({ google, file }: World): Partial<Verdict> {
  const store = google.state.properties.get(storeKeys.document(file.id));
  const left = ['postbackDesk.job', 'postbackDesk.step'].filter((key) => store?.get(key));
  return { wrong: left.map((key) => `left over: ${key}`) };
}
