/**
 * People at the panel whose calls can be interrupted at the n-th round trip of a whole run, however many executions the run takes. Knows
 * panel calls and nothing of what they do.
 */
import type { LocalAppsScript, Plan } from '../../local/apps-script';
import { Operator } from '../../local/story/operator';

/** Makes the plan for the execution in which the n-th of its calls is the one that is meant. */
export type PlanAt = (n: number) => Plan;

/** Hands one interruption to the execution that it falls into. */
export class Interrupter {
  private left = 0;
  private planAt: PlanAt | null = null;

  constructor(private readonly google: LocalAppsScript) {}

  /** @param at counted over all round trips from now on, from 1 */
  arm(at: number, planAt: PlanAt): void {
    this.left = at;
    this.planAt = planAt;
  }

  disarm(): void {
    this.planAt = null;
  }

  /** False once the interruption happened, or if there was none. */
  get isArmed(): boolean {
    return this.planAt !== null;
  }

  /** Runs one execution. */
  during<T>(run: () => T): T {
    if (!this.planAt) return run();
    const plan = this.google.plan(this.planAt(this.left));
    try {
      return run();
    } finally {
      if (plan.fired) this.planAt = null;
      else this.left -= this.google.executions.at(-1)?.counters.roundTrips ?? 0;
    }
  }
}

/** A person at the panel whose executions may be interrupted. */
export function operatedBy(google: LocalAppsScript, interrupter: Interrupter, user: string): Operator {
  const run: LocalAppsScript['run'] = (...call) => interrupter.during(() => google.run(...call));
  // The same local Apps Script in everything else, for everybody.
  const interruptible = Object.assign(Object.create(google) as LocalAppsScript, { run });
  return new Operator(interruptible, {}, { user });
}
