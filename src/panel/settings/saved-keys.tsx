/** The acting user's saved keys: network and last four characters, and a way to forget each (S2). */
import { usePanel, type Connection } from '../context';
import { networkText } from '../format';
import { Data, ErrorBox } from '../parts/parts';
import { useAction } from '../use-action';

const labelOf = ({ networkId, networkName, host }: Connection): string =>
  networkText({ id: networkId, name: networkName, host });

export function SavedKeys() {
  const { bridge, status, refresh } = usePanel();
  const { busy, error, run } = useAction();
  const forget = ({ host, networkId }: Connection): void =>
    run(async () => {
      await bridge.call('forgetConnection', { host, networkId });
      await refresh();
    });
  return (
    <section class="block">
      <h2>Saved keys</h2>
      {status.connections.length === 0 && <p>No key is saved.</p>}
      <ul class="list">
        {status.connections.map((one) => (
          <li key={`${one.host}/${one.networkId}`}>
            <Data>{labelOf(one)}</Data>
            <div class="gray">Key ends in {one.lastFour}</div>
            <button
              type="button"
              disabled={busy}
              aria-label={`Forget the key of ${labelOf(one)}`}
              onClick={() => forget(one)}
            >
              Forget
            </button>
          </li>
        ))}
      </ul>
      <ErrorBox error={error} />
    </section>
  );
}
