/** A job of the audit that goes on in steps: begun here, or gone on with or ended from the start of the panel. */
import { useEffect } from 'preact/hooks';
import type { Bridge, Value } from '../bridge';
import { usePanel, type Resume } from '../context';
import { useSteps } from '../use-action';

type Carrying = 'snapshotStep' | 'compareStep';

/** @param step calls the function that carries it on */
export function useJob<N extends Carrying>(step: (bridge: Bridge) => Promise<Value<N>>, resume?: Resume) {
  const { bridge, refresh } = usePanel();
  const steps = useSteps<Value<N>>(() => step(bridge), refresh);
  const goOn = (): void => steps.start(() => Promise.resolve(null));
  useEffect(() => {
    if (resume === 'go-on') goOn();
    if (resume === 'stop')
      steps.start(async () => {
        await bridge.call('cancel');
        return null;
      });
  }, []);
  return { ...steps, goOn, begun: steps.progress !== null || resume !== undefined };
}
