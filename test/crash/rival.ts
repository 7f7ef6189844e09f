/**
 * A second step that is started while one is live: it must be refused and write nothing. When the first one's time is over, the second may go
 * on, and then the first must not write any more.
 */
import { storeKeys, type ServiceCall } from '../../local/apps-script';
import { Refused } from '../../local/story/operator';
import { changesPostbacks, LEASE_KEY, type RivalWay } from './points';
import type { Verdict } from './verdict';
import type { World } from './world';

/** Longer than the lease of a step. */
const EXPIRED_MS = 7 * 60_000;
const JOB_KEY = 'postbackDesk.job';
const MOST_STEPS = 20;

/** The step that was overtaken, and what was there when the other one had ended. */
interface Overtaken {
  readonly executionId: number;
  readonly before: string;
  readonly job: string | undefined;
}

export class Rival {
  private calls = 0;
  private sheetChanges = 0;
  private serverWrites = 0;
  private readonly wrong: string[] = [];
  private overtaken: Overtaken | null = null;

  constructor(
    private readonly world: World,
    private readonly way: RivalWay,
    private readonly at: number,
    private readonly chance: () => number,
  ) {
    const { google, file } = world;
    google.beforeCall((call, _index, { options }) => this.beforeCall(call, options.id));
    google.onRequest(({ method, url }) => {
      if (changesPostbacks(method, url)) this.serverWrites += 1;
      return undefined;
    });
    file.onChange(() => {
      this.sheetChanges += 1;
    });
  }

  verdict(): Partial<Verdict> {
    return { wrong: this.wrong };
  }

  private beforeCall(call: ServiceCall, executionId: number): void {
    this.calls += 1;
    if (this.overtaken) return this.watch(executionId);
    if (this.calls !== this.at) return;
    if (this.way === 'stale') this.overtake(executionId);
    else this.intrude(call);
  }

  /** The first call after the overtaken execution tells what its end has changed. */
  private watch(executionId: number): void {
    const { before, job, executionId: overtaken } = this.overtaken!;
    const isWritten = this.written() !== before || this.property(JOB_KEY) !== job;
    if (isWritten)
      this.wrong.push(
        `stale: went on writing (${before} → ${this.written()}; job ${job} → ${this.property(JOB_KEY)})`,
      );
    if (isWritten || executionId !== overtaken) this.world.google.beforeCall(null);
  }

  /** The same person, a colleague, and another action that writes: before the step holds its lease, and after it, each is in its right. */
  private intrude(call: ServiceCall): void {
    const { anna, ben } = this.world;
    if (!this.isLive()) {
      refusalOf(() => anna.call('pushStep'));
      return;
    }
    this.mustBeRefused(call, () => anna.call('pushStep'));
    this.mustBeRefused(call, () => ben.call('pushStep'));
    this.mustBeRefused(call, () => anna.call('repairStep'));
  }

  private mustBeRefused({ service, method }: ServiceCall, act: () => unknown): void {
    const { google, file } = this.world;
    const from = google.executions.length;
    const pending = file.pendingCount;
    const kept = this.properties();
    if (refusalOf(act) === '') this.wrong.push(`rival: was not refused before ${service}.${method}`);
    const writes = google.executions.slice(from).flatMap(({ counters }) => writesIn(counters.byMethod));
    if (writes.length > 0) this.wrong.push(`rival: wrote with ${writes.join(', ')}`);
    if (this.properties() !== kept) this.wrong.push('rival: changed document properties');
    if (pending === 0 && file.pendingCount > 0) this.wrong.push('rival: left writes behind');
  }

  /** Somebody's steps, to the end of the run, while this execution stands still. */
  private overtake(executionId: number): void {
    const { google, ben, anna, canTakeOver } = this.world;
    if (!this.isLive()) return;
    google.clock.advance(EXPIRED_MS);
    const who = canTakeOver && this.chance() < 0.5 ? ben : anna;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      let result: unknown;
      const refusal = refusalOf(() => {
        ({ result } = who.call('pushStep'));
      });
      if (result !== undefined || refusal !== '') break;
    }
    this.overtaken = { executionId, before: this.written(), job: this.property(JOB_KEY) };
  }

  /** True while a step holds its lease; between steps the property only says whose the run is. */
  private isLive(): boolean {
    const text = this.property(LEASE_KEY);
    return text !== undefined && (JSON.parse(text) as { kind?: string }).kind !== 'claim';
  }

  private written(): string {
    return `${this.sheetChanges} in the sheet, ${this.serverWrites} on the server`;
  }

  private properties(): string {
    const { google, file } = this.world;
    return JSON.stringify([...(google.state.properties.get(storeKeys.document(file.id)) ?? [])]);
  }

  private property(key: string): string | undefined {
    const { google, file } = this.world;
    return google.state.properties.get(storeKeys.document(file.id))?.get(key);
  }
}

function refusalOf(call: () => unknown): string {
  try {
    call();
    return '';
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

/** Calls that change the sheet or ask the server; what a person keeps for themself in user properties is no matter of the run. */
function writesIn(byMethod: Readonly<Record<string, number>>): string[] {
  return Object.keys(byMethod).filter(
    (name) =>
      /^(Range|Sheet|Spreadsheet)\.(set|delete|insert|clear|append|move|sort|copy|hide|protect)/.test(name) ||
      name.startsWith('UrlFetchApp'),
  );
}
