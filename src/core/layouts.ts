/**
 * Versions of what the books hold, and the steps from each to the next (B4). Pure. A block is brought up to date as it is read, so blocks
 * of several versions may stand in one tab and nothing has to be rewritten.
 */

import type { BaselineRow } from './baseline';
import { baselineText } from './baseline-text';

/** The layout that this build writes. Blocks of a greater one are refused, smaller ones pass through `STEPS`. */
export const LAYOUT = 4;

export interface LayoutStep {
  readonly from: number;
  /** Always `from + 1`. */
  readonly to: number;
  /** @returns the block's text in layout `to`; must not throw on a text that layout `from` wrote */
  readonly upgrade: (stream: string, text: string) => string;
}

/**
 * In order, without gaps. What a step does not know it must not invent: it leaves a value out, or says "unknown" in a way that the readers of
 * that value understand.
 */
export const STEPS: readonly LayoutStep[] = [
  {
    from: 1,
    to: 2,
    // Baseline rows say by value what Everflow holds where both sides changed a field (`theirs`); layout 1 only had a flag (`keepsFirst`).
    // Rows of the tab carry a sum over their own head.
    upgrade: (stream, text) =>
      // Texts without the flag stay as they are, and most do.
      stream.startsWith('baseline/') && text.includes('"keepsFirst"') ? withTheirs(text) : text,
  },
  {
    from: 2,
    to: 3,
    // The stream of a push is a journal of entries; layout 2 had lists of results there, and announced creates in `intent/…`. New rows that
    // wait for a person say why, when, and what was sent; layout 2 had their row keys alone.
    upgrade: (stream, text) => {
      if (stream.startsWith('run/'))
        return JSON.stringify([{ kind: 'results', results: JSON.parse(text) as unknown }]);
      return /^unclear(\/|$)/.test(stream) ? withReasons(text) : text;
    },
  },
  {
    from: 3,
    to: 4,
    // Baseline rows stand by columns; layout 3 had a list of objects.
    upgrade: (stream, text) =>
      stream.startsWith('baseline/') ? baselineText(JSON.parse(text) as BaselineRow[]) : text,
  },
];

/** An empty `theirs` says: some field keeps its first "as pulled", and nobody knows which and what Everflow holds instead. */
function withTheirs(text: string): string {
  const rows = JSON.parse(text) as { keepsFirst?: boolean; theirs?: object }[];
  return JSON.stringify(
    rows.map(({ keepsFirst, ...row }) => (keepsFirst ? { ...row, theirs: row.theirs ?? {} } : row)),
  );
}

/** Why a row waits was always the same in layout 2; when it was sent and what, it did not write down. */
function withReasons(text: string): string {
  const rowKeys = JSON.parse(text) as string[];
  return JSON.stringify(rowKeys.map((rowKey) => ({ rowKey, why: 'unclear', at: 0, known: [] })));
}

/**
 * A block's text as this build would have written it.
 * @param version layout in which it was written
 * @throws Error for a version that no step begins with
 */
export function upgradeBlock(version: number, stream: string, text: string): string {
  let at = version;
  let upgraded = text;
  while (at < LAYOUT) {
    const step = STEPS.find(({ from }) => from === at);
    if (!step) throw new Error(`No step leads on from layout ${at}`);
    upgraded = step.upgrade(stream, upgraded);
    at = step.to;
  }
  return upgraded;
}
