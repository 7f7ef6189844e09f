/** Counts as bars, each of which leads to its rows. The number stands beside its bar, so the picture says nothing that the words do not. */
import type { Value } from '../bridge';
import { number } from '../format';
import { Data } from '../parts/parts';

export type Bar = Value<'healthCounts'>['lines'][number];

interface Props {
  readonly bars: readonly Bar[];
  readonly onOpen: (value: string, words: string) => void;
}

export function Bars({ bars, onOpen }: Props) {
  const most = bars[0]?.count ?? 0;
  return (
    <ul class="list block">
      {bars.map((bar) => (
        <li key={bar.value}>
          <OneBar bar={bar} most={most} onOpen={onOpen} />
        </li>
      ))}
    </ul>
  );
}

/** @param most what a bar of full width stands for */
export function OneBar({
  bar: { value, count },
  most,
  onOpen,
}: Omit<Props, 'bars'> & { bar: Bar; most: number }) {
  const words = value || '(none)';
  return (
    <button type="button" class="bar" onClick={() => onOpen(value, words)}>
      <Data>{words}</Data> <span>{number(count)}</span>
      <span class="fill" style={{ width: `${Math.max(1, (100 * count) / Math.max(1, most))}%` }} />
    </button>
  );
}
