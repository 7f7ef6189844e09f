/** The ticks of a preview as the server's choice of what to leave out (D2, V1). Pure. */
import type { Args, Value } from '../bridge';

export type PreviewAnswer = Value<'previewStart'>;
export type Preview = PreviewAnswer['all'];
export type LeaveOut = Args<'previewShow'>[0]['leaveOut'];
export type Effect = Preview['effects'][number]['effect'];

type Field = Preview['fields'][number]['field'];

/** What is not ticked, and the rows to which all is narrowed. */
export interface Unticked {
  readonly effects: readonly Effect[];
  /** Causes of warnings that each need a tick of their own. */
  readonly warnings: readonly string[];
  /** Causes of other warnings whose rows are left out. */
  readonly warned: readonly string[];
  readonly fields: readonly Field[];
  readonly partners: readonly number[];
  readonly hosts: readonly string[];
  /** Rows that were left out one by one: ids of postbacks, and keys of new rows. */
  readonly ids: readonly number[];
  readonly rowKeys: readonly string[];
  /** Only these rows, if given. */
  readonly only?: NonNullable<LeaveOut['only']>;
}

/** Where a preview begins: as the server says. */
export function firstUnticked(all: Preview): Unticked {
  return {
    effects: all.effects.filter(({ ticked }) => !ticked).map(({ effect }) => effect),
    warnings: ownTickWarnings(all)
      .filter(({ ticked }) => !ticked)
      .map(({ cause }) => cause),
    warned: [],
    fields: [],
    partners: [],
    hosts: [],
    ids: [],
    rowKeys: [],
  };
}

export function ownTickWarnings(all: Preview): Preview['warnings'] {
  return all.warnings.filter(({ severity }) => severity === 'own-tick');
}

export function leaveOutOf({ warnings, warned, only, ...others }: Unticked): LeaveOut {
  return { ...others, ownTicks: warnings, warnings: warned, ...(only ? { only } : {}) };
}

/** The choice without one row. */
export function withoutRow(unticked: Unticked, { id, rowKey }: Preview['page']['lines'][number]): Unticked {
  return {
    ...unticked,
    ids: id === undefined ? unticked.ids : [...unticked.ids, id],
    rowKeys: rowKey === undefined ? unticked.rowKeys : [...unticked.rowKeys, rowKey],
  };
}

/** The choice with all rows again, as far as they were left out one by one or by a selection. */
export function withAllRows({ only: _only, ...others }: Unticked): Unticked {
  return { ...others, ids: [], rowKeys: [] };
}

/** Causes of the warnings with a tick of their own that are ticked. */
export function ticksOf(all: Preview, { warnings }: Unticked): readonly string[] {
  return ownTickWarnings(all).flatMap(({ cause }) => (warnings.includes(cause) ? [] : [cause]));
}

/** The list with an entry added or taken away. */
export function withTick<T>(unticked: readonly T[], entry: T, isTicked: boolean): readonly T[] {
  return isTicked ? unticked.filter((one) => one !== entry) : [...unticked, entry];
}

/** Warnings that the chosen rows carry and that are confirmed together. */
export function groupWarnings(shown: Preview): Preview['warnings'] {
  return shown.warnings.filter(({ severity }) => severity === 'warning');
}

/** True if one of these warnings was not confirmed before. */
export function isOpen(warnings: Preview['warnings']): boolean {
  return warnings.some(({ count, confirmed }) => confirmed < count);
}
