/** The page around the grid. The grid's own element is made once and only given a place here. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Session } from '../session';
import { Find } from './find';
import { FrameDialog, Sidebar } from './frames';
import { MenuBar } from './menu-bar';
import { About, Refused, Running, Stopped, Toasts } from './notices';
import { useStore } from './store';
import type { PageState } from './store';
import { Strip } from './strip';

function Title({ state, session }: { readonly state: PageState; readonly session: Session }) {
  return (
    <div class="wb-top" role="banner">
      <svg class="wb-file" viewBox="0 0 24 32" width="27" height="36" aria-hidden="true">
        <path d="M2 0h14l8 8v22a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2V2a2 2 0 0 1 2-2z" fill="#188038" />
        <path d="M16 0l8 8h-8z" fill="#0d652d" />
        <path
          d="M5 14h14v11H5zm2 2v2h4v-2zm6 0v2h4v-2zm-6 4v3h4v-3zm6 0v3h4v-3z"
          fill="#fff"
          fill-rule="evenodd"
        />
      </svg>
      <div class="wb-names">
        <div class="wb-name-line">
          <h1 class="wb-name">{state.name}</h1>
          <span class="wb-saved" role="status">
            {state.saving ? 'Saving…' : 'Saved'}
          </span>
        </div>
        <MenuBar session={session} />
      </div>
      <FirstStep state={state} session={session} />
      <span class="wb-account">
        <span class="wb-account-name">{state.user}</span>
        <span class="wb-avatar" aria-hidden="true">
          {state.user.slice(0, 1).toUpperCase()}
        </span>
      </span>
    </div>
  );
}

/** For a person who has never seen this: the first step, and a button that does it. */
function FirstStep({ state, session }: { readonly state: PageState; readonly session: Session }) {
  const first = state.menu.find(({ kind }) => kind === 'item');
  if (state.started || state.frames.length > 0 || !first) return null;
  return (
    <div class="wb-first" role="note">
      <span>
        Start here: <strong>Extensions</strong> &gt; <strong>{state.addOn}</strong> &gt;{' '}
        <strong>{first.caption}</strong>
      </span>
      <button type="button" class="wb-button wb-primary" onClick={() => session.menu(first.caption)}>
        {first.caption}
      </button>
    </div>
  );
}

export function App({ session, grid }: { readonly session: Session; readonly grid: HTMLElement }) {
  const state = useStore(session.store);
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => place.current!.replaceChildren(grid), [grid]);
  const sidebar = state.frames.find(({ kind }) => kind === 'sidebar');
  const dialog = state.frames.find(({ kind }) => kind !== 'sidebar');
  return (
    <div class="wb-page">
      {state.world && <Strip world={state.world} note={state.stripNote} session={session} />}
      {state.state !== 'loading' || state.name !== '' ? <Title state={state} session={session} /> : null}
      <div class="wb-middle" role="main">
        <div class="wb-grid" ref={place} />
        {sidebar && <Sidebar frame={sidebar} session={session} />}
      </div>
      {dialog && <FrameDialog key={dialog.frame} frame={dialog} session={session} />}
      {state.helping && <About addOn={state.addOn} close={() => session.store.set({ helping: false })} />}
      {state.finding && <Find session={session} />}
      {state.refused !== null && <Refused text={state.refused} session={session} />}
      <Running state={state} />
      <Toasts state={state} session={session} />
      {state.state === 'loading' && (
        <div class="wb-loading" role="status">
          Loading…
        </div>
      )}
      {state.state === 'gone' && <Stopped kept={state.kept} />}
    </div>
  );
}
