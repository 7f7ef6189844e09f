/**
 * Doubles (V9): new rows that are the same, new rows that exist on the server already, and rows that would fire for the same as another
 * active postback. Judged as the tab would leave the network: with the edits and new rows that can be read, and without what is gone.
 */
import type { Baseline, BaselineRow } from '../baseline';
import type { Cause } from '../causes';
import { createText, fieldsOfCreate } from '../plan';
import { FIELDS, type Field, type FieldValue, type FieldValues } from '../postback';
import type { Problem, Severity } from '../problem';
import { FiringIndex, firesNoMore, firingOf, MAX_NAMED, type Fired } from './firing';
import type { CheckContext, RowView } from './row';

/** Everything that says for whom a postback fires. */
const REACH_FIELDS: readonly Field[] = [
  'network_affiliate_id',
  'network_offer_id',
  'network_offer_payout_revenue_id',
  'pixel_type',
  'pixel_level',
];
/** And whether it does, and whereto. */
const FIRING_FIELDS: readonly Field[] = [
  ...REACH_FIELDS,
  'delivery_method',
  'pixel_status',
  'postback_url',
  'html_code',
  'facebook_pixel.pixel_id',
];

/** A postback or a new row, as it is named in messages. */
interface Who {
  /** network_pixel_id; 0 for a new row. */
  readonly id: number;
  /** Position of a new row in the reading. */
  readonly row: number;
}

/** All doubles among these rows, and between them and what was pulled. Linear in rows and postbacks. */
export function doubles(rows: readonly RowView[], { baseline }: CheckContext): readonly Problem[] {
  const inOrder = [...rows].sort((a, b) => a.draft.row - b.draft.row);
  const { problems, single } = sameCreates(inOrder.filter((row) => row.isNew && isReadable(row)));
  const edits = new Map<number, RowView>();
  for (const row of inOrder) {
    if (row.draft.kind === 'update' && isReadable(row)) edits.set(row.draft.id, row);
  }
  const after = (known: BaselineRow): FieldValues =>
    edits.get(known.postback.id)?.draft.fields ?? known.postback.fields;
  let sorted: readonly BaselineRow[] | undefined;
  const pulled = (): readonly BaselineRow[] => (sorted ??= inIdOrder(baseline));
  const twins = serverTwins(single, pulled, after);
  const twinned = new Set(twins.filter((twin) => twin.active).map((twin) => twin.row));
  return [
    ...problems,
    ...twins.map((twin) => twin.problem),
    ...sameFiring(
      single.filter((row) => !twinned.has(row)),
      edits,
      { pulled, created: single },
    ),
  ];
}

/** What is on the server, as far as known, by id: so that messages do not depend on the order in which it was pulled. */
function inIdOrder(baseline: Baseline): BaselineRow[] {
  return [...baseline.values()].filter((row) => !row.gone).sort((a, b) => a.postback.id - b.postback.id);
}

/** A row that cannot be read as a whole is not pushed: what it would be is not known, and its postback stays as pulled. */
function isReadable({ draft }: RowView): boolean {
  return draft.unreadable.length === 0 && !draft.problems.some((problem) => problem.severity === 'error');
}

/** Of new rows that would send the same, the first is kept and the others are errors. */
function sameCreates(rows: readonly RowView[]): { problems: Problem[]; single: RowView[] } {
  const firstRow = new Map<string, number>();
  const problems: Problem[] = [];
  const single: RowView[] = [];
  for (const row of rows) {
    const text = createText(fieldsOfCreate(row.draft.fields));
    const first = firstRow.get(text);
    if (first === undefined) {
      firstRow.set(text, row.draft.row);
      single.push(row);
      continue;
    }
    problems.push(
      problemOf(
        row,
        'same-new-row',
        'error',
        'New rows that are the same',
        `Row ${first + 2} makes the same new postback, and two of them would fire twice. Change one of the rows, or delete this one.`,
      ),
    );
  }
  return { problems, single };
}

interface Twin {
  readonly row: RowView;
  /** True if one of the twins is active, so that the new postback would fire for the same. */
  readonly active: boolean;
  readonly problem: Problem;
}

/** New rows that differ from a postback on the server in nothing but description and status. */
function serverTwins(
  creates: readonly RowView[],
  pulled: () => readonly BaselineRow[],
  after: (known: BaselineRow) => FieldValues,
): Twin[] {
  if (creates.length === 0) return [];
  const wanted = new Set(creates.map((row) => roughText(row.draft.fields)));
  const idsByText = new Map<string, { active: number[]; off: number[] }>();
  for (const known of pulled()) {
    const fields = after(known);
    if (!wanted.has(roughText(fields)) || !isLoaded(fields)) continue;
    const text = twinText(fields);
    const ids = idsByText.get(text) ?? { active: [], off: [] };
    (fields.pixel_status === 'active' ? ids.active : ids.off).push(known.postback.id);
    idsByText.set(text, ids);
  }
  return creates.flatMap((row) => {
    const ids = idsByText.get(twinText(row.draft.fields));
    return ids ? [{ row, active: ids.active.length > 0, problem: twinProblem(row, ids) }] : [];
  });
}

function twinProblem(row: RowView, { active, off }: { active: number[]; off: number[] }): Problem {
  const some = [...active, ...off].slice(0, MAX_NAMED).map((id) => ({ id, row: 0 }));
  const which =
    active.length === 0 ? 'not active' : off.length === 0 ? 'active' : `${active.length} of them active`;
  const fires = active.length > 0 && row.get('pixel_status') === 'active';
  return problemOf(
    row,
    'twin-of-pulled',
    'own-tick',
    'New rows identical to an existing postback',
    `This row is identical to ${listOf(some, active.length + off.length)} (${which}) but for description and status. ${
      fires
        ? 'Pushing it makes a second postback that fires for the same.'
        : 'Pushing it makes a second postback of the same.'
    } Change or delete the row, or confirm it.`,
  );
}

/** What twins share for certain, quickly compared: most postbacks are no twin of any new row. */
export function roughText(fields: FieldValues): string {
  return [fields.network_affiliate_id ?? 0, fields.network_offer_id ?? 0, fields.delivery_method].join(' ');
}

function isLoaded(fields: FieldValues): boolean {
  return (
    fields.delivery_method !== 'facebook' ||
    FIELDS.every((field) => !field.startsWith('facebook_pixel.') || fields[field] !== undefined)
  );
}

/** Equal for postbacks that differ in description and status only; line ends do not count, since a copied cell may have others (T1). */
export function twinText(fields: FieldValues): string {
  const values: { -readonly [F in Field]?: FieldValue } = fieldsOfCreate(fields);
  delete values.description;
  delete values.pixel_status;
  for (const field of ['postback_url', 'html_code'] as const) {
    values[field] = String(values[field]).replace(/\r\n?/g, '\n');
  }
  return createText(values);
}

/** A row that would begin to fire for something, or for another receiver. */
interface Asker {
  readonly row: RowView;
  readonly fired: Fired<Who>;
}

/** Rows that would fire for the same as another active postback or new row, and that did not do so as pulled. */
function sameFiring(
  asking: readonly RowView[],
  edits: ReadonlyMap<number, RowView>,
  network: { readonly pulled: () => readonly BaselineRow[]; readonly created: readonly RowView[] },
): Problem[] {
  const firedBy = new Map<RowView, Fired<Who>>();
  const moved: RowView[] = [];
  for (const row of network.created) {
    const fired = firedByNew(row);
    if (fired) firedBy.set(row, fired);
  }
  for (const row of edits.values()) {
    const fired = firedByEdited(row);
    if (!fired) continue;
    firedBy.set(row, fired);
    if (fired.receiverBefore !== fired.firing.receiver) moved.push(row);
  }
  const askers = [...asking, ...moved].flatMap((row): Asker[] => {
    const fired = firedBy.get(row);
    return fired ? [{ row, fired }] : [];
  });
  if (askers.length === 0) return [];
  const receivers = new Set(askers.map(({ fired }) => fired.firing.receiver));
  const index = new FiringIndex<Who>();
  const add = (fired: Fired<Who> | undefined): void => {
    if (fired && receivers.has(fired.firing.receiver)) index.add(fired);
  };
  for (const known of network.pulled()) {
    const { id } = known.postback;
    const row = edits.get(id);
    add(row ? firedBy.get(row) : firedUnchanged(id, known));
  }
  for (const row of network.created) add(firedBy.get(row));
  return askers.flatMap(({ row, fired }) => {
    const { count, some } = index.newlySame(fired);
    return count > 0 ? [firingProblem(row, listOf(some, count), count)] : [];
  });
}

function firedUnchanged(id: number, { postback }: BaselineRow): Fired<Who> | undefined {
  const firing = firingOf(postback.fields);
  return firing && { who: { id, row: 0 }, firing, receiverBefore: firing.receiver };
}

function firedByNew(row: RowView): Fired<Who> | undefined {
  const firing = ignoresAnId(row.draft.fields) ? undefined : firingOf(row.draft.fields);
  return firing && { who: { id: 0, row: row.draft.row }, firing, receiverBefore: '' };
}

function firedByEdited(row: RowView): Fired<Who> | undefined {
  const { draft } = row;
  if (draft.kind !== 'update' || draft.baseline.gone) return undefined;
  const pulled = firedUnchanged(draft.id, draft.baseline);
  if (!row.edited(...FIRING_FIELDS)) return pulled;
  // A level that ignores an id is an error of its own when it was edited (V6), so the postback stays as it is.
  if (row.edited(...REACH_FIELDS) && ignoresAnId(draft.fields)) return pulled;
  const firing = firingOf(draft.fields);
  if (!firing) return undefined;
  const asBefore = pulled !== undefined && firesNoMore(pulled.firing, firing);
  return { who: { id: draft.id, row: 0 }, firing, receiverBefore: asBefore ? pulled.firing.receiver : '' };
}

function ignoresAnId(fields: FieldValues): boolean {
  const level = fields.pixel_level;
  const filled = (field: Field): boolean => (fields[field] ?? 0) !== 0;
  return (
    (level === 'global' && filled('network_offer_id')) ||
    (level === 'global_offer' && filled('network_affiliate_id'))
  );
}

/** "#501, #502, row 12 and 3 more". Postbacks come before new rows. */
function listOf(some: readonly Who[], count: number): string {
  const named = [...some].sort(
    (a, b) => Number(a.id === 0) - Number(b.id === 0) || a.id - b.id || a.row - b.row,
  );
  const words = named.map(({ id, row }) => (id === 0 ? `the new row ${row + 2}` : `#${id}`));
  const more = count - words.length;
  if (more > 0) return `${words.join(', ')} and ${more} more`;
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} and ${last}`;
}

/** A problem of the row as a whole; its cell is the id, which says which postback it is. */
function problemOf(row: RowView, cause: Cause, severity: Severity, title: string, message: string): Problem {
  return { rule: 'V9', cause, severity, row: row.draft.row, column: 'id', title, message, fixes: [] };
}

function firingProblem(row: RowView, list: string, count: number): Problem {
  return problemOf(
    row,
    'double-firing',
    'warning',
    'Postbacks that fire for the same',
    `This row would fire for the same as ${list}, ${count === 1 ? 'which is active and goes' : 'which are active and go'} to the same place: one event would be sent more than once. Switch one of them off, or make one fire for less.`,
  );
}
