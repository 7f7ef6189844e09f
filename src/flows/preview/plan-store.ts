/**
 * Previews and confirmed plans in the books: stored as they were shown, with a digest (D3).
 */
import { planText, type Plan } from '../../core/plan';
import { Refusal } from '../../core/words';
import { meOf } from '../lease';
import type { Ports, StreamEntry } from '../ports';

export interface StoredPlan {
  readonly plan: Plan;
  readonly digest: string;
  /** Stream of the baseline that the plan was made against. */
  readonly baseline: string;
  /** Id of whoever opened the preview: Google may tell no address. Absent in what older builds stored. */
  readonly me?: string;
}

/** `preview`: shown, not confirmed. `plan`: confirmed. */
export type PlanKind = 'preview' | 'plan';

/** A preview is valid this long (D3). */
const VALID_MS = 24 * 60 * 60 * 1000;
/** Confirmed plans and their results that stay in the books (U2). */
const PLANS_KEPT = 20;

const streamOf = (kind: PlanKind, id: string): string => `${kind}/${id}`;
/** Journals of pushes, by plan. */
export const RUN_PREFIX = 'run/';
export const runStream = (planId: string): string => RUN_PREFIX + planId;

/**
 * Stores a plan; older previews, which nobody can push any more, are forgotten.
 * @param beside entries for other streams that become durable together with it
 */
export function storePlan(
  ports: Ports,
  kind: PlanKind,
  plan: Plan,
  baseline: string,
  beside: readonly StreamEntry[] = [],
): void {
  const stored: StoredPlan = {
    plan,
    digest: ports.digest.sha256(planText(plan)),
    baseline,
    me: meOf(ports),
  };
  if (kind === 'preview') forgetPreviews(ports);
  else forgetOldPlans(ports);
  const blocks = [{ text: JSON.stringify(stored), firstId: 0, lastId: 0 }];
  ports.books.append([{ stream: streamOf(kind, plan.id), blocks }, ...beside]);
}

/** What was shown before a push is out of date after it: the new rows of a preview may have been created by then (J1, W4). */
export function forgetPreviews(ports: Ports): void {
  ports.books.remove((stream) => stream.startsWith('preview/'));
}

export function forgetPreview(ports: Ports, id: string): void {
  const name = streamOf('preview', id);
  ports.books.remove((stream) => stream === name);
}

/** True for the plan confirmed last. An older one was overtaken: what it would create may have been created since. */
export function isNewestPlan(ports: Ports, id: string): boolean {
  const plans = ports.books.streams().filter((stream) => stream.startsWith('plan/'));
  return plans[plans.length - 1] === streamOf('plan', id);
}

/** Ids of the confirmed plans that are kept, oldest first. */
export function startedPlans(ports: Ports): string[] {
  const names = ports.books.streams().filter((stream) => stream.startsWith('plan/'));
  return names.map((name) => name.slice('plan/'.length));
}

function forgetOldPlans(ports: Ports): void {
  const plans = ports.books.streams().filter((stream) => stream.startsWith('plan/'));
  const old = new Set(
    plans.slice(0, Math.max(0, plans.length - PLANS_KEPT + 1)).map((name) => name.slice(5)),
  );
  if (old.size === 0) return;
  ports.books.remove(
    (stream) => /^(plan|run|intent)\//.test(stream) && old.has(stream.slice(stream.indexOf('/') + 1)),
  );
}

/**
 * A stored plan that the acting person may still use, unchanged.
 * @throws Refusal plan-unknown, plan-changed, plan-old, plan-other-person
 */
export function readStored(ports: Ports, kind: PlanKind, id: string): StoredPlan {
  const stored = readWhole(ports, kind, id);
  const { by } = stored.plan;
  const isOthers = stored.me === undefined ? by !== '' && by !== ports.person() : stored.me !== meOf(ports);
  if (isOthers) throw new Refusal('plan-other-person', by === '' ? 'Somebody else' : by);
  if (ports.clock.now() - stored.plan.createdAt > VALID_MS) throw new Refusal('plan-old');
  return stored;
}

/**
 * The plan of a push that has begun, whatever its age and whoever asks: it was confirmed in time, each row is read anew before it is
 * written, and a push that could neither go on nor be cancelled would lock the spreadsheet for good (J2).
 * @throws Refusal plan-unknown, plan-changed
 */
export function readStarted(ports: Ports, id: string): StoredPlan {
  return readWhole(ports, 'plan', id);
}

function readWhole(ports: Ports, kind: PlanKind, id: string): StoredPlan {
  const { texts } = ports.books.read(streamOf(kind, id));
  const last = texts[texts.length - 1];
  if (last === undefined) throw new Refusal('plan-unknown');
  const stored = JSON.parse(last) as StoredPlan;
  const { plan } = stored;
  if (ports.digest.sha256(planText(plan)) !== stored.digest || plan.spreadsheetId !== ports.spreadsheetId()) {
    throw new Refusal('plan-changed');
  }
  return stored;
}
