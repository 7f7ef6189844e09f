/** A push at work: how far, how fast, how long still, and the button that stops it (W7, X1). */
import type { Progress } from '../../flows/ports';
import { Cancel } from '../job/cancel';
import { Help } from '../parts/help';
import { Heading } from '../parts/parts';
import { PacedProgress } from '../parts/progress-pace';

export function Pushing({ progress }: { readonly progress: Progress | null }) {
  return (
    <>
      <Heading>Pushing changes</Heading>
      <Help guide="push">Keep this panel open; if it is closed, the push pauses and can go on later.</Help>
      <PacedProgress progress={progress} what={['row', 'rows']} />
      <Cancel />
    </>
  );
}
