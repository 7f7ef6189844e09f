/**
 * What stands behind the workbench: an embedded Everflow and a local Google that runs the built add-on, in one time. Scripts take their time
 * in that world; how long a visitor waits for it is the pace.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as acorn from 'acorn';
import { LocalAppsScript, worlds, type Workbook } from '../apps-script';
import { everflowInThread, type InThreadEverflow } from '../everflow';

export const OWNER = 'anna@acme.test';
export const COLLEAGUE = 'ben@acme.test';

export interface PracticeOptions {
  /** Folder of the built add-on. */
  readonly dist: string;
  /** Postbacks of the network. */
  readonly postbacks: number;
  readonly seed: number;
  /** The machine's time, milliseconds since the epoch. */
  readonly realNow: () => number;
}

/** How much faster than real a script's time passes for a visitor; 0: nobody waits. */
export const PACES = [1, 10, 0] as const;
export type Pace = (typeof PACES)[number];

export class Practice {
  readonly everflow: InThreadEverflow;
  readonly google: LocalAppsScript;
  pace: Pace = 10;
  /** The first spreadsheet, once a copy was made. */
  private original: Workbook | null = null;
  /** At this moment of the machine's time the world's clock stood at `world`. */
  private anchor: { real: number; world: number };

  constructor(private readonly options: PracticeOptions) {
    const { dist, postbacks, seed, realNow } = options;
    const startMs = realNow();
    this.everflow = everflowInThread({ size: postbacks, seed, time: 'header', startMs });
    const { everflow } = this;
    this.google = new LocalAppsScript({
      dist,
      world: worlds.plain,
      seed,
      startMs,
      user: OWNER,
      editors: [COLLEAGUE],
      send: (requests) => everflow.send(requests),
      routes: { 'https://api.eflow.team': everflow.url, 'https://api-eu.eflow.team': everflow.url },
    });
    this.anchor = { real: startMs, world: startMs };
  }

  /** Postbacks of the network now. */
  postbackCount(): number {
    return this.everflow.place().stores.get(1)?.pixels.size ?? 0;
  }

  /** File > Make a copy, of the file that is open; the copy is open then. */
  openCopy(): void {
    this.original ??= this.workbook;
    this.google.openSpreadsheet(this.google.copySpreadsheet());
  }

  openOriginal(): void {
    if (this.original) this.google.openSpreadsheet(this.original);
  }

  get workbook(): Workbook {
    const { workbook } = this.google;
    if (!workbook) throw new Error('No spreadsheet is open.');
    return workbook;
  }

  /** Time passes for everybody, scripts or not. */
  sync(): void {
    const { clock } = this.google;
    const due = this.anchor.world + (this.options.realNow() - this.anchor.real);
    if (due > clock.now()) clock.advance(due - clock.now());
    this.everflow.seen(clock.now());
  }

  /**
   * Runs something that takes time in this world, and says how many real milliseconds a visitor should wait for it. The world's clock goes on
   * only after that wait.
   */
  timed<T>(act: () => T): { readonly value: T; readonly waitMs: number } {
    this.sync();
    const before = { real: this.options.realNow(), world: this.google.clock.now() };
    const value = act();
    const took = this.google.clock.now() - before.world;
    const spent = this.options.realNow() - before.real;
    const waitMs = this.pace === 0 ? 0 : Math.max(0, Math.round(took / this.pace - spent));
    this.anchor = { real: this.options.realNow() + waitMs, world: this.google.clock.now() };
    return { value, waitMs };
  }

  /** Lets time pass. @param ms in this world */
  skip(ms: number): void {
    this.sync();
    this.google.clock.advance(ms);
    this.anchor = { real: this.options.realNow(), world: this.google.clock.now() };
    this.everflow.seen(this.google.clock.now());
  }

  /** After the clock was set by a saved state. */
  anchorNow(): void {
    this.anchor = { real: this.options.realNow(), world: this.google.clock.now() };
  }
}

/** Functions that a page of the add-on can call: those at the top level of its script, but for names that end in "_". */
export function exposedFunctions(dist: string): string[] {
  const program = acorn.parse(readFileSync(join(dist, 'Code.js'), 'utf8'), { ecmaVersion: 2020 });
  return program.body.flatMap((node) =>
    node.type === 'FunctionDeclaration' && !node.id.name.endsWith('_') ? [node.id.name] : [],
  );
}
