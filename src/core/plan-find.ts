/** Looking for changes in the list of a preview, by what they do or by a text in them (D2). Pure. */
import type { Effect } from './effects';
import type { Plan, PlanItem } from './plan';

/** What is looked for. Both together; empty means everything. */
export interface Find {
  readonly effect: Effect | '';
  /** Stands somewhere in id, "Fires for" or a value, old or new; capitals do not matter. */
  readonly text: string;
}

/** The plan with only those items, which keep their numbers. Not a plan to be pushed: it is for reading. */
export function itemsFound<P extends Pick<Plan, 'items'>>(plan: P, { effect, text }: Find): P {
  const wanted = text.trim().toLowerCase();
  if (effect === '' && wanted === '') return plan;
  const isFound = (item: PlanItem): boolean =>
    (effect === '' || item.effects.includes(effect)) &&
    (wanted === '' || textsOf(item).some((one) => String(one).toLowerCase().includes(wanted)));
  return { ...plan, items: plan.items.filter(isFound) };
}

function textsOf(item: PlanItem): readonly (string | number)[] {
  if (item.kind === 'create') return [item.firesFor, ...Object.values(item.fields)];
  const values = item.changes.flatMap(({ before, after }) => [before, after]);
  return [`#${item.id}`, item.firesFor, item.was.firesFor, ...values];
}
