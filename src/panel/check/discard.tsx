/** "Discard changes": cells of the selected rows, or of all, go back to as pulled; nothing is sent (U1). */
import { useRef, useState } from 'preact/hooks';
import type { Args, Value } from '../bridge';
import { usePanel } from '../context';
import { count } from '../format';
import { Button, Buttons, ErrorBox, Live, ProgressBar, Tick } from '../parts/parts';
import { useSteps } from '../use-action';

type Request = Args<'discardStep'>[0];
type DiscardStep = Value<'discardStep'>;
type Discarded = NonNullable<DiscardStep['result']>;

/** @param onEnd called once it is done: what was said about the edits is out of date then */
export function DiscardChanges({ onEnd }: { readonly onEnd: () => void }) {
  const { bridge } = usePanel();
  const [hiddenToo, setHiddenToo] = useState(false);
  const [isSure, setSure] = useState(false);
  const next = useRef<Request>({ what: 'selected', hiddenToo: false });
  const steps = useSteps<DiscardStep>(
    async () => {
      const step = await bridge.call('discardStep', next.current);
      if (step.goOn) next.current = { ...next.current, goOn: step.goOn };
      return step;
    },
    () => {
      onEnd();
      return Promise.resolve();
    },
  );
  const discard = (what: Request['what']): void => {
    next.current = { what, hiddenToo };
    setSure(false);
    steps.start(() => Promise.resolve(null));
  };
  const result = steps.last?.result;
  return (
    <details class="block">
      <summary>Discard changes</summary>
      <p>Puts changed cells back to as pulled; nothing is sent. Ctrl+Z in the sheet takes it back.</p>
      <Tick checked={hiddenToo} onChange={setHiddenToo}>
        Rows that a filter hides, too
      </Tick>
      <Tick checked={isSure} onChange={setSure}>
        All rows, not only the selected ones
      </Tick>
      <Buttons>
        <Button disabled={steps.busy} onClick={() => discard(isSure ? 'all' : 'selected')}>
          {isSure ? 'Discard all changes' : 'Discard in selected rows'}
        </Button>
      </Buttons>
      <ErrorBox error={steps.error} />
      {steps.busy && <ProgressBar progress={steps.progress} />}
      <Live>{result ? discardedText(result) : ''}</Live>
    </details>
  );
}

function discardedText({ rows, cells, hidden, ...left }: Discarded): string {
  const others = Object.values(left).reduce((sum, rowsLeft) => sum + rowsLeft, 0);
  const hiddenText = hidden > 0 ? ` ${count(hidden, 'row')} hidden by a filter stayed.` : '';
  const othersText =
    others > 0 ? ` ${count(others, 'row')} stayed: new ones, copies, or without a clear id.` : '';
  return `${count(cells, 'cell')} put back in ${count(rows, 'row')}.${hiddenText}${othersText}`;
}
