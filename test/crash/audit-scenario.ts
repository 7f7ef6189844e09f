/**
 * The audit's runs: a snapshot, a comparison and undoing a push, and the judgement of their end. Whatever dies on the way, a snapshot is whole or is not
 * there, a comparison tells what an undisturbed one tells, and undoing brings back the same cells; nothing is sent to Everflow.
 */
import { deskRows } from '../../local/story/desk-rows';
import type { Operator } from '../../local/story/operator';
import { Page } from '../../local/story/page';
import { verifyTab } from '../bundle/audit-support';
import { edits, populate, typeAll } from './network';
import type { Journey } from './patient';
import { leftOver } from './push-end';
import { together, type Verdict } from './verdict';
import { ANNA, World, type Moment, type WorldOptions } from './world';

export const AUDIT_FLOWS = ['snapshot', 'compare', 'undo'] as const;
export type AuditFlow = (typeof AUDIT_FLOWS)[number];

export interface AuditWorld {
  readonly world: World;
  readonly moment: Moment;
  readonly planId: string;
  /** Sheet id of a snapshot taken before the push. */
  readonly before: number;
  /** What undisturbed runs end in. */
  readonly ends: { readonly [F in AuditFlow]: string };
}

/** A job that begins with one call and goes on in steps. What has ended is not begun again: `isDone` looks for it. */
class JobJourney implements Journey {
  private known: 'idle' | 'under way' | 'unknown' = 'idle';

  constructor(
    private readonly start: (as: Operator) => unknown,
    private readonly step: (as: Operator) => { readonly result?: unknown },
    private readonly isDone: (as: Operator) => boolean,
  ) {}

  next(as: Operator): boolean {
    if (this.known === 'unknown') {
      const isUnderWay = as.call('status').job !== null;
      if (!isUnderWay && this.isDone(as)) return true;
      this.known = isUnderWay ? 'under way' : 'idle';
      return false;
    }
    if (this.known === 'idle') {
      this.start(as);
      this.known = 'under way';
      return false;
    }
    return this.step(as).result !== undefined;
  }

  reopened(): void {
    this.known = 'unknown';
  }
}

/** Undoing has no job: what it answers goes into the next call, and after a death it begins anew. */
class UndoJourney implements Journey {
  private goOn: ReturnType<typeof step>['goOn'];

  constructor(private readonly planId: string) {}

  next(as: Operator): boolean {
    const { goOn, result } = step(as, this.planId, this.goOn);
    this.goOn = goOn;
    return result !== undefined;
  }

  reopened(): void {
    this.goOn = undefined;
  }
}

const step = (as: Operator, planId: string, goOn?: Parameters<typeof callUndo>[1]['goOn']) =>
  callUndo(as, { planId, ...(goOn ? { goOn } : {}) });
const callUndo = (as: Operator, request: Parameters<typeof as.call<'undoStep'>>[1]) =>
  as.call('undoStep', request);

export function journeyOf(flow: AuditFlow, { planId, before }: AuditWorld): Journey {
  switch (flow) {
    case 'snapshot':
      return new JobJourney(
        (as) => as.call('snapshotStart', {}),
        (as) => as.call('snapshotStep'),
        (as) => as.call('snapshots').length > 1,
      );
    case 'compare':
      return new JobJourney(
        (as) => as.call('compareStart', { a: before, b: 'now' }),
        (as) => as.call('compareStep'),
        (as) => comparisons(as).length > 0,
      );
    case 'undo':
      return new UndoJourney(planId);
  }
}

export async function openAuditWorld(options: Partial<WorldOptions> = {}): Promise<AuditWorld> {
  const world = await World.open({ size: 12, seed: 5, ...options });
  const ids = await populate(world.control);
  world.connect();
  world.anna.pull();
  world.anna.call('snapshotStart', {});
  const before = finish(world.anna).sheetId;
  const page = new Page(world.file, ANNA);
  typeAll(page, edits(ids));
  const { planId } = world.anna.push(world.anna.preview());
  const moment = await world.save();
  const begun: AuditWorld = {
    world,
    moment,
    planId,
    before,
    ends: { snapshot: '', compare: '', undo: '' },
  };
  const ends = { ...begun.ends };
  for (const flow of AUDIT_FLOWS) {
    await world.restore(moment);
    const journey = journeyOf(flow, begun);
    while (!journey.next(world.anna));
    ends[flow] = endOf(flow, world);
  }
  return { ...begun, ends };
}

function finish(as: Operator): { readonly sheetId: number } {
  for (;;) {
    const { result } = as.call('snapshotStep');
    if (result) return result;
  }
}

const isComparison = (name: string): boolean => name.startsWith('Compare');
const comparisons = ({ google }: Operator): string[] =>
  google.workbook!.sheets.filter(({ hidden, name }) => !hidden && isComparison(name)).map(({ name }) => name);

/** What a run ends in, without times and names that follow from when it was. */
function endOf(flow: AuditFlow, world: World): string {
  switch (flow) {
    case 'snapshot': {
      const [newest] = world.anna.call('snapshots');
      const verdict = newest && verifyTab(world.anna, newest.sheetId, newest.digest);
      return JSON.stringify([newest?.rows, verdict?.intact]);
    }
    case 'compare':
      return JSON.stringify(
        comparisons(world.anna)
          .slice(-1)
          .flatMap((name) =>
            world.file
              .sheet(name)
              .texts()
              .filter((line) => /^#?\d+$/.test(line[0] ?? '')),
          ),
      );
    case 'undo':
      return JSON.stringify(
        deskRows(world.file).map(({ values: { State: _state, Message: _message, ...values } }) => values),
      );
  }
}

export async function judgeAudit(flow: AuditFlow, { world, ends }: AuditWorld): Promise<Verdict> {
  const wrong: string[] = [];
  const found = endOf(flow, world);
  if (found !== ends[flow]) wrong.push(`end: ${found.slice(0, 300)} instead of ${ends[flow].slice(0, 300)}`);
  const unfinished = world.file.sheets.filter(({ name }) => name.startsWith('Unfinished'));
  if (unfinished.length > 0) wrong.push(`tab: ${unfinished.map(({ name }) => name).join(', ')} was left`);
  const log = toVerdict(world.anna);
  if (log.broken.length + log.missing.length + log.doubled.length > 0)
    wrong.push(`log: ${JSON.stringify(log)}`);
  return together([{ wrong }, leftOver(world)]);
}

function toVerdict(as: Operator) {
  let goOn: Parameters<typeof as.call<'verifyLog'>>[1]['goOn'];
  for (;;) {
    // A step that died last of all may still hold its lease.
    const answer = as.patiently(() => as.call('verifyLog', goOn === undefined ? {} : { goOn }));
    if (answer.result) return answer.result;
    goOn = answer.goOn;
  }
}
