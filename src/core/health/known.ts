/** What Health looks at: postbacks as Everflow is known to hold them. Edits that are not pushed do not count (H1). */
import { hostOf, serverFields, type Baseline } from '../baseline';
import type { FieldValues, Postback } from '../postback';
import { needsDetails } from '../record';

/** A postback that is there, as far as is known. */
export interface Known {
  readonly id: number;
  /** What Everflow holds: of a conflict that is not settled, its side. */
  readonly fields: FieldValues;
  readonly postback: Postback;
  /** Host of the URL that it calls, in small letters; undefined if its method calls none. */
  readonly host: string | undefined;
  /** False if the details of an integration are not known, so that it cannot be compared with others (P5). */
  readonly isLoaded: boolean;
}

export interface Survey {
  /** By id, ascending, so that nothing depends on the order of rows. */
  readonly all: readonly Known[];
  readonly active: readonly Known[];
  readonly baseline: Baseline;
  /** Ids that Everflow switched off, as far as that was not marked as seen (P9). */
  readonly switchedOff: ReadonlySet<number>;
}

export function surveyOf(baseline: Baseline, switchedOff: ReadonlySet<number>): Survey {
  const all: Known[] = [];
  for (const row of baseline.values()) {
    if (row.gone) continue;
    const { postback } = row;
    const fields = serverFields(row);
    all.push({
      id: postback.id,
      fields,
      postback,
      host: fields.delivery_method === 'postback' ? hostOf(fields.postback_url).toLowerCase() : undefined,
      isLoaded: !row.detailsOld && !needsDetails(postback),
    });
  }
  all.sort((a, b) => a.id - b.id);
  const active = all.filter(({ fields }) => fields.pixel_status === 'active');
  return { all, active, baseline, switchedOff };
}

/** The members of a list by what they have in common, in the order in which that is first met. */
export function gather<T, K>(list: Iterable<T>, keyOf: (one: T) => K): Map<K, T[]> {
  const sets = new Map<K, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    const set = sets.get(key);
    if (set) set.push(one);
    else sets.set(key, [one]);
  }
  return sets;
}
