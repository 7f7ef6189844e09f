/**
 * Preview and push in the hands model, with their proof: each line of the preview says what stands in the row of its postback, the server
 * changes by exactly these lines, nobody else's change is written over, and the tab shows what the server holds.
 */
import type { PreviewLine } from '../../src/core/plan-preview';
import type { PreviewAnswer } from '../../src/flows/preview/preview';
import type { PushResult } from '../../src/flows/push/state';
import type { PixelRecord } from '../../local/everflow';
import { Refused } from '../../local/story/operator';
import { differences, type Outcomes } from '../../local/story/proof';
import { allLines, allOutcomes } from '../../local/story/run';
import { check, nameOf } from './hands-addon';
import { agrees, EDITABLE, expectCell, meaning, type Line } from './hands-desk';
import { equal, HandsModel, TOLD } from './hands-model';
import { settleBoth } from './hands-refresh';

/** Previews, and pushes everything that the preview shows. */
export async function push(model: HandsModel): Promise<void> {
  const { anna } = model.desk;
  const before = model.lines();
  const preview = previewOf(model);
  if (!preview) {
    await nothingToPush(model);
    model.tally.count('push: nothing to push');
    return;
  }
  const shown = model.compare(before, (line, header) => header === 'Row key' && line.id === 0);
  const lines = allLines(anna, preview, {});
  for (const line of lines) expectAsked(model, line, shown);
  const server = await model.desk.control.records();
  const result = carryOut(model, preview);
  const outcomes = allOutcomes(anna, result);
  const now = await model.desk.control.records();
  equal('server after the push', differences(server, lines, outcomes, now), []);
  settle(model, { lines, outcomes, shown, server, now });
  for (const { outcome, id } of outcomes) {
    model.tally.count(`push: ${outcome}`);
    model.story.push(`  #${id} ${outcome}`);
  }
}

function previewOf({ desk }: HandsModel): PreviewAnswer | undefined {
  try {
    return desk.anna.preview();
  } catch (error) {
    if (error instanceof Refused && error.code === 'nothing-to-push') return undefined;
    throw error;
  }
}

/** Whoever is told that there is nothing to push has rows that are stopped, or none that ask. */
async function nothingToPush(model: HandsModel): Promise<void> {
  await check(model);
  for (const line of model.lines().filter((one) => model.asks(one))) {
    if (!/^[✖✂]/.test(String(line.values['State'])))
      throw new Error(`${nameOf(line)} asks to be pushed, and nothing was offered`);
  }
}

/** A line of the preview says what stands in the row of that postback, and nothing of another. */
function expectAsked(model: HandsModel, line: PreviewLine, shown: readonly Line[]): void {
  const headers = line.changes.map(({ header }) => header);
  for (const row of shown)
    for (const header of row.formulas)
      if (headers.includes(header)) throw new Error(`${header} holds a formula and is pushed`);
  const says = (row: Line): boolean =>
    line.changes.every(
      ({ header, after }) => meaning(header, row.values[header]) === model.desk.shown(header, after),
    );
  const candidates = shown.filter((row) =>
    line.kind === 'update' ? row.id === line.id : row.id === 0 && row.values['Row key'] === line.rowKey,
  );
  const isOwnRow = ({ tag }: Line): boolean => [line.id, undefined].includes(model.origin.get(tag));
  const saying = candidates.filter(says);
  const row = saying.find(isOwnRow) ?? saying[0];
  const what = `line of ${line.id ?? line.rowKey}`;
  if (!row) throw new Error(`${what}: no row asks for ${JSON.stringify(line.changes)}`);
  const origin = model.origin.get(row.tag);
  if (line.kind === 'update') {
    if (origin !== undefined && origin !== line.id) throw new Error(`${what}: its row is that of #${origin}`);
    for (const { header, before } of line.changes)
      if (!agrees(model.desk.shown(header, before), model.pulled.get(line.id!)![header]))
        throw new Error(`${what}: ${header} was not "${before}" as pulled`);
    if (candidates.length === 1) {
      const mine = headers.filter((header) => model.pulled.get(line.id!)![header] !== undefined);
      equal(`${what} fields`, mine.toSorted(), model.edits(row).toSorted());
    }
    return;
  }
  const stands = shown.some(({ id }) => id === origin);
  if (origin !== undefined && !stands)
    throw new Error(`${what}: the row of #${origin} would become a new one`);
  for (const header of EDITABLE) {
    if (headers.includes(header)) continue;
    const cell = meaning(header, row.values[header]);
    if (!['', '0', '[]'].includes(cell) && !header.startsWith('FB '))
      throw new Error(`${what}: ${header} is not sent`);
  }
}

function carryOut({ desk: { anna } }: HandsModel, preview: PreviewAnswer): PushResult {
  const confirmed = anna.call('previewConfirm', {
    previewId: preview.previewId,
    leaveOut: {},
    typed: String(preview.all.writes),
    warningsAccepted: true,
    ticks: preview.all.warnings.map(({ cause }) => cause),
    reason: '',
  });
  anna.call('pushStart', { planId: confirmed.planId, digest: confirmed.digest });
  for (let step = 0; step < 100; step += 1) {
    const { result, paused } = anna.call('pushStep');
    if (result) return result;
    if (paused !== '') anna.call('pushGoOn');
  }
  throw new Error('The push has no end');
}

interface Pushed {
  readonly lines: readonly PreviewLine[];
  readonly outcomes: Outcomes;
  readonly shown: readonly Line[];
  readonly server: readonly PixelRecord[];
  readonly now: readonly PixelRecord[];
}

const CONFLICT = 'Changed in Everflow too';
const WRITTEN = new Set(['Updated', 'Created', 'Nothing to change']);

/** What the tab shows after a push, and what counts as pulled from then on. */
function settle(model: HandsModel, { lines, outcomes, shown, server, now }: Pushed): void {
  const outcomeOf = new Map(outcomes.map((one) => [one.seq, one]));
  const then = new Map(server.map((one) => [one.network_pixel_id, model.desk.meaningsOf(one)]));
  const held = new Map(now.map((one) => [one.network_pixel_id, model.desk.meaningsOf(one)]));
  const byRow = new Map<string, { id: number; outcome: string }>();
  for (const line of lines) {
    const { outcome, id: made } = outcomeOf.get(line.seq)!;
    const id = line.id ?? made;
    byRow.set(String(line.id ?? line.rowKey), { id, outcome });
    if (line.kind === 'update' && outcome === 'Updated') {
      for (const { header, before, after } of line.changes) {
        const found = then.get(id)![header];
        if (
          found !== undefined &&
          ![before, after].some((value) => model.desk.shown(header, value) === found)
        )
          throw new Error(`#${id} ${header}: "${found}" of someone else was overwritten`);
      }
    }
    if (outcome === 'Updated') {
      const told = Object.keys(held.get(id)!).filter(
        (header) => held.get(id)![header] !== model.pulled.get(id)?.[header],
      );
      const sent = new Set(line.changes.map(({ header }) => header));
      if (line.kind === 'update' && told.some((header) => !sent.has(header)))
        model.tally.count('push: taken over');
    }
    if (!WRITTEN.has(outcome)) continue;
    model.pulled.set(id, held.get(id)!);
    model.theirs.delete(id);
  }
  const edited = new Map(shown.map((line) => [line.tag, new Set(model.edits(line))]));
  const resultOf = (line: Line): { id: number; outcome: string } | undefined =>
    byRow.get(line.id > 0 ? String(line.id) : String(line.values['Row key']));
  const after = model.compare(shown, (line, header, value) => {
    const result = resultOf(line);
    if (!result) return false;
    if (TOLD.has(header)) return true;
    const done = WRITTEN.has(result.outcome);
    // Of a row in conflict nothing is sent; what only Everflow changed is taken over (M1).
    if (result.outcome === CONFLICT) {
      const isMine = edited.get(line.tag)!.has(header);
      return (
        EDITABLE.includes(header) && !isMine && agrees(meaning(header, value), held.get(line.id)![header])
      );
    }
    if (line.id === 0 && header === 'Postback ID') return done && Number(value) === result.id;
    if (line.id === 0 && header === 'Row key') return done && value === `p-${result.id}`;
    return done && agrees(meaning(header, value), held.get(result.id)![header]);
  });
  const rows = model.rowsOf(after);
  for (const line of shown) {
    if (resultOf(line)?.outcome !== CONFLICT || rows.get(line.id)?.length !== 1) continue;
    settleBoth(model, line.id, edited.get(line.tag)!, { line, now: held.get(line.id)! });
  }
  shown.forEach((line, at) => {
    const result = resultOf(line);
    if (!result || !WRITTEN.has(result.outcome) || rows.get(result.id)?.length !== 1) return;
    model.origin.set(line.tag, result.id);
    for (const header of EDITABLE)
      expectCell(`#${result.id} ${header} after the push`, after[at]!, header, held.get(result.id)!);
  });
}
