/** A push under way: progress, cancel, the question after many equal refusals, and then its outcomes (W5, W7). */
import { useEffect } from 'preact/hooks';
import type { Progress } from '../../flows/ports';
import type { Args, PanelError, Value } from '../bridge';
import { usePanel, type Resume } from '../context';
import { Button, Buttons, Data, ErrorBox, Heading, ProgressBar } from '../parts';
import { useSteps } from '../use-action';
import { Cancel } from './cancel';
import { Outcomes } from './outcomes';

type PushStep = Value<'pushStep'>;
/** A confirmed plan, as the server wants to be told of it. */
export type Confirmed = Args<'pushStart'>[0];

export function PushRun({ begin }: { readonly begin: Confirmed | Resume }) {
  const { bridge, refresh } = usePanel();
  const steps = useSteps<PushStep>(() => bridge.call('pushStep'), refresh);
  const goOn = (): void => steps.start(() => Promise.resolve(null));
  const goOnInSpite = (): void => steps.start(() => bridge.call('pushGoOn'));
  const stop = (): void =>
    steps.start(async () => {
      await bridge.call('cancel');
      return null;
    });
  useEffect(() => {
    if (begin === 'go-on') goOn();
    else if (begin === 'stop') stop();
    else steps.start(() => bridge.call('pushStart', { planId: begin.planId, digest: begin.digest }));
  }, []);

  const { busy, error, last, progress } = steps;
  if (last?.result) return <Outcomes result={last.result} />;
  if (last?.paused) return <Question message={last.paused} goOn={goOnInSpite} stop={stop} />;
  if (busy || !error) return <Pushing progress={progress} />;
  const begun = progress !== null || typeof begin === 'string';
  return <Interrupted error={error} {...(begun && { goOn })} />;
}

/** @param props.goOn absent if the push was refused before it began */
function Interrupted({ error, goOn }: { readonly error: PanelError; readonly goOn?: () => void }) {
  const { go } = usePanel();
  return (
    <>
      <Heading>{goOn ? 'The push stopped' : 'The push did not begin'}</Heading>
      <ErrorBox error={error} />
      {goOn && <p>Every finished row is recorded; nothing was sent twice.</p>}
      <Buttons>
        <Button blue onClick={goOn ?? (() => go('push'))}>
          {goOn ? 'Go on' : 'Review the changes again'}
        </Button>
      </Buttons>
    </>
  );
}

function Pushing({ progress }: { readonly progress: Progress | null }) {
  return (
    <>
      <Heading>Pushing changes</Heading>
      <p>Keep this panel open; if it is closed, the push pauses and can go on later.</p>
      <ProgressBar progress={progress} />
      <Cancel />
    </>
  );
}

interface QuestionProps {
  readonly message: string;
  readonly goOn: () => void;
  readonly stop: () => void;
}

function Question({ message, goOn, stop }: QuestionProps) {
  return (
    <>
      <Heading>Everflow refuses many rows for the same reason</Heading>
      <p>
        It says: <Data>{message}</Data>
      </p>
      <p>The push waits. Stop and put the rows right, or go on and let the other rows be tried.</p>
      <Buttons>
        <Button blue onClick={stop}>
          Stop here
        </Button>
        <Button onClick={goOn}>Go on</Button>
      </Buttons>
    </>
  );
}
