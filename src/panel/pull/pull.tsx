/** Pulling: the form, the work in steps, and what came of it (P5, P8). */
import { useEffect } from 'preact/hooks';
import type { Progress } from '../../flows/ports';
import type { Value } from '../bridge';
import { usePanel, type Resume } from '../context';
import { Help } from '../parts/help';
import { Button, ErrorBox, Heading } from '../parts/parts';
import { PacedProgress } from '../parts/progress-pace';
import { Refused } from '../parts/refused';
import type { PullRequest } from './pull-request';
import { useAction, useSteps } from '../use-action';
import { Cancel } from '../job/cancel';
import { Interrupted } from '../job/interrupted';
import { PullForm } from './pull-form';
import { PullOutcome } from './pull-outcome';

type PullStep = Value<'pullStep'>;

/** What the server calls the phases that can be skipped, with the button's words, and the one in which it is too late to cancel. */
const SKIP: { readonly [doing: string]: string } = {
  'Reading details': 'Skip details',
  'Looking for postbacks that are not in the list': 'Skip looking',
};
const WRITING_ROWS = 'Writing rows';

export function PullView({ resume }: { readonly resume: Resume | undefined }) {
  const { bridge, refresh } = usePanel();
  const steps = useSteps<PullStep>(() => bridge.call('pullStep'), refresh);
  const pull = (request: PullRequest): void => steps.start(() => bridge.call('pullStart', request));
  const goOn = (): void => steps.start(() => Promise.resolve(null));
  const stop = (): void =>
    steps.start(async () => {
      await bridge.call('cancel');
      return null;
    });
  useEffect(() => {
    if (resume === 'go-on') goOn();
    if (resume === 'stop') stop();
  }, []);

  if (steps.last?.result) return <PullOutcome result={steps.last.result} />;
  if (steps.busy && (steps.progress || resume)) return <Pulling progress={steps.progress} />;
  // Refused before anything began: the form again, with the reason. Later: what was done is kept, so it can go on.
  if (steps.error && (steps.progress || resume))
    return <Interrupted kind="pull" error={steps.error} begun again={goOn} />;
  return (
    <>
      {/* Stays with what was chosen in it until the pull has begun: it may be refused. */}
      <PullForm onPull={pull} busy={steps.busy} />
      <Refused error={steps.error} view="pull" />
    </>
  );
}

function Pulling({ progress }: { readonly progress: Progress | null }) {
  const { bridge } = usePanel();
  const skip = useAction();
  const skipDetails = (): void =>
    skip.run(async () => {
      await bridge.call('pullSkipDetails');
    });
  return (
    <>
      <Heading>Pulling postbacks</Heading>
      <Help guide="pull">Keep this panel open; if it is closed, the pull pauses and can go on later.</Help>
      <PacedProgress progress={progress} what={['postback', 'postbacks']} />
      {progress && SKIP[progress.doing] !== undefined && (
        <p>
          <Button disabled={skip.busy} onClick={skipDetails}>
            {SKIP[progress.doing]}
          </Button>
        </p>
      )}
      <ErrorBox error={skip.error} />
      {progress && progress.doing !== WRITING_ROWS && <Cancel />}
    </>
  );
}
