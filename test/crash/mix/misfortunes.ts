/**
 * Misfortunes of one panel call, chosen by chance: the execution dies or a service throws at any round trip, requests get lost on either way, Everflow
 * answers wrongly or late, partners and people act in the middle. Knows calls and requests, no rule of the add-on.
 */
import {
  ExecutionKilled,
  type Plan,
  type PlanHandle,
  type PlannedFault,
  type ServiceCall,
  type TransportFault,
} from '../../../local/apps-script';
import type { Fault, FaultMatch, RecordAction } from '../../../local/everflow';
import type { World } from '../world';
import type { Dice, Story } from './dice';

/** Something that others do at a round trip of an execution. */
export interface Intrusion {
  readonly name: string;
  /** True if rows move or vanish: nothing else happens to that execution, or the tab could not be put right. */
  readonly moves: boolean;
  readonly act: () => void;
}

/** What the chooser may use of the seed's world. */
export interface Chances {
  /** Partners' actions that may strike between two requests. */
  readonly partner: (id?: number) => RecordAction[];
  readonly twin: () => RecordAction[];
  readonly intrusion: () => Intrusion | undefined;
}

const WRITES: readonly FaultMatch[] = [{ method: 'PUT' }, { method: 'POST', path: 'pixels$' }];
const READS: readonly FaultMatch[] = [{ method: 'GET', path: 'pixels/' }, { path: 'pixelstable' }];

/** What has happened in one call. */
export interface Happened {
  /** True if nothing went wrong in it. */
  readonly calm: boolean;
}

export class Misfortunes {
  /** Probability of at least one misfortune in a call. */
  level = 0;
  private lastCall: ServiceCall | undefined;
  private handle: PlanHandle | undefined;
  private planName = '';
  private transport: { nth: number; count: number; fault: PlannedFault; writesOnly: boolean } | undefined;
  private intrusion: { at: number; what: Intrusion } | undefined;
  private isArmed = false;
  /** Writes that are still sent before the execution dies. */
  private writesToDeath = Infinity;
  private met = 0;

  constructor(
    private readonly world: World,
    private readonly dice: Dice,
    private readonly story: Story,
    private readonly chances: Chances,
  ) {}

  /** Sets the hooks. @param onArrival told of each request that will reach the server */
  install(onArrival: () => void): void {
    const { google } = this.world;
    google.beforeCall((call, index) => {
      this.lastCall = call;
      if (this.writesToDeath <= 0) this.dieAfterWrite();
      if (this.intrusion?.at === index) this.intrude();
    });
    google.onRequest(({ method, url }) => {
      const isWrite = method === 'PUT' || (method === 'POST' && url.endsWith('/pixels'));
      const fault = this.faultOf(isWrite);
      if (isWrite && fault?.when !== 'before') this.writesToDeath -= 1;
      if (fault?.when !== 'before') onArrival();
      return fault;
    });
  }

  /** Prepares what shall go wrong in the next execution. */
  async arm(name: string): Promise<void> {
    this.met = 0;
    this.handle = undefined;
    this.transport = undefined;
    this.intrusion = undefined;
    const { dice } = this;
    // Most of what can go wrong goes wrong where something is sent.
    const sends = name === 'pushStep';
    if (!dice.chance(sends ? this.level * 1.5 : this.level * 0.6)) return;
    const kind = dice.below(sends ? 16 : 7);
    if (kind < 2) this.armKill(name);
    else if (kind === 2) this.armThrow(name);
    else if (kind === 3) this.armIntrusion();
    else if (kind === 4) this.armTransport();
    else if (kind === 5) await this.armServer(this.serverFault());
    else if (kind === 6) await this.armServer(this.partnerFault());
    else if (kind < 9) this.writesToDeath = dice.between(1, dice.chance(0.5) ? 6 : 20);
    else if (kind < 11) this.armTransport();
    else await this.armServer(this.serverFault());
    // Two kinds at once, now and then.
    if (this.willMove()) return;
    if (dice.chance(0.15)) await this.armServer(this.partnerFault());
    if (dice.chance(0.1)) this.armTransport();
  }

  /** After the execution: what of it was met. */
  async settle(): Promise<Happened> {
    if (this.handle?.fired) this.note(this.planName);
    if (this.isArmed) {
      for (const { struck, answer, before, after } of await this.world.control.faults()) {
        if (struck === 0) continue;
        const acts = [...(before ?? []), ...(after ?? [])];
        this.note(answer ? nameOfAnswer(answer) : `partner: ${acts[0]?.do} between requests`);
      }
      await this.world.control.disarm();
      this.isArmed = false;
    }
    this.intrusion = undefined;
    this.transport = undefined;
    this.handle = undefined;
    this.writesToDeath = Infinity;
    return { calm: this.met === 0 };
  }

  private willMove(): boolean {
    return this.intrusion?.what.moves ?? false;
  }

  private note(name: string): void {
    this.met += 1;
    this.story.met(name);
    this.story.tell(`    (${name})`);
  }

  private place(name: string): number {
    return this.dice.between(1, name === 'pushStep' || name === 'pullStep' ? 80 : 30);
  }

  private armKill(name: string): void {
    const { dice } = this;
    const keepFirst = dice.chance(0.5) ? 0 : dice.between(1, 4);
    const n = this.place(name);
    const isBefore = dice.chance(0.5);
    this.planName = `killed ${isBefore ? 'before' : 'after'} a call`;
    if (keepFirst > 0) this.planName += ', some writes kept';
    this.use(isBefore ? { killBefore: n, keepFirst } : { killAfter: n, keepFirst });
  }

  private armThrow(name: string): void {
    const n = this.place(name);
    const last = (): ServiceCall | undefined => this.lastCall;
    const withMessage = {
      get message() {
        return messageOf(last());
      },
    };
    const isApplied = this.dice.chance(0.5);
    this.planName = isApplied ? 'exception although applied' : 'exception instead of a call';
    const how = isApplied ? { throwAfter: n } : { throwAt: n };
    this.use(Object.defineProperties(how, Object.getOwnPropertyDescriptors(withMessage)) as unknown as Plan);
  }

  private use(plan: Plan): void {
    this.handle = this.world.google.plan(plan);
  }

  private armTransport(): void {
    const { dice } = this;
    const when = dice.chance(0.5) ? 'before' : 'after';
    const faults: readonly TransportFault[] =
      when === 'before'
        ? ['dns', 'refused', 'timeout', 'lost', 'bandwidth']
        : ['timeout', 'lost', 'bandwidth'];
    const count = dice.chance(0.7) ? 1 : dice.between(2, 12);
    const writesOnly = dice.chance(0.6);
    this.transport = {
      nth: dice.between(1, writesOnly ? 8 : 25),
      count,
      fault: { when, fault: dice.pick(faults) },
      writesOnly,
    };
  }

  /** What was sent has its effect, and nobody lives to write it down. */
  private dieAfterWrite(): void {
    this.writesToDeath = Infinity;
    this.note('killed right after a write was sent');
    throw new ExecutionKilled('Exceeded maximum execution time');
  }

  private faultOf(isWrite: boolean): PlannedFault | undefined {
    const planned = this.transport;
    if (!planned) return undefined;
    if (planned.writesOnly && !isWrite) return undefined;
    planned.nth -= 1;
    if (planned.nth > 0 || planned.nth <= -planned.count) return undefined;
    this.note(`request: ${planned.fault.fault} ${planned.fault.when}`);
    return planned.fault;
  }

  private serverFault(): Fault {
    const { dice } = this;
    const isWrite = dice.chance(0.7);
    const match = {
      ...dice.pick(isWrite ? WRITES : READS),
      nth: dice.between(1, isWrite ? 3 : 6),
      count: dice.chance(0.5) ? 1 : dice.between(2, 12),
    };
    const applied = dice.chance(0.5);
    const kind = dice.below(9);
    if (kind === 0) return { match, answer: { kind: 'slow', ms: dice.between(20, 200) * 1000 } };
    if (kind < 3)
      return { match, answer: { kind: 'drop', when: dice.pick(['before', 'after', 'midAnswer']) } };
    if (kind === 3) return { match, answer: { kind: 'html502', applied } };
    if (kind === 4 || kind === 6) return { match, answer: { kind: 'status', status: 400 } };
    if (kind === 5 || kind === 7)
      return {
        match: { ...match, count: dice.between(4, 40) },
        answer: { kind: 'status', status: 429, ...(dice.chance(0.5) ? { retryAfterS: 12 } : {}) },
      };
    return { match, answer: { kind: 'status', status: dice.pick([500, 503, 504, 408]), applied } };
  }

  private partnerFault(): Fault {
    const { dice } = this;
    const nth = dice.between(1, 8);
    const when = dice.chance(0.5) ? 'before' : 'after';
    if (dice.chance(0.4))
      return {
        match: { path: dice.pick(['pixelstable', 'pixels$']), nth: dice.between(1, 4) },
        [when]: this.chances.twin(),
      };
    if (dice.chance(0.3)) return { match: { nth }, [when]: this.chances.partner() };
    // Right after we have read it, or right before we write it.
    const isGap = dice.chance(0.5);
    return isGap
      ? { match: { method: 'GET', path: 'pixels/', nth }, after: this.chances.partner(0) }
      : { match: { method: 'GET', path: 'pixels/', nth }, before: this.chances.partner(0) };
  }

  private async armServer(fault: Fault): Promise<void> {
    if (!fault.answer && !fault.before?.length && !fault.after?.length) return;
    await this.world.control.arm(fault);
    this.isArmed = true;
  }

  private armIntrusion(): void {
    const what = this.chances.intrusion();
    if (what) this.intrusion = { at: this.dice.between(1, 70), what };
  }

  private intrude(): void {
    const { what } = this.intrusion!;
    this.intrusion = undefined;
    this.note(`in the middle: ${what.name}`);
    what.act();
  }
}

function nameOfAnswer(answer: NonNullable<Fault['answer']>): string {
  const applied = 'applied' in answer && answer.applied ? ', applied' : '';
  if (answer.kind === 'status') return `Everflow: ${answer.status}${applied}`;
  if (answer.kind === 'drop') return `Everflow: cut ${answer.when}`;
  return `Everflow: ${answer.kind}${applied}`;
}

/** What the service of that call says when it fails (reported texts). */
function messageOf(call: ServiceCall | undefined): string {
  if (call?.kind === 'fetch') return 'Address unavailable: https://api.eflow.team/';
  if (call?.service === 'Properties' || call?.service === 'Lock') return 'Service error: Properties';
  return 'Service Spreadsheets timed out while accessing document with id local-spreadsheet-1.';
}
