/** What Sheets tells in passing or in the way: refusals, toasts, a running script, and that the workbench has stopped. */
import type { Session } from '../session';
import { Dialog } from './dialog';
import type { PageState } from './store';

export function Refused({ text, session }: { readonly text: string; readonly session: Session }) {
  const close = () => {
    session.store.set({ refused: null });
    session.backToGrid();
  };
  return (
    <Dialog title="There was a problem" modal close={close} width={420}>
      <p class="wb-dialog-text">{text}</p>
      <div class="wb-dialog-buttons">
        <button type="button" class="wb-button wb-primary" autofocus onClick={close}>
          OK
        </button>
      </div>
    </Dialog>
  );
}

export function About({ addOn, close }: { readonly addOn: string; readonly close: () => void }) {
  return (
    <Dialog title="About this page" modal close={close} width={460}>
      <p class="wb-dialog-text">
        This page imitates Google Sheets on your own machine, with an Everflow that is made up. No account, no
        network.
      </p>
      <p class="wb-dialog-text">
        The add-on is what stands under Extensions &gt; {addOn} and in its panel at the right: the same
        program as at Google. The dark bar at the top belongs to this page only: with it you make time pass,
        partners edit, and connections fail.
      </p>
      <p class="wb-dialog-text">
        Begin with Extensions &gt; {addOn} &gt; Open panel, and fill in a practice key from the dark bar.
      </p>
      <div class="wb-dialog-buttons">
        <button type="button" class="wb-button wb-primary" autofocus onClick={close}>
          OK
        </button>
      </div>
    </Dialog>
  );
}

export function Toasts({ state, session }: { readonly state: PageState; readonly session: Session }) {
  return (
    <div class="wb-toasts" role="status" aria-live="polite">
      {state.toasts.map(({ id, title, text }) => (
        <div key={id} class="wb-toast">
          <div class="wb-toast-words">
            {title !== '' && <strong class="wb-toast-title">{title}</strong>}
            <span>{text}</span>
          </div>
          <button
            type="button"
            class="wb-icon-button"
            aria-label="Dismiss"
            onClick={() => session.closeToast(id)}
          >
            ✕
          </button>
        </div>
      ))}
    </div>
  );
}

export function Running({ state }: { readonly state: PageState }) {
  return (
    <div class="wb-running-place" role="status">
      {state.running !== null && <div class="wb-running">Running script</div>}
    </div>
  );
}

export function Stopped({ kept }: { readonly kept: boolean }) {
  return (
    <Dialog title="The workbench has stopped" modal plain close={() => {}}>
      <h2 class="wb-dialog-title">The workbench has stopped</h2>
      <p class="wb-dialog-text">
        Start it again with <code>npm start</code>
        {kept ? '; your sheet is kept.' : '. This page then shows it by itself.'}
      </p>
    </Dialog>
  );
}
