/**
 * A stand-in for `google.script.run` in front of answers that a test gives. It copies what crosses as Google does, answers only when it
 * is told to, and throws by name on calls that no answer was given for. It does not imitate Google's ten slots or its delays.
 * Source: https://developers.google.com/apps-script/guides/html/communication
 */
import { copyArguments, copyResult } from '../../local/apps-script/client-values';
import type { Args, Name, ScriptRun, Value } from '../../src/panel/bridge';
import { Refusal, type RefusalCode } from '../../src/core/words';

/** How calls of one name are answered. Thrown refusals cross as coded results; any other error is one of the platform. */
export type Handlers = { [N in Name]?: (...args: Args<N>) => Value<N> };

interface Call {
  readonly name: Name;
  readonly args: readonly unknown[];
}
interface Pending extends Call {
  readonly succeed: (value: unknown) => void;
  readonly fail: (error: unknown) => void;
}

/** Functions that may be called beside another one. */
const BESIDE: readonly Name[] = ['cancel', 'showGuide', 'showChanges', 'startCounts'];

/** Calls after which a panel that still asks is taken to be asking for ever. */
const MAX_CALLS = 500;
/** Virtual time for the page to draw between two answers, in ms. */
const DRAWING_MS = 100;

/** Throws the refusal that the server would answer with. */
export function refuse(code: RefusalCode, ...args: readonly string[]): never {
  throw new Refusal(code, ...args);
}

/** What the start of the panel asks for, where a test is about something else. */
const NOTHING_WAITS: Value<'startCounts'> = {
  edits: 12,
  waiting: 0,
  conflicts: 0,
  news: { lines: 0, switchedOff: 0 },
};

export class FakeServer {
  readonly handlers: Handlers;
  /** Every call so far, in order. */
  readonly calls: Call[] = [];
  private readonly pending: Pending[] = [];
  private readonly held = new Set<Name>();

  /** @param form `coded`: the handlers give whole coded answers, not values */
  constructor(
    handlers: Handlers,
    private readonly form: { readonly coded?: boolean } = {},
  ) {
    this.handlers = form.coded ? handlers : { startCounts: () => NOTHING_WAITS, ...handlers };
  }

  /** Replaces answers. */
  answer(handlers: Handlers): void {
    Object.assign(this.handlers, handlers);
  }

  argsOf<N extends Name>(name: N): Args<N>[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.args as Args<N>);
  }

  names(): Name[] {
    return this.calls.map(({ name }) => name);
  }

  /** Calls of that name stay unanswered until `release`. */
  hold(name: Name): void {
    this.held.add(name);
  }
  release(name: Name): void {
    this.held.delete(name);
  }

  /** Answers call after call, and lets the page draw, until nothing is left but what is held. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < MAX_CALLS; turn += 1) {
      await jest.advanceTimersByTimeAsync(DRAWING_MS);
      const at = this.pending.findIndex(({ name }) => !this.held.has(name));
      if (at < 0) return;
      const [call] = this.pending.splice(at, 1);
      this.carryOut(call!);
    }
    throw new Error(`The panel goes on asking: ${this.names().slice(-5).join(', ')}`);
  }

  private carryOut({ name, args, succeed, fail }: Pending): void {
    const handler = this.handlers[name] as ((...given: readonly unknown[]) => unknown) | undefined;
    let answer: unknown;
    try {
      const given = handler!(...args);
      answer = copyResult(this.form.coded ? given : { ok: true, value: given }, true);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        fail(error);
        return;
      }
      answer = { ok: false, error: { code: error.code, title: error.title, text: error.message } };
    }
    succeed(answer);
  }

  private take(call: Pending): void {
    if (!this.handlers[call.name]) throw new Error(`google.script.run.${call.name} is not modelled here`);
    const other = this.pending.find(({ name }) => !BESIDE.includes(name));
    if (other && !BESIDE.includes(call.name)) throw new Error(`${call.name} was called beside ${other.name}`);
    this.calls.push({ name: call.name, args: call.args });
    this.pending.push(call);
  }

  /** What stands in the page as `google.script.run`. */
  get run(): ScriptRun {
    return this.runner(
      () => undefined,
      () => undefined,
    );
  }

  private runner(succeed: Pending['succeed'], fail: Pending['fail']): ScriptRun {
    const handlers: ScriptRun = {
      withSuccessHandler: (handler) => this.runner(handler, fail),
      withFailureHandler: (handler) => this.runner(succeed, handler),
    };
    return new Proxy(handlers, {
      get: (target, key) =>
        key in target
          ? target[key as keyof ScriptRun]
          : (...args: unknown[]) =>
              this.take({ name: key as Name, args: copyArguments(args), succeed, fail }),
    });
  }
}
