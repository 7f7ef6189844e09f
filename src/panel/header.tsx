/** What is always visible: network, region, acting account, what kind of file this is, and whether Google answers (X1, S6, S7). */
import { useEffect, useState } from 'preact/hooks';
import { usePanel, type Status } from './context';
import { moment, networkText, who } from './format';
import { Live } from './parts/parts';

export function AlwaysVisible() {
  const { status } = usePanel();
  const mode = modeText(status);
  return (
    <header>
      <strong>{networkOf(status)}</strong>
      <div class="gray">
        {status.person === '' ? 'Google does not tell which account acts' : status.person}
      </div>
      {mode !== '' && <div>{mode}</div>}
      {status.readOnly && (
        <div class="banner">
          <strong>Read-only: nothing is written to Everflow from here.</strong> Set by{' '}
          {who(status.readOnly.by)}, {moment(status.readOnly.at)}.
        </div>
      )}
      <Connection />
    </header>
  );
}

/** Before the first pull the file belongs to none, but whoever has just saved their only key should see that it counts. */
function networkOf({ network, connections }: Status): string {
  if (network) return networkText(network);
  const [only, ...others] = connections;
  if (!only || others.length > 0) return 'No network yet';
  const { networkId: id, networkName: name, host } = only;
  return `${networkText({ id, name, host })}, not pulled yet`;
}

/** In a copied file: what it is. */
function modeText({ copy, trouble }: Status): string {
  if (trouble?.code === 'copied-file') return 'A copy: nothing chosen yet';
  if (copy?.choice === 'record') return `A copy, kept as a record since ${moment(copy.at)}`;
  return copy?.choice === 'work' ? `A copy that is worked in since ${moment(copy.at)}` : '';
}

/** Says when the browser is offline or an answer is late: people wait then without knowing for what. */
function Connection() {
  const { bridge } = usePanel();
  const [isOnline, setOnline] = useState(navigator.onLine);
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const look = (): void => setOnline(navigator.onLine);
    addEventListener('online', look);
    addEventListener('offline', look);
    const end = bridge.onSlow(setSlow);
    return () => {
      removeEventListener('online', look);
      removeEventListener('offline', look);
      end();
    };
  }, []);
  return (
    <Live>
      {!isOnline && (
        <div class="banner">
          <strong>This browser is offline.</strong> Nothing is lost. Connect again, then go on from here.
        </div>
      )}
      {isOnline && isSlow && (
        <div class="banner">
          <strong>Google takes long to answer.</strong> Keep this panel open: the answer may still come. If
          none has come after 7 minutes, close the panel and open it again from the menu; what is done is
          recorded.
        </div>
      )}
    </Live>
  );
}
