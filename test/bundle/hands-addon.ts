/**
 * Check and fix in the hands model, each with its proof. The proofs look at the tab by tag and at the server's records, and never ask the
 * add-on.
 */
import type { CheckResult, GroupSummary } from '../../src/flows/check/check';
import type { PixelRecord } from '../../local/everflow';
import { EDITABLE, meaning, type Line } from './hands-desk';
import { equal, HandsModel, TOLD } from './hands-model';

/** Cells that follow the edited ids and URL of a row. */
const DERIVED = new Set(['Fires for', 'Partner', 'Offer', 'Host']);
const ASKING_STATES = /^[●＋⚠✖⇄✂]/;

const records = (model: HandsModel): Promise<PixelRecord[]> => model.desk.control.records();

/** Checks. Nothing but words changes, and no row that asks for something is passed over. */
export async function check(model: HandsModel): Promise<CheckResult> {
  const { anna } = model.desk;
  const server = await records(model);
  const before = model.lines();
  const result = anna.check();
  const after = model.compare(
    before,
    (line, header) => DERIVED.has(header) || (header === 'Row key' && line.id === 0),
  );
  HandsModel.sameServer(server, await records(model));
  const asking = after.filter((line) => model.asks(line));
  for (const line of asking)
    if (!isMarked(line))
      throw new Error(
        `${nameOf(line)} asks for something, and its State is "${String(line.values['State'])}"`,
      );
  for (const [id, copies] of model.rowsOf(after)) {
    // One of them may be the original; all others are copies and must be told so.
    const silent = copies.filter((line) => !isMarked(line));
    if (copies.length > 1 && silent.length > 1)
      throw new Error(`#${id} stands ${silent.length} times unnoticed`);
  }
  const found = result.edited + result.created + result.stopped;
  if (found < 1 && asking.length > 0) throw new Error('The check says that there is no change');
  if (asking.length === 0) equal('edits found', [result.edited, result.created], [0, 0]);
  model.tally.count(asking.length === 0 ? 'check: nothing to do' : 'check: something to do');
  return result;
}

const isMarked = (line: Line): boolean => ASKING_STATES.test(String(line.values['State']));
export const nameOf = (line: Line): string => `${line.tag} (#${line.id})`;

/** Applies one of the fixes that a check offers. Only cells of the rows it names change. */
export async function fix(model: HandsModel, choice: number): Promise<void> {
  const { groups } = await check(model);
  const offered = groups.flatMap((group) => group.fixes.map((one) => ({ group, one })));
  const chosen = offered[choice % Math.max(1, offered.length)];
  if (!chosen) return;
  const { group, one } = chosen;
  const server = await records(model);
  const before = model.lines();
  model.desk.anna.fix(group.cause, one.id);
  const named = new Set(group.examples.map(({ rowNumber }) => rowNumber));
  const isNamed = (line: Line): boolean =>
    named.has(line.rowNumber) || named.has(1) || group.count > group.examples.length;
  const after = model.compare(before, (line, header) => isNamed(line) && mayFix(group, header));
  HandsModel.sameServer(server, await records(model));
  before.forEach((line, at) => {
    if (isNamed(line)) afterFix(model, `${group.cause}/${one.id}`, line, after[at]!);
  });
  model.tally.count(`fix ${one.id}`);
  model.story.push(`  ${group.cause}/${one.id} of ${group.count} rows`);
}

/** A fix may change cells that people edit, and those by which a row is known. */
function mayFix({ fixes }: GroupSummary, header: string): boolean {
  const identity = ['Postback ID', 'Row key', 'Created', 'Last changed'].includes(header);
  return fixes.length > 0 && (identity || EDITABLE.includes(header) || TOLD.has(header));
}

/** A group may offer different fixes for its rows; those that this one is for have changed. */
function afterFix(model: HandsModel, fixed: string, before: Line, after: Line): void {
  const fixId = fixed.slice(fixed.indexOf('/') + 1);
  if (fixId === 'keep-values') {
    for (const header of EDITABLE)
      equal('value kept', meaning(header, after.values[header]), meaning(header, before.values[header]));
  }
  if (JSON.stringify(before.values) === JSON.stringify(after.values)) return;
  // The person says that the id is right and the rest of the row is meant.
  if (fixId === 'restore' && after.values['Row key'] === `p-${after.id}`)
    model.origin.set(after.tag, after.id);
  if (fixId === 'put-id-back' && model.origin.has(after.tag)) {
    equal(`id put back into ${after.tag}`, after.id, model.origin.get(after.tag));
  }
  if (fixId === 'make-new') {
    equal(`id of ${after.tag} made new`, after.id, 0);
    model.origin.delete(after.tag);
  }
}

/** Discards everything. Changed cells of rows with an id go back to as pulled, or to what Everflow holds; nothing else changes. */
export async function discard(model: HandsModel): Promise<void> {
  const server = await records(model);
  const before = model.lines();
  const rows = model.rowsOf(before);
  let step = model.desk.anna.call('discardStep', { what: 'all', hiddenToo: true });
  while (!step.result && step.goOn) {
    step = model.desk.anna.call('discardStep', { what: 'all', hiddenToo: true, goOn: step.goOn });
  }
  const isRow = ({ id }: Line): boolean => model.pulled.has(id);
  const after = model.compare(
    before,
    (line, header) => isRow(line) && (EDITABLE.includes(header) || DERIVED.has(header)),
  );
  HandsModel.sameServer(server, await records(model));
  for (const line of after) {
    if (
      rows.get(line.id)?.length !== 1 ||
      model.origin.get(line.tag) !== line.id ||
      model.removed.has(line.id)
    )
      continue;
    equal(`#${line.id} after discarding`, model.edits(line), []);
  }
  model.tally.count('discard');
}
