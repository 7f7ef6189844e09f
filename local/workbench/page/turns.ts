/**
 * Patches in the order in which they were made. They come by two ways, as answers and as events, and one may overtake the other;
 * `seq` counts those that this page was sent.
 */
import type { Patch } from '../protocol';

/** How long a patch may be overtaken by a later one before it counts as lost, in milliseconds. */
const OVERTAKEN_MS = 2000;

export class Turns {
  #next = 0;
  #held = true;
  #waiting: Patch[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly apply: (patch: Patch) => void,
    /** A patch is lost: what is on screen cannot be trusted any more. */
    private readonly lost: () => void,
  ) {}

  /** A workbook is being loaded: patches that come from now on are kept until it is on screen. */
  hold(): void {
    this.#held = true;
    this.#waiting = [];
    clearTimeout(this.#timer);
  }

  /** The workbook on screen holds everything up to patch `seq`. */
  release(seq: number): void {
    this.#held = false;
    this.#next = seq + 1;
    this.#waiting = this.#waiting.filter((patch) => patch.seq > seq);
    this.#applyDue();
  }

  take(patch: Patch): void {
    this.#waiting.push(patch);
    if (!this.#held) this.#applyDue();
  }

  #applyDue(): void {
    clearTimeout(this.#timer);
    for (;;) {
      const due = this.#waiting.find((patch) => patch.seq === this.#next);
      if (due === undefined) break;
      this.#waiting.splice(this.#waiting.indexOf(due), 1);
      this.#next++;
      this.apply(due);
      // Applying it may have found the page out of step, and begun to load everything anew.
      if (this.#held) return;
    }
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => this.lost(), OVERTAKEN_MS);
  }
}
