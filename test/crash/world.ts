/**
 * The world of a crash test: an embedded Everflow and a local Apps Script with their people, which can be set back to a saved moment.
 * Knows no scenario and no rule of the add-on.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Person, type Checkpoint, type LocalAppsScript, type Workbook } from '../../local/apps-script';
import type { Control } from '../../local/everflow';
import type { Operator } from '../../local/story/operator';
import { setStage, type Stage } from '../../local/story/stage';
import { Interrupter, operatedBy } from './operated';

export const ANNA = 'anna@acme.test';
export const BEN = 'ben@acme.test';

/** The built add-on, unless a test is about another build. */
export const DIST = join(__dirname, '..', '..', 'dist');

/** Both sides as they were at one moment. */
export interface Moment {
  readonly google: Checkpoint;
  /** Number under which the server saved itself. */
  readonly everflow: number;
}

export interface WorldOptions {
  readonly dist?: string;
  /** Generated postbacks of the network. */
  readonly size: number;
  readonly seed: number;
  /** Virtual milliseconds that one execution may take; Google's documented limit by default. */
  readonly executionLimitMs?: number;
}

export class World {
  /** Who opened the file, and a colleague with a key of their own. */
  readonly anna: Operator;
  readonly ben: Operator;
  readonly interrupter: Interrupter;
  /** True if this build lets a colleague take over an unfinished push. */
  readonly canTakeOver: boolean;

  private constructor(
    private readonly stage: Stage,
    dist: string,
  ) {
    this.interrupter = new Interrupter(stage.google);
    this.anna = operatedBy(stage.google, this.interrupter, ANNA);
    this.ben = operatedBy(stage.google, this.interrupter, BEN);
    this.canTakeOver = readFileSync(join(dist, 'Code.js'), 'utf8').includes('function takeOver(');
  }

  /** A new spreadsheet, with the key of both people in place. */
  static async open({ dist = DIST, size, seed, executionLimitMs }: WorldOptions): Promise<World> {
    const google = { editors: [BEN], ...(executionLimitMs === undefined ? {} : { executionLimitMs }) };
    const stage = await setStage({ dist, size, seed, google, everflow: { betaSize: 1 } });
    stage.google.openSpreadsheet();
    return new World(stage, dist);
  }

  connect(): void {
    const { keys } = this.stage.everflow;
    this.anna.connect(keys.main);
    this.ben.connect(keys.colleague);
  }

  get google(): LocalAppsScript {
    return this.stage.google;
  }

  get control(): Control {
    return this.stage.everflow.control;
  }

  get file(): Workbook {
    return this.google.workbook!;
  }

  /** Somebody at the screen. */
  personOf(email: string): Person {
    return new Person(this.file, email);
  }

  async save(): Promise<Moment> {
    return { google: this.google.checkpoint(), everflow: await this.control.save() };
  }

  async restore({ google, everflow }: Moment): Promise<void> {
    this.interrupter.disarm();
    this.google.restore(google);
    await this.control.restore(everflow);
  }

  close(): Promise<void> {
    return this.stage.close();
  }
}
