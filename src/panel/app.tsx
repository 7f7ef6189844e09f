/** The panel as a whole: what is always visible, which view is shown, and the offer to go on with what was interrupted. */
import { useEffect, useState } from 'preact/hooks';
import type { Bridge } from './bridge';
import { PanelContext, usePanel, type Panel, type Resume, type Status } from './context';
import { moment, networkText, who } from './format';
import { Button, ErrorBox, Live } from './parts/parts';
import { useAction } from './use-action';
import type { View } from './view-names';
import { CheckView } from './check/check';
import { ConflictsView } from './conflicts/conflicts';
import { HomeView } from './home/home';
import { LaterView } from './home/later';
import { PullView } from './pull/pull';
import { PushView } from './push/push';
import { Unfinished } from './job/unfinished';
import { WaitingView } from './waiting/waiting';

interface Shown {
  readonly view: View;
  readonly resume?: Resume | undefined;
  /** Grows with each move, so that going to the same view begins it anew. */
  readonly turn: number;
}

export function App({ bridge, opening }: { readonly bridge: Bridge; readonly opening: View }) {
  const [shown, setShown] = useState<Shown>({ view: opening, turn: 0 });
  const [status, setStatus] = useState<Status | null>(null);
  const { error, run } = useAction();
  const refresh = async (): Promise<void> => setStatus(await bridge.call('status'));
  useEffect(() => run(refresh), []);

  if (!status) return <Opening error={error} again={() => run(refresh)} />;
  const go: Panel['go'] = (view, resume) => {
    setShown(({ turn }) => ({ view, resume, turn: turn + 1 }));
    // At the start people look for what is true now; the other views ask the server anyway.
    if (view === 'home') run(refresh);
  };
  return (
    <PanelContext.Provider value={{ bridge, status, refresh, go }}>
      <AlwaysVisible status={status} />
      <main>
        <ErrorBox error={error} />
        <CurrentView key={shown.turn} {...shown} />
        {shown.view !== 'home' && (
          <p>
            <Button blue={shown.view === 'snapshot' || shown.view === 'undo'} onClick={() => go('home')}>
              Back to start
            </Button>
          </p>
        )}
      </main>
    </PanelContext.Provider>
  );
}

function Opening({
  error,
  again,
}: {
  readonly error: Parameters<typeof ErrorBox>[0]['error'];
  readonly again: () => void;
}) {
  return (
    <main>
      <h1>Postback Desk</h1>
      <Live>{error ? '' : 'Opening…'}</Live>
      <ErrorBox error={error} />
      {error && (
        <Button blue onClick={again}>
          Try again
        </Button>
      )}
    </main>
  );
}

/** Acting account, network, region, and whether anything may be written (X1, S6). */
function AlwaysVisible({ status }: { readonly status: Status }) {
  return (
    <header>
      <strong>{status.network ? networkText(status.network) : 'No network yet'}</strong>
      <div class="gray">
        {status.person === '' ? 'Google does not tell which account acts' : status.person}
      </div>
      {status.readOnly && (
        <div class="banner">
          <strong>Read-only: nothing is written to Everflow from here.</strong> Set by{' '}
          {who(status.readOnly.by)}, {moment(status.readOnly.at)}.
        </div>
      )}
    </header>
  );
}

/** Views in which something could be begun. */
const WORKING: readonly View[] = ['pull', 'check', 'conflicts', 'push', 'waiting'];

function CurrentView({ view, resume }: Shown) {
  const { status } = usePanel();
  // Nothing else may begin while a pull or push is unfinished, so that is what every view offers first.
  if (status.job && !resume && WORKING.includes(view)) return <Unfinished job={status.job} />;
  switch (view) {
    case 'home':
      return <HomeView />;
    case 'pull':
      return <PullView resume={resume} />;
    case 'check':
      return <CheckView />;
    case 'conflicts':
      return <ConflictsView />;
    case 'push':
      return <PushView resume={resume} />;
    case 'waiting':
      return <WaitingView />;
    case 'snapshot':
    case 'undo':
      return <LaterView view={view} />;
  }
}
