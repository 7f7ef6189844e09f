/**
 * A patient operator: goes on with a run after whatever happened to it, waits out a step that is still held, or lets a colleague take over,
 * and answers no question about creates that are not certain. Knows the panel's calls and refusals, no books and no journal.
 */
import { ExecutionKilled } from '../../local/apps-script';
import type { Operator } from '../../local/story/operator';
import { Refused } from '../../local/story/operator';
import type { World } from './world';

/** A run as the panel would carry it on. */
export interface Journey {
  /** The next panel call. True when the run has ended. */
  next(as: Operator): boolean;
  /** The panel was opened anew: what was known of the run is only what the add-on tells. */
  reopened(): void;
}

/** It could not be brought to its end; the message says what stood in the way. */
export class Stuck extends Error {}

/** Longer than a killed execution holds its step. */
const STEP_MS = 7 * 60_000;
/** Longer than a run belongs to its owner between steps. */
const OWNER_MS = 3 * 60_000;
const PAUSE_MS = 60_000;
const MOST_CALLS = 120;
/** Refusals that are no matter of waiting for somebody. */
const MOST_TROUBLES = 12;

export class Patient {
  private as: Operator;
  private readonly troubles: string[] = [];

  constructor(
    private readonly world: World,
    private readonly chance: () => number,
    /** Called before each panel call. */
    private readonly beforeEach: () => void = () => undefined,
  ) {
    this.as = world.anna;
  }

  /** @throws Stuck */
  finish(journey: Journey): void {
    for (let call = 0; call < MOST_CALLS; call += 1) {
      this.beforeEach();
      try {
        if (journey.next(this.as)) return;
      } catch (error) {
        this.meet(error);
        journey.reopened();
      }
    }
    throw new Stuck(`no end after ${MOST_CALLS} calls`);
  }

  private meet(error: unknown): void {
    if (error instanceof ExecutionKilled) return this.afterDeath();
    if (!(error instanceof Refused)) return this.trouble((error as Error).message.slice(0, 300));
    if (error.code === 'step-running') return this.world.google.clock.advance(STEP_MS);
    if (error.code === 'in-use') return this.takeOverOrWait();
    // Only whoever confirmed a plan may start it.
    if (error.code === 'plan-other-person') this.as = this.world.anna;
    this.trouble(error.code);
  }

  /** Half of the time somebody else goes on, where that is possible. */
  private afterDeath(): void {
    const { world } = this;
    const wait = this.chance();
    if (wait < 0.4) world.google.clock.advance(STEP_MS);
    if (world.canTakeOver && this.chance() < 0.5) this.as = this.as === world.anna ? world.ben : world.anna;
  }

  private takeOverOrWait(): void {
    if (this.chance() < 0.5) return this.world.google.clock.advance(OWNER_MS);
    try {
      takeOver(this.as);
    } catch (error) {
      if (error instanceof ExecutionKilled) return;
      if (!(error instanceof Refused)) throw error;
      this.world.google.clock.advance(STEP_MS);
    }
  }

  private trouble(what: string): void {
    this.troubles.push(what);
    if (this.troubles.length > MOST_TROUBLES) throw new Stuck([...new Set(this.troubles)].join(', '));
    this.world.google.clock.advance(PAUSE_MS);
  }
}

/** Not every build has it. */
function takeOver(as: Operator): void {
  (as.call as (name: string) => unknown).call(as, 'takeOver');
}
