/** Start of the panel: the first run from key to pull, later the next step and the settings (X2). */
import { useState } from 'preact/hooks';
import type { Value } from '../bridge';
import { usePanel, type Status } from '../context';
import { moment, networkText } from '../format';
import { Button, Buttons, Heading, Live, Note } from '../parts/parts';
import { Copied } from './copied';
import { FileSettings } from '../settings/file-settings';
import { KeyForm } from '../settings/key-form';
import { SavedKeys } from '../settings/saved-keys';
import { Speed } from '../settings/speed';
import { Unfinished } from '../job/unfinished';

type Connected = Value<'connectKey'>;

/** Is there a key that can be used here? */
function hasKey({ network, connections }: Status): boolean {
  if (!network) return connections.length > 0;
  return connections.some((one) => one.networkId === network.id && one.host === network.host);
}

export function HomeView() {
  const { status } = usePanel();
  const [connected, setConnected] = useState<Connected | null>(null);
  const keyForm = (blue: boolean) => <KeyForm blue={blue} onConnected={setConnected} />;
  // Before anything else, a key included: nothing can be done with a copy until it is chosen for.
  if (status.trouble && status.trouble.choices.length > 0) return <Copied trouble={status.trouble} />;
  return (
    <>
      {hasKey(status) ? <NextStep /> : <FirstRun>{keyForm(true)}</FirstRun>}
      <Live>{connected && <Note title="Connected">{connectedText(connected)}</Note>}</Live>
      {hasKey(status) && (
        <details>
          <summary>Settings</summary>
          <SavedKeys />
          <Speed />
          <FileSettings />
          <h2>Enter a key</h2>
          {keyForm(false)}
        </details>
      )}
      {!hasKey(status) && status.connections.length > 0 && <SavedKeys />}
    </>
  );
}

function connectedText({ networkId, networkName, host, nameKnown }: Connected): string {
  const network = networkText({ id: networkId, name: networkName, host });
  return `This key belongs to ${network}.${nameKnown ? '' : ' It may not read the name of its network.'}`;
}

function FirstRun({ children }: { readonly children: preact.ComponentChildren }) {
  return (
    <>
      <Heading>Connect to Everflow</Heading>
      <p>
        Enter a network API key (Everflow: Control Center &gt; Security); it is kept for you alone, not in
        this spreadsheet.
      </p>
      {children}
    </>
  );
}

/** One blue button: what comes next here. */
function NextStep() {
  const { status, go } = usePanel();
  if (status.job) return <Unfinished job={status.job} />;
  const { pull, trouble } = status;
  const canCheck = pull !== null && trouble === null;
  return (
    <>
      <Heading>Postback Desk</Heading>
      {trouble && <Note title={trouble.title}>{trouble.text}</Note>}
      <p>
        {pull
          ? pulledText(pull)
          : 'Pull all postbacks into this spreadsheet, edit them there, then check and push your changes.'}
      </p>
      <Buttons>
        {canCheck && (
          <Button blue onClick={() => go('check')}>
            Check edits
          </Button>
        )}
        <Button blue={!canCheck} onClick={() => go('pull')}>
          Pull postbacks
        </Button>
        {canCheck && <Button onClick={() => go('push')}>Review and push</Button>}
        {canCheck && <Button onClick={() => go('conflicts')}>Changed in Everflow too</Button>}
      </Buttons>
    </>
  );
}

function pulledText({ at, by, complete }: NonNullable<Status['pull']>): string {
  const whom = by === '' ? '' : ` by ${by}`;
  return `Pulled ${moment(at)}${whom}${complete ? '' : ', incomplete'}. Edit cells in the Postbacks tab, then check them.`;
}
