/** Cancelling what is under way. The wish goes out beside the running step, which stops after what it is doing now (W7, P8). */
import { useState } from 'preact/hooks';
import { usePanel } from '../context';
import { Button, ErrorBox, Live } from '../parts/parts';
import { useAction } from '../use-action';

export function Cancel() {
  const { bridge } = usePanel();
  const [asked, setAsked] = useState(false);
  const { busy, error, run } = useAction();
  const cancel = (): void =>
    run(async () => {
      await bridge.callNow('cancel');
      setAsked(true);
    });
  return (
    <div class="block">
      <Button disabled={busy || asked} onClick={cancel}>
        Cancel
      </Button>
      <Live>{asked && 'Stopping after what is under way.'}</Live>
      <ErrorBox error={error} />
    </div>
  );
}
