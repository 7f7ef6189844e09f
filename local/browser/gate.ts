/** A gate before the answers of scripts, by which a test looks at what is shown in the meantime. */

/** Answers of scripts wait here: they pass at once unless a test holds them, to do something in the meantime. */
export class Gate {
  private held: {
    readonly script: string;
    readonly opened: Promise<void>;
    readonly open: () => void;
  } | null = null;

  /** Answers so far, and those that wait now. */
  calls = 0;
  underWay = 0;
  private readonly waiting = new Set<string>();

  /** From now on no answer of this function of the add-on passes. */
  hold(script: string): void {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.held = { script, opened, open };
  }

  release(): void {
    this.held?.open();
    this.held = null;
  }

  /** Whether an answer of that function waits here. */
  holds(script: string): boolean {
    return this.waiting.has(script);
  }

  async pass(script: string): Promise<void> {
    this.calls += 1;
    if (this.held?.script !== script) return;
    this.waiting.add(script);
    this.underWay += 1;
    await this.held.opened;
    this.underWay -= 1;
    this.waiting.delete(script);
  }
}
