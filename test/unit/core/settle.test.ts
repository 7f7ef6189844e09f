/** What settling a conflict leaves behind: a plain change or none, nothing else touched, whom it fires for never mixed, nothing turned on. */
import fc from 'fast-check';
import { serverFields, shownCell, type BaselineRow } from '../../../src/core/baseline';
import { keepLineEnds, sameValue, toCell, TOO_LONG } from '../../../src/core/cells';
import { columnForField, columnOf } from '../../../src/core/columns';
import type { DeskDrafts, UpdateDraft } from '../../../src/core/draft';
import { settled } from '../../../src/core/discard';
import { readDrafts } from '../../../src/core/edits';
import { FIELDS, IDENTITY_FIELDS, type Field, type FieldValues } from '../../../src/core/postback';
import {
  cellsFor,
  chosenOf,
  conflictsIn,
  isAsShown,
  isMeant,
  rebased,
  stampOf,
  unreadableOf,
  type Choice,
  type RowConflict,
} from '../../../src/core/settle';
import { baselineRow, P501 } from '../check-support';
import { FakeDesk } from './fake-desk';
import { holds } from './laws';

const VALUES: { readonly [F in Field]?: readonly (string | number)[] } = {
  network_affiliate_id: [12, 13, 14],
  network_offer_id: [40, 41, 42],
  pixel_level: ['specific', 'global', 'global_offer'],
  pixel_type: ['conversion', 'cpc', 'post_conversion', 'event'],
  pixel_status: ['active', 'inactive', 'deleted'],
  postback_url: ['https://a.b/1', 'https://a.b/2', '=x()'],
  description: ['', 'one\r\ntwo', 'one\ntwo', 'bell\u0007in', 'x'.repeat(50_001)],
  delay_ms: [0, 5, 7],
};
const KEYS = Object.keys(VALUES) as Field[];

/** Values of some fields, from few, so that sides often agree. */
const some = (least: number): fc.Arbitrary<FieldValues> =>
  fc
    .uniqueArray(fc.constantFrom(...KEYS), { minLength: least, maxLength: 6 })
    .chain((fields) =>
      fc.tuple(...fields.map((field) => fc.constantFrom(...VALUES[field]!).map((value) => [field, value]))),
    )
    .map((entries) => Object.fromEntries(entries) as FieldValues);

/** As a pull leaves it: as first pulled, what Everflow has now, what people typed; unedited cells may follow Everflow. */
const situation = fc.record({
  pulled: some(0).map((fields) => ({ ...P501, ...fields })),
  theirs: some(1),
  typed: some(1),
  follows: fc.boolean(),
  unreadable: fc.oneof(
    { weight: 5, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant('x y') },
  ),
});

interface Case {
  readonly known: BaselineRow;
  readonly desk: FakeDesk;
}

type Situation = typeof situation extends fc.Arbitrary<infer S> ? S : never;

function stage({ pulled, theirs, typed, follows, unreadable }: Situation): Case {
  const moved = Object.fromEntries(
    Object.entries(theirs).filter(
      ([field, value]) => !sameValue(field as Field, pulled[field as Field], value),
    ),
  ) as FieldValues;
  const shown = String(pulled.description).includes('\r') ? { description: 'one\ntwo' } : undefined;
  const known: BaselineRow = {
    ...baselineRow(pulled),
    ...(Object.keys(moved).length > 0 ? { theirs: moved } : {}),
    ...(shown ? { shown } : {}),
  };
  const desk = new FakeDesk([known]);
  if (follows) {
    for (const [field, value] of Object.entries(moved)) {
      const column = columnForField(field as Field);
      desk.set(0, column.key, toCell(column, value));
    }
  }
  for (const [field, value] of Object.entries(typed)) {
    if (String(value).length < 50_000) desk.set(0, columnForField(field as Field).key, value);
  }
  if (unreadable !== undefined) desk.set(0, 'offerId', unreadable);
  return { known, desk };
}

const read = (desk: FakeDesk, known: BaselineRow): DeskDrafts => readDrafts(desk, new Map([[501, known]]));
const draftOf = (desk: FakeDesk, known: BaselineRow): UpdateDraft | undefined =>
  read(desk, known).drafts.find((draft) => draft.kind === 'update');
const conflictOf = (desk: FakeDesk, known: BaselineRow): RowConflict | undefined =>
  conflictsIn(read(desk, known).drafts)[0];

/** Carries a choice out as the flow does: cells, then what is known. */
function settle({ desk, known }: Case, conflict: RowConflict, choice: Choice): BaselineRow {
  const { units } = chosenOf(conflict, choice);
  const aims = units.flatMap((unit) => cellsFor(unit, choice.use, conflict.unreadable));
  if (choice.use === 'theirs') aims.push(...unreadableOf(conflict, units));
  for (const { column, value } of aims) desk.set(0, column, value);
  const fields = units.flatMap((unit) => unit.fields.map(({ field }) => field));
  if (choice.use === 'mine') return rebased(known, fields);
  return (
    settled(
      known,
      fields.map((field) => columnForField(field).key),
      (key) => desk.value(0, key),
    ) ?? known
  );
}

/** The six as the row would have them on the server. */
const identityOf = (fields: FieldValues): unknown[] =>
  IDENTITY_FIELDS.map((field) => (fields[field] === 'event' ? 'post_conversion' : fields[field]));
const isGroup = ({ units }: RowConflict): boolean =>
  units.some(({ fields }) => fields.some(({ field }) => IDENTITY_FIELDS.includes(field)));

test('[M2] after "mine" the row asks for exactly the change from the value shown to mine, and is in conflict no more', () => {
  holds(
    situation,
    (one, tally) => {
      const state = stage(one);
      const conflict = conflictOf(state.desk, state.known);
      if (!conflict) return;
      const choice: Choice = { use: 'mine', turnOn: true };
      const { units, tooLong } = chosenOf(conflict, choice);
      const after = settle(state, conflict, choice);
      const draft = draftOf(state.desk, after);
      if (!tooLong) expect(conflictsIn(draft ? [draft] : [])).toEqual([]);
      for (const { field, mine, theirs } of units.flatMap(({ fields }) => fields)) {
        if (conflict.unreadable.includes(columnForField(field).key)) continue;
        const change = draft?.changes.find((found) => found.field === field);
        const wanted = sameValue(field, theirs, mine)
          ? undefined
          : { field, before: theirs, after: keepLineEnds(field, mine, theirs) };
        expect(change).toEqual(wanted);
        tally.count('settled');
      }
      if (isGroup(conflict)) tally.count('group');
      if (conflict.unreadable.length === 0 && isGroup(conflict)) {
        // Wholly mine: the edits over what was first pulled, and nothing of Everflow's.
        const before = draftOf(state.desk, { ...state.known, theirs: {} });
        expect(identityOf(draft!.fields)).toEqual(identityOf(before?.fields ?? {}));
      }
    },
    { settled: 150, group: 60 },
    600,
  );
});

test('[M2] after "theirs" nothing of what was settled is a change, and the row knows Everflow\'s value as pulled', () => {
  holds(
    situation,
    (one, tally) => {
      const state = stage(one);
      const conflict = conflictOf(state.desk, state.known);
      if (!conflict) return;
      const choice: Choice = { use: 'theirs', turnOn: false };
      const fields = chosenOf(conflict, choice).units.flatMap((unit) =>
        unit.fields.map(({ field }) => field),
      );
      const after = settle(state, conflict, choice);
      const draft = draftOf(state.desk, after);
      for (const field of fields) {
        expect(draft?.changes.map((change) => change.field) ?? []).not.toContain(field);
        expect(after.postback.fields[field]).toEqual(serverFields(state.known)[field]);
        expect(after.theirs?.[field]).toBeUndefined();
        tally.count('settled');
      }
      if (isGroup(conflict)) {
        const draftIdentity = identityOf(draft?.fields ?? after.postback.fields);
        expect(draftIdentity).toEqual(identityOf(serverFields(state.known)));
        tally.count('group');
      }
    },
    { settled: 150, group: 60 },
    600,
  );
});

test('[M2] settling one field leaves all others as they were: cells, edits, conflicts and what is known', () => {
  holds(
    fc.tuple(situation, fc.nat({ max: 5 }), fc.constantFrom('mine' as const, 'theirs' as const)),
    ([one, pick, use], tally) => {
      const state = stage(one);
      const conflict = conflictOf(state.desk, state.known);
      if (!conflict || conflict.units.length < 2) return;
      const unit = conflict.units[pick % conflict.units.length]!;
      if (!unit.fits) return;
      const own: readonly Field[] = IDENTITY_FIELDS.includes(unit.fields[0]!.field)
        ? IDENTITY_FIELDS
        : [unit.fields[0]!.field];
      const others = FIELDS.filter((field) => !own.includes(field));
      const cells = others.map((field) => state.desk.value(0, columnForField(field).key));
      const draft = draftOf(state.desk, state.known)!;
      const after = settle(state, conflict, { use, fields: [unit.fields.at(-1)!.field], turnOn: true });
      const left = draftOf(state.desk, after);
      expect(others.map((field) => state.desk.value(0, columnForField(field).key))).toEqual(cells);
      const ofOthers = (found: UpdateDraft | undefined) =>
        found?.changes.filter(({ field }) => others.includes(field)) ?? [];
      expect(ofOthers(left)).toEqual(ofOthers(draft));
      for (const field of others) {
        const { key } = columnForField(field);
        expect([after.postback.fields[field], after.theirs?.[field], after.shown?.[key]]).toEqual([
          state.known.postback.fields[field],
          state.known.theirs?.[field],
          state.known.shown?.[key],
        ]);
      }
      const units = conflictsIn(left ? [left] : [])[0]?.units ?? [];
      expect(units).toEqual(conflict.units.filter((kept) => kept !== unit));
      tally.count(use);
    },
    { mine: 60, theirs: 60 },
    1_500,
  );
});

test('[M2] "mine" for all never asks to turn on what was not asked for before, and says what it passed over', () => {
  holds(
    situation,
    (one, tally) => {
      const state = stage(one);
      const conflict = conflictOf(state.desk, state.known);
      if (!conflict) return;
      const choice: Choice = { use: 'mine', turnOn: false };
      const chosen = chosenOf(conflict, choice);
      const after = settle(state, conflict, choice);
      const open = conflictsIn(read(state.desk, after).drafts)[0]?.units ?? [];
      const wakes = conflict.units.filter(({ turnsOn }) => turnsOn);
      expect(chosen.turnsOn).toBe(wakes.length > 0);
      // Still in conflict, so a push does not write it.
      expect(open.filter(({ turnsOn }) => turnsOn)).toEqual(wakes);
      tally.count('cases with conflict');
      if (wakes.length > 0) tally.count('wakes');
    },
    { 'cases with conflict': 400, wakes: 8 },
    2_500,
  );
});

describe('[M2] one row', () => {
  const known: BaselineRow = {
    ...baselineRow({ ...P501, description: 'first' }),
    theirs: { network_offer_id: 45, description: 'theirs' },
    shown: { description: 'as shown' },
  };
  function typed(cells: Readonly<Record<string, unknown>>): Case {
    const desk = new FakeDesk([known]);
    desk.set(0, 'offerId', 45);
    for (const [key, value] of Object.entries(cells)) desk.set(0, key as 'partnerId', value);
    return { known, desk };
  }

  test('[M1] partner moved here and offer there: mine puts the offer back, which nobody here had changed', () => {
    const state = typed({ partnerId: 13 });
    const conflict = conflictOf(state.desk, state.known)!;
    expect(conflict.units).toEqual([
      {
        fits: true,
        turnsOn: false,
        fields: [
          { field: 'network_affiliate_id', pulled: 12, mine: 13, theirs: 12, isEdited: true },
          { field: 'network_offer_id', pulled: 40, mine: 40, theirs: 45, isEdited: false },
        ],
      },
    ]);
    const after = settle(state, conflict, { use: 'mine', turnOn: false });
    expect(state.desk.value(0, 'offerId')).toBe(40);
    expect(draftOf(state.desk, after)!.changes).toEqual([
      { field: 'network_affiliate_id', before: 12, after: 13 },
      { field: 'network_offer_id', before: 45, after: 40 },
    ]);
  });

  test('[J1] between cells and books it is still the same conflict, whichever side was taken', () => {
    const mine = typed({ partnerId: 13 });
    const shown = conflictOf(mine.desk, known)!;
    mine.desk.set(0, 'offerId', 40);
    expect(stampOf(conflictOf(mine.desk, known)!)).toBe(stampOf(shown));
    const theirs = typed({ partnerId: 13, level: 'global' });
    const before = stampOf(conflictOf(theirs.desk, known)!);
    theirs.desk.set(0, 'partnerId', 12);
    const half = conflictOf(theirs.desk, known)!;
    expect(isAsShown(half, before, 'theirs')).toBe(true);
    expect(isAsShown(half, before, 'mine')).toBe(false);
  });

  test("another value on Everflow's side, or mine, is not what was shown", () => {
    const { desk } = typed({ description: 'mine' });
    const shown = stampOf(conflictOf(desk, known)!);
    const again = { ...known, theirs: { ...known.theirs, description: 'theirs again' } };
    for (const use of ['mine', 'theirs'] as const) {
      expect(isAsShown(conflictOf(desk, known)!, shown, use)).toBe(true);
      expect(isAsShown(conflictOf(desk, again)!, shown, use)).toBe(false);
    }
    desk.set(0, 'description', 'mine again');
    expect(isAsShown(conflictOf(desk, known)!, shown, 'mine')).toBe(false);
  });

  test('a cell that cannot be read is given up with its group, and does not become a value', () => {
    const state = typed({ partnerId: 'nobody', level: 'global' });
    const conflict = conflictOf(state.desk, known)!;
    const after = settle(state, conflict, { use: 'theirs', turnOn: false });
    expect(state.desk.value(0, 'partnerId')).toBe(12);
    expect(draftOf(state.desk, after)).toBeUndefined();
  });

  test('[T3] what does not fit into a cell is settled by neither side', () => {
    const long = { ...known, theirs: { description: 'x'.repeat(50_001) } };
    const { desk } = typed({ description: 'mine', offerId: 40 });
    const conflict = conflictOf(desk, long)!;
    expect(toCell(columnOf('description'), long.theirs.description)).toBe(TOO_LONG);
    for (const use of ['mine', 'theirs'] as const)
      expect(chosenOf(conflict, { use, turnOn: true })).toEqual({ units: [], turnsOn: false, tooLong: true });
  });

  test('[M1] one field of the group stands for all of it, any other for itself', () => {
    for (const field of IDENTITY_FIELDS) expect(isMeant(field, ['network_offer_id'])).toBe(true);
    expect(isMeant('description', ['network_offer_id'])).toBe(false);
    expect(isMeant('description', ['description', 'postback_url'])).toBe(true);
    expect(isMeant('delivery_method', undefined)).toBe(true);
  });

  test('a status is turned on by a choice for this row, and not by one for all', () => {
    const off = {
      ...baselineRow({ ...P501, pixel_status: 'inactive' }),
      theirs: { pixel_status: 'deleted' },
    };
    const desk = new FakeDesk([off]);
    desk.set(0, 'status', 'active');
    const conflict = conflictOf(desk, off)!;
    expect(chosenOf(conflict, { use: 'mine', turnOn: true }).units).toEqual(conflict.units);
    expect(chosenOf(conflict, { use: 'mine', turnOn: false })).toMatchObject({ units: [], turnsOn: true });
    expect(chosenOf(conflict, { use: 'theirs', turnOn: false }).units).toEqual(conflict.units);
  });

  test('how the first "as pulled" read is forgotten with it', () => {
    const { desk } = typed({ description: 'mine' });
    const after = rebased(known, ['description']);
    expect(shownCell(columnOf('description'), after)).toBe('theirs');
    expect(after.theirs).toEqual({ network_offer_id: 45 });
    expect(conflictOf(desk, after)).toBeUndefined();
  });

  test('rows in doubt and postbacks that are gone are not listed', () => {
    const { desk } = typed({ description: 'mine' });
    expect(conflictOf(desk, { ...known, gone: true })).toBeUndefined();
    const draft = draftOf(desk, known)!;
    expect(conflictsIn([{ ...draft, problems: [] }])).toEqual([]);
  });

  test('[M1] the group is not over while one cell of it holds something else', () => {
    const { desk } = typed({ partnerId: 13 });
    const get = (key: Parameters<FakeDesk['value']>[1]): unknown => desk.value(0, key);
    expect(settled(known, ['offerId'], get)).toBeUndefined();
    desk.set(0, 'partnerId', '12');
    expect(settled(known, ['offerId'], get)!.postback.fields.network_offer_id).toBe(45);
  });
});
