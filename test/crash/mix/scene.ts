/**
 * One seed's world and model together: every panel call goes through here, and after each of them the server's log, the tab and what was told are
 * held against the model.
 */
import { ExecutionKilled } from '../../../local/apps-script';
import { Refused, type Operator } from '../../../local/story/operator';
import { ANNA, BEN, type World } from '../world';
import type { Dice, Story } from './dice';
import type { Ledger } from './ledger';
import type { Happened, Misfortunes } from './misfortunes';
import { Plans, type ConfirmedPlan } from './plans';
import { Sheet } from './sheet';

/** How a panel call ended. */
export type Ended<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'killed' }
  /** `unexpected`: an exception of Google's that a misfortune caused. */
  | { readonly kind: 'refused'; readonly code: string };

/** Calls that must not change anything. */
const LOOKS = new Set<string>(['status', 'pushRows', 'previewShow', 'waitingRows', 'conflicts']);

export class Scene {
  readonly plans: Plans;
  readonly sheet: Sheet;
  /** What is wrong, each with the number of the call after which it was found. */
  readonly wrong: string[] = [];
  misfortunes!: Misfortunes;
  calls = 0;
  /** Plan that was confirmed last. */
  plan: ConfirmedPlan | undefined;
  /** Number of the call that is live: within another one it is that of the inner. */
  private live = 0;
  /** Beyond those of the first edits. */
  private markers = 100;

  constructor(
    readonly world: World,
    readonly dice: Dice,
    readonly story: Story,
    readonly ledger: Ledger,
  ) {
    this.plans = new Plans(ledger, (id) => this.sheet.byId(id).length > 0);
    this.sheet = new Sheet(() => world.file, ledger);
  }

  get isWrong(): boolean {
    return this.wrong.length > 0;
  }

  nameOf(as: Operator): string {
    return as === this.world.ben ? 'ben' : 'anna';
  }

  emailOf(as: Operator): string {
    return as === this.world.ben ? BEN : ANNA;
  }

  /** A new one of this seed. */
  newMarker(): string {
    this.markers += 1;
    return `mx${this.markers}`;
  }

  /** A request is about to reach the server. */
  arrived(): void {
    this.ledger.calls.push(this.live);
  }

  /** A panel call within the execution of another one. */
  within(act: () => void): void {
    const outer = this.live;
    this.begin();
    try {
      act();
    } finally {
      this.live = outer;
    }
  }

  private begin(): void {
    this.calls += 1;
    this.live = this.calls;
    this.plans.beginCall(this.calls);
  }

  /** One panel call, with whatever misfortune is due, and all that must hold afterwards. */
  async call<T>(as: Operator, name: string, run: (as: Operator) => T): Promise<Ended<T> & Happened> {
    this.begin();
    this.story.tell(`${this.calls}. ${this.nameOf(as)}: ${name}`);
    await this.misfortunes.arm(name);
    const ended = this.run(as, run);
    const happened = await this.misfortunes.settle();
    if (ended.kind === 'refused') this.story.tell(`    refused: ${ended.code}`);
    if (ended.kind === 'refused' && ended.code.startsWith('unexpected') && happened.calm)
      this.fail([`unexpected: ${ended.code}`]);
    await this.judge(name);
    return { ...ended, ...happened };
  }

  /** Holds server and tab against the model. */
  async judge(name: string): Promise<void> {
    this.fail(this.plans.judge(await this.ledger.advance()));
    if (!LOOKS.has(name)) this.fail(this.sheet.compare(name.startsWith('pull')));
  }

  fail(wrong: readonly string[]): void {
    for (const line of wrong) this.wrong.push(`${line} [call ${this.calls}]`);
  }

  private run<T>(as: Operator, run: (as: Operator) => T): Ended<T> {
    try {
      return { kind: 'value', value: run(as) };
    } catch (error) {
      if (error instanceof ExecutionKilled) return { kind: 'killed' };
      if (error instanceof Refused) return { kind: 'refused', code: error.code };
      const { message } = error as Error;
      // Errors of the test itself must not pass for misfortunes.
      if (!message.startsWith('Unexpected in') && (error as Error).name !== 'ScriptError') throw error;
      return { kind: 'refused', code: `unexpected ${message.slice(0, 300)}` };
    }
  }
}
