/** "Repair layout": one button, and in words what was put back (C4). */
import { useState } from 'preact/hooks';
import type { Value } from '../bridge';
import { usePanel } from '../context';
import { Button, ErrorBox, Live, Note, ProgressBar } from '../parts/parts';
import { useSteps } from '../use-action';

type RepairStep = Value<'repairStep'>;

export function RepairLayout() {
  const { bridge } = usePanel();
  const [repaired, setRepaired] = useState<readonly string[]>([]);
  const steps = useSteps<RepairStep>(async () => {
    const step = await bridge.call('repairStep');
    setRepaired((before) => [...before, ...step.repaired]);
    return step;
  });
  const start = (): void =>
    steps.start(() => {
      setRepaired([]);
      return Promise.resolve(null);
    });
  const left = steps.last?.result?.left ?? [];
  return (
    <>
      <p>Headers, drop-downs or formats damaged? This puts them back; your changes stay.</p>
      <Button onClick={start} disabled={steps.busy}>
        Repair layout
      </Button>
      <ErrorBox error={steps.error} />
      {steps.busy && <ProgressBar progress={steps.progress} />}
      <Live>{steps.last ? repaired.join(' ') : ''}</Live>
      {left.length > 0 && <Note title="This needs you">{left.join(' ')}</Note>}
    </>
  );
}
