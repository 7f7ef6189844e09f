/** A snapshot in the lists of the audit. */
import type { Value } from '../bridge';
import { count, moment, whoFirst } from '../format';
import { Data } from '../parts/parts';

export type Snapshot = Value<'snapshots'>[number];

export function SnapshotName({ of: { title, takenAt, takenBy, rows } }: { readonly of: Snapshot }) {
  return (
    <>
      <strong>{moment(takenAt)}</strong>
      <br />
      <Data>{title}</Data>, {count(rows, 'postback')}
      <br />
      <span class="gray">{whoFirst(takenBy)}</span>
    </>
  );
}
