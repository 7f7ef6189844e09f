/**
 * The one way from the pages to the server: typed calls over `google.script.run`, one after the other. It knows the names and types of
 * main's exported functions and nothing of the screen.
 */
import type * as main from '../main';
import { failure, failureOf, PanelError } from './failures';

export { PanelError } from './failures';

type Exposed = typeof main;
/** What every exposed function of the panel answers with: a value or a coded refusal (S5). */
interface AnswerShape {
  readonly ok: boolean;
}

/** Exposed functions that the panel may call; menu functions answer nothing and are not among them. */
export type Name = {
  [N in keyof Exposed]: ReturnType<Exposed[N]> extends AnswerShape ? N : never;
}[keyof Exposed];
export type Args<N extends Name> = Parameters<Exposed[N]>;
export type Value<N extends Name> = Extract<ReturnType<Exposed[N]>, { readonly ok: true }>['value'];
export type RefusalParts = Extract<ReturnType<Exposed['status']>, { readonly ok: false }>['error'];

/**
 * Handlers of `google.script.run`. Each `with…` gives a new runner.
 * Source: https://developers.google.com/apps-script/guides/html/reference/run
 */
export interface ScriptRun {
  withSuccessHandler(handler: (value: unknown) => void): ScriptRun;
  withFailureHandler(handler: (error: unknown) => void): ScriptRun;
}
type Functions = Readonly<Record<string, ((...args: readonly unknown[]) => void) | undefined>>;

export interface Bridge {
  /**
   * Calls after all earlier calls are answered: Google promises no order of calls that run at the same time.
   * @throws PanelError as a rejection
   */
  call<N extends Name>(name: N, ...args: Args<N>): Promise<Value<N>>;
  /**
   * Calls at once, beside a call under way. Only for `cancel`, which must not wait for the step that it is to stop (W7), and for what touches
   * nothing that a step may be at: opening windows, and counting at the start, for which nobody should have to wait.
   */
  callNow<N extends 'cancel' | 'showGuide' | 'showChanges' | 'startCounts'>(
    name: N,
    ...args: Args<N>
  ): Promise<Value<N>>;
  /**
   * Tells when an answer takes longer than any step should, and when it has come after all.
   * @returns ends the telling
   */
  onSlow(listener: (isSlow: boolean) => void): () => void;
}

/** A step aims at 20 seconds; with Google's own delays an answer is late after this, in ms. */
const SLOW_MS = 60_000;
/**
 * How long an answer may take, in ms: longer than Google lets an execution live. A call that was cut off, as by a laptop that slept, may never be
 * answered. Source: https://developers.google.com/apps-script/guides/services/quotas
 */
const ANSWER_MS = 400_000;

function isAnswer(answer: unknown): answer is { ok: boolean; value?: unknown; error?: RefusalParts } {
  return typeof answer === 'object' && answer !== null && typeof (answer as AnswerShape).ok === 'boolean';
}

/** @param isOnline what the browser says of its connection */
export function createBridge(run: ScriptRun, isOnline: () => boolean = () => true): Bridge {
  let last: Promise<unknown> = Promise.resolve();
  const listeners = new Set<(isSlow: boolean) => void>();
  const slow = new Set<symbol>();

  /** Watches one call. @returns to be called once it is over */
  function watch(onLate: () => void): () => void {
    const watched = Symbol('call');
    const tell = (): void => listeners.forEach((listener) => listener(slow.size > 0));
    const slowly = setTimeout(() => {
      slow.add(watched);
      tell();
    }, SLOW_MS);
    const late = setTimeout(onLate, ANSWER_MS);
    return () => {
      clearTimeout(slowly);
      clearTimeout(late);
      if (slow.delete(watched)) tell();
    };
  }

  function send<N extends Name>(name: N, ...args: Args<N>): Promise<Value<N>> {
    return new Promise((resolve, reject) => {
      const end = (error: PanelError): void => {
        over();
        reject(error);
      };
      const over = watch(() => end(failure('no-server')));
      const runner = run
        .withSuccessHandler((answer) => {
          // An answer that Google cannot carry arrives as null.
          if (!isAnswer(answer)) end(failure('no-server'));
          else if (!answer.ok) end(new PanelError(answer.error!));
          else {
            over();
            resolve(answer.value as Value<N>);
          }
        })
        .withFailureHandler((error) => end(failureOf(error, isOnline())));
      const functions = runner as unknown as Functions;
      functions[name]!(...args);
    });
  }

  function call<N extends Name>(name: N, ...args: Args<N>): Promise<Value<N>> {
    const next = last.then(
      () => send(name, ...args),
      () => send(name, ...args),
    );
    last = next;
    return next;
  }

  function onSlow(listener: (isSlow: boolean) => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  return { call, callNow: send, onSlow };
}
