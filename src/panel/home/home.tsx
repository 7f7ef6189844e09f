/** Start of the panel: the first run from key to pull, later the next step (X1, X2). */
import { useState } from 'preact/hooks';
import type { Value } from '../bridge';
import { usePanel, type Status } from '../context';
import { Unfinished } from '../job/unfinished';
import { Live, Note } from '../parts/parts';
import { connectedText } from '../settings/connected';
import { Copied } from './copied';
import { FirstRun } from './first-run';
import { NextStep } from './next-step';

type Connected = Value<'connectKey'>;

/** Is there a key that can be used here? */
function hasKey({ network, connections }: Status): boolean {
  if (!network) return connections.length > 0;
  return connections.some((one) => one.networkId === network.id && one.host === network.host);
}

export function HomeView() {
  const { status } = usePanel();
  const [connected, setConnected] = useState<Connected | null>(null);
  // Before anything else, a key included: nothing can be done with a copy until it is chosen for.
  if (status.trouble && status.trouble.choices.length > 0) return <Copied trouble={status.trouble} />;
  return (
    <>
      {!hasKey(status) && <FirstRun onConnected={setConnected} />}
      {hasKey(status) && (status.job ? <Unfinished job={status.job} /> : <NextStep />)}
      <Live>{connected && <Note title="Connected">{connectedText(connected)}</Note>}</Live>
    </>
  );
}
