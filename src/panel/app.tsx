/** The panel as a whole: what is always visible, which view is shown, and the offer to go on with what was interrupted. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { AuditView } from './audit/audit';
import { CompareView } from './audit/compare';
import { LogView } from './audit/log';
import { SnapshotView } from './audit/snapshot';
import { SnapshotsView } from './audit/snapshots';
import { UndoView } from './audit/undo';
import type { Bridge } from './bridge';
import { CheckView } from './check/check';
import { ConflictsView } from './conflicts/conflicts';
import { PanelContext, usePanel, type Panel, type Resume, type Status } from './context';
import { localTimes } from './format';
import { AlwaysVisible } from './header';
import { HealthView } from './health/health';
import { HomeView } from './home/home';
import { Unfinished } from './job/unfinished';
import { useKeptFocus } from './kept-focus';
import { Button, ErrorBox, Heading, ProgressBar } from './parts/parts';
import { NewsView } from './pull/news-view';
import { PullView } from './pull/pull';
import { PushView } from './push/push';
import { SettingsView } from './settings/settings';
import { useAction } from './use-action';
import type { View } from './view-names';
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
  const refresh = async (): Promise<void> => setStatus(inLocalTime(await bridge.call('status')));
  useEffect(() => run(refresh), []);

  if (!status) return <Opening error={error} again={() => run(refresh)} />;
  const go: Panel['go'] = (view, resume) => {
    setShown(({ turn }) => ({ view, resume, turn: turn + 1 }));
    // At the start people look for what is true now; the other views ask the server anyway.
    if (view === 'home') run(refresh);
  };
  return (
    <PanelContext.Provider value={{ bridge, status, refresh, go }}>
      <AlwaysVisible />
      <Main>
        <ErrorBox error={error} />
        <CurrentView key={shown.turn} {...shown} />
        {shown.view !== 'home' && (
          <nav aria-label="Panel">
            <Button onClick={() => go('home')}>Back to start</Button>
          </nav>
        )}
      </Main>
    </PanelContext.Provider>
  );
}

function Main({ children }: { readonly children: ComponentChildren }) {
  const main = useRef<HTMLElement>(null);
  useKeptFocus(main);
  return <main ref={main}>{children}</main>;
}

function inLocalTime(status: Status): Status {
  const { trouble } = status;
  if (!trouble) return status;
  return { ...status, trouble: { ...trouble, text: localTimes(trouble.text, Date.now()) } };
}

interface OpeningProps {
  readonly error: Parameters<typeof ErrorBox>[0]['error'];
  readonly again: () => void;
}

function Opening({ error, again }: OpeningProps) {
  return (
    <main>
      <Heading>Postback Desk</Heading>
      {!error && <ProgressBar progress={OPENING} />}
      <ErrorBox error={error} />
      {error && (
        <Button blue onClick={again}>
          Try again
        </Button>
      )}
    </main>
  );
}

const OPENING = { doing: 'Opening', done: 0, total: 0, finished: false };

/** Views in which something could be begun. */
const WORKING: readonly View[] = [
  'pull',
  'check',
  'conflicts',
  'push',
  'waiting',
  'snapshot',
  'compare',
  'undo',
];

function CurrentView({ view, resume }: Shown) {
  const { status } = usePanel();
  // Nothing else may begin while something is unfinished, so that is what every view offers first.
  if (status.job && !resume && WORKING.includes(view)) return <Unfinished job={status.job} />;
  switch (view) {
    case 'home':
      return <HomeView />;
    case 'pull':
      return <PullView resume={resume} />;
    case 'news':
      return <NewsView />;
    case 'check':
      return <CheckView />;
    case 'conflicts':
      return <ConflictsView />;
    case 'push':
      return <PushView resume={resume} />;
    case 'waiting':
      return <WaitingView />;
    case 'settings':
      return <SettingsView />;
    case 'audit':
      return <AuditView />;
    case 'snapshot':
      return <SnapshotView resume={resume} />;
    case 'snapshots':
      return <SnapshotsView />;
    case 'compare':
      return <CompareView resume={resume} />;
    case 'log':
      return <LogView />;
    case 'undo':
      return <UndoView />;
    case 'health':
      return <HealthView />;
  }
}
