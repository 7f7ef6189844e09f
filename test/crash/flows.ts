/**
 * The flows whose runs are disturbed, each with its beginning, its way and the judgement of its end. Opens worlds when first asked for, and
 * keeps them for the next try.
 */
import { ExecutionKilled } from '../../local/apps-script';
import { createRandom } from '../../local/apps-script/random';
import { AUDIT_FLOWS, journeyOf, judgeAudit, openAuditWorld } from './audit-scenario';
import { PullJourney, PushJourney } from './journeys';
import { Patient, Stuck, type Journey } from './patient';
import { judgePull, openPullWorld } from './pull-scenario';
import { judgeEnd } from './push-end';
import { openPushWorld, type PushScenario } from './push-scenario';
import { NOTHING_WRONG, type Verdict } from './verdict';
import type { Moment, World } from './world';

export interface Flow {
  readonly world: World;
  /** Where each try begins. */
  readonly moment: Moment;
  journey(): Journey;
  judge(): Promise<Verdict>;
}

export const FLOWS = ['first-pull', 'refresh', 'push', 'going-on', 'rivals', ...AUDIT_FLOWS] as const;
export type FlowName = (typeof FLOWS)[number];

/** An execution of this world outlives the lease of its step, as one does whose host stands still for a while. */
const LONG_MS = 60 * 60_000;

export class Flows {
  private readonly opened = new Map<string, Promise<Flow>>();
  private readonly worlds = new Map<string, Promise<{ world: World }>>();

  constructor(private readonly dist?: string) {}

  get(name: string): Promise<Flow> {
    const flow = this.opened.get(name) ?? this.open(name);
    this.opened.set(name, flow);
    return flow;
  }

  async close(): Promise<void> {
    for (const opened of this.worlds.values()) await (await opened).world.close();
  }

  private async open(name: string): Promise<Flow> {
    const build = this.dist === undefined ? {} : { dist: this.dist };
    switch (name) {
      case 'first-pull':
      case 'refresh': {
        const { world, begun } = await this.world('pull', () => openPullWorld(build));
        const { moment, finished } = begun[name];
        return { world, moment, journey: () => new PullJourney(), judge: () => judgePull(world, finished) };
      }
      case 'push':
      case 'going-on': {
        const { world, scenario } = await this.world('push', () => openPushWorld(build));
        return name === 'push' ? pushFlow(world, scenario) : goingOnFlow(world, scenario);
      }
      case 'rivals': {
        const open = () => openPushWorld({ ...build, executionLimitMs: LONG_MS });
        const { world, scenario } = await this.world('rivals', open);
        return pushFlow(world, scenario);
      }
      case 'snapshot':
      case 'compare':
      case 'undo': {
        const audit = await this.world('audit', () => openAuditWorld(build));
        const { world, moment } = audit;
        return { world, moment, journey: () => journeyOf(name, audit), judge: () => judgeAudit(name, audit) };
      }
      default:
        throw new Error(`No flow is called ${name}`);
    }
  }

  private world<T extends { world: World }>(name: string, open: () => Promise<T>): Promise<T> {
    const world = (this.worlds.get(name) as Promise<T> | undefined) ?? open();
    this.worlds.set(name, world);
    return world;
  }
}

function pushFlow(world: World, scenario: PushScenario, moment = scenario.moment, begun = false): Flow {
  return {
    world,
    moment,
    journey: () => new PushJourney(scenario, begun),
    judge: () => judgeEnd(world, scenario),
  };
}

/** A push that was killed when its second batch of creates had been applied; the run to be disturbed is the going on. */
async function goingOnFlow(world: World, scenario: PushScenario): Promise<Flow> {
  await world.restore(scenario.moment);
  let batches = 0;
  world.google.onRequest(({ method, url }) => {
    if (method === 'POST' && url.endsWith('/pixels')) batches += 1;
    return undefined;
  });
  world.google.beforeCall(() => {
    if (batches > 5) throw new ExecutionKilled('Exceeded maximum execution time');
  });
  const journey = new PushJourney(scenario);
  let isDead = false;
  while (!isDead) {
    try {
      if (journey.next(world.anna)) throw new Error('The push was not killed');
    } catch (error) {
      if (!(error instanceof ExecutionKilled)) throw error;
      isDead = true;
    }
  }
  world.google.onRequest(null);
  world.google.beforeCall(null);
  world.google.clock.advance(7 * 60_000);
  return pushFlow(world, scenario, await world.save(), true);
}

/** The whole run without any misfortune, and what it ends in. */
export async function undisturbed(flow: Flow): Promise<Verdict> {
  await flow.world.restore(flow.moment);
  try {
    new Patient(flow.world, createRandom(1)).finish(flow.journey());
  } catch (error) {
    if (!(error instanceof Stuck)) throw error;
    return { ...NOTHING_WRONG, wrong: [`stuck: ${error.message}`] };
  }
  return flow.judge();
}
