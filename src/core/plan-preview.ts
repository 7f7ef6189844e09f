/**
 * Preview of a plan as data (D2): totals, groups with their ticks, the list old -> new in pages, and what must be typed to
 * confirm. Words of sentences and layout belong to the panel.
 */
import { hostOf } from './baseline';
import { columnForField } from './columns';
import { EFFECTS, UNTICKED, type Effect } from './effects';
import { estimate, NORMAL_PACE, type Estimate, type Pace } from './estimate';
import { openWarnings, type Plan, type PlanItem } from './plan';
import { hostsOf, partnersOf } from './plan-leave-out';
import { FIELDS, zeroOf, type Field, type FieldValue } from './postback';
import type { Severity } from './problem';

/** Writes above this are confirmed by typing their number, if the settings say nothing else. */
export const DEFAULT_THRESHOLD = 50;
/** Postbacks turned on or widened above this are confirmed by typing, whatever the threshold. */
export const MAX_UNTYPED_RISKS = 10;
/** Most lines, and about the most characters, of one page of the list (X1). */
export const PAGE_LINES = 500;
export const PAGE_CHARACTERS = 400_000;
/** Most partners, hosts and changes of host that are counted one by one; the most frequent ones. */
export const MOST_COUNTED = 200;

/** Words of the groups on the screen. */
export const EFFECT_LABELS: Readonly<Record<Effect, string>> = {
  'turns-on': 'Turns on postbacks that are off',
  widens: 'Reaches more partners, offers or events',
  moves: 'Changes partner, offer, event, level, type or method',
  'serves-others': 'Serves others than the filter names',
  'empties-text': 'Empties a text',
  'turns-off': 'Turns off',
  'starts-firing': 'New and starts firing at once',
  'serves-all': 'Serves all partners',
  hidden: 'In rows hidden by a filter',
  other: 'Other changes',
};

export interface PreviewLine {
  readonly seq: number;
  readonly kind: PlanItem['kind'];
  /** Postback id of an update. */
  readonly id?: number;
  /** Row key of a create. */
  readonly rowKey?: string;
  readonly firesFor: string;
  /** As pulled, where the push changes it. */
  readonly firedFor?: string;
  /** Every changed field; for creates every field that is filled. */
  readonly changes: readonly {
    readonly field: Field;
    readonly header: string;
    readonly before: FieldValue;
    readonly after: FieldValue;
  }[];
  readonly effects: readonly Effect[];
  readonly warnings: readonly string[];
}

export interface PreviewPage {
  /** Index of the first line in the plan. */
  readonly offset: number;
  readonly total: number;
  readonly lines: readonly PreviewLine[];
  /** Offset of the next page; null on the last. */
  readonly next: number | null;
}

/** The most frequent of something, and how many there are altogether. */
export interface Counted<T> {
  readonly total: number;
  readonly most: readonly (T & { readonly count: number })[];
}

export interface Preview {
  readonly creates: number;
  readonly updates: number;
  readonly writes: number;
  /** Changed fields of updates, in catalogue order. */
  readonly fields: readonly { readonly field: Field; readonly header: string; readonly count: number }[];
  /** Changed hosts of updates' URLs, most frequent first. */
  readonly hosts: readonly { readonly before: string; readonly after: string; readonly count: number }[];
  /** Rows by host of their URL, as pulled or as edited, for leaving them out. */
  readonly urlHosts: Counted<{ readonly host: string }>;
  /** Rows by partner, as pulled or as edited, for leaving them out; id 0 is no partner, name '' is not known. */
  readonly partners: Counted<{ readonly id: number; readonly name: string }>;
  readonly effects: readonly {
    readonly effect: Effect;
    readonly label: string;
    readonly count: number;
    readonly ticked: boolean;
  }[];
  readonly warnings: readonly PreviewWarning[];
  readonly confirm: Confirmation;
  /** Requests, share of the day's quota and time for these rows. */
  readonly estimate: Estimate;
  readonly page: PreviewPage;
}

/** A warning of the plan's rows. The same cause may need a tick of its own in some rows and none in others. */
export interface PreviewWarning {
  readonly cause: string;
  readonly title: string;
  readonly severity: Exclude<Severity, 'error'>;
  /** Rows. */
  readonly count: number;
  /** Of these rows, how many were confirmed earlier and have not changed since: they are not asked again (V1). */
  readonly confirmed: number;
  /** False if it needs a tick of its own that nobody has given yet. */
  readonly ticked: boolean;
}

export interface Confirmation {
  /** True if `number` must be typed. */
  readonly typed: boolean;
  /** Number of writes. */
  readonly number: number;
}

export interface PreviewOptions {
  /** Writes above this are confirmed by typing; 0 and up. */
  readonly threshold?: number;
  /** First line of the list, from 0. */
  readonly offset?: number;
  /** About the most characters of the page. */
  readonly characters?: number;
  readonly pace?: Pace;
}

export function previewOf(plan: Plan, options: PreviewOptions = {}): Preview {
  const creates = plan.items.filter((item) => item.kind === 'create').length;
  return {
    creates,
    updates: plan.items.length - creates,
    writes: plan.items.length,
    fields: fieldCounts(plan),
    hosts: hostChanges(plan),
    urlHosts: most(countBy(plan, hostsOf), (host) => ({ host })),
    partners: most(countBy(plan, partnersOf), (id) => ({ id, name: plan.partnerNames?.[id] ?? '' })),
    effects: effectCounts(plan),
    warnings: warningCounts(plan),
    confirm: confirmationFor(plan, options.threshold),
    estimate: estimate(plan, options.pace ?? NORMAL_PACE),
    page: pageOf(plan, options.offset, options.characters),
  };
}

/** Rows by what a function says of each of them. @param keysOf each answer once */
function countBy<K>(plan: Plan, keysOf: (item: PlanItem) => readonly K[]): ReadonlyMap<K, number> {
  const counts = new Map<K, number>();
  for (const item of plan.items) for (const key of keysOf(item)) count(counts, key);
  return counts;
}

function most<K, T>(counts: ReadonlyMap<K, number>, named: (key: K) => T): Counted<T> {
  const sorted = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_COUNTED);
  return { total: counts.size, most: sorted.map(([key, found]) => ({ ...named(key), count: found })) };
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function fieldCounts(plan: Plan): Preview['fields'] {
  const counts = new Map<Field, number>();
  for (const item of plan.items) {
    if (item.kind === 'update') for (const change of item.changes) count(counts, change.field);
  }
  return FIELDS.flatMap((field) => {
    const found = counts.get(field);
    return found === undefined ? [] : [{ field, header: columnForField(field).header, count: found }];
  });
}

function hostChanges(plan: Plan): Preview['hosts'] {
  const counts = new Map<string, { before: string; after: string; count: number }>();
  for (const item of plan.items) {
    if (item.kind !== 'update') continue;
    const change = item.changes.find(({ field }) => field === 'postback_url');
    const before = item.was.host;
    const after = hostOf(change?.after);
    if (!change || before === after) continue;
    const key = JSON.stringify([before, after]);
    const entry = counts.get(key);
    if (entry) entry.count += 1;
    else counts.set(key, { before, after, count: 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).slice(0, MOST_COUNTED);
}

function effectCounts(plan: Plan): Preview['effects'] {
  const counts = new Map<Effect, number>();
  for (const item of plan.items) for (const effect of item.effects) count(counts, effect);
  return EFFECTS.flatMap((effect) => {
    const found = counts.get(effect);
    if (found === undefined) return [];
    return [{ effect, label: EFFECT_LABELS[effect], count: found, ticked: !UNTICKED.includes(effect) }];
  });
}

function warningCounts(plan: Plan): readonly PreviewWarning[] {
  const counts = new Map<string, PreviewWarning>();
  for (const item of plan.items) {
    const open = openWarnings(item);
    for (const cause of item.warnings) {
      const severity = item.ownTicks?.includes(cause) ? 'own-tick' : 'warning';
      const key = `${severity} ${cause}`;
      const isOpen = open.own.includes(cause) || open.group.includes(cause);
      const before = counts.get(key);
      counts.set(key, {
        cause,
        title: plan.titles?.[cause] ?? cause,
        severity,
        count: (before?.count ?? 0) + 1,
        confirmed: (before?.confirmed ?? 0) + (isOpen ? 0 : 1),
        ticked: (before?.ticked ?? true) && (severity === 'warning' || !isOpen),
      });
    }
  }
  return [...counts.values()];
}

/**
 * Must the number of writes be typed? Above the threshold, or with more than `MAX_UNTYPED_RISKS` rows turned on or widened.
 * @param threshold writes that need no typing, inclusive
 */
export function confirmationFor(plan: Plan, threshold = DEFAULT_THRESHOLD): Confirmation {
  const risks = plan.items.filter(
    ({ effects }) => effects.includes('turns-on') || effects.includes('widens'),
  ).length;
  return { typed: plan.items.length > threshold || risks > MAX_UNTYPED_RISKS, number: plan.items.length };
}

/** A page of the list; it ends early when values are long, and always holds at least one line if there is one. */
export function pageOf(plan: Plan, offset = 0, mostCharacters = PAGE_CHARACTERS): PreviewPage {
  const lines: PreviewLine[] = [];
  let characters = 0;
  for (const item of plan.items.slice(offset, offset + PAGE_LINES)) {
    const line = lineOf(item);
    characters += JSON.stringify(line).length;
    if (lines.length > 0 && characters > mostCharacters) break;
    lines.push(line);
  }
  const next = offset + lines.length;
  return { offset, total: plan.items.length, lines, next: next < plan.items.length ? next : null };
}

function lineOf(item: PlanItem): PreviewLine {
  const { seq, kind, firesFor, effects, warnings } = item;
  const base = { seq, kind, firesFor, effects, warnings };
  const named = (field: Field, before: FieldValue, after: FieldValue) => ({
    field,
    header: columnForField(field).header,
    before,
    after,
  });
  if (item.kind === 'create') {
    const filled = FIELDS.filter((field) => (item.fields[field] ?? zeroOf(field)) !== zeroOf(field));
    const changes = filled.map((field) => named(field, zeroOf(field), item.fields[field]!));
    return { ...base, rowKey: item.rowKey, changes };
  }
  const changes = item.changes.map(({ field, before, after }) => named(field, before, after));
  const moved = item.was.firesFor !== firesFor ? { firedFor: item.was.firesFor } : {};
  return { ...base, id: item.id, ...moved, changes };
}
