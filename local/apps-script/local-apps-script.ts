/**
 * The driver of the local Apps Script: a script project in a spreadsheet, with people who open it, click its menu and call its functions.
 * Starts every execution from nothing and ends it as documented. Knows no service's rules.
 */
import { goBack, takeCheckpoint } from './checkpoint';
import type { Checkpoint, Parts } from './checkpoint';
import { createClock } from './clock';
import type { OwnClock } from './clock';
import { copyArguments, copyResult } from './client-values';
import type { ClientValue } from './client-values';
import { Counters } from './counters';
import { eventOf } from './events';
import { Execution } from './execution';
import type { BeforeCall, Plan } from './execution';
import { createGlobals } from './globals';
import { ExecutionKilled } from './kernel';
import type { AuthModeName } from './kernel';
import { readManifest } from './manifest';
import { settingsOf } from './options';
import type { LocalAppsScriptOptions, Settings } from './options';
import { errorOf, NotCallable, settleWrites } from './outcome';
import type { ExecutionKind, ExecutionRecord, Failure } from './outcome';
import { createRandom, uuidFrom } from './random';
import type { Random } from './random';
import { createRealm } from './realm';
import type { Realm } from './realm';
import { asScript } from './script-cpu';
import { lockOwner } from './services/lock';
import { storeKeys } from './services/properties';
import type { LogEntry } from './services/log';
import { itemsOf } from './services/ui';
import type { Answer, MenuEntry, Screen } from './services/ui';
import { createState } from './state';
import type { DurableState } from './state';
import { copyFile, Workbook } from './spreadsheet';
import { sharedBridge } from './url-fetch/bridge';
import type { RequestHook } from './url-fetch/transport';

/** Who runs, and how far authorised. */
export interface RunOptions {
  readonly user?: string;
  readonly authMode?: AuthModeName;
}

interface Start {
  readonly functionName: string;
  readonly kind: ExecutionKind;
  readonly user: string;
  readonly authMode: AuthModeName;
  readonly limitMs: number;
  /** Makes the arguments once the realm is ready. */
  readonly args: (realm: Realm, globals: Record<string, object>) => unknown[];
}

/** Tells whether a plan had its effect, so that a test can walk n upwards until it has none. */
export interface PlanHandle {
  readonly fired: boolean;
}

export class LocalAppsScript {
  readonly clock: OwnClock;
  /** Totals since the last reset(). */
  readonly counters = new Counters();
  /** Finished executions, oldest first. */
  readonly executions: ExecutionRecord[] = [];
  /** Durable stores and quotas, for tests that look into or prepare them. */
  readonly state: DurableState;
  /** The open spreadsheet. */
  workbook: Workbook | null = null;
  private readonly settings: Settings;
  private readonly random: Random;
  private readonly uuids: Random;
  private hook: BeforeCall | null = null;
  private hookRuns = false;
  private requestHook: RequestHook | null = null;
  private nextPlan: { plan: Plan; handle: { fired: boolean } } | null = null;
  private executionCount = 0;
  private requestCount = 0;
  private workbookCount = 0;

  constructor(options: LocalAppsScriptOptions) {
    this.settings = settingsOf(options);
    this.clock = createClock(options.startMs);
    this.state = createState(this.clock);
    this.random = createRandom(this.settings.seed);
    this.uuids = createRandom(this.settings.seed ^ 0x5eed);
  }

  /** Opens a spreadsheet (a new one when none is given): later executions run in it. Fires no trigger. */
  openSpreadsheet(workbook?: Workbook): Workbook {
    const { world, user, editors } = this.settings;
    this.workbookCount += workbook === undefined ? 1 : 0;
    const now = (): number => this.clock.now();
    const id = `local-spreadsheet-${this.workbookCount}`;
    this.workbook = workbook ?? new Workbook({ id, world, now, owner: user, editors });
    this.screen.menus.clear();
    this.screen.sidebar = null;
    return this.workbook;
  }

  /**
   * File > Make a copy of the open spreadsheet; it is not opened. Document properties come along where the world says so, user properties
   * belong to people and stay.
   */
  copySpreadsheet(): Workbook {
    if (this.workbook === null) throw new Error('No spreadsheet is open');
    this.workbookCount += 1;
    const copy = copyFile(this.workbook, `local-spreadsheet-${this.workbookCount}`);
    const store = this.state.properties.get(storeKeys.document(this.workbook.id));
    if (this.settings.world.copiedProperties === 'kept' && store)
      this.state.properties.set(storeKeys.document(copy.id), new Map(store));
    return copy;
  }

  /** Everything durable as it is now. Not in it: the screen, what executions left in `log`, `counters` and `executions`, and hooks. */
  checkpoint(): Checkpoint {
    return takeCheckpoint(this.parts);
  }

  /** Goes back to a checkpoint of this local Apps Script, ends all hooks and plans, and forgets logs and counts. */
  restore(checkpoint: Checkpoint): Workbook | null {
    this.hook = null;
    this.requestHook = null;
    this.nextPlan = null;
    this.executions.length = 0;
    this.state.log.length = 0;
    this.counters.reset();
    const workbook = goBack(checkpoint, this.parts);
    if (workbook !== null) this.openSpreadsheet(workbook);
    return workbook;
  }

  private get parts(): Parts {
    const { workbook, state, clock, random, uuids } = this;
    return { workbook, state, clock, random, uuids };
  }

  /**
   * google.script.run: calls a top-level function with copies of `args` and returns a plain copy of its result.
   * Throws NotCallable for a name that a page cannot call, ScriptError for what the script throws, ExecutionKilled when it was killed.
   */
  run(functionName: string, args: readonly unknown[] = [], options: RunOptions = {}): ClientValue {
    // Documented: names ending in "_" are private (developers.google.com/apps-script/guides/html/communication#private_functions).
    if (functionName.endsWith('_'))
      throw new NotCallable(`google.script.run.${functionName} is not a function`);
    const copies = JSON.stringify(copyArguments(args));
    const result = this.execute({
      ...this.startOf('run', functionName, options),
      args: (realm) => realm.parse(copies) as unknown[],
    });
    return copyResult(result, this.settings.strictResults);
  }

  /**
   * Fires a trigger function with its event object: `authMode`, and `source` unless the mode is NONE. onInstall runs in FULL, the others
   * in LIMITED unless told otherwise (developers.google.com/workspace/add-ons/concepts/editor-auth-lifecycle). 30-second limit.
   */
  trigger(functionName: string, options: RunOptions = {}): void {
    const authMode = options.authMode ?? (functionName === 'onInstall' ? 'FULL' : 'LIMITED');
    this.execute({
      ...this.startOf('trigger', functionName, { ...options, authMode }),
      limitMs: this.settings.simpleTriggerLimitMs,
      args: (_realm, globals) => [eventOf(globals, authMode)],
    });
  }

  /** Clicks an entry of the add-on's menu, in FULL. Throws when the person's menu has no such item. */
  clickMenu(caption: string, options: RunOptions = {}): void {
    const user = options.user ?? this.settings.user;
    const item = itemsOf(this.menuOf(user)).find((entry) => entry.caption === caption);
    if (item === undefined) throw new Error(`The menu of ${user} has no item "${caption}".`);
    this.execute({ ...this.startOf('menu', item.functionName, options), args: () => [] });
  }

  /** The add-on's menu of the default person, as last added to the screen. */
  get menu(): readonly MenuEntry[] {
    return this.menuOf(this.settings.user);
  }
  menuOf(user: string): readonly MenuEntry[] {
    return this.screen.menus.get(user) ?? [];
  }
  get sidebar(): Screen['sidebar'] {
    return this.screen.sidebar;
  }
  /** Dialogs, alerts and prompts shown so far, oldest first. */
  get dialogs(): Screen['dialogs'] {
    return this.screen.dialogs;
  }
  /** Everything written to console and Logger. */
  get log(): readonly LogEntry[] {
    return this.state.log;
  }

  /** Queues the answer to the next alert or prompt. */
  answer(answer: Answer): void {
    this.screen.answers.push(answer);
  }

  /**
   * Sets what is called before each call with a round trip, in every execution except those that it starts itself; null ends it.
   * Writes that the interrupted execution has not flushed lie in the same queue as those of an execution started here.
   */
  beforeCall(hook: BeforeCall | null): void {
    this.hook = hook;
  }

  /** Lets something go wrong in the next execution, once. */
  plan(plan: Plan): PlanHandle {
    const handle = { fired: false };
    this.nextPlan = { plan, handle };
    return handle;
  }

  /** Sets what is asked before each HTTP request; null ends it. */
  onRequest(hook: RequestHook | null): void {
    this.requestHook = hook;
  }

  /** Somebody else's execution holds a lock from now on, for `forMs` virtual milliseconds. Keys: see `lockKeys`. */
  holdLock(key: string, forMs: number): void {
    this.state.locks.hold(key, { owner: 'another execution', untilMs: this.clock.now() + forMs });
  }

  /** Empties all caches, which the real service may do at any time. */
  evictCaches(): void {
    for (const cache of this.state.caches.values()) cache.clear();
  }

  /** Ends the HTTP worker of this process; the next request starts another. Not needed for the process to end. */
  close(): void {
    sharedBridge.close();
  }

  private get screen(): Screen {
    return this.state.screen;
  }

  private startOf(kind: ExecutionKind, functionName: string, options: RunOptions): Omit<Start, 'args'> {
    const { user, executionLimitMs } = this.settings;
    return {
      kind,
      functionName,
      user: options.user ?? user,
      authMode: options.authMode ?? 'FULL',
      limitMs: executionLimitMs,
    };
  }

  /** Loads the bundle anew, calls the function, and settles the spreadsheet's pending writes by how it ended. */
  private execute(start: Start): unknown {
    const planned = this.nextPlan;
    this.nextPlan = null;
    const { workbook } = this;
    const execution = this.createExecution(start, planned?.plan ?? null);
    let failure: Failure | null = null;
    let result: unknown;
    try {
      result = this.callScript(start, execution);
      execution.throwIfDead();
    } catch (thrown) {
      failure = { thrown };
    }
    const keepFirst = planned !== null && 'keepFirst' in planned.plan ? (planned.plan.keepFirst ?? 0) : 0;
    failure = settleWrites(workbook, failure, execution.killed, keepFirst);
    this.state.locks.releaseAll(lockOwner(execution));
    if (planned !== null) planned.handle.fired = execution.planFired;
    const error = failure === null ? null : errorOf(failure);
    this.record(start, execution, error);
    if (error !== null) throw error;
    return result;
  }

  private callScript(start: Start, execution: Execution): unknown {
    const { dist } = this.settings;
    const globals = this.createGlobals(execution);
    const realm = createRealm(dist, globals, { now: () => this.clock.now(), random: this.random });
    execution.useDate((ms) => realm.makeDate(ms));
    execution.spend(this.settings.costs.loadMs);
    asScript(() => realm.load());
    const called = realm.functionNamed(start.functionName);
    if (called === null) throw new NotCallable(`Script function not found: ${start.functionName}`);
    const args = start.args(realm, globals);
    return asScript(() => called(...args));
  }

  private createExecution(start: Start, plan: Plan | null): Execution {
    this.executionCount += 1;
    return new Execution({
      id: this.executionCount,
      functionName: start.functionName,
      world: this.settings.world,
      clock: this.clock,
      userEmail: start.user,
      mode: start.authMode,
      limitMs: start.limitMs,
      costs: this.settings.costs,
      scopes: this.scopes(),
      plan,
      // What a hook starts is not interrupted by the hook itself.
      beforeCall: this.hookRuns ? null : (...call) => this.callHook(...call),
      total: this.counters,
    });
  }

  private callHook(...call: Parameters<BeforeCall>): void {
    this.hookRuns = true;
    try {
      this.hook?.(...call);
    } finally {
      this.hookRuns = false;
    }
  }

  private scopes(): readonly string[] | null {
    const listed = readManifest(this.settings.dist).oauthScopes;
    const granted = this.settings.grantedScopes;
    if (listed === undefined) return granted;
    return granted === null ? listed : listed.filter((scope) => granted.includes(scope));
  }

  private createGlobals(execution: Execution): Record<string, object> {
    const { settings, state, workbook } = this;
    const manifest = readManifest(settings.dist);
    return createGlobals(execution, {
      dist: settings.dist,
      manifest,
      state,
      workbook,
      emails: settings.emails,
      stripTemplateComments: settings.stripTemplateComments,
      nextUuid: () => uuidFrom(this.uuids),
      authorised: settings.grantedScopes === null,
      fetch: {
        routes: settings.routes,
        realTimeoutMs: settings.realTimeoutMs,
        send: settings.send,
        nextFault: ({ url, method, body }) => {
          this.requestCount += 1;
          const text = body?.toString('utf8') ?? null;
          return this.requestHook?.({ url, method, body: text }, this.requestCount);
        },
      },
    });
  }

  private record(start: Start, execution: Execution, error: Error | null): void {
    const { functionName, kind, user, authMode } = start;
    this.executions.push({
      id: execution.options.id,
      functionName,
      kind,
      user,
      authMode,
      startedMs: execution.startedMs,
      endedMs: this.clock.now(),
      outcome: error === null ? 'done' : error instanceof ExecutionKilled ? 'killed' : 'failed',
      message: error?.message ?? null,
      counters: execution.counters,
    });
  }
}
