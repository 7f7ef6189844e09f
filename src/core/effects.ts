/**
 * What a change would do out there (D2): switch on, reach more, move, empty, switch off. It judges values only and knows no
 * sheet and no problem.
 */
import type { ScopeFilter } from './baseline';
import { sameValue } from './cells';
import type { FieldChange } from './draft';
import { IDENTITY_FIELDS, type Field, type FieldValue, type FieldValues } from './postback';

/**
 * - turns-on: an inactive postback becomes active
 * - widens: more partners, offers or events than before
 * - moves: partner, offer, event, level, type or method change otherwise
 * - serves-others: fires for partners or offers that the pull's filter does not name (P4)
 * - empties-text: a text becomes empty
 * - turns-off: an active postback becomes inactive
 * - starts-firing: a new postback that is active at once
 * - serves-all: fires for all partners of an offer
 * - hidden: stands in a row that a filter hides
 * - other: none of these
 */
export const EFFECTS = [
  'turns-on',
  'widens',
  'moves',
  'serves-others',
  'empties-text',
  'turns-off',
  'starts-firing',
  'serves-all',
  'hidden',
  'other',
] as const;
export type Effect = (typeof EFFECTS)[number];

/** Effects that are only pushed when a person ticks them (D2). */
export const UNTICKED: readonly Effect[] = ['turns-on', 'widens', 'moves', 'serves-others'];

export function tickedByDefault(effects: readonly Effect[]): boolean {
  return !effects.some((effect) => UNTICKED.includes(effect));
}

/** Circumstances of a row that are not in its values. */
export interface EffectContext {
  readonly filter?: ScopeFilter;
  readonly hidden?: boolean;
}

export const ALL = 'all';
/** Whom a postback fires for; a dimension is one id, 'all', or 'none' where it has no meaning. */
export interface Reach {
  readonly partner: FieldValue;
  readonly offer: FieldValue;
  readonly event: FieldValue;
}

/** Whom a postback with these values fires for, if it is active. */
export function reachOf(fields: FieldValues): Reach {
  const level = fields.pixel_level;
  const type = fields.pixel_type;
  const event = fields.network_offer_payout_revenue_id ?? 0;
  const hasEvents = type === 'post_conversion' || type === 'event';
  return {
    partner: level === 'global_offer' ? ALL : (fields.network_affiliate_id ?? 0),
    offer: level === 'global' ? ALL : (fields.network_offer_id ?? 0),
    // With level global every event of every offer fires, whatever id stands there.
    event: !hasEvents ? 'none' : event === 0 || level === 'global' ? ALL : event,
  };
}

const DIMENSIONS = ['partner', 'offer', 'event'] as const;

/** True if nothing that fired before stops firing, and something is added. */
function onlyWidens(before: Reach, after: Reach): boolean {
  return DIMENSIONS.every((d) => after[d] === before[d] || after[d] === ALL) && widens(before, after);
}
function widens(before: Reach, after: Reach): boolean {
  return DIMENSIONS.some((d) => after[d] === ALL && before[d] !== ALL && before[d] !== 'none');
}

function scopeEffects(before: FieldValues, after: FieldValues, changes: readonly FieldChange[]): Effect[] {
  const moved = changes
    .filter((change) => IDENTITY_FIELDS.includes(change.field))
    .map((change) => change.field);
  if (moved.length === 0) return [];
  const was = reachOf(before);
  const will = reachOf(after);
  const fixedFields: readonly Field[] = ['pixel_type', 'delivery_method'];
  if (onlyWidens(was, will) && !fixedFields.some((field) => moved.includes(field))) return ['widens'];
  return widens(was, will) ? ['widens', 'moves'] : ['moves'];
}

/** True if the postback fires for a partner or an offer that the filter does not name. */
export function reachesBeyond(fields: FieldValues, filter: ScopeFilter): boolean {
  const { partner, offer } = reachOf(fields);
  const beyond = (id: FieldValue, named: readonly number[]): boolean =>
    named.length > 0 && (id === ALL || !named.includes(Number(id)));
  return beyond(partner, filter.partnerIds) || beyond(offer, filter.offerIds);
}

function servedEffects(states: readonly FieldValues[], { filter, hidden }: EffectContext): Effect[] {
  const effects: Effect[] = [];
  if (filter && states.some((fields) => reachesBeyond(fields, filter))) effects.push('serves-others');
  if (states.some((fields) => fields.pixel_level === 'global_offer')) effects.push('serves-all');
  if (hidden) effects.push('hidden');
  return effects;
}

function inOrder(effects: readonly Effect[]): Effect[] {
  return effects.length === 0 ? ['other'] : EFFECTS.filter((effect) => effects.includes(effect));
}

const isBlankText = (value: FieldValue): boolean => String(value).trim() === '';

/** True if the change empties a text that held something. A number is never blank. */
export function emptiesText({ before, after }: FieldChange): boolean {
  return isBlankText(after) && !isBlankText(before);
}

/**
 * Effects of an update, in the order of `EFFECTS`.
 * @param before the values as pulled
 * @param changes the edits; changes to the same meaning count as none (D1)
 */
export function effectsOfUpdate(
  before: FieldValues,
  changes: readonly FieldChange[],
  context: EffectContext = {},
): Effect[] {
  const real = changes.filter((change) => !sameValue(change.field, change.before, change.after));
  const after: { -readonly [F in Field]?: FieldValue } = { ...before };
  for (const change of real) after[change.field] = change.after;
  const effects: Effect[] = [...scopeEffects(before, after, real)];
  const status = real.find((change) => change.field === 'pixel_status');
  if (status?.after === 'active') effects.push('turns-on');
  else if (status?.before === 'active') effects.push('turns-off');
  if (real.some(emptiesText)) effects.push('empties-text');
  return inOrder([...effects, ...servedEffects([before, after], context)]);
}

/** Effects of a create, in the order of `EFFECTS`. */
export function effectsOfCreate(fields: FieldValues, context: EffectContext = {}): Effect[] {
  const effects: Effect[] = fields.pixel_status === 'active' ? ['starts-firing'] : [];
  return inOrder([...effects, ...servedEffects([fields], context)]);
}
