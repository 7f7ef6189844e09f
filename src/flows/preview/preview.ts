/**
 * Preview and confirmation: turns the checked edits into a plan, shows it, and stores exactly what was confirmed (D1, D3).
 */
import { problemsByRow, problemsOf, verdictOf } from '../../core/check/verdict';
import { shownCell } from '../../core/baseline';
import { sameCell } from '../../core/cells';
import { columnOf } from '../../core/columns';
import { DAY_QUOTAS, type Pace } from '../../core/estimate';
import type { Draft } from '../../core/draft';
import { openWarnings, planText, type Plan } from '../../core/plan';
import { buildPlan, type LeftOutRow } from '../../core/plan-build';
import { confirmationOf } from '../../core/plan-confirmed';
import { DEFAULT_CHOICE, leaveOut, type LeaveOut } from '../../core/plan-leave-out';
import { confirmationFor, PAGE_CHARACTERS, previewOf, type Preview } from '../../core/plan-preview';
import { Refusal } from '../../core/words';
import { allowance, readRateState } from '../../everflow/rate';
import { RATE_KEY, readSpeed } from '../access';
import { checkTab } from '../check/check';
import type { DeskCheck } from '../check/desk-check';
import { confirmationsOf, dropStale, withoutMarks } from '../check/confirmations';
import { refuseIfBusy } from '../jobs';
import { needHead, needWholeBooks } from '../head';
import { unclearStreams } from '../push/unclear';
import type { HiddenRows, Ports } from '../ports';
import { forgetPreview, readStored, storePlan } from './plan-store';
import { readSettings } from '../setup/settings';

export interface PreviewAnswer {
  readonly previewId: string;
  /** With the default choice: what turns on, widens, moves, serves others or has a warning with a tick of its own is not ticked. */
  readonly chosen: Preview;
  /** Everything that could be pushed. */
  readonly all: Preview;
  /** True if nothing is pushed without a reason or ticket. */
  readonly reasonRequired: boolean;
  /** Rows of which it was not found out whether a filter hides them. */
  readonly hiddenUntold: number;
  /** Rows with changes that cannot be pushed as they are. */
  readonly stopped: number;
  readonly leftOut: readonly LeftOutRow[];
}

export interface ConfirmRequest {
  readonly previewId: string;
  readonly leaveOut: LeaveOut;
  /** The number of writes, typed by the user where the preview asks for it. */
  readonly typed: string;
  /** True once the user has said yes to the warnings that the chosen rows carry and that are confirmed together (V1). */
  readonly warningsAccepted: boolean;
  /** Causes of the warnings with a tick of their own that the user has ticked (V1). */
  readonly ticks?: readonly string[];
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
/** Rows asked about one by one whether a filter hides them: a call each. */
const MOST_HIDDEN_ASKED = 200;
const MOST_REASON_CHARACTERS = 500;
/** An answer with two pages has room for half of each (X1). */
const HALF_PAGE = PAGE_CHARACTERS / 2;

/**
 * Checks again and shows what would be pushed.
 * @param only drafts that are meant, all if absent
 * @throws Refusal nothing-to-push and everything a check can refuse
 */
export function startPreview(ports: Ports, only: (draft: Draft) => boolean = () => true): PreviewAnswer {
  refuseIfBusy(ports);
  const check = withOnly(checkTab(ports), only);
  needWholeBooks(ports, unclearStreams(ports));
  if (check.baseline.damaged && check.desk.drafts.length === 0) throw new Refusal('books-damaged');
  const { hidden, untold } = hiddenRowsOf(ports, check);
  const { plan, leftOut } = buildPlan(check.desk.drafts, check.problems, {
    id: ports.newId(),
    createdAt: ports.clock.now(),
    by: ports.person(),
    spreadsheetId: ports.spreadsheetId(),
    network: check.head.network,
    speed: readSpeed(ports),
    reason: '',
    names: check.names,
    hiddenRows: hidden,
  });
  if (plan.items.length === 0) throw new Refusal('nothing-to-push');
  giveRowKeys(ports, check);
  dropStale(ports, check.remembered);
  const stopped = leftOut.filter(({ why }) => why === 'stopped').length;
  storePlan(ports, 'preview', { ...plan, stopped }, check.head.baseline);
  const settings = readSettings(ports);
  const shown = (part: Plan): Preview =>
    previewOf(part, { pace: paceOf(ports), threshold: settings.threshold, characters: HALF_PAGE });
  return {
    previewId: plan.id,
    all: shown(plan),
    chosen: shown(leaveOut(plan, DEFAULT_CHOICE)),
    reasonRequired: settings.reasonRequired,
    hiddenUntold: untold.length,
    stopped,
    leftOut: leftOut.slice(0, LEFT_OUT_TOLD),
  };
}

const withOnly = (check: DeskCheck, only: (draft: Draft) => boolean): DeskCheck => ({
  ...check,
  desk: { ...check.desk, drafts: check.desk.drafts.filter(only) },
});

/** Of the rows that may be pushed, those that a filter hides (D2). */
function hiddenRowsOf(ports: Ports, { head, reading, baseline, desk, problems }: DeskCheck): HiddenRows {
  const index = problemsByRow(problems);
  const drafts = desk.drafts.filter((draft) => verdictOf(draft, problemsOf(draft, index)) === 'pushable');
  const pulled = new Map(
    drafts.flatMap((draft) => {
      const known = draft.kind === 'update' ? baseline.rows.get(draft.id) : undefined;
      return known ? [[draft.row, known] as const] : [];
    }),
  );
  const rows = drafts.map((draft) => draft.row);
  return ports.desk.hiddenRows(head.deskSheetId, reading, rows, MOST_HIDDEN_ASKED, (row, key) => {
    const known = pulled.get(row);
    const column = columnOf(key);
    return (
      known !== undefined &&
      column.role !== 'addon' &&
      sameCell(shownCell(column, known), reading.value(row, key))
    );
  });
}

/** A create is found again by its row key, so the keys must stand in the tab before the plan counts. */
function giveRowKeys(ports: Ports, check: ReturnType<typeof checkTab>): void {
  const cells = check.desk.drafts.flatMap(({ kind, row, rowKey }) =>
    kind === 'create' && check.reading.value(row, 'rowKey') !== rowKey
      ? [{ row, column: 'rowKey' as const, value: rowKey }]
      : [],
  );
  if (!ports.desk.writeAt(check.head.deskSheetId, check.reading, cells)) throw new Refusal('rows-moved');
}

/** The preview again with another choice or another page of its list. @throws Refusal plan-unknown */
export function previewPage(ports: Ports, previewId: string, choice: LeaveOut, offset: number): Preview {
  const { threshold } = readSettings(ports);
  const { plan } = readStored(ports, 'preview', previewId);
  return previewOf(leaveOut(plan, choice), { offset, threshold, pace: paceOf(ports) });
}

function paceOf(ports: Ports): Pace {
  const rate = readRateState(ports.documentValues.get(RATE_KEY));
  const requestsPerSecond = allowance(rate, readSpeed(ports)) / WINDOW_SECONDS;
  return { requestsPerSecond, dayQuota: DAY_QUOTAS.consumer };
}

/**
 * Stores what was confirmed; the push executes that and nothing else.
 * @throws Refusal plan-unknown, nothing-to-push, confirm-number, ticks-open, warnings-open, reason-missing
 */
export function confirmPreview(ports: Ports, request: ConfirmRequest): Confirmed {
  refuseIfBusy(ports);
  const stored = readStored(ports, 'preview', request.previewId);
  needHead(ports);
  needWholeBooks(ports, unclearStreams(ports));
  const chosen = leaveOut(stored.plan, request.leaveOut);
  if (chosen.items.length === 0) throw new Refusal('nothing-to-push');
  const settings = readSettings(ports);
  const { typed, number } = confirmationFor(chosen, settings.threshold);
  if (typed && request.typed.trim() !== String(number)) throw new Refusal('confirm-number', String(number));
  refuseOpenWarnings(chosen, request);
  const reason = request.reason.trim().slice(0, MOST_REASON_CHARACTERS);
  if (settings.reasonRequired && reason === '') throw new Refusal('reason-missing');
  const confirmed = confirmationOf(stored.plan, chosen, typed ? String(number) : '');
  const plan: Plan = withoutMarks({ ...chosen, id: ports.newId(), reason, confirmed });
  storePlan(ports, 'plan', plan, stored.baseline, confirmationsOf(ports, chosen));
  // Confirmed once: a second click, window or late answer must not make a second plan of the same changes.
  forgetPreview(ports, request.previewId);
  return { planId: plan.id, digest: ports.digest.sha256(planText(plan)), writes: plan.items.length };
}

/** Warnings that were confirmed before are not asked again (V1). @throws Refusal ticks-open, warnings-open */
function refuseOpenWarnings(plan: Plan, { ticks, warningsAccepted }: ConfirmRequest): void {
  const ticked = new Set(ticks);
  const open = plan.items.map(openWarnings);
  if (open.some(({ own }) => own.some((cause) => !ticked.has(cause)))) throw new Refusal('ticks-open');
  if (!warningsAccepted && open.some(({ group }) => group.length > 0)) throw new Refusal('warnings-open');
}
