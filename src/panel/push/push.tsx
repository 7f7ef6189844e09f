/** Reviewing and pushing: fetches the preview, and once it is confirmed hands over to the push, whose rest may be reviewed anew (D2, D3, W5). */
import { useEffect, useState } from 'preact/hooks';
import { NameFirst } from '../audit/name-form';
import { usePanel, type Resume } from '../context';
import type { PreviewAnswer } from '../preview/choice';
import { Help } from '../parts/help';
import { nextStepAfter } from '../parts/next-step';
import { Button, ErrorBox, Heading, Live } from '../parts/parts';
import type { PanelError } from '../bridge';
import { isUnknown } from '../failures';
import { useAction } from '../use-action';
import { PreviewForm } from '../preview/preview-form';
import { PushRun, type Begin } from './push-run';

type Stage = { readonly begin: Begin | Resume } | { readonly review: PreviewAnswer } | null;

export function PushView({ resume }: { readonly resume: Resume | undefined }) {
  const { bridge, status } = usePanel();
  const [stage, setStage] = useState<Stage>(resume ? { begin: resume } : null);
  const { error, run } = useAction();
  const open = (): void => run(async () => setStage({ review: await bridge.call('previewStart') }));
  // A push is told under a name: where Google tells none, it is asked for first (A1).
  const isNamed = status.person !== '';
  useEffect(() => {
    if (!resume && isNamed) open();
  }, [isNamed]);

  const review = (answer: PreviewAnswer): void => setStage({ review: answer });
  if (stage && 'begin' in stage) return <PushRun begin={stage.begin} onRetry={review} />;
  if (stage) {
    const answer = stage.review;
    return (
      <PreviewForm key={answer.previewId} answer={answer} onConfirmed={(begin) => setStage({ begin })} />
    );
  }
  if (!isNamed) return <NameFirst />;
  return (
    <>
      <Heading>Review and push</Heading>
      <Help guide="review">Shows every change before anything is sent.</Help>
      <Live>{error ? '' : 'Checking your edits…'}</Live>
      <ErrorBox error={error} />
      {error && <NextStep code={error.code} again={open} />}
    </>
  );
}

interface NextStepProps {
  readonly code: PanelError['code'];
  readonly again: () => void;
}

/** After a refused review: the check says why there is nothing to push; what others are at is told at the start. */
function NextStep({ code, again }: NextStepProps) {
  const { go } = usePanel();
  if (code === 'busy') return lookButton(() => go('home'));
  if (code === 'step-running' || isUnknown({ code })) return lookButton(again);
  const step = nextStepAfter(code) ?? { text: 'Check edits', view: 'check' };
  return (
    <Button blue onClick={() => (step.view === 'push' ? again() : go(step.view))}>
      {step.text}
    </Button>
  );
}

const lookButton = (look: () => void) => (
  <Button blue onClick={look}>
    Look again
  </Button>
);
