/** A push from its start, or from where it was left, to its outcomes: shows it at work, waiting, interrupted or ended (W5, W7, W8). */
import { useEffect, useState } from 'preact/hooks';
import type { PreviewAnswer } from '../preview/choice';
import { PanelError, type Args, type Value } from '../bridge';
import { usePanel, type Resume } from '../context';
import { useSteps } from '../use-action';
import { Interrupted } from '../job/interrupted';
import { Outcomes } from './outcomes';
import { PushRows } from './push-rows';
import { Trial } from './trial';
import { ManyRefusals, NoQuota } from './waits';
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
  const { bridge, refresh } = usePanel();
  const steps = useSteps<PushStep>(() => bridge.call('pushStep'), refresh);
  const { last } = steps;
  const planId = usePlanId(begin);
  /** A window that was left open may show a push that others have ended, while they are at another one. */
  const needSame = async (): Promise<void> => {
    if (!planId) return;
    const { job } = await bridge.call('status');
    if (job?.push && job.push.planId !== planId) throw ANOTHER_PUSH;
  };
  const goOn = (): void =>
    steps.start(async () => {
      await needSame();
      return null;
    });
  const goOnInSpite = (): void =>
    steps.start(async () => {
      await needSame();
      // Of two windows the other one may be asking something else by now.
      return bridge.call('pushGoOn', last?.why ? { why: last.why } : {});
    });
  const stop = (): void =>
    steps.start(async () => {
      await needSame();
      await bridge.call('cancel');
      return null;
    });
  const start = (): void => {
    if (begin === 'go-on') goOn();
    else if (begin === 'stop') stop();
    else steps.start(() => bridge.call('pushStart', begin));
  };
  useEffect(start, []);

  const { busy, error, progress } = steps;
  const begun = progress !== null || typeof begin === 'string';
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

const ANOTHER_PUSH = new PanelError({
  code: 'nothing-running',
  title: 'Another push is under way by now',
  text: 'The one that this window showed was ended meanwhile. Nothing was sent or stopped from here; look who is at the new one.',
});

/** The push that this view is about, as it was known when the view was opened; undefined if that could not be told. */
function usePlanId(begin: Props['begin']): string | undefined {
  const { status } = usePanel();
  const [known] = useState(status.job?.push?.planId);
  return typeof begin === 'string' ? known : begin.planId;
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
