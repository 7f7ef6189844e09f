/** What a view is for, in one sentence, with the way to its section of the guide (X2). */
import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { PanelContext } from '../context';
import { useAction } from '../use-action';
import { GUIDE_SECTIONS, type GuideSection } from './guide-sections';
import { ErrorBox } from './parts';

interface Props {
  readonly guide: GuideSection;
  readonly children?: ComponentChildren;
}

export function Help({ guide, children }: Props) {
  const panel = useContext(PanelContext);
  const { busy, error, run } = useAction();
  const open = (): void =>
    run(async () => {
      // Not after the step under way: who waits for it has time to read.
      await panel?.bridge.callNow('showGuide', { section: guide });
    });
  return (
    <>
      <p>
        {children}{' '}
        <button
          type="button"
          class="link"
          disabled={busy}
          aria-label={`Guide: ${GUIDE_SECTIONS[guide]}`}
          onClick={open}
        >
          Guide
        </button>
      </p>
      <ErrorBox error={error} />
    </>
  );
}
