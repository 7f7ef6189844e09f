/** Single meetings of an edited row and a new reading that any-sequence laws meet too seldom. */
import type { BaselineRow } from '../../../src/core/baseline';
import { readDrafts } from '../../../src/core/edits';
import type { Field, FieldValues, Postback } from '../../../src/core/postback';
import { FIELDS, isNumberField } from '../../../src/core/postback';
import { refreshRow, withKnownDetails } from '../../../src/core/refresh';
import { FakeDesk } from './fake-desk';

const DETAIL: Field = 'facebook_pixel.pixel_id';

function postback(values: FieldValues, timeSaved = 1): Postback {
  const fields: { [F in Field]?: number | string } = {};
  for (const field of FIELDS) fields[field] = isNumberField(field) ? 0 : '';
  return {
    id: 1,
    networkId: 1,
    fields: { ...fields, delivery_method: 'facebook', ...values },
    partnerName: '',
    offerName: '',
    timeCreated: 1,
    timeSaved,
    other: '',
    fixed: '',
  };
}

function withoutDetails(full: Postback): Postback {
  const told = Object.entries(full.fields).filter(([field]) => !field.startsWith('facebook_pixel.'));
  return { ...full, fields: Object.fromEntries(told) };
}

const row = (one: Postback): BaselineRow => ({ postback: one, readAt: 0, filter: '' });

function meet(desk: FakeDesk, old: BaselineRow, next: Postback): BaselineRow {
  const cells = {
    value: (key: Parameters<FakeDesk['value']>[1]) => desk.value(0, key),
    display: (key: Parameters<FakeDesk['value']>[1]) => desk.display(0, key),
  };
  const { baseline, writes } = refreshRow(old, row(withKnownDetails(next, old)), cells);
  for (const { column, value } of writes) desk.set(0, column, value);
  return baseline;
}

test('[P6] [P5] a conflict in details lasts through a pull that does not read them again', () => {
  const pulled = row(postback({ [DETAIL]: 'first' }));
  const desk = new FakeDesk([pulled]);
  desk.set(0, 'fbPixel', 'mine');
  const theirs = postback({ [DETAIL]: 'theirs' }, 2);
  const conflict = meet(desk, pulled, theirs);
  const skipped = meet(desk, conflict, withoutDetails(theirs));
  expect(skipped).toMatchObject({ theirs: { [DETAIL]: 'theirs' } });
  expect(skipped.postback.fields[DETAIL]).toBe('first');
});

test('[P5] details kept from before a later save are never taken for what Everflow holds', () => {
  const pulled = row(postback({ [DETAIL]: 'first' }));
  const desk = new FakeDesk([pulled]);
  desk.set(0, 'fbPixel', 'mine');
  const unread = meet(desk, pulled, withoutDetails(postback({ [DETAIL]: 'theirs' }, 2)));
  expect(unread.detailsOld).toBe(true);
  const asked = withKnownDetails(withoutDetails(postback({}, 2)), unread);
  expect(asked.fields[DETAIL]).toBeUndefined();
});

test("[P6] a row settled by Everflow's value is judged with it, not with the older one as pulled", () => {
  const pulled = row(postback({ description: 'first', delivery_method: 'postback' }));
  const desk = new FakeDesk([pulled]);
  desk.set(0, 'description', 'mine');
  const kept = meet(desk, pulled, postback({ description: 'theirs', delivery_method: 'postback' }, 2));
  desk.set(0, 'description', 'theirs');
  desk.set(0, 'url', 'https://a.b/');
  const [draft] = readDrafts(desk, new Map([[1, kept]])).drafts;
  expect(draft).toMatchObject({
    kind: 'update',
    fields: { description: 'theirs', postback_url: 'https://a.b/' },
  });
});
