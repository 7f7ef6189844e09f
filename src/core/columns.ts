/**
 * The catalogue: the one list of the desk tab's columns (C1). Headers, formats, drop-downs, notes, native validation and
 * the way from cell to field all come from it; adding a field is one entry here.
 */
import {
  DELIVERY_METHODS,
  MAX_DELAY_MS,
  PIXEL_LEVELS,
  PIXEL_STATUSES,
  PIXEL_TYPES,
  type Field,
} from './postback';

export type ColumnKey =
  | 'state'
  | 'message'
  | 'id'
  | 'firesFor'
  | 'partnerId'
  | 'partner'
  | 'offerId'
  | 'offer'
  | 'eventId'
  | 'type'
  | 'level'
  | 'method'
  | 'status'
  | 'url'
  | 'host'
  | 'html'
  | 'delay'
  | 'description'
  | 'fbBusiness'
  | 'fbPixel'
  | 'fbEvent'
  | 'fbUserData'
  | 'fbCustomData'
  | 'other'
  | 'created'
  | 'lastChanged'
  | 'rowKey';

/** What Sheets itself tells people about a cell while they type; it warns and never rejects (C3). */
export type NativeRule =
  | { readonly kind: 'list'; readonly values: readonly string[] }
  | { readonly kind: 'range'; readonly min: number; readonly max: number }
  | { readonly kind: 'url' }
  | { readonly kind: 'none' };

export interface Column {
  readonly key: ColumnKey;
  /** Text of the header cell. */
  readonly header: string;
  /** The API's name, shown in the header's note and accepted as a header; '' where the API has none. */
  readonly apiName: string;
  /** The field that the column edits; absent for columns that are not edited. */
  readonly field?: Field;
  /** number: raw whole number; list: one of a closed list; pairs: lines `field=value`; text: anything. */
  readonly kind: 'number' | 'list' | 'pairs' | 'text';
  /** identity: names the record. editable: sent. fixed: told by Everflow or derived. addon: written by the add-on. */
  readonly role: 'identity' | 'editable' | 'fixed' | 'addon';
  readonly rule: NativeRule;
  /** One or two plain sentences for the header's note and the validation's help text. */
  readonly help: string;
  /** Width in pixels. */
  readonly width: number;
  /** Rows that never filled this field show this for "nothing": 0, or an empty cell. */
  readonly zero: 0 | '';
}

const NONE: NativeRule = { kind: 'none' };
const WHOLE: NativeRule = { kind: 'range', min: 0, max: 999_999_999_999_999 };

const owned = (key: ColumnKey, header: string, width: number, help: string): Column => ({
  key,
  header,
  apiName: '',
  kind: 'text',
  role: 'addon',
  rule: NONE,
  help,
  width,
  zero: '',
});
const fixed = (key: ColumnKey, header: string, apiName: string, width: number, help: string): Column => ({
  key,
  header,
  apiName,
  kind: 'text',
  role: 'fixed',
  rule: NONE,
  help,
  width,
  zero: '',
});
type EditableParts = Pick<Column, 'kind' | 'help' | 'width'> & Partial<Pick<Column, 'rule' | 'zero'>>;
const editable = (key: ColumnKey, header: string, field: Field, parts: EditableParts): Column => ({
  key,
  header,
  apiName: field,
  field,
  role: 'editable',
  rule: NONE,
  zero: '',
  ...parts,
});

/** All columns, in the order in which a new Postbacks tab shows them. */
export const COLUMNS: readonly Column[] = [
  owned(
    'state',
    'State',
    120,
    'What the add-on found: edited, new, cannot be pushed, pushed. Written by the add-on.',
  ),
  owned('message', 'Message', 260, 'What is wrong with the row and what to do. Written by the add-on.'),
  {
    key: 'id',
    header: 'Postback ID',
    apiName: 'network_pixel_id',
    kind: 'number',
    role: 'identity',
    rule: WHOLE,
    help: 'Everflow gives this number. A row with an id changes that postback; a row without one becomes a new postback.',
    width: 120,
    zero: '',
  },
  fixed(
    'firesFor',
    'Fires for',
    '',
    260,
    'Who and what this postback fires for, in words. Not edited: change the ids, level or type.',
  ),
  editable('partnerId', 'Partner ID', 'network_affiliate_id', {
    kind: 'number',
    rule: WHOLE,
    zero: 0,
    width: 120,
    help: 'Whole number. Needed for level global and specific; 0 for global_offer.',
  }),
  fixed(
    'partner',
    'Partner',
    'network_affiliate_name',
    120,
    'Name of the partner, told by Everflow. Not edited: change the Partner ID.',
  ),
  editable('offerId', 'Offer ID', 'network_offer_id', {
    kind: 'number',
    rule: WHOLE,
    zero: 0,
    width: 120,
    help: 'Whole number. Needed for level specific and global_offer; 0 for global.',
  }),
  fixed(
    'offer',
    'Offer',
    'network_offer_name',
    120,
    'Name of the offer, told by Everflow. Not edited: change the Offer ID.',
  ),
  editable('eventId', 'Event ID', 'network_offer_payout_revenue_id', {
    kind: 'number',
    rule: WHOLE,
    zero: 0,
    width: 120,
    help: 'Whole number. Only for type post_conversion with level specific or global_offer; 0 means all events of the offer.',
  }),
  editable('type', 'Type', 'pixel_type', {
    kind: 'list',
    rule: { kind: 'list', values: PIXEL_TYPES },
    width: 120,
    help: 'conversion = base conversion · post_conversion = events after it · cpc = every payable click.',
  }),
  editable('level', 'Level', 'pixel_level', {
    kind: 'list',
    rule: { kind: 'list', values: PIXEL_LEVELS },
    width: 120,
    help: 'global = this partner, all offers · specific = this partner, this offer · global_offer = this offer, ALL partners.',
  }),
  editable('method', 'Method', 'delivery_method', {
    kind: 'list',
    rule: { kind: 'list', values: DELIVERY_METHODS },
    width: 120,
    help: 'postback = server to server · html = tag in the page · facebook = Facebook Conversions API.',
  }),
  editable('status', 'Status', 'pixel_status', {
    kind: 'list',
    rule: { kind: 'list', values: PIXEL_STATUSES },
    width: 120,
    help: 'active = fires · inactive = does not fire.',
  }),
  editable('url', 'URL', 'postback_url', {
    kind: 'text',
    rule: { kind: 'url' },
    width: 420,
    help: 'Begins http:// or https://. Needed for method postback. Macros such as {transaction_id} stay as they are typed.',
  }),
  fixed('host', 'Host', '', 120, 'Host of the URL, for filtering. Not edited: change the URL.'),
  editable('html', 'HTML code', 'html_code', {
    kind: 'text',
    width: 120,
    help: 'Needed for method html; not used with other methods.',
  }),
  editable('delay', 'Delay (ms)', 'delay_ms', {
    kind: 'number',
    rule: { kind: 'range', min: 0, max: MAX_DELAY_MS },
    zero: 0,
    width: 120,
    help: 'Milliseconds to wait before firing: 0 to 300000 (5 minutes). Only for method postback.',
  }),
  editable('description', 'Description', 'description', {
    kind: 'text',
    width: 120,
    help: 'Optional text.',
  }),
  editable(
    'fbBusiness',
    'FB business ID',
    'facebook_pixel.network_affiliate_integration_facebook_business_id',
    {
      kind: 'number',
      rule: WHOLE,
      width: 120,
      help: 'Whole number: the Facebook business of the partner in Everflow. Only for method facebook.',
    },
  ),
  editable('fbPixel', 'FB pixel ID', 'facebook_pixel.pixel_id', {
    kind: 'text',
    width: 120,
    help: 'The Facebook pixel id, as text (it may have more digits than a number in a cell can hold).',
  }),
  editable('fbEvent', 'FB event', 'facebook_pixel.event_name', {
    kind: 'text',
    width: 120,
    help: 'Name of the Facebook event. Only for method facebook.',
  }),
  editable('fbUserData', 'FB user data', 'facebook_pixel.user_data', {
    kind: 'pairs',
    width: 120,
    help: 'One field=value a line, for example email={sub1}. The order counts.',
  }),
  editable('fbCustomData', 'FB custom data', 'facebook_pixel.custom_data', {
    kind: 'pairs',
    width: 120,
    help: 'One field=value a line, for example value={sale_amount}. The order counts.',
  }),
  fixed(
    'other',
    'Other integration',
    '',
    120,
    'What Everflow keeps for this postback that cannot be edited here. It goes back untouched.',
  ),
  fixed('created', 'Created', 'time_created', 120, 'When the postback was made (UTC).'),
  fixed(
    'lastChanged',
    'Last changed',
    'time_saved',
    120,
    'When the postback was last saved in Everflow (UTC).',
  ),
  owned('rowKey', 'Row key', 120, 'How the add-on recognises the row. Please leave it.'),
];

const BY_KEY = new Map<ColumnKey, Column>(COLUMNS.map((column) => [column.key, column]));
const BY_FIELD = new Map<Field, Column>();
for (const column of COLUMNS) if (column.field) BY_FIELD.set(column.field, column);

/** The column of that key. */
export function columnOf(key: ColumnKey): Column {
  const column = BY_KEY.get(key);
  if (!column) throw new Error(`No column ${key}`);
  return column;
}

/** The column that edits a field. */
export function columnForField(field: Field): Column {
  const column = BY_FIELD.get(field);
  if (!column) throw new Error(`No column edits ${field}`);
  return column;
}

export const EDITABLE_COLUMNS: readonly Column[] = COLUMNS.filter((column) => column.role === 'editable');

/** Why the header row cannot be used, one entry for each fault (C2). */
export interface HeaderFault {
  readonly kind: 'missing' | 'doubled';
  readonly column: Column;
}

/**
 * Finds the catalogue's columns in a header row, wherever they were moved to. Headers are compared after trimming; the API's
 * field names are accepted too. Own columns of users are passed over.
 * @param headers display texts of row 1
 * @returns 0-based positions by column key, and what is missing or doubled
 */
export function locateColumns(headers: readonly string[]): {
  readonly at: ReadonlyMap<ColumnKey, number>;
  readonly faults: readonly HeaderFault[];
} {
  const at = new Map<ColumnKey, number>();
  const faults: HeaderFault[] = [];
  const named = new Map<string, number[]>();
  headers.forEach((text, index) => {
    const name = text.trim();
    const places = named.get(name);
    if (places) places.push(index);
    else named.set(name, [index]);
  });
  for (const column of COLUMNS) {
    const places = [column.header, column.apiName].flatMap((name) => (name && named.get(name)) || []);
    if (places.length === 0) faults.push({ kind: 'missing', column });
    else if (places.length > 1) faults.push({ kind: 'doubled', column });
    else at.set(column.key, places[0]!);
  }
  return { at, faults };
}
