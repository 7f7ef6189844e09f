/**
 * The person at the panel of a mixture: previews, confirms, pushes, goes on after whatever happened, sometimes stops or hands over to a colleague. Knows
 * the panel's calls and what their refusals ask for, no books and no journal.
 */
import type { LeaveOut } from '../../../src/core/plan-leave-out';
import type { Operator } from '../../../local/story/operator';
import { allLines } from '../../../local/story/run';
import { EVERYTHING } from '../../../src/everflow/query';
import { checkPreview } from './asked';
import { madeUp } from './file';
import type { Ended, Scene } from './scene';

/** What the panel knows; after a call that did not return it is unsure. */
type Known = 'idle' | 'confirmed' | 'pushing' | 'pulling' | 'paused' | 'unsure';

const MINUTE = 60_000;
/** Longer than a killed execution holds its step. */
const STEP_MS = 7 * MINUTE;
/** Longer than a run belongs to its owner between steps. */
const OWNER_MS = 3 * MINUTE;

export class Hand {
  known: Known = 'idle';
  as: Operator;
  /** A push or a preview has come to its end. */
  rounds = 0;
  /** The last preview found nothing to push. */
  isEmpty = false;
  /** A complete pull is wanted before anything else. */
  wantsPull = false;

  constructor(
    readonly scene: Scene,
    /** Probability of doing something else than the next thing. */
    public whim: number,
  ) {
    this.as = scene.world.anna;
  }

  /** True if nothing is under way, as far as the panel knows. */
  get isIdle(): boolean {
    return this.known === 'idle';
  }

  private get other(): Operator {
    const { anna, ben } = this.scene.world;
    return this.as === anna ? ben : anna;
  }

  /** The next panel call. */
  async next(): Promise<void> {
    switch (this.known) {
      case 'unsure':
        return this.look();
      case 'idle':
        return this.wantsPull ? this.startPull() : this.preview();
      case 'confirmed':
        return this.startPush();
      case 'pushing':
        return this.push();
      case 'paused':
        return this.goOn();
      case 'pulling':
        return this.pullOn();
    }
  }

  private async look(): Promise<void> {
    const { scene } = this;
    const ended = await scene.call(this.as, 'status', (as) => as.call('status'));
    if (ended.kind !== 'value') return this.meet(ended);
    const { job, trouble } = ended.value;
    if (!job && scene.plan?.state === 'started') {
      await this.readOutcomes();
      scene.plan.state = 'ended';
    }
    this.known = job === null ? 'idle' : job.kind === 'pull' ? 'pulling' : 'pushing';
    if (!job) this.wantsPull ||= trouble !== null;
    else if (trouble && job.kind === 'push') await this.stop();
  }

  private async preview(): Promise<void> {
    const { scene } = this;
    const before = scene.sheet.lines();
    const ended = await scene.call(this.as, 'preview', (as) => {
      const preview = as.call('previewStart');
      return { preview, all: allLines(as, preview, {}) };
    });
    if (ended.kind !== 'value') {
      if (ended.kind !== 'refused' || ended.code !== 'nothing-to-push') return this.meet(ended);
      this.isEmpty = true;
      this.rounds += 1;
      return;
    }
    const { preview, all } = ended.value;
    scene.fail(checkPreview([...before, ...scene.sheet.lines()], all));
    const leaveOut = this.choice(all.map(({ id }) => id));
    const confirmed = await scene.call(this.as, 'confirm', (as) => {
      const lines = allLines(as, preview, leaveOut);
      const request = {
        previewId: preview.previewId,
        leaveOut,
        typed: String(lines.length),
        warningsAccepted: true,
        ticks: preview.all.warnings.map(({ cause }) => cause),
        reason: '',
      };
      return lines.length === 0 ? undefined : { ...as.call('previewConfirm', request), lines };
    });
    if (confirmed.kind !== 'value') return this.meet(confirmed);
    if (!confirmed.value) {
      this.isEmpty = true;
      this.rounds += 1;
      return;
    }
    const { planId: id, digest, lines } = confirmed.value;
    scene.plan = scene.plans.add({ id, digest, by: scene.emailOf(this.as), lines });
    scene.story.tell(`    ${lines.length} of ${all.length} changes confirmed`);
    scene.story.met('confirmed');
    if (lines.length < all.length) scene.story.met('confirmed with things left out');
    this.known = 'confirmed';
  }

  /** All of it, or something left out. */
  private choice(ids: readonly (number | undefined)[]): LeaveOut {
    const { dice } = this.scene;
    if (dice.chance(0.6)) return {};
    const some = dice.some(
      ids.filter((id): id is number => id !== undefined),
      dice.between(1, 4),
    );
    return dice.pick<LeaveOut>([
      { ids: some },
      { fields: ['description'] },
      { effects: ['turns-on'] },
      { fields: ['delay_ms'] },
    ]);
  }

  private async startPush(): Promise<void> {
    const { scene } = this;
    const plan = scene.plan!;
    const first = scene.dice.chance(0.15) ? 'five' : 'all';
    if (first === 'five') scene.story.met('push: five first');
    const before = plan.state;
    plan.state = 'started';
    const ended = await scene.call(this.as, 'pushStart', (as) =>
      as.call('pushStart', { planId: plan.id, digest: plan.digest, first }),
    );
    if (ended.kind === 'value') this.known = 'pushing';
    else {
      if (ended.kind === 'refused' && ended.calm) plan.state = before;
      return this.meet(ended);
    }
  }

  private async push(): Promise<void> {
    const { scene } = this;
    const { dice } = scene;
    if (dice.chance(this.whim * 0.1)) return this.stop();
    if (dice.chance(this.whim * 0.15)) return this.handOver();
    const ended = await scene.call(this.as, 'pushStep', (as) => as.call('pushStep'));
    if (ended.kind !== 'value') return this.meet(ended);
    const { result, paused } = ended.value;
    if (result) return this.end(result.stopped?.code);
    this.known = paused === '' ? 'pushing' : 'paused';
    if (paused !== '') scene.story.met(`push: waits (${ended.value.why})`);
    if (dice.chance(0.2)) await this.readOutcomes();
  }

  private async goOn(): Promise<void> {
    const { scene } = this;
    if (scene.dice.chance(0.25)) return this.stop();
    scene.world.google.clock.advance(scene.dice.chance(0.3) ? 25 * 60 * MINUTE : MINUTE);
    const ended = await scene.call(this.as, 'pushGoOn', (as) => as.call('pushGoOn'));
    if (ended.kind !== 'value') return this.meet(ended);
    this.known = 'pushing';
  }

  /** "Stop here". */
  private async stop(): Promise<void> {
    const { scene } = this;
    const cancelled = await scene.call(this.as, 'cancel', (as) => as.call('cancel'));
    if (cancelled.kind !== 'value') return this.meet(cancelled);
    scene.story.met('push: stopped by hand');
    const { closed } = scene.plans;
    // Nothing more is sent, but what became of open rows is asked.
    scene.plans.closed = 'after it was stopped';
    const ended = await scene.call(this.as, 'pushStep', (as) => as.call('pushStep'));
    scene.plans.closed = closed;
    if (ended.kind !== 'value') return this.meet(ended);
    if (ended.value.result) await this.end(ended.value.result.stopped?.code);
  }

  private async end(stopped: string | undefined): Promise<void> {
    const { scene } = this;
    scene.story.met(`push: ended${stopped === undefined ? '' : ` (${stopped})`}`);
    this.known = 'idle';
    this.rounds += 1;
    if (stopped === 'push-lost') this.wantsPull = true;
    await this.readOutcomes();
    if (scene.plan) scene.plan.state = 'ended';
  }

  private async readOutcomes(): Promise<void> {
    const { scene } = this;
    const { plan } = scene;
    if (!plan) return;
    const ended = await scene.call(this.as, 'pushRows', (as) =>
      as.call('pushRows', { planId: plan.id, offset: 0 }),
    );
    // What was set back is not told any more.
    if (ended.kind !== 'value' || scene.plans.closed !== '') return;
    for (const { seq, outcome } of ended.value.rows)
      if (plan.told.get(seq) !== outcome) scene.story.met(`told: ${outcome}`);
    scene.fail(scene.plans.tell(plan, ended.value.rows));
  }

  async startPull(): Promise<void> {
    const ended = await this.scene.call(this.as, 'pullStart', (as) =>
      as.call('pullStart', { query: EVERYTHING, details: 'load' }),
    );
    if (ended.kind !== 'value') return this.meet(ended);
    this.known = 'pulling';
  }

  private async pullOn(): Promise<void> {
    const { scene } = this;
    const ended = await scene.call(this.as, 'pullStep', (as) => as.call('pullStep'));
    if (ended.kind === 'refused' && ended.code === 'pull-damaged') return this.endPull();
    if (ended.kind !== 'value') return this.meet(ended);
    const { result } = ended.value;
    if (!result) return;
    this.known = 'idle';
    scene.story.met('pulled again');
    if (!result.complete || result.cancelled) return;
    this.wantsPull = false;
    madeUp(scene);
  }

  /** What it had staged was set back: it is ended, and begun again. */
  private async endPull(): Promise<void> {
    const { scene } = this;
    scene.story.met('pull: ended because its books were set back');
    this.wantsPull = true;
    for (const name of ['cancel', 'pullStep'] as const) {
      const ended = await scene.call(this.as, name, (as) => as.call(name));
      if (ended.kind !== 'value') return this.meet(ended);
    }
    this.known = 'unsure';
  }

  /** A colleague presses the same buttons, goes on, or takes over. */
  private async handOver(): Promise<void> {
    const { scene } = this;
    scene.story.met('a colleague takes over');
    const ended = await scene.call(this.other, 'takeOver', (as) => as.call('takeOver'));
    if (ended.kind === 'value') this.as = this.other;
    else this.known = 'unsure';
  }

  /** Whatever kept a call from returning what it should. */
  meet(ended: Ended<unknown>): void {
    const { scene } = this;
    const { dice, world } = scene;
    this.known = 'unsure';
    if (ended.kind === 'killed') {
      if (dice.chance(0.5)) world.google.clock.advance(dice.pick([MINUTE, OWNER_MS, STEP_MS]));
      if (dice.chance(0.3)) this.as = this.other;
      return;
    }
    if (ended.kind !== 'refused') return;
    const { code } = ended;
    scene.story.met(`refused: ${code.startsWith('unexpected') ? 'by Google' : code}`);
    if (code === 'step-running') world.google.clock.advance(STEP_MS);
    else if (code === 'in-use') world.google.clock.advance(OWNER_MS);
    else if (/^(books-|push-lost|copy-not-pulled|pull-damaged|desk-missing)/.test(code))
      this.wantsPull = true;
    else if (code === 'plan-other-person') this.as = this.other;
    else if (code === 'google-quota') world.google.clock.advance(25 * 60 * MINUTE);
    else world.google.clock.advance(MINUTE);
  }
}
