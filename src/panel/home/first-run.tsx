/** The first run: from the key to the network that it belongs to (S3, X2). */
import type { Value } from '../bridge';
import { usePanel } from '../context';
import { networkText } from '../format';
import { Help } from '../parts/help';
import { Heading } from '../parts/parts';
import { KeyForm } from '../settings/key-form';
import { SavedKeys } from '../settings/saved-keys';

interface Props {
  readonly onConnected: (connected: Value<'connectKey'> | null) => void;
}

export function FirstRun({ onConnected }: Props) {
  const { network, connections } = usePanel().status;
  return (
    <>
      <Heading>Connect to Everflow</Heading>
      <Help guide="connect">
        {network ? `This spreadsheet belongs to ${networkText(network)}. ` : ''}Enter a network API key
        (Everflow: Control Center &gt; Security); it is kept for you alone, not in this spreadsheet.
      </Help>
      <KeyForm blue onConnected={onConnected} />
      <details class="block">
        <summary>What the key needs</summary>
        <p>
          It is a network key with the permissions for partner postbacks. Google’s servers have no fixed
          address of their own, so its list of allowed addresses must be empty (Everflow: Control Center &gt;
          Security); give it only the permissions for postbacks.
        </p>
      </details>
      {connections.length > 0 && <SavedKeys />}
    </>
  );
}
