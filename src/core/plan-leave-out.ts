/**
 * Leaving changes out of a plan (D2): by effect, field, partner, host, warning or row, or down to chosen rows. Pure; the result
 * is a smaller plan of the same kind, never a different one.
 */
import { hostOf } from './baseline';
import type { FieldChange } from './draft';
import { effectsOfUpdate, emptiesText, UNTICKED, type Effect } from './effects';
import { numbered, openWarnings, type Plan, type PlanItem, type UpdateItem } from './plan';
import { FACEBOOK_FIELDS, IDENTITY_FIELDS, type Field } from './postback';

/** What to leave out. All parts together; an empty or absent part leaves nothing out. */
export interface LeaveOut {
  readonly effects?: readonly Effect[];
  readonly fields?: readonly Field[];
  /** Partner ids, as pulled or as edited. */
  readonly partners?: readonly number[];
  /** Hosts of URLs, as pulled or as edited. */
  readonly hosts?: readonly string[];
  /** Causes of warnings; every row that carries one. */
  readonly warnings?: readonly string[];
  /** Causes of warnings that each need a tick, or all of them: rows that carry one which was not confirmed before (V1). */
  readonly ownTicks?: readonly string[] | 'all';
  /** Postback ids of updates. */
  readonly ids?: readonly number[];
  /** Row keys of creates. */
  readonly rowKeys?: readonly string[];
  /** If given, every other row is left out. */
  readonly only?: { readonly ids: readonly number[]; readonly rowKeys: readonly string[] };
}

/** The choice that a preview begins with: what is not ticked by default is left out (D2, V1). */
export const DEFAULT_CHOICE: LeaveOut = { effects: UNTICKED, ownTicks: 'all' };

/** Effects that belong to one row as a whole; leaving them out leaves the row out. */
const WHOLE_ROW: readonly Effect[] = ['serves-others', 'serves-all', 'starts-firing', 'hidden', 'other'];

/**
 * Fields that only make sense together with a change of method: the new method's content would be left behind by a postback that
 * keeps its old one, or the other way round.
 */
const METHOD_FIELDS: readonly Field[] = ['postback_url', 'html_code', 'delay_ms', ...FACEBOOK_FIELDS];

/** Where the notice goes. In a row that moves it was meant for whom the row moves to, and would reach the wrong partner without the move. */
const RECEIVER_FIELDS: readonly Field[] = ['postback_url', 'html_code', ...FACEBOOK_FIELDS];

/**
 * The plan without what the choice names. Partner, offer, event, level, type and method leave together, with a move also the receiver,
 * and with a changed method all that the method uses; what would be switched on with a half of these stays off. Half a move was never
 * checked and is nobody's intention. Effects are judged anew.
 */
export function leaveOut(plan: Plan, choice: LeaveOut): Plan {
  const sets = setsOf(choice);
  const items: PlanItem[] = [];
  for (const item of plan.items) {
    if (rowLeaves(item, sets)) continue;
    const kept = item.kind === 'create' ? item : withoutChanges(item, sets);
    // What a row is warned of is asked of what is left: a warning may have gone with its field.
    if (kept && !isWarned(kept, sets)) items.push(kept);
  }
  return { ...plan, items: numbered(items) };
}

type ChoiceSets = ReturnType<typeof setsOf>;

function setsOf(choice: LeaveOut) {
  return {
    effects: new Set<Effect>(choice.effects),
    fields: new Set<Field>(choice.fields),
    partners: new Set<number>(choice.partners),
    hosts: new Set<string>(choice.hosts),
    warnings: new Set<string>(choice.warnings),
    ownTicks: choice.ownTicks === 'all' ? ('all' as const) : new Set<string>(choice.ownTicks),
    ids: new Set<number>(choice.ids),
    rowKeys: new Set<string>(choice.rowKeys),
    only: choice.only ? { ids: new Set(choice.only.ids), rowKeys: new Set(choice.only.rowKeys) } : undefined,
  } as const;
}

function rowLeaves(item: PlanItem, sets: ChoiceSets): boolean {
  if (item.kind === 'update' && (sets.ids.has(item.id) || (sets.only && !sets.only.ids.has(item.id))))
    return true;
  if (
    item.kind === 'create' &&
    (sets.rowKeys.has(item.rowKey) || (sets.only && !sets.only.rowKeys.has(item.rowKey)))
  ) {
    return true;
  }
  return (
    item.effects.some((effect) => WHOLE_ROW.includes(effect) && sets.effects.has(effect)) ||
    partnersOf(item).some((partner) => sets.partners.has(partner)) ||
    hostsOf(item).some((host) => sets.hosts.has(host))
  );
}

function isWarned(item: PlanItem, { warnings, ownTicks }: ChoiceSets): boolean {
  return (
    item.warnings.some((cause) => warnings.has(cause)) ||
    openWarnings(item).own.some((cause) => ownTicks === 'all' || ownTicks.has(cause))
  );
}

function changedTo(item: UpdateItem, field: Field): FieldChange | undefined {
  return item.changes.find((change) => change.field === field);
}

/** Partner ids of an item, before and after; 0 stands for "no partner". */
export function partnersOf(item: PlanItem): number[] {
  if (item.kind === 'create') return [Number(item.fields.network_affiliate_id ?? 0)];
  const before = Number(item.was.fields.network_affiliate_id ?? 0);
  const change = changedTo(item, 'network_affiliate_id');
  return change ? [before, Number(change.after)] : [before];
}

/** Hosts of an item's URL, before and after; without empty ones. */
export function hostsOf(item: PlanItem): string[] {
  const hosts =
    item.kind === 'create'
      ? [hostOf(item.fields.postback_url)]
      : [item.was.host, hostOf(changedTo(item, 'postback_url')?.after)];
  return [...new Set(hosts)].filter((host) => host !== '');
}

/** True if the change brings about one of these effects. */
function bringsAbout(change: FieldChange, item: UpdateItem, effects: ReadonlySet<Effect>): boolean {
  const { field, after } = change;
  if (field === 'pixel_status') return effects.has(after === 'active' ? 'turns-on' : 'turns-off');
  if (effects.has('empties-text') && emptiesText(change)) return true;
  return (
    IDENTITY_FIELDS.includes(field) &&
    item.effects.some((effect) => (effect === 'widens' || effect === 'moves') && effects.has(effect))
  );
}

function withoutChanges(item: UpdateItem, sets: ChoiceSets): UpdateItem | undefined {
  const leaving = new Set(
    item.changes.flatMap((c) =>
      sets.fields.has(c.field) || bringsAbout(c, item, sets.effects) ? [c.field] : [],
    ),
  );
  if (leaving.size === 0) return item;
  for (const field of linkedFields(item, leaving)) leaving.add(field);
  const changes = item.changes.filter((change) => !leaving.has(change.field));
  if (changes.length === 0) return undefined;
  const left = item.changes.filter(({ field }) => leaving.has(field)).map(({ field }) => field);
  return { ...judgedAnew(item, changes), held: [...(item.held ?? []), ...left] };
}

/** Fields that leave together with the leaving ones. */
function linkedFields(item: UpdateItem, leaving: ReadonlySet<Field>): readonly Field[] {
  const moves = item.changes.some(({ field }) => IDENTITY_FIELDS.includes(field));
  const methodChanges = changedTo(item, 'delivery_method') !== undefined;
  const used = methodChanges ? METHOD_FIELDS : RECEIVER_FIELDS;
  const group = [...IDENTITY_FIELDS, ...used];
  if (!group.some((field) => leaving.has(field))) return [];
  const isTurnedOn = changedTo(item, 'pixel_status')?.after === 'active';
  return [...(moves ? group : []), ...(isTurnedOn ? (['pixel_status'] as const) : [])];
}

function judgedAnew(item: UpdateItem, changes: readonly FieldChange[]): UpdateItem {
  const stays = (field: Field): boolean => changes.some((change) => change.field === field);
  const warnedFields: Record<string, readonly Field[]> = {};
  const warnings = item.warnings.filter((cause) => {
    const fields = item.warnedFields[cause];
    if (!fields) return true;
    const left = fields.filter(stays);
    if (left.length > 0) warnedFields[cause] = left;
    return left.length > 0;
  });
  const moves = IDENTITY_FIELDS.some(stays);
  const { ownTicks, confirmed, marks, ...rest } = item;
  const stillOwn = among(ownTicks, warnings);
  const stillConfirmed = among(confirmed, warnings);
  return {
    ...rest,
    changes,
    warnings,
    warnedFields,
    ...(stillOwn.length > 0 ? { ownTicks: stillOwn } : {}),
    ...(stillConfirmed.length > 0 ? { confirmed: stillConfirmed } : {}),
    ...(marks ? { marks: pick(marks, warnings) } : {}),
    firesFor: moves ? item.firesFor : item.was.firesFor,
    effects: effectsOfUpdate(item.was.fields, changes, {
      ...(item.scope ? { filter: item.scope } : {}),
      hidden: item.effects.includes('hidden'),
    }),
  };
}

function among(causes: readonly string[] | undefined, left: readonly string[]): readonly string[] {
  return causes?.filter((cause) => left.includes(cause)) ?? [];
}

function pick<T>(all: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  const picked: Record<string, T> = {};
  for (const key of keys) if (all[key] !== undefined) picked[key] = all[key];
  return picked;
}
