/**
 * The plan: the creates and updates that the edits amount to, as previewed and confirmed (D2, D3). Plain JSON, so that it can be
 * stored; it knows no row numbers, because rows may move before it is pushed.
 */
import type { FieldChange } from './draft';
import type { ScopeFilter } from './baseline';
import type { Effect } from './effects';
import type { Confirmation } from './plan-confirmed';
import { FIELDS, zeroOf, type Field, type FieldValue, type FieldValues, type Network } from './postback';

/** How much of the rate budget a push may take (W3). */
export type Speed = 'gentle' | 'normal' | 'full';

interface ItemBase {
  /** Place in the plan, from 1. Journal and results are keyed by it; it stays when a plan is stored. */
  readonly seq: number;
  /** Whom the postback fires for after the push, as a sentence (C1). */
  readonly firesFor: string;
  /** In the order of `EFFECTS`. */
  readonly effects: readonly Effect[];
  /** Causes of the row's warnings, each once. */
  readonly warnings: readonly string[];
  /** Edited fields that a warning is about; a cause without an entry is about the row as a whole. */
  readonly warnedFields: { readonly [cause: string]: readonly Field[] };
  /** Those of `warnings` that each need a tick (V1); absent if none does. */
  readonly ownTicks?: readonly string[];
  /** Those of `warnings` that were confirmed earlier and have not changed; absent if none was. */
  readonly confirmed?: readonly string[];
  /** Marks to be remembered once the row's warnings are confirmed, by cause. Only in a preview. */
  readonly marks?: { readonly [cause: string]: readonly string[] };
  /** Partners and offers that the row's pull named, where it named any (P4). */
  readonly scope?: ScopeFilter;
}

/** Warnings of an item that nobody has confirmed yet. */
export function openWarnings(item: PlanItem): {
  readonly group: readonly string[];
  readonly own: readonly string[];
} {
  const open = item.warnings.filter((cause) => !item.confirmed?.includes(cause));
  const own = open.filter((cause) => item.ownTicks?.includes(cause));
  return { own, group: open.filter((cause) => !own.includes(cause)) };
}

export interface UpdateItem extends ItemBase {
  readonly kind: 'update';
  /** network_pixel_id */
  readonly id: number;
  /** In the order of `FIELDS`, at least one. */
  readonly changes: readonly FieldChange[];
  /** Fields that are edited in the sheet too and were left out of this push; absent if there are none. */
  readonly held?: readonly Field[];
  /** How the postback stands as pulled, as far as effects and choices need it. */
  readonly was: {
    readonly firesFor: string;
    /** Who fires for whom, and the status. */
    readonly fields: FieldValues;
    /** Host of the URL, '' if none. */
    readonly host: string;
  };
}

export interface CreateItem extends ItemBase {
  readonly kind: 'create';
  readonly rowKey: string;
  /** Everything that is sent: all plain fields, and the facebook ones only for method facebook (W2). */
  readonly fields: FieldValues;
}

export type PlanItem = UpdateItem | CreateItem;

export interface Plan {
  readonly version: 1;
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Who made it: an address, or a name as stated. */
  readonly by: string;
  readonly spreadsheetId: string;
  readonly network: Network;
  readonly speed?: Speed;
  /** Names of the partners concerned, as far as they are known, by id. */
  readonly partnerNames?: { readonly [id: string]: string };
  /** Titles of the warnings, by cause. Only in a preview. */
  readonly titles?: { readonly [cause: string]: string };
  readonly items: readonly PlanItem[];
  /** Reason or ticket; '' if none was given. */
  readonly reason: string;
  /** Only in what was confirmed, and not by older builds. */
  readonly confirmed?: Confirmation;
  /** Rows with changes that cannot be pushed as they are. Only in a preview. */
  readonly stopped?: number;
}

const FIELD_ORDER = new Map<Field, number>(FIELDS.map((field, index) => [field, index]));

/** Changes in the order of `FIELDS`. */
export function inFieldOrder(changes: readonly FieldChange[]): FieldChange[] {
  return [...changes].sort((a, b) => FIELD_ORDER.get(a.field)! - FIELD_ORDER.get(b.field)!);
}

/** Items numbered from 1 in their order. */
export function numbered(items: readonly PlanItem[]): PlanItem[] {
  return items.map((item, index) => ({ ...item, seq: index + 1 }));
}

/** `event` in the API page's spelling (V3); every other value as it is. */
export function asSent(field: Field, value: FieldValue): FieldValue {
  return field === 'pixel_type' && value === 'event' ? 'post_conversion' : value;
}

/** Everything that a create sends: blanks as zero values, facebook details only for method facebook (W2). */
export function fieldsOfCreate(values: FieldValues): FieldValues {
  const fields: { -readonly [F in Field]?: FieldValue } = {};
  for (const field of FIELDS) {
    if (field.startsWith('facebook_pixel.') && values.delivery_method !== 'facebook') continue;
    fields[field] = asSent(field, values[field] ?? zeroOf(field));
  }
  return fields;
}

/** A create's fields as one text: equal exactly if the same postback would be made. */
export function createText(fields: FieldValues): string {
  return JSON.stringify(
    FIELDS.flatMap((field) => (fields[field] === undefined ? [] : [[field, fields[field]]])),
  );
}

/**
 * The text over which a plan's digest is taken (D3): where it goes and everything that is sent, in order, and nothing else. The
 * value as pulled belongs to what is sent: a change is only sent where the server still holds it (M1). Two plans have the same
 * text exactly if they send the same.
 */
export function planText(plan: Plan): string {
  const lines = plan.items.map((item) =>
    item.kind === 'create'
      ? `["create",${createText(item.fields)}]`
      : JSON.stringify([
          'update',
          item.id,
          inFieldOrder(item.changes).map(({ field, before, after }) => [field, before, after]),
        ]),
  );
  return [JSON.stringify([plan.version, plan.network.host, plan.network.id]), ...lines].join('\n');
}
