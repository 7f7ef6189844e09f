/**
 * The one way from the panel to the server: typed calls over `google.script.run`, one after the other. It knows the names and types of
 * main's exported functions and nothing of the screen.
 */
import type * as main from '../main';

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
type RefusalParts = Extract<ReturnType<Exposed['status']>, { readonly ok: false }>['error'];

/** Why a call gave no value, in words that may be shown as they are. `code` is that of the refusal, or `no-server`. */
export class PanelError extends Error {
  readonly code: RefusalParts['code'] | 'no-server';
  readonly title: string;
  constructor(parts: { readonly code: PanelError['code']; readonly title: string; readonly text: string }) {
    super(parts.text);
    this.name = 'PanelError';
    this.code = parts.code;
    this.title = parts.title;
  }
}

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
  /** Calls at once, beside a call under way. Only for `cancel`, which must not wait for the step that it is to stop (W7). */
  callNow<N extends Name>(name: N, ...args: Args<N>): Promise<Value<N>>;
}

/**
 * The platform failed before or after our code ran. Its text is not shown: it may be anything, and is nobody's next step. With several
 * Google accounts in one browser every call of a sidebar can end here.
 */
function noServer(): PanelError {
  return new PanelError({
    code: 'no-server',
    title: 'Google did not carry out this step',
    text: 'Check your connection and try again; if you are signed in to several Google accounts in this browser, open the spreadsheet in a window with only the account that uses it.',
  });
}

/**
 * How long an answer may take, in ms: longer than Google lets an execution live. A call that was cut off, as by a laptop that slept, may never be
 * answered. Source: https://developers.google.com/apps-script/guides/services/quotas
 */
const ANSWER_MS = 400_000;

function isAnswer(answer: unknown): answer is { ok: boolean; value?: unknown; error?: RefusalParts } {
  return typeof answer === 'object' && answer !== null && typeof (answer as AnswerShape).ok === 'boolean';
}

export function createBridge(run: ScriptRun): Bridge {
  let last: Promise<unknown> = Promise.resolve();

  function callNow<N extends Name>(name: N, ...args: Args<N>): Promise<Value<N>> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(noServer()), ANSWER_MS);
      const runner = run
        .withSuccessHandler((answer) => {
          clearTimeout(late);
          // An answer that Google cannot carry arrives as null.
          if (!isAnswer(answer)) reject(noServer());
          else if (answer.ok) resolve(answer.value as Value<N>);
          else reject(new PanelError(answer.error!));
        })
        .withFailureHandler(() => {
          clearTimeout(late);
          reject(noServer());
        });
      const functions = runner as unknown as Functions;
      functions[name]!(...args);
    });
  }

  function call<N extends Name>(name: N, ...args: Args<N>): Promise<Value<N>> {
    const send = (): Promise<Value<N>> => callNow(name, ...args);
    const next = last.then(send, send);
    last = next;
    return next;
  }

  return { call, callNow };
}
