/**
 * Patches in the order in which they were made. They come by two ways, as answers and as events, and one may overtake the other;
 * `turn` counts those that this page was sent. A patch without it is taken as it comes.
 */
import type { Patch } from '../protocol';

/** How long a patch may be overtaken by a later one before it counts as lost, in milliseconds. */
const OVERTAKEN_MS = 2000;

export class Turns {
  #next = 1;
  #held = true;
  #waiting: Patch[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly apply: (patch: Patch) => void,
    /** A patch is lost: what is on screen cannot be trusted any more. */
    private readonly lost: () => void,
  ) {}

  /** A workbook is being loaded: patches that come are kept until it is there, counted anew. */
  hold(): void {
    this.#held = true;
    this.#next = 1;
    this.#waiting = [];
    clearTimeout(this.#timer);
  }

  release(): void {
    this.#held = false;
    this.#applyDue();
  }

  take(patch: Patch): void {
    this.#waiting.push(patch);
    if (!this.#held) this.#applyDue();
  }

  #applyDue(): void {
    clearTimeout(this.#timer);
    for (;;) {
      const at = this.#waiting.findIndex((patch) => patch.turn === undefined || patch.turn === this.#next);
      if (at === -1) break;
      const [patch] = this.#waiting.splice(at, 1);
      if (patch!.turn !== undefined) this.#next++;
      this.apply(patch!);
    }
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => this.lost(), OVERTAKEN_MS);
  }
}
