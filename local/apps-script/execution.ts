/**
 * One execution of the script: the Kernel that every service asks before it acts. Counts, charges virtual time, enforces modes
 * and scopes, runs test hooks and planned faults, and dies at its time limit. Knows no service and no bundle.
 */
import { Counters } from './counters';
import { ExecutionKilled } from './kernel';
import type { AuthModeName, Kernel, ServiceCall, VirtualClock, World } from './kernel';
import { oweError, ServiceError } from './strict';

/** What calls cost in virtual milliseconds. Orders of magnitude, not measurements. */
export interface Costs {
  /** Any read or write. */
  readonly serviceCallMs: number;
  /** On top of it, per 1,000 cells moved. */
  readonly perThousandCellsMs: number;
  /** SpreadsheetApp.flush. */
  readonly flushMs: number;
  /** One fetch, or one parallel batch of fetchAll. */
  readonly fetchMs: number;
  /** Loading the script at the start of an execution. */
  readonly loadMs: number;
}

export const defaultCosts: Costs = {
  serviceCallMs: 80,
  perThousandCellsMs: 1,
  flushMs: 300,
  fetchMs: 400,
  loadMs: 500,
};

/**
 * What shall go wrong in one execution. `n` counts its calls with a round trip (every kind but navigate), from 1.
 * - `killBefore`: dies before the n-th takes effect. `killAfter`: after it took effect, before anything else.
 * - `throwAt`: the n-th throws a service error with `message` instead of taking effect; the script goes on. A flush leaves its writes pending.
 * - `throwAfter`: the n-th takes effect and then throws, so that the script takes it for failed; a flush has applied its writes.
 * - `keepFirst`: when killed, the first so many pending sheet writes are kept instead of none.
 */
export type Plan =
  | { readonly killBefore: number; readonly keepFirst?: number }
  | { readonly killAfter: number; readonly keepFirst?: number }
  | { readonly throwAt: number; readonly message: string }
  | { readonly throwAfter: number; readonly message: string };

/**
 * Called before each call with a round trip, with its number within the execution (from 1). May act as a user on the workbook, run another
 * execution, throw a fault, or throw ExecutionKilled.
 */
export type BeforeCall = (call: ServiceCall, index: number, execution: Execution) => void;

export interface ExecutionOptions {
  readonly id: number;
  readonly functionName: string;
  readonly world: World;
  readonly clock: VirtualClock;
  readonly userEmail: string;
  readonly mode: AuthModeName;
  /** Virtual milliseconds after which the execution is killed. */
  readonly limitMs: number;
  readonly costs: Costs;
  /** Scopes listed and granted; null when detection is automatic. */
  readonly scopes: readonly string[] | null;
  readonly plan: Plan | null;
  readonly beforeCall: BeforeCall | null;
  /** Counters of the whole project, counted into as well. */
  readonly total: Counters;
}

const rank: Record<AuthModeName, number> = { NONE: 0, LIMITED: 1, FULL: 2 };

export class Execution implements Kernel {
  readonly counters = new Counters();
  readonly startedMs: number;
  /** Set once the execution is dead. */
  killed: ExecutionKilled | null = null;
  /** True once the plan had its effect. */
  planFired = false;
  private index = 0;
  private diesNext = false;
  private realmDate: ((ms: number) => Date) | null = null;

  constructor(readonly options: ExecutionOptions) {
    this.startedMs = options.clock.now();
    this.counters.executions = 1;
    options.total.executions += 1;
  }

  get world(): World {
    return this.options.world;
  }
  get clock(): VirtualClock {
    return this.options.clock;
  }
  get userEmail(): string {
    return this.options.userEmail;
  }
  get mode(): AuthModeName {
    return this.options.mode;
  }

  /** Gives the execution the Date of the bundle's realm. */
  useDate(makeDate: (ms: number) => Date): void {
    this.realmDate = makeDate;
  }

  makeDate(ms: number): Date {
    if (this.realmDate === null) throw new Error('The realm of this execution is not ready.');
    return this.realmDate(ms);
  }

  enter(call: ServiceCall): void {
    this.throwIfDead();
    if (call.kind !== 'navigate') this.meetFaults(call);
    this.authorise(call);
    this.counters.add(call);
    this.options.total.add(call);
    this.spend(this.costOf(call));
  }

  /** Lets virtual time pass within this execution; kills it at its limit. */
  spend(ms: number): void {
    const leftMs = this.startedMs + this.options.limitMs - this.clock.now();
    if (ms > leftMs) {
      this.clock.advance(Math.max(0, leftMs));
      this.die();
    }
    this.clock.advance(ms);
  }

  /** Counts a sleep's length. */
  slept(ms: number): void {
    this.counters.sleptMs += ms;
    this.options.total.sleptMs += ms;
  }

  /** To be called at the end of the script: throws if it was killed, even when the script swallowed that. */
  throwIfDead(): void {
    if (this.diesNext) this.die();
    if (this.killed !== null) throw this.killed;
  }

  /** Kills the execution. Text reported by practitioners: "Exceeded maximum execution time". */
  die(): never {
    this.killed ??= new ExecutionKilled('Exceeded maximum execution time');
    throw this.killed;
  }

  private meetFaults(call: ServiceCall): void {
    this.index += 1;
    const { plan, beforeCall } = this.options;
    const index = this.index;
    try {
      beforeCall?.(call, index, this);
    } catch (error) {
      if (error instanceof ExecutionKilled) this.die();
      throw error;
    }
    if (plan === null) return;
    if ('killBefore' in plan && plan.killBefore === index) {
      this.planFired = true;
      this.die();
    }
    if ('killAfter' in plan && plan.killAfter === index) {
      this.planFired = true;
      this.diesNext = true;
    }
    if ('throwAt' in plan && plan.throwAt === index) {
      this.planFired = true;
      throw new ServiceError(plan.message);
    }
    if ('throwAfter' in plan && plan.throwAfter === index) {
      this.planFired = true;
      oweError(new ServiceError(plan.message));
    }
  }

  /**
   * Sources: access table of developers.google.com/workspace/add-ons/concepts/editor-auth-lifecycle; explicit scopes of
   * developers.google.com/apps-script/concepts/scopes#set-explicit; the text is reported (github.com/andrewroberts/BBLog/issues/4).
   */
  private authorise(call: ServiceCall): void {
    const name = `${call.service}.${call.method}`;
    const wanted = call.anyScope ?? [];
    const modeAllows = rank[this.mode] >= rank[call.leastMode ?? 'FULL'];
    const { scopes } = this.options;
    const scopeAllows =
      wanted.length === 0 || scopes === null || wanted.some((scope) => scopes.includes(scope));
    if (modeAllows && scopeAllows) return;
    const required = wanted.length === 0 ? '' : ` Required permissions: ${wanted.join(' || ')}`;
    throw new ServiceError(`You do not have permission to call ${name}.${required}`);
  }

  private costOf(call: ServiceCall): number {
    const { costs } = this.options;
    const cellsMs = ((call.cells ?? 0) / 1000) * costs.perThousandCellsMs;
    if (call.kind === 'flush') return costs.flushMs + cellsMs;
    if (call.kind === 'fetch') return costs.fetchMs;
    if (call.kind === 'read' || call.kind === 'write') return costs.serviceCallMs + cellsMs;
    return 0;
  }
}
