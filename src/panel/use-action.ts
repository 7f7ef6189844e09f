/** Hooks for what a view asks of the server: one action at a time, and long work in steps. They draw nothing. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Progress } from '../flows/ports';
import { PanelError } from './bridge';

export interface Action {
  readonly busy: boolean;
  /** Why the last action failed; null while it is under way or when it went well. */
  readonly error: PanelError | null;
  readonly run: (action: () => Promise<void>) => void;
}

const OURS = new PanelError({
  code: 'unexpected',
  title: 'Something unexpected happened',
  text: 'Close this panel, open it again from the menu and try once more.',
});

/** Runs actions and remembers why one failed. A fault of ours is told in plain words and also stays loud in the browser's console. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<PanelError | null>(null);
  const perform = async (action: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await action();
    } catch (thrown) {
      setError(thrown instanceof PanelError ? thrown : OURS);
      if (!(thrown instanceof PanelError)) throw thrown;
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run: (action) => void perform(action) };
}

/** What every step function of the server answers. */
export interface Step {
  readonly progress: Progress;
  readonly result?: unknown;
  /** A push that waits for a person says why; no further step is asked for. */
  readonly paused?: string;
}

export interface Steps<S extends Step> extends Action {
  readonly progress: Progress | null;
  /** The last answer. */
  readonly last: S | null;
  /** Begins with `first` (null: goes on with what is known), then asks for step after step until there is a result or the work waits for a person. */
  readonly start: (first: () => Promise<Progress | null>) => void;
}

/**
 * Long work in steps. It pauses when the view is left: the server remembers how far it is, and the panel offers to go on.
 * @param onEnd called once there is a result
 */
export function useSteps<S extends Step>(step: () => Promise<S>, onEnd?: () => Promise<void>): Steps<S> {
  const action = useAction();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [last, setLast] = useState<S | null>(null);
  const alive = useAlive();
  const work = async (first: () => Promise<Progress | null>): Promise<void> => {
    setLast(null);
    const begun = await first();
    if (begun) setProgress(begun);
    while (alive.current) {
      const answer = await step();
      setProgress(answer.progress);
      const isOver = answer.result !== undefined || answer.progress.finished;
      if (!isOver && !answer.paused) continue;
      try {
        if (isOver) await onEnd?.();
      } finally {
        // What was done is done, even if nothing can be asked afterwards.
        setLast(answer);
      }
      return;
    }
  };
  return { ...action, progress, last, start: (first) => action.run(() => work(first)) };
}

/** Whether the view is still shown. */
function useAlive(): { readonly current: boolean } {
  const alive = useRef(true);
  useEffect(
    () => () => {
      alive.current = false;
    },
    [],
  );
  return alive;
}
