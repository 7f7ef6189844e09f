/** What a person confirmed with a plan besides its rows, as the change log tells it (A1). Pure. */
import { openWarnings, type Plan, type PlanItem } from './plan';

export interface Confirmation {
  /** The number that was typed; '' if none was asked for. */
  readonly typed: string;
  /** Titles of the warnings that were said yes to. */
  readonly warnings: readonly string[];
  readonly leftOut: {
    readonly rows: number;
    /** Ids, and row keys of new rows, of the first of them. */
    readonly named: readonly string[];
    /** Changes left out of rows that are sent. */
    readonly changes: number;
  };
  /** Rows with changes that could not be pushed as they were. */
  readonly stopped: number;
}

/** Rows left out that the change log names. */
const LEFT_OUT_NAMED = 100;

/**
 * @param shown the plan as the preview showed it
 * @param typed the number that was typed; '' if none was asked for
 */
export function confirmationOf(shown: Plan, chosen: Plan, typed: string): Confirmation {
  const { items, titles, stopped = 0 } = shown;
  const nameOf = (item: PlanItem): string => (item.kind === 'update' ? String(item.id) : item.rowKey);
  const sent = new Set(chosen.items.map(nameOf));
  const names = items.map(nameOf).filter((name) => !sent.has(name));
  const changesIn = (list: readonly PlanItem[]): number =>
    list.reduce(
      (sum, item) => sum + (item.kind === 'update' && sent.has(nameOf(item)) ? item.changes.length : 0),
      0,
    );
  const causes = chosen.items.flatMap((item) => Object.values(openWarnings(item)).flat());
  return {
    typed,
    warnings: [...new Set(causes)].map((cause) => titles?.[cause] ?? cause),
    leftOut: {
      rows: names.length,
      named: names.slice(0, LEFT_OUT_NAMED),
      changes: changesIn(items) - changesIn(chosen.items),
    },
    stopped,
  };
}
