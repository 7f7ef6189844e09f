/** Who changed what two snapshots differ in, as far as the change log tells (A4). Pure. */
import { plainForm } from '../text-form';
import type { LogLine } from './log-chain';

/** `ours`: pushed from here. `seen`: found by a pull or push from here. `unexplained`: the log has nothing that leads from one to the other. */
export type Mark = 'ours' | 'seen' | 'unexplained';

/**
 * @param field header of the column; '' for a postback that was added (`before` is '') or is gone (`after` is '')
 * @param before text in the older one
 * @param after text in the newer one
 */
export type Explain = (id: string, field: string, before: string, after: string) => Mark;

/** What a log line says, in the terms of a comparison; `field` is '' for a postback that came (`before` is '') or went (`after` is ''). */
export interface Told {
  readonly id: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
  readonly mark: 'ours' | 'seen';
}

/** Stands for a postback that is there, whatever its fields hold. */
const THERE = '✓';

/** An empty cell of an id or delay is the 0 that stands there elsewhere. */
const same = (a: string, b: string): boolean => plainForm(a) === plainForm(b) || (nothing(a) && nothing(b));
const nothing = (text: string): boolean => text === '' || text === '0';

/**
 * Explains differences by lines in the order of the log. What came about in several steps is ours only if all of them were.
 * @param shown a text of the log as the two that are compared show it: one of them may be masked
 */
export function explainBy(
  lines: readonly LogLine[],
  shown: (field: string, text: string) => string = (_field, text) => text,
): Explain {
  const byPlace = new Map<string, Told[]>();
  const add = (told: Told): void => {
    const place = `${told.id} ${told.field}`;
    const list = byPlace.get(place);
    if (list) list.push(told);
    else byPlace.set(place, [told]);
  };
  for (const line of lines) {
    const told = toldBy(line);
    if (!told) continue;
    const { field, before, after } = told;
    add(field === '' ? told : { ...told, before: shown(field, before), after: shown(field, after) });
    // A line for each field tells of a new postback; that it came is told by all of them.
    if (line.what === 'Create') add({ ...told, field: '', before: '', after: THERE });
  }
  return (id, field, before, after) => {
    const told = byPlace.get(`${id} ${field}`) ?? [];
    const there = (text: string): string => (text === '' ? '' : THERE);
    return field === '' ? markOf(told, there(before), there(after)) : markOf(told, before, after);
  };
}

/** Follows the changes from each place where the first value stood, as far as each goes on from the one before. */
function markOf(told: readonly Told[], before: string, after: string): Mark {
  let found: Mark = 'unexplained';
  let at: string | undefined;
  let isOurs = true;
  for (const step of told) {
    // A change from anything else breaks the chain: it may begin again later.
    if (at === undefined || !same(at, step.before)) {
      at = undefined;
      isOurs = true;
      if (!same(step.before, before)) continue;
    }
    at = step.after;
    isOurs = isOurs && step.mark === 'ours';
    if (same(at, after)) found = isOurs ? 'ours' : 'seen';
  }
  return found;
}

/** Lines of pushes count where Everflow took the value, and lines of what others changed always. */
function toldBy({ what, id, field, before, after, outcome }: LogLine): Told | undefined {
  if (id === '') return undefined;
  if (outcome === 'Seen') {
    if (field !== '') return { id, field, before, after, mark: 'seen' };
    const [from, to] = what === 'Gone from Everflow' ? [THERE, ''] : ['', THERE];
    return { id, field, before: from, after: to, mark: 'seen' };
  }
  return outcome === 'Updated' || outcome === 'Created'
    ? { id, field, before, after, mark: 'ours' }
    : undefined;
}
