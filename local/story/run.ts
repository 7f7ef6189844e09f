/**
 * The story of the main job, from the first key to the proof: connect, pull, edit in bulk, check, fix, preview, push, and read the server
 * to see that exactly what was previewed was done. Everything is the real thing: the built bundle in the local Apps Script, against the
 * embedded Everflow over HTTP.
 */
import { DEFAULT_CHOICE, type LeaveOut } from '../../src/core/plan-leave-out';
import type { Preview, PreviewLine } from '../../src/core/plan-preview';
import { OUTCOMES } from '../../src/core/words';
import type { CheckResult } from '../../src/flows/check/check';
import type { PreviewAnswer } from '../../src/flows/preview/preview';
import type { PullResult } from '../../src/flows/pull/state';
import type { PushResult } from '../../src/flows/push/state';
import { ExecutionKilled, type LocalAppsScript, type ServiceCall, type World } from '../apps-script';
import { toJson } from '../apps-script/spreadsheet';
import type { Everflow } from '../everflow';
import { bulkEdit, type Done } from './bulk-edit';
import { STORY_FAULTS, type StoryFault } from './faults';
import { Operator } from './operator';
import { Page } from './page';
import { restoredVersion, slipsWithRows, slipsWithTheFile, type SlipTeller } from './slips';
import { countSheetCalls, setStage } from './stage';
import { differences, type Difference, type Outcomes } from './proof';

export interface StoryOptions {
  readonly dist: string;
  readonly postbacks: number;
  readonly seed: number;
  readonly world: World;
  readonly fault: string;
  /** Real HTTP between add-on and server; without it the same, and faster. */
  readonly overHttp?: boolean;
}

/** What the story tells as it goes on; a terminal prints it, a test may ignore it. */
export interface Teller extends SlipTeller {
  progress(doing: string, done: number, total: number): void;
  connected(network: string, lastFour: string): void;
  pulled(result: PullResult, page: Page): void;
  edited(done: readonly Done[]): void;
  checked(result: CheckResult): void;
  fixed(label: string, rows: number): void;
  previewed(preview: PreviewAnswer): void;
  /** Google has ended an execution of the push; it is gone on with. */
  killed(): void;
  pushed(result: PushResult, outcomes: Outcomes, lines: readonly PreviewLine[]): void;
  proved(found: readonly Difference[], report: StoryReport): void;
}

/** The object that `--json` prints as its last line. */
export interface StoryReport {
  readonly postbacks: number;
  readonly seed: number;
  readonly world: string;
  readonly fault: string;
  readonly pulled: number;
  /** Rows with changes, new ones included. */
  readonly edited: number;
  /** Rows or cells that were put right after each slip. */
  readonly slips: { readonly [name: string]: number };
  /** Problems found, warnings included. */
  readonly problems: number;
  readonly creates: number;
  readonly updates: number;
  readonly conflicts: number;
  readonly rejected: number;
  readonly outcomes: { readonly [outcome: string]: number };
  readonly requests: number;
  readonly sheetCalls: number;
  readonly flushes: number;
  readonly executions: number;
  /** Virtual time from the first call to the last. */
  readonly virtualSeconds: number;
  /** Changes left after a second check: only rows that were not pushed. */
  readonly leftAsChanges: number;
  readonly serverMatches: boolean;
  readonly differences: number;
}

export async function runStory(options: StoryOptions, tell: Teller): Promise<StoryReport> {
  const fault = STORY_FAULTS[options.fault];
  if (!fault)
    throw new Error(`No fault is called ${options.fault}. Known: ${Object.keys(STORY_FAULTS).join(', ')}`);
  const { everflow, google, close } = await setStage({
    dist: options.dist,
    world: options.world,
    seed: options.seed,
    size: options.postbacks,
    overHttp: options.overHttp ?? false,
  });
  try {
    await fault.atStart?.(everflow);
    return await tellStory({ options, tell, everflow, google, fault });
  } finally {
    await close();
  }
}

interface Stage {
  readonly options: StoryOptions;
  readonly tell: Teller;
  readonly everflow: Everflow;
  readonly google: LocalAppsScript;
  readonly fault: StoryFault;
}

async function tellStory({ options, tell, everflow, google, fault }: Stage): Promise<StoryReport> {
  const startedAt = google.clock.now();
  const ends = new Ends(fault.killedAt ?? []);
  const sheetCalls = countSheetCalls(google, (call) => ends.before(call));
  const file = google.openSpreadsheet();
  const anna = new Operator(google, {
    onProgress: (...step) => tell.progress(...step),
    onKilled: () => tell.killed(),
  });

  tell.chapter('Connect');
  const connection = anna.connect(everflow.keys.main);
  tell.connected(connection.networkName || `network ${connection.networkId}`, connection.lastFour);

  tell.chapter('Pull every postback');
  const pulled = anna.pull();
  const page = new Page(file, 'anna@acme.test');
  tell.pulled(pulled, page);

  const scene = { anna, google, file, tell };
  const slips = { ...slipsWithTheFile(scene) };

  tell.chapter('Edit in bulk');
  tell.edited(bulkEdit(page));
  const edited = anna.check();
  const ids = [...page.rows()]
    .filter(({ text }) => text['State'] === '● edited')
    .map(({ text }) => Number(text['Postback ID']));
  await fault.afterPull?.(everflow, ids);

  Object.assign(slips, slipsWithRows(scene));

  tell.chapter('Check, and fix with one click');
  tell.checked(edited);
  for (const { cause, fix } of certainFixes(edited)) {
    const rows = anna.fix(cause, fix.id);
    // A slip may have been mended together with a mistake of the same kind.
    if (rows > 0) tell.fixed(fix.label, rows);
  }
  const checked = anna.check();

  const version = toJson(file);
  anna.preview();
  Object.assign(
    slips,
    restoredVersion(scene, version, () => anna.push(anna.preview(), { leaveOut: DEFAULT_CHOICE })),
  );

  tell.chapter('Preview');
  const preview = anna.preview();
  tell.previewed(preview);
  const lines = allLines(anna, preview);

  tell.chapter('Push');
  const before = await everflow.control.records();
  await fault.beforePush?.(everflow);
  ends.isPushing = true;
  const result = anna.push(preview, { leaveOut: DEFAULT_CHOICE, reason: 'OPS-1180 tracker move' });
  ends.isPushing = false;
  const outcomes = allOutcomes(anna, result);
  tell.pushed(result, outcomes, lines);

  tell.chapter('Proof');
  const found = differences(before, lines, outcomes, await everflow.control.records());
  const left = anna.check();
  const report: StoryReport = {
    postbacks: options.postbacks,
    seed: options.seed,
    world: options.world.name,
    fault: options.fault,
    pulled: pulled.rows,
    edited: checked.edited + checked.created,
    slips,
    problems: edited.groups.reduce((sum, group) => sum + group.count, 0),
    creates: result.counts['Created'] ?? 0,
    updates: result.counts['Updated'] ?? 0,
    conflicts: result.counts['Changed in Everflow too'] ?? 0,
    rejected: result.counts['Refused by Everflow'] ?? 0,
    outcomes: Object.fromEntries(OUTCOMES.map((word) => [word, result.counts[word] ?? 0])),
    requests: google.counters.requests,
    sheetCalls: sheetCalls.count,
    flushes: google.counters.flushes,
    executions: google.counters.executions,
    virtualSeconds: Math.round((google.clock.now() - startedAt) / 1000),
    leftAsChanges: left.edited + left.created,
    serverMatches: found.length === 0,
    differences: found.length,
  };
  tell.proved(found, report);
  return report;
}

/** Ends executions of the push before certain requests, as Google may. */
class Ends {
  isPushing = false;
  private requests = 0;

  constructor(private readonly at: readonly number[]) {}

  before({ kind }: ServiceCall): void {
    if (!this.isPushing || kind !== 'fetch') return;
    this.requests += 1;
    if (this.at.includes(this.requests)) throw new ExecutionKilled('Exceeded maximum execution time');
  }
}

/** Fixes that leave no choice: the only one that an error offers. */
function certainFixes(check: CheckResult): { cause: string; fix: { id: string; label: string } }[] {
  return check.groups.flatMap(({ cause, severity, fixes }) =>
    severity === 'error' && fixes.length === 1 ? [{ cause, fix: fixes[0]! }] : [],
  );
}

/** Every line that the chosen preview shows, page by page, as the panel would ask for them. */
export function allLines(
  anna: Operator,
  { previewId }: PreviewAnswer,
  leaveOut: LeaveOut = DEFAULT_CHOICE,
): PreviewLine[] {
  const lines: PreviewLine[] = [];
  for (let offset: number | null = 0; offset !== null;) {
    const shown: Preview = anna.call('previewShow', { previewId, leaveOut, offset });
    for (const line of shown.page.lines) lines.push(line);
    offset = shown.page.next;
  }
  return lines;
}

export function allOutcomes(anna: Operator, { planId, total }: PushResult): Outcomes {
  const rows: Outcomes[number][] = [];
  while (rows.length < total) {
    const answer = anna.call('pushRows', { planId, offset: rows.length });
    if (answer.rows.length === 0) break;
    rows.push(...answer.rows);
  }
  return rows;
}
