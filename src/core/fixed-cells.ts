/**
 * The fixed cells that follow what people edit: Partner and Offer the ids, Host the URL, Fires for all of it (V10, C1). The one place
 * that says what they should show, and whether what stands there instead is an older text of ours or a person's own words (C4).
 */
import { firesFor, hostOf, serverFields, shownCell, type BaselineRow } from './baseline';
import { columnForField, columnOf, type ColumnKey } from './columns';
import type { CreateDraft, UpdateDraft } from './draft';
import type { Names } from './names';
import { PIXEL_LEVELS, PIXEL_TYPES, type Field, type FieldValue, type FieldValues } from './postback';

/** Stands where something cannot be known: the name of an id that no pulled postback has, or anything of an unreadable cell. */
export const UNKNOWN_NAME = '?';

export const FOLLOWING_COLUMNS = [
  'partner',
  'offer',
  'host',
  'firesFor',
] as const satisfies readonly ColumnKey[];
export type FollowingColumn = (typeof FOLLOWING_COLUMNS)[number];
export type FixedCells = { readonly [K in FollowingColumn]: string };

/** The fields that a following cell tells about. */
const TELLS: { readonly [K in FollowingColumn]: readonly Field[] } = {
  partner: ['network_affiliate_id'],
  offer: ['network_offer_id'],
  host: ['postback_url'],
  firesFor: [
    'pixel_level',
    'pixel_type',
    'network_affiliate_id',
    'network_offer_id',
    'network_offer_payout_revenue_id',
  ],
};

/** A row as far as following cells need it. */
interface Facts {
  readonly fields: FieldValues;
  /** As pulled; undefined for a new row. */
  readonly pulled: BaselineRow | undefined;
  /** True if the cell of that field says something else than what was pulled, be it unreadable. */
  readonly edited: (field: Field) => boolean;
  readonly unreadable: (field: Field) => boolean;
}

function factsOf(subject: UpdateDraft | CreateDraft | BaselineRow): Facts {
  const never = (): boolean => false;
  if (!('kind' in subject)) {
    // Where a field keeps its first "as pulled", these cells tell what Everflow holds now (P6).
    return { fields: serverFields(subject), pulled: subject, edited: never, unreadable: never };
  }
  const blind = new Set(subject.unreadable);
  const unreadable = (field: Field): boolean => blind.size > 0 && blind.has(columnForField(field).key);
  if (subject.kind === 'create')
    return { fields: subject.fields, pulled: undefined, edited: () => true, unreadable };
  const theirs = subject.baseline.theirs ?? {};
  const changed = new Set(subject.changes.map((change) => change.field));
  return {
    fields: subject.fields,
    pulled: subject.baseline,
    edited: (field) => changed.has(field) || unreadable(field) || theirs[field] !== undefined,
    unreadable,
  };
}

/**
 * What the following cells of a row should show: as pulled where nothing that they tell about was edited, else what the edited cells
 * amount to; '' for an id of 0, "?" where it cannot be known.
 * @param subject a row's draft; for a row without one, what was pulled
 */
export function expectedFixed(subject: UpdateDraft | CreateDraft | BaselineRow, names: Names): FixedCells {
  const facts = factsOf(subject);
  const show = (key: FollowingColumn, derive: () => string): string => {
    const told = TELLS[key];
    if (facts.pulled && !told.some(facts.edited)) return String(shownCell(columnOf(key), facts.pulled));
    return told.some(facts.unreadable) ? UNKNOWN_NAME : derive();
  };
  const { fields } = facts;
  return {
    partner: show('partner', () => nameOf(fields.network_affiliate_id, names.partner)),
    offer: show('offer', () => nameOf(fields.network_offer_id, names.offer)),
    host: show('host', () => hostOf(fields.postback_url)),
    firesFor: show('firesFor', () => sentenceOf(facts, names)),
  };
}

function nameOf(id: FieldValue | undefined, find: (id: number) => string): string {
  const number = Number(id ?? 0);
  return number === 0 ? '' : find(number) || UNKNOWN_NAME;
}

/** Level or type that no list knows say nothing yet about whom the row fires for. */
function sentenceOf({ fields, pulled, edited }: Facts, names: Names): string {
  const level = String(fields.pixel_level ?? '');
  const type = String(fields.pixel_type ?? '');
  const knownLevel = !edited('pixel_level') || (PIXEL_LEVELS as readonly string[]).includes(level);
  const knownType =
    !edited('pixel_type') || type === 'event' || (PIXEL_TYPES as readonly string[]).includes(type);
  if (!knownLevel || !knownType) return UNKNOWN_NAME;
  const named = (field: Field, asPulled: string | undefined, find: (id: number) => string): string =>
    asPulled !== undefined && !edited(field) ? asPulled : find(Number(fields[field] ?? 0));
  return firesFor(
    fields,
    named('network_affiliate_id', pulled?.postback.partnerName, names.partner),
    named('network_offer_id', pulled?.postback.offerName, names.offer),
  );
}

const SENTENCE = /^(ALL partners|partner [\s\S]+), (all offers|offer [\s\S]+): /;

/**
 * True if the text could be one that the add-on wrote into the cell for an earlier state of the row; false for a person's own words,
 * which are never overwritten but warned about (C4).
 * @param mayFollow true if the cell had a reason to differ from what was pulled: the row is new, what the cell tells about is edited, or
 * the add-on marked the row as edited at the last check. Without one, a known name is a person's own typing.
 */
export function couldBeOurs(key: FollowingColumn, text: string, mayFollow: boolean, names: Names): boolean {
  if (!mayFollow) return false;
  if (text === '' || text === UNKNOWN_NAME) return true;
  switch (key) {
    case 'partner':
      return names.partnersNamed(text).length > 0;
    case 'offer':
      return names.offersNamed(text).length > 0;
    case 'host':
      // What a URL has between // and the next slash, in whatever script; words have spaces between them.
      return !/[\s/?#]/.test(text);
    case 'firesFor':
      return SENTENCE.test(text);
  }
}

/** True if what one of the fields behind the cell says was edited, or the row is new: the cell follows its row then. */
export function follows(key: FollowingColumn, subject: UpdateDraft | CreateDraft): boolean {
  const { edited } = factsOf(subject);
  return TELLS[key].some(edited);
}
