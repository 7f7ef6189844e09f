/**
 * Preview and confirmation: turns the checked edits into a plan, shows it, and stores exactly what was confirmed (D1, D3).
 */
import { problemsByRow } from '../core/check/verdict';
import { DAY_QUOTAS, estimate, type Estimate } from '../core/estimate';
import { planText, type Plan } from '../core/plan';
import { buildPlan, type LeftOutRow } from '../core/plan-build';
import { DEFAULT_CHOICE, leaveOut, type LeaveOut } from '../core/plan-leave-out';
import { confirmationFor, previewOf, type Preview } from '../core/plan-preview';
import { Refusal } from '../core/words';
import { allowance, readRateState } from '../everflow/rate';
import { RATE_KEY, readSpeed } from './access';
import { checkTab } from './check';
import { refuseIfBusy } from './jobs';
import type { Ports } from './ports';
import { needHead, needWholeBooks } from './head';
import { unclearStreams } from './push-results';
import { forgetPreview, readStored, storePlan } from './plan-store';

export interface PreviewAnswer {
  readonly previewId: string;
  /** With the default choice: what turns on, widens, moves or serves others is not ticked. */
  readonly chosen: Preview;
  /** Everything that could be pushed. */
  readonly all: Preview;
  readonly estimate: Estimate;
  /** Rows with changes that cannot be pushed as they are. */
  readonly stopped: number;
  readonly leftOut: readonly LeftOutRow[];
}

export interface ConfirmRequest {
  readonly previewId: string;
  readonly leaveOut: LeaveOut;
  /** The number of writes, typed by the user where the preview asks for it. */
  readonly typed: string;
  /** True once the user has said yes to the warnings that the chosen rows carry (V1). */
  readonly warningsAccepted: boolean;
  readonly reason: string;
}

export interface Confirmed {
  readonly planId: string;
  /** SHA-256 over everything that will be sent; the push refuses any other plan (D3). */
  readonly digest: string;
  readonly writes: number;
}

/** Rows told by number in an answer; the rest is counted. */
const LEFT_OUT_TOLD = 100;
/** Seconds of the rate window: https://developers.everflow.io/user-guide/rate-limiting */
const WINDOW_SECONDS = 30;

/**
 * Checks again and shows what would be pushed.
 * @throws Refusal nothing-to-push and everything a check can refuse
 */
export function startPreview(ports: Ports): PreviewAnswer {
  refuseIfBusy(ports);
  const check = checkTab(ports);
  needWholeBooks(ports, unclearStreams(ports));
  if (check.baseline.damaged && check.desk.drafts.length === 0) throw new Refusal('books-damaged');
  const { plan, leftOut } = buildPlan(check.desk.drafts, check.problems, {
    id: ports.newId(),
    createdAt: ports.clock.now(),
    by: ports.person(),
    spreadsheetId: ports.spreadsheetId(),
    network: check.head.network,
    speed: readSpeed(ports),
    reason: '',
    names: check.names,
  });
  if (plan.items.length === 0) throw new Refusal('nothing-to-push');
  giveRowKeys(ports, check);
  storePlan(ports, 'preview', plan, check.head.baseline);
  const { byRow } = problemsByRow(check.problems);
  return {
    previewId: plan.id,
    all: previewOf(plan, { problems: check.problems }),
    chosen: previewOf(leaveOut(plan, DEFAULT_CHOICE), { problems: check.problems }),
    estimate: estimateOf(ports, plan),
    stopped: [...byRow.values()].filter((list) => list.some((problem) => problem.severity === 'error'))
      .length,
    leftOut: leftOut.slice(0, LEFT_OUT_TOLD),
  };
}

/** A create is found again by its row key, so the keys must stand in the tab before the plan counts. */
function giveRowKeys(ports: Ports, check: ReturnType<typeof checkTab>): void {
  const cells = check.desk.drafts.flatMap(({ kind, row, rowKey }) =>
    kind === 'create' && check.reading.value(row, 'rowKey') !== rowKey
      ? [{ row, column: 'rowKey' as const, value: rowKey }]
      : [],
  );
  if (!ports.desk.writeAt(check.head.deskSheetId, check.reading, cells)) throw new Refusal('sheet-fault');
}

/** The preview again with another choice or another page of its list. @throws Refusal plan-unknown */
export function previewPage(ports: Ports, previewId: string, choice: LeaveOut, offset: number): Preview {
  return previewOf(leaveOut(readStored(ports, 'preview', previewId).plan, choice), { offset });
}

function estimateOf(ports: Ports, plan: Plan): Estimate {
  const rate = readRateState(ports.documentValues.get(RATE_KEY));
  const requestsPerSecond = allowance(rate, readSpeed(ports)) / WINDOW_SECONDS;
  return estimate(plan, { requestsPerSecond, dayQuota: DAY_QUOTAS.consumer });
}

/**
 * Stores what was confirmed; the push executes that and nothing else.
 * @throws Refusal plan-unknown, nothing-to-push, confirm-number, warnings-open
 */
export function confirmPreview(ports: Ports, request: ConfirmRequest): Confirmed {
  refuseIfBusy(ports);
  const stored = readStored(ports, 'preview', request.previewId);
  needHead(ports);
  needWholeBooks(ports, unclearStreams(ports));
  const chosen = leaveOut(stored.plan, request.leaveOut);
  const plan: Plan = { ...chosen, id: ports.newId(), reason: request.reason.slice(0, 500) };
  if (plan.items.length === 0) throw new Refusal('nothing-to-push');
  const { typed, number } = confirmationFor(plan);
  if (typed && request.typed.trim() !== String(number)) throw new Refusal('confirm-number', String(number));
  if (!request.warningsAccepted && plan.items.some((item) => item.warnings.length > 0)) {
    throw new Refusal('warnings-open');
  }
  storePlan(ports, 'plan', plan, stored.baseline);
  // Confirmed once: a second click, window or late answer must not make a second plan of the same changes.
  forgetPreview(ports, request.previewId);
  return { planId: plan.id, digest: ports.digest.sha256(planText(plan)), writes: plan.items.length };
}
