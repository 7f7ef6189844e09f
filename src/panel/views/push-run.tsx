/** A push from its start, or from where it was left, to its outcomes: shows it at work, waiting, interrupted or ended (W5, W7, W8). */
import { useEffect } from 'preact/hooks';
import type { PreviewAnswer } from '../choice';
import type { Args, Value } from '../bridge';
import { usePanel, type Resume } from '../context';
import { useSteps } from '../use-action';
import { Interrupted } from './interrupted';
import { Outcomes } from './outcomes';
import { PushRows } from './push-rows';
import { Trial } from './push-trial';
import { ManyRefusals, NoQuota } from './push-waits';
import { Pushing } from './pushing';

type PushStep = Value<'pushStep'>;
/** A confirmed plan and how to begin with it, as the server wants to be told. */
export type Begin = Args<'pushStart'>[0];

interface Props {
  readonly begin: Begin | Resume;
  /** What is to be tried again is reviewed first. */
  readonly onRetry: (answer: PreviewAnswer) => void;
}

export function PushRun({ begin, onRetry }: Props) {
  const { bridge, refresh, status } = usePanel();
  const steps = useSteps<PushStep>(() => bridge.call('pushStep'), refresh);
  const goOn = (): void => steps.start(() => Promise.resolve(null));
  const goOnInSpite = (): void => steps.start(() => bridge.call('pushGoOn'));
  const stop = (): void =>
    steps.start(async () => {
      await bridge.call('cancel');
      return null;
    });
  const start = (): void => {
    if (begin === 'go-on') goOn();
    else if (begin === 'stop') stop();
    else steps.start(() => bridge.call('pushStart', begin));
  };
  useEffect(start, []);

  const { busy, error, last, progress } = steps;
  const begun = progress !== null || typeof begin === 'string';
  const planId = typeof begin === 'string' ? status.job?.push?.planId : begin.planId;
  if (last?.result) return <Outcomes result={last.result} onRetry={onRetry} />;
  if (last?.paused)
    return (
      <Waiting
        step={last}
        goOn={goOnInSpite}
        stop={stop}
        rows={planId && <PushRows planId={planId} opener="Show what was done" />}
      />
    );
  if (busy || !error) return <Pushing progress={progress} />;
  return <Interrupted kind="push" error={error} begun={begun} again={begun ? goOn : start} />;
}

interface WaitingProps {
  readonly step: PushStep;
  readonly goOn: () => void;
  readonly stop: () => void;
  readonly rows: preact.ComponentChildren;
}

function Waiting({ step: { progress, paused, why, trial }, ...actions }: WaitingProps) {
  const left = progress.total - progress.done;
  switch (why) {
    case 'trial':
      return <Trial trial={trial ?? []} left={left} {...actions} />;
    case 'quota':
      return <NoQuota message={paused} left={left} {...actions} />;
    default:
      return <ManyRefusals message={paused} left={left} {...actions} />;
  }
}
