/** The tick that makes the spreadsheet read-only for everyone (S6). */
import { useState } from 'preact/hooks';
import { usePanel } from '../context';
import { ErrorBox, Live, Tick } from '../parts/parts';
import { useAction } from '../use-action';

export function ReadOnlyTick() {
  const { bridge, status, refresh } = usePanel();
  const { busy, error, run } = useAction();
  const [wanted, setWanted] = useState(false);
  const [told, setTold] = useState('');
  const isReadOnly = status.readOnly !== null;
  const set = (readOnly: boolean): void => {
    setWanted(readOnly);
    setTold('');
    run(async () => {
      await bridge.call('setReadOnly', { readOnly });
      await refresh();
      setTold(readOnly ? 'Read-only for everyone in this spreadsheet.' : 'Changes can be pushed again.');
    });
  };
  return (
    <>
      <Tick checked={busy ? wanted : isReadOnly} onChange={set}>
        Read-only: nothing is written to Everflow from this spreadsheet
      </Tick>
      <Live>{told}</Live>
      <ErrorBox error={error} />
    </>
  );
}
