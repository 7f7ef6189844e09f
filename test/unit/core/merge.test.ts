/** The three-way merge of one postback. */
import fc from 'fast-check';
import { sameValue } from '../../../src/core/cells';
import type { FieldChange } from '../../../src/core/draft';
import { mergedFields, mergeUpdate } from '../../../src/core/merge';
import { FIELDS, IDENTITY_FIELDS, type Field, type FieldValues } from '../../../src/core/postback';
import { fewValues } from './generators';
import { holds } from './laws';

/** The edits that lead from one state to another. */
function edits(from: FieldValues, to: FieldValues): FieldChange[] {
  return FIELDS.filter((field) => !sameValue(field, from[field], to[field])).map((field) => ({
    field,
    before: from[field]!,
    after: to[field]!,
  }));
}
/** A state that takes some fields of another one. */
function mixed(base: FieldValues, other: FieldValues, taken: readonly Field[]): FieldValues {
  return { ...base, ...Object.fromEntries(taken.map((field) => [field, other[field]])) };
}
const names = (list: readonly { readonly field: Field }[]): Field[] => list.map((one) => one.field).sort();
const inIdentity = (field: Field): boolean => IDENTITY_FIELDS.includes(field);
const plainFields = FIELDS.filter((field) => !inIdentity(field));

/** Three states that differ in few fields, so that every kind of meeting occurs. */
const states = fc
  .tuple(
    fewValues,
    fewValues,
    fewValues,
    fc.subarray([...FIELDS], { maxLength: 5 }),
    fc.subarray([...FIELDS], { maxLength: 5 }),
  )
  .map(([pulled, a, b, mineTakes, theirsTakes]) => ({
    pulled,
    mine: mixed(pulled, a, mineTakes),
    server: mixed(pulled, b, theirsTakes),
  }));

describe('one side moved', () => {
  test('[M1] nothing changed on the server: exactly the edits are sent', () => {
    holds(
      fc.tuple(fewValues, fewValues),
      ([pulled, mine], tally) => {
        const changes = edits(pulled, mine);
        tally.count('edits', changes.length);
        expect(mergeUpdate(pulled, changes, pulled)).toEqual({
          send: changes,
          conflicts: [],
          takenOver: [],
          same: [],
        });
      },
      { edits: 300 },
    );
  });

  test('[M1] the server already has what is wanted: nothing is sent', () => {
    holds(
      fc.tuple(fewValues, fewValues),
      ([pulled, mine], tally) => {
        const changes = edits(pulled, mine);
        const merge = mergeUpdate(pulled, changes, mine);
        tally.count('edits', changes.length);
        expect(merge).toEqual({ send: [], conflicts: [], takenOver: [], same: changes.map((c) => c.field) });
      },
      { edits: 300 },
    );
  });

  test('[M1] no edit: everything the server changed is taken over', () => {
    holds(fc.tuple(fewValues, fewValues), ([pulled, server]) => {
      const merge = mergeUpdate(pulled, [], server);
      expect([merge.send, merge.conflicts, merge.same]).toEqual([[], [], []]);
      expect([...merge.takenOver].sort()).toEqual(names(edits(pulled, server)));
    });
  });
});

describe('both sides moved', () => {
  test('[M1] disjoint changes outside the identity both survive', () => {
    holds(
      fc.tuple(fewValues, fewValues, fewValues, fc.subarray(plainFields)),
      ([pulled, a, b, mineTakes], tally) => {
        const theirs = plainFields.filter((field) => !mineTakes.includes(field));
        const mine = mixed(pulled, a, mineTakes);
        const server = mixed(pulled, b, theirs);
        const merge = mergeUpdate(pulled, edits(pulled, mine), server);
        if (merge.send.length > 0 && merge.takenOver.length > 0) tally.count('both');
        expect(merge.conflicts).toEqual([]);
        expect(mergedFields(server, merge.send)).toEqual(mixed(mine, server, theirs));
      },
      { both: 100 },
    );
  });

  test('[M1] the same field changed to something else is a conflict that shows all three values', () => {
    for (const field of FIELDS) {
      const values = field.endsWith('_id') || field === 'delay_ms' ? [1, 2, 3] : ['a', 'b', 'c'];
      const [pulled, mine, server] = values as [number | string, number | string, number | string];
      const merge = mergeUpdate({ [field]: pulled }, [{ field, before: pulled, after: mine }], {
        [field]: server,
      });
      expect(merge.conflicts).toEqual([{ field, pulled, mine, server }]);
      expect(merge.send).toEqual([]);
    }
  });

  test('[M1] every field that moved is told exactly once', () => {
    holds(
      states,
      ({ pulled, mine, server }, tally) => {
        const { send, conflicts, takenOver, same } = mergeUpdate(pulled, edits(pulled, mine), server);
        const told = [...names(send), ...names(conflicts), ...takenOver, ...same].sort();
        const moved = FIELDS.filter(
          (field) => pulled[field] !== mine[field] || pulled[field] !== server[field],
        );
        expect(told).toEqual([...moved].sort());
        tally.count('conflict', conflicts.length);
      },
      { conflict: 40 },
    );
  });

  test('[M1] without a conflict the result is, field by field, whoever moved it', () => {
    holds(
      states,
      ({ pulled, mine, server }, tally) => {
        const merge = mergeUpdate(pulled, edits(pulled, mine), server);
        if (merge.conflicts.length > 0) return;
        tally.count('merged');
        const result = mergedFields(server, merge.send);
        for (const field of FIELDS) {
          expect(result[field]).toBe(mine[field] === pulled[field] ? server[field] : mine[field]);
        }
        for (const change of merge.send) expect(change.before).toBe(server[change.field]);
        // Read again after sending, there is nothing left to do.
        expect(mergeUpdate(pulled, edits(pulled, mine), result).send).toEqual([]);
      },
      { merged: 100 },
    );
  });

  test('[M1] both sides agree on what is in conflict', () => {
    holds(
      states,
      ({ pulled, mine, server }, tally) => {
        const here = mergeUpdate(pulled, edits(pulled, mine), server);
        const there = mergeUpdate(pulled, edits(pulled, server), mine);
        expect(names(there.conflicts)).toEqual(names(here.conflicts));
        expect([...there.takenOver].sort()).toEqual(names(here.send));
        expect([...there.same].sort()).toEqual([...here.same].sort());
        tally.count('conflict', here.conflicts.length);
        tally.count('sent', here.send.length);
      },
      { conflict: 40, sent: 100 },
    );
  });
});

describe('the identity is one group', () => {
  test('[M1] the merged identity is wholly mine or wholly theirs, never a mixture', () => {
    holds(
      states,
      ({ pulled, mine, server }, tally) => {
        const merge = mergeUpdate(pulled, edits(pulled, mine), server);
        if (merge.conflicts.some((conflict) => inIdentity(conflict.field))) {
          tally.count('clash');
          expect(merge.send.some((change) => inIdentity(change.field))).toBe(false);
          return;
        }
        const result = mergedFields(server, merge.send);
        const identity = (state: FieldValues): unknown[] => IDENTITY_FIELDS.map((field) => state[field]);
        expect([identity(mine), identity(server)]).toContainEqual(identity(result));
        if (merge.send.some((change) => inIdentity(change.field))) tally.count('mine');
      },
      { clash: 20, mine: 20 },
    );
  });

  test('[M1] partner changed here and offer there is a conflict of both', () => {
    const pulled: FieldValues = { network_affiliate_id: 12, network_offer_id: 40, description: '' };
    const changes: FieldChange[] = [
      { field: 'network_affiliate_id', before: 12, after: 13 },
      { field: 'description', before: '', after: 'x' },
    ];
    const merge = mergeUpdate(pulled, changes, { ...pulled, network_offer_id: 41 });
    expect(merge.conflicts).toEqual([
      { field: 'network_affiliate_id', pulled: 12, mine: 13, server: 12 },
      { field: 'network_offer_id', pulled: 40, mine: 40, server: 41 },
    ]);
    expect(names(merge.send)).toEqual(['description']);
  });
});

describe('examples', () => {
  const pulled: FieldValues = { pixel_status: 'active', postback_url: 'https://a.b', description: '' };
  const url: FieldChange = { field: 'postback_url', before: 'https://a.b', after: 'https://c.d' };

  test('[M3] R61: switched off on the server, URL edited here: the URL is sent and the status stays', () => {
    const server = { ...pulled, pixel_status: 'inactive' };
    const merge = mergeUpdate(pulled, [url], server);
    expect(merge).toEqual({ send: [url], conflicts: [], takenOver: ['pixel_status'], same: [] });
    expect(mergedFields(server, merge.send).pixel_status).toBe('inactive');
  });

  test('[M1] R62: the description changed there and the URL here: both', () => {
    const server = { ...pulled, description: 'theirs' };
    expect(mergedFields(server, mergeUpdate(pulled, [url], server).send)).toMatchObject({
      description: 'theirs',
      postback_url: 'https://c.d',
    });
  });

  test('[P5] a field that was not told counts as unchanged on the server', () => {
    const merge = mergeUpdate({}, [], { 'facebook_pixel.event_name': 'Purchase' });
    expect(merge.takenOver).toEqual([]);
  });

  test('[M1] a change brings its own "as pulled", which counts even where the rest was not told', () => {
    const typed: FieldChange = { field: 'description', before: 'a', after: 'b' };
    expect(mergeUpdate({}, [typed], { description: 'c' }).conflicts).toEqual([
      { field: 'description', pulled: 'a', mine: 'b', server: 'c' },
    ]);
  });

  test('[V3] what is sent shows the value of the server in the spelling of the server', () => {
    const typed: FieldChange = { field: 'pixel_type', before: 'post_conversion', after: 'cpc' };
    const { send } = mergeUpdate({ pixel_type: 'post_conversion' }, [typed], { pixel_type: 'event' });
    expect(send).toEqual([{ field: 'pixel_type', before: 'event', after: 'cpc' }]);
  });

  test('[V3] event and post_conversion never conflict', () => {
    const typed: FieldChange = { field: 'pixel_type', before: 'conversion', after: 'event' };
    const merge = mergeUpdate({ pixel_type: 'conversion' }, [typed], { pixel_type: 'post_conversion' });
    expect(merge).toMatchObject({ send: [], conflicts: [], same: ['pixel_type'] });
  });
});
