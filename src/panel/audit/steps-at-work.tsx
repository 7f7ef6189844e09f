/** Long work of the audit while it goes on: how far, and the button that stops it. */
import type { ComponentChildren } from 'preact';
import type { Progress } from '../../flows/ports';
import { Cancel } from '../job/cancel';
import type { GuideSection } from '../parts/guide-sections';
import { Help } from '../parts/help';
import { Heading, ProgressBar } from '../parts/parts';

interface Props {
  readonly title: string;
  readonly guide: GuideSection;
  readonly progress: Progress | null;
  /** One sentence. */
  readonly children: ComponentChildren;
  /** False where the work has nothing to stop: it ends when its view is left. */
  readonly canCancel?: boolean;
}

export function StepsAtWork({ title, guide, progress, children, canCancel = true }: Props) {
  return (
    <>
      <Heading key={title}>{title}</Heading>
      <Help guide={guide}>{children}</Help>
      <ProgressBar progress={progress} />
      {canCancel && <Cancel />}
    </>
  );
}
