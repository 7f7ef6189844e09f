/** How fast long work goes and about how long it will still take, under its progress bar (X1). */
import { useEffect, useState } from 'preact/hooks';
import type { Progress } from '../../flows/ports';
import { count, duration } from '../format';
import { paceOf, withSample, type Pace, type Sample } from './pace';
import { ProgressBar } from './parts';

interface Props {
  readonly progress: Progress | null;
  /** What is counted, one and many. */
  readonly what: readonly [string, string];
}

export function PacedProgress({ progress, what }: Props) {
  const pace = usePace(progress);
  return (
    <>
      <ProgressBar progress={progress} />
      {pace && <p class="gray">{paceText(pace, what)}</p>}
    </>
  );
}

/** Measured while this is shown, each phase by itself: work that has waited for a person is measured anew. */
function usePace(progress: Progress | null): Pace | undefined {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const phase = phaseOf(progress);
  useEffect(() => setSamples([]), [phase]);
  useEffect(() => {
    if (progress) setSamples((before) => withSample(before, { at: Date.now(), done: progress.done }));
  }, [progress]);
  return progress && progress.total > 0 ? paceOf(samples, progress.total) : undefined;
}

/** The words without a count in them, which changes while the phase stays. */
const phaseOf = (progress: Progress | null): string => progress?.doing.replace(/ \(.*/, '') ?? '';

function paceText({ rowsPerMinute, secondsLeft }: Pace, [one, many]: Props['what']): string {
  const left = duration(secondsLeft);
  const about = left.startsWith('under') ? left : `about ${left}`;
  const capital = about.charAt(0).toUpperCase() + about.slice(1);
  return `${count(Math.max(1, Math.round(rowsPerMinute)), one, many)} a minute. ${capital} left.`;
}
