/**
 * An operator at the panel: calls the add-on's exposed functions in the order in which the panel does, step by step, and nothing else.
 * Tests, the demo and benchmarks drive the built bundle through this.
 */
import type * as main from '../../src/main';
import type { Answer } from '../../src/platform/answer';
import { EVERYTHING } from '../../src/everflow/query';
import type { PullRequest, PullResult } from '../../src/flows/pull/state';
import type { CheckResult } from '../../src/flows/check/check';
import type { RemovedGone } from '../../src/flows/pull/gone';
import type { ConfirmRequest, PreviewAnswer } from '../../src/flows/preview/preview';
import type { PushResult } from '../../src/flows/push/state';
import type { Severity } from '../../src/core/problem';
import { ExecutionKilled, type LocalAppsScript, type RunOptions } from '../apps-script';

type Exposed = typeof main;
type Name = keyof Exposed;
type Value<N extends Name> = ReturnType<Exposed[N]> extends Answer<infer T> ? T : never;

/** A refusal as the panel would show it. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly title: string,
    text: string,
  ) {
    super(text);
    this.name = 'Refused';
  }
}

export interface Watch {
  /** Called after each step with what the panel would show. */
  readonly onProgress?: (doing: string, done: number, total: number) => void;
  /** Called when Google has ended a step; the operator then goes on. Without it nobody does. */
  readonly onKilled?: () => void;
}

/** Longer than an execution that was killed can hold its step. */
const LEASE_MS = 7 * 60_000;
/** Steps after which something that does not end is a fault of ours. */
const MAX_STEPS = 2_000;

export class Operator {
  constructor(
    readonly google: LocalAppsScript,
    private readonly watch: Watch = {},
    private readonly as: RunOptions = {},
  ) {}

  /** One call of the panel. @throws Refused */
  call<N extends Name>(name: N, ...args: Parameters<Exposed[N]>): Value<N> {
    const answer = this.google.run(name, args, this.as) as unknown as Answer<Value<N>>;
    if (answer.ok) return answer.value;
    // Where it happened stands in the log only; a test that meets it must be able to tell.
    if (answer.error.code === 'unexpected')
      throw new Error(`Unexpected in ${name}: ${this.google.log.at(-1)?.text ?? 'nothing logged'}`);
    throw new Refused(answer.error.code, answer.error.title, answer.error.text);
  }

  connect(key: string, host = 'api.eflow.team'): Value<'connectKey'> {
    return this.call('connectKey', { host, key });
  }

  pull(request: Partial<PullRequest> = {}): PullResult {
    this.patiently(() => this.call('pullStart', { query: EVERYTHING, details: 'load', ...request }));
    return this.finishPull();
  }

  /** Goes on with a pull that was started or interrupted. */
  finishPull(): PullResult {
    return this.steps(() => this.call('pullStep'));
  }

  check(): CheckResult {
    return this.steps(() => this.call('checkStep'));
  }

  /** Takes the rows of gone postbacks away, step by step. */
  removeGone(editedToo = false): RemovedGone {
    return this.steps(() => this.call('removeGone', { editedToo }));
  }

  /** Carries a fix out to its end. Returns rows repaired and formulas replaced. */
  fix(cause: string, fixId: string, severity?: Severity): number {
    let soFar = { rows: 0, formulas: 0 };
    const fixed = this.steps(() => {
      const step = this.call('fixGroup', { cause, fixId, soFar, ...(severity ? { severity } : {}) });
      ({ soFar } = step);
      return step;
    });
    return fixed.rows + fixed.formulas;
  }

  /** Repairs the layout to its end. Returns what was repaired and what was left, in the add-on's words. */
  repair(): { repaired: string[]; left: readonly string[] } {
    const repaired: string[] = [];
    const result = this.steps(() => {
      const step = this.call('repairStep');
      repaired.push(...step.repaired);
      return step;
    });
    return { repaired, left: result.left };
  }

  preview(): PreviewAnswer {
    return this.patiently(() => this.call('previewStart'));
  }

  /** Confirms a preview with everything ticked unless told otherwise, and pushes it. */
  push(preview: PreviewAnswer, choice: Partial<ConfirmRequest> = {}): PushResult {
    const typed = String(choice.leaveOut === undefined ? preview.all.writes : preview.chosen.writes);
    const confirmed = this.call('previewConfirm', {
      previewId: preview.previewId,
      leaveOut: {},
      typed,
      warningsAccepted: true,
      ticks: preview.all.warnings.map(({ cause }) => cause),
      reason: '',
      ...choice,
    });
    this.call('pushStart', { planId: confirmed.planId, digest: confirmed.digest });
    return this.finishPush();
  }

  /** Goes on with a push that was started or interrupted. */
  finishPush(): PushResult {
    return this.steps(() => this.call('pushStep'));
  }

  /** A step that another window, or a killed execution, still holds is waited for, as the message says. */
  patiently<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'step-running') throw error;
      this.google.clock.advance(LEASE_MS);
      return call();
    }
  }

  private unlessKilled<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof ExecutionKilled) || !this.watch.onKilled) throw error;
      this.watch.onKilled();
      return undefined;
    }
  }

  private steps<R>(
    step: () => { progress: { doing: string; done: number; total: number; finished: boolean }; result?: R },
  ): R {
    for (let n = 0; n < MAX_STEPS; n += 1) {
      const answer = this.unlessKilled(() => this.patiently(step));
      if (!answer) continue;
      const { progress, result } = answer;
      this.watch.onProgress?.(progress.doing, progress.done, progress.total);
      if (result !== undefined) return result;
    }
    throw new Error(`No end after ${MAX_STEPS} steps`);
  }
}
