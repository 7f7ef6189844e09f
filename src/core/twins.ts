/**
 * Whether a postback on the server is one that a create would make, or has made (W4). Pure.
 */
import { sameValue } from './cells';
import { columnForField } from './columns';
import { FIELDS, IDENTITY_FIELDS, type Field, type FieldValues } from './postback';

/**
 * - exact: every field that the create sends
 * - twin: the same but for description and status: both fire for the same and send the same (V9)
 * - likely: whom it fires for and where it sends to; what else differs may be Everflow's doing or a person's
 */
export type Likeness = 'exact' | 'twin' | 'likely';

/** What says nothing about firing. */
const WORDS: readonly Field[] = ['description', 'pixel_status'];
const TARGET: readonly Field[] = [...IDENTITY_FIELDS, 'postback_url', 'html_code'];

/**
 * How a postback is like a create; undefined if it is another one. A field that the postback does not tell (details of a table row)
 * speaks for neither side.
 * @param fields everything that the create sends
 */
export function likeness(fields: FieldValues, server: FieldValues): Likeness | undefined {
  const isSame = (field: Field): boolean => !differs(field, fields, server);
  if (!TARGET.every(isSame)) return undefined;
  const differing = FIELDS.filter((field) => !isSame(field));
  if (differing.length === 0) return 'exact';
  return differing.every((field) => WORDS.includes(field)) ? 'twin' : 'likely';
}

/** True if both tell a field, and not the same. */
function differs(field: Field, fields: FieldValues, server: FieldValues): boolean {
  const [wanted, held] = [fields[field], server[field]];
  return wanted !== undefined && held !== undefined && !sameValue(field, wanted, held);
}

/** Headers of the fields in which a postback is not as planned or sent. */
export function differingHeaders(fields: FieldValues, server: FieldValues): string[] {
  return FIELDS.filter((field) => differs(field, fields, server)).map(
    (field) => columnForField(field).header,
  );
}

/** Partner and offer of a create, by which the server is searched; creates of the same pair need one search. */
export function pairKey(fields: FieldValues): string {
  return `${fields.network_affiliate_id ?? 0}/${fields.network_offer_id ?? 0}`;
}
