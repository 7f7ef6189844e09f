/** A push at work: how far, how fast, how long still, and the button that stops it (W7, X1). */
import { useEffect, useState } from 'preact/hooks';
import type { Progress } from '../../flows/ports';
import { count, duration } from '../format';
import { paceOf, withSample, type Pace, type Sample } from './pace';
import { Help } from '../parts/help';
import { Heading, ProgressBar } from '../parts/parts';
import { Cancel } from '../job/cancel';

export function Pushing({ progress }: { readonly progress: Progress | null }) {
  const pace = usePace(progress);
  return (
    <>
      <Heading>Pushing changes</Heading>
      <Help guide="push">Keep this panel open; if it is closed, the push pauses and can go on later.</Help>
      <ProgressBar progress={progress} />
      {pace && <p class="gray">{paceText(pace)}</p>}
      <Cancel />
    </>
  );
}

/** Measured while this is shown: a push that has waited for a person is measured anew. */
function usePace(progress: Progress | null): Pace | undefined {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    if (progress) setSamples((before) => withSample(before, { at: Date.now(), done: progress.done }));
  }, [progress]);
  return progress ? paceOf(samples, progress.total) : undefined;
}

function paceText({ rowsPerMinute, secondsLeft }: Pace): string {
  const left = duration(secondsLeft);
  const about = left.startsWith('under') ? left : `about ${left}`;
  const capital = about.charAt(0).toUpperCase() + about.slice(1);
  return `${count(Math.max(1, Math.round(rowsPerMinute)), 'row')} a minute. ${capital} left.`;
}
