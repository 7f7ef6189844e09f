/**
 * Any sequence of changes on Everflow, edits in the sheet and refreshes, against a model that knows nothing of baselines: what a cell
 * must hold, what counts as an edit, and what Everflow did since it was last looked at.
 */
import fc from 'fast-check';
import type { BaselineRow } from '../../../src/core/baseline';
import { NOT_LOADED } from '../../../src/core/cells';
import { addUp, changeOf, linesOf, type PostbackChange } from '../../../src/core/changes';
import { columnForField } from '../../../src/core/columns';
import { readDrafts } from '../../../src/core/edits';
import { IDENTITY_FIELDS, type Field, type FieldValue, type Postback } from '../../../src/core/postback';
import { refreshRow, withKnownDetails } from '../../../src/core/refresh';
import { FakeDesk } from './fake-desk';
import { holds, type Tally } from './laws';

const IDS: readonly number[] = [1, 2, 3];
/** #3 is a facebook postback, whose details a table row does not tell. */
const FACEBOOK = 3;
const DETAIL: Field = 'facebook_pixel.pixel_id';
const PLAIN: readonly Field[] = [
  'description',
  'postback_url',
  'pixel_status',
  'network_affiliate_id',
  'network_offer_id',
];
const fieldsOf = (id: number): readonly Field[] => (id === FACEBOOK ? [...PLAIN, DETAIL] : PLAIN);

/** Few values, so that both sides often agree; some that a sheet would like to read as something else. */
const VALUES: Readonly<Record<string, readonly FieldValue[]>> = {
  description: ['', 'a', '=b()', 'c\r\nd'],
  postback_url: ['https://a.b/1', 'https://a.b/2', 'https://a.b/3'],
  pixel_status: ['active', 'inactive'],
  network_affiliate_id: [1, 2, 3],
  network_offer_id: [7, 8, 9],
  [DETAIL]: ['p1', 'p2', 'p3'],
};

type Op =
  | { readonly op: 'there'; readonly id: number; readonly at: number; readonly pick: number }
  | { readonly op: 'here'; readonly id: number; readonly at: number; readonly pick: number }
  | { readonly op: 'refresh'; readonly ids: readonly number[]; readonly details: boolean }
  | { readonly op: 'seen' };

const place = { id: fc.constantFrom(...IDS, FACEBOOK), at: fc.nat({ max: 5 }), pick: fc.nat({ max: 3 }) };
const refresh = fc.record({
  op: fc.constant('refresh' as const),
  ids: fc.oneof({ weight: 3, arbitrary: fc.constant(IDS) }, { weight: 1, arbitrary: fc.subarray([...IDS]) }),
  details: fc.boolean(),
});
const ops: fc.Arbitrary<readonly Op[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ op: fc.constant('there' as const), ...place }) },
    { weight: 4, arbitrary: fc.record({ op: fc.constant('here' as const), ...place }) },
    { weight: 4, arbitrary: refresh },
    { weight: 1, arbitrary: fc.constant({ op: 'seen' as const }) },
  ),
  { minLength: 4, maxLength: 30 },
);

/** What the model knows of one cell. */
interface Cell {
  /** What stands in the sheet; undefined where the stand-in for "not loaded" does. */
  cell: FieldValue | undefined;
  /** As first pulled, before the person's edit. */
  pulled: FieldValue | undefined;
  /** What Everflow held when it last told. */
  read: FieldValue | undefined;
}

class World {
  readonly server = new Map<number, Postback>();
  readonly model = new Map<number, { cells: Map<Field, Cell>; saved: number; told: boolean }>();
  readonly desk = new FakeDesk();
  readonly baseline = new Map<number, BaselineRow>();
  changes: PostbackChange[] = [];
  /** First and last value of what Everflow did since "seen". */
  news = new Map<string, { before: FieldValue; after: FieldValue }>();
  now = 1_000;

  constructor(private readonly tally: Tally) {
    for (const id of IDS) {
      const fields: { [F in Field]?: FieldValue } = {
        pixel_type: 'conversion',
        pixel_level: 'specific',
        delivery_method: id === FACEBOOK ? 'facebook' : 'postback',
        network_offer_payout_revenue_id: 0,
        html_code: '',
        delay_ms: 0,
        'facebook_pixel.network_affiliate_integration_facebook_business_id': 0,
        'facebook_pixel.event_name': '',
        'facebook_pixel.user_data': '',
        'facebook_pixel.custom_data': '',
        [DETAIL]: '',
      };
      for (const field of fieldsOf(id)) fields[field] = VALUES[field]![0]!;
      this.server.set(id, {
        id,
        networkId: 1,
        fields,
        partnerName: 'P',
        offerName: 'O',
        timeCreated: 1,
        timeSaved: 1,
        other: '',
        fixed: '',
      });
      this.model.set(id, { cells: new Map(), saved: 0, told: false });
    }
    this.pull(IDS, true);
    this.changes = [];
    this.news = new Map();
  }

  run(op: Op): void {
    if (op.op === 'seen') {
      this.changes = [];
      this.news = new Map();
    } else if (op.op === 'refresh') {
      this.pull(op.ids, op.details);
    } else {
      const fields = fieldsOf(op.id);
      const field = fields[op.at % fields.length]!;
      const values = VALUES[field]!;
      const value = values[op.pick % values.length]!;
      if (op.op === 'there') this.changeThere(op.id, field, value);
      else this.type(op.id, field, value);
    }
  }

  private changeThere(id: number, field: Field, value: FieldValue): void {
    const was = this.server.get(id)!;
    this.server.set(id, {
      ...was,
      fields: { ...was.fields, [field]: value },
      timeSaved: was.timeSaved + 1,
    });
  }

  private rowOf(id: number): number {
    for (let row = 0; row < this.desk.rowCount; row += 1) if (this.desk.value(row, 'id') === id) return row;
    throw new Error(`No row of #${id}`);
  }

  private type(id: number, field: Field, value: FieldValue): void {
    const cell = this.model.get(id)!.cells.get(field)!;
    if (cell.cell === undefined) return;
    this.tally.count('typed');
    cell.cell = value;
    this.desk.set(this.rowOf(id), columnForField(field).key, value);
  }

  pull(ids: readonly number[], details: boolean): void {
    this.now += 1;
    for (const id of ids) {
      this.pullByModel(id, details);
      const full = this.server.get(id)!;
      const hidden = details || id !== FACEBOOK;
      const told = hidden ? full : withoutDetails(full);
      const old = this.baseline.get(id);
      const postback = withKnownDetails(told, old);
      const next = { postback, readAt: this.now, filter: '' };
      if (!old) {
        this.desk.addPulled(next);
        this.baseline.set(id, next);
        continue;
      }
      const row = this.rowOf(id);
      const fresh = refreshRow(old, next, {
        value: (key) => this.desk.value(row, key),
        display: (key) => this.desk.display(row, key),
      });
      for (const { column, value } of fresh.writes) this.desk.set(row, column, value);
      // The books keep JSON.
      this.baseline.set(id, JSON.parse(JSON.stringify(fresh.baseline)) as BaselineRow);
      const change = changeOf(old, postback, this.now);
      if (change) this.changes.push(change, ...(this.now % 3 === 0 ? [change] : []));
    }
  }

  private pullByModel(id: number, details: boolean): void {
    const { fields, timeSaved } = this.server.get(id)!;
    const row = this.model.get(id)!;
    row.told = details || id !== FACEBOOK || (row.told && row.saved === timeSaved);
    row.saved = timeSaved;
    const moved = fieldsOf(id).some((field) => {
      const known = row.cells.get(field);
      return known && IDENTITY_FIELDS.includes(field) && isEdit(known) && known.cell !== fields[field];
    });
    for (const field of fieldsOf(id)) {
      const now = field === DETAIL && !row.told ? undefined : fields[field];
      const known = row.cells.get(field);
      if (!known) {
        row.cells.set(field, { cell: now, pulled: now, read: now });
        continue;
      }
      if (known.read !== undefined && now !== undefined && known.read !== now) {
        this.tally.count('changed there');
        const key = `${id} ${field}`;
        this.news.set(key, { before: this.news.get(key)?.before ?? known.read, after: now });
      }
      if (isEdit(known) && known.cell !== now) {
        this.tally.count('edit kept');
        if (now === undefined) this.tally.count('edit kept although details were not told');
        else {
          if (known.pulled === now || known.pulled === undefined) known.pulled = now;
          else this.tally.count('conflict');
          known.read = now;
        }
        continue;
      }
      const agreed = isEdit(known) && known.cell === now;
      const inGroup = moved && IDENTITY_FIELDS.includes(field) && !agreed && known.pulled !== now;
      if (inGroup) this.tally.count('moved here and there');
      row.cells.set(field, { cell: now, read: now, pulled: inGroup ? known.pulled : now });
    }
  }

  check(): void {
    const expectedEdits: string[] = [];
    const expectedConflicts: string[] = [];
    for (const id of IDS) {
      const row = this.rowOf(id);
      const cells = this.model.get(id)!.cells;
      for (const [field, cell] of cells) {
        const found = this.desk.value(row, columnForField(field).key);
        if (found !== (cell.cell ?? NOT_LOADED)) throw new Error(`#${id} ${field} holds ${String(found)}`);
        if (!isEdit(cell)) continue;
        expectedEdits.push(`${id} ${field}: ${cell.pulled} -> ${cell.cell}`);
        if (cell.read !== cell.pulled)
          expectedConflicts.push(`${id} ${columnForField(field).key} ${cell.read}`);
      }
    }
    const { drafts, unchanged } = readDrafts(this.desk, this.baseline);
    const edits = drafts.flatMap((draft) =>
      draft.kind === 'update'
        ? draft.changes.map(({ field, before, after }) => `${draft.id} ${field}: ${before} -> ${after}`)
        : [`${draft.kind} draft`],
    );
    expect(edits.sort()).toEqual(expectedEdits.sort());
    expect(drafts.length + unchanged).toBe(IDS.length);
    const clashing = drafts.flatMap((draft) =>
      draft.kind === 'update' &&
      draft.problems.some(({ column }) =>
        IDENTITY_FIELDS.some((field) => columnForField(field).key === column),
      )
        ? [draft.id]
        : [],
    );
    expect(clashing.sort((a, b) => a - b)).toEqual(IDS.filter((id) => this.isClash(id)));
    const conflicts = drafts.flatMap((draft) =>
      draft.problems.flatMap(({ cause, column, fixes, message }) => {
        if (cause !== 'changed-there-too') throw new Error(`Unexpected ${cause}`);
        if (message.includes('does not mix')) return [];
        const [fix] = fixes;
        if (fix?.action !== 'set' || draft.kind !== 'update') return ['a conflict without a fix'];
        const inGroup = IDENTITY_FIELDS.map((field) => columnForField(field).key);
        const edited = draft.changes.map(({ field }) => columnForField(field).key);
        // Whom a postback fires for is given up as a whole.
        const given = inGroup.includes(column!) ? edited.filter((key) => inGroup.includes(key)) : [column];
        expect(fix.cells.map((cell) => cell.column)).toEqual(given);
        return fix.cells
          .filter((cell) => cell.column === column)
          .map(({ value }) => `${draft.id} ${column} ${value}`);
      }),
    );
    expect(conflicts.sort()).toEqual(expectedConflicts.sort());
    const lines = linesOf(addUp(this.changes), this.baseline).map(
      ({ id, header, before, after }) => `${id} ${header}: ${before} -> ${after}`,
    );
    const news = [...this.news].flatMap(([key, { before, after }]) => {
      const [id, field] = key.split(' ') as [string, Field];
      return before === after ? [] : [`${id} ${columnForField(field).header}: ${before} -> ${after}`];
    });
    expect(lines.sort()).toEqual(news.sort());
    if (news.length > 0) this.tally.count('news');
  }

  /** Partner or offer edited here, while partner or offer moved in Everflow. */
  private isClash(id: number): boolean {
    const group = [...this.model.get(id)!.cells].filter(([field]) => IDENTITY_FIELDS.includes(field));
    return group.some(([, cell]) => isEdit(cell)) && group.some(([, cell]) => cell.read !== cell.pulled);
  }
}

const isEdit = ({ cell, pulled, read }: Cell): boolean =>
  cell !== undefined && cell !== pulled && cell !== read;

function withoutDetails(postback: Postback): Postback {
  const fields = Object.entries(postback.fields).filter(([field]) => !field.startsWith('facebook_pixel.'));
  return { ...postback, fields: Object.fromEntries(fields) };
}

describe('[P6] [P9] any sequence of changes there, edits here and refreshes', () => {
  it('loses no edit, takes over the rest, tells each conflict with its first "as pulled", and lists what Everflow did', () => {
    holds(
      ops,
      (sequence, tally) => {
        const world = new World(tally);
        for (const op of sequence) {
          world.run(op);
          if (op.op !== 'there') world.check();
        }
      },
      {
        typed: 2_000,
        'changed there': 1_000,
        'edit kept': 1_000,
        'edit kept although details were not told': 25,
        conflict: 60,
        'moved here and there': 20,
        news: 1_000,
      },
      1_000,
    );
  });
});
