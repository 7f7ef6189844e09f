/**
 * Which macros the network already uses: learnt from its own active postbacks as pulled (V8). Counts only; what a count is worth is
 * judged in `macros.ts`.
 */
import type { Baseline, BaselineRow } from '../baseline';
import { parsePairs } from '../pairs';
import { PAIR_FIELDS } from '../postback';
import { braceNames } from './macro-tokens';

export interface MacroUse {
  /**
   * How many active postbacks hold `{name}`, spelt exactly so, besides one.
   * @param besides the postback being edited: its own text is no evidence for itself
   */
  others(name: string, besides?: BaselineRow): number;
}

/** Names in the places where Everflow replaces macros and that are in use: HTML code is left out, its braces are code (R40 of the examples). */
function namesIn({ postback: { fields } }: BaselineRow): ReadonlySet<string> {
  const names = new Set<string>();
  if (fields.pixel_status !== 'active') return names;
  if (fields.delivery_method === 'postback') return braceNames(String(fields.postback_url ?? ''));
  if (fields.delivery_method !== 'facebook') return names;
  for (const field of PAIR_FIELDS) {
    const parsed = parsePairs(String(fields[field] ?? ''));
    for (const value of parsed.ok ? parsed.list.map(valueOf) : [])
      for (const name of braceNames(value)) names.add(name);
  }
  return names;
}

/** The value of a pair of two texts; '' for anything else. */
export function valueOf(item: unknown): string {
  const value = typeof item === 'object' && item !== null && 'value' in item ? item.value : '';
  return typeof value === 'string' ? value : '';
}

/**
 * Learns from a baseline: one pass over it, at the first question. A check in which every macro is known asks none, so it pays nothing
 * (L1).
 */
export function macroUse(baseline: Baseline): MacroUse {
  let counts: Map<string, number> | undefined;
  // A cell may ask for thousands of names; its postback is read once.
  let own: { readonly row: BaselineRow; readonly names: ReadonlySet<string> } | undefined;
  const learn = (): Map<string, number> => {
    const found = new Map<string, number>();
    for (const row of baseline.values()) {
      for (const name of namesIn(row)) found.set(name, (found.get(name) ?? 0) + 1);
    }
    return found;
  };
  return {
    others: (name, besides) => {
      counts ??= learn();
      const all = counts.get(name) ?? 0;
      if (all === 0 || !besides) return all;
      if (own?.row !== besides) own = { row: besides, names: namesIn(besides) };
      return own.names.has(name) ? all - 1 : all;
    },
  };
}
