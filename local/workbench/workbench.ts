/**
 * The workbench itself: who looks at the spreadsheet, what they do, what scripts do, and who is told of it. Knows no HTTP.
 */
import { ExecutionKilled, NotCallable, ScriptError } from '../apps-script';
import { SheetsException } from '../apps-script/spreadsheet';
import { Frames, type Frame, type ShownHtml } from './frames';
import { Hands } from './hands';
import { exposedFunctions, OWNER, Practice, type PracticeOptions } from './practice';
import type { Act, MenuView, Told as Answer, WorkbenchEvent, WorkbookView, WorldAct } from './protocol';
import { readState, writeState } from './state-file';
import { tellOnTheWay } from './on-the-way';
import { Told, type Versions } from './told';
import { UndoStack } from './undo';
import { tabsOf } from './views';
import { Strip } from './strip';

export interface WorkbenchOptions extends PracticeOptions {
  /** Origins of the page and of the add-on's frames. */
  readonly origins: { readonly page: string; readonly frame: string };
  /** Waits that many real milliseconds before a script's answer goes out. @param script what was called */
  readonly wait: (ms: number, script: string) => Promise<void>;
  /** File in which the state is kept between runs. */
  readonly keep?: string;
}

/** A browser page that shows the spreadsheet. */
interface Page {
  readonly user: string;
  readonly told: Told;
  send: Send | null;
}

/** Sends an event at once, also while a script keeps this thread. */
type Send = (event: WorkbenchEvent) => void;

/** What crosses to a page of the add-on. */
export type CallAnswer =
  | { readonly value: unknown }
  | { readonly error: { readonly name: string; readonly message: string } };

export class Workbench {
  practice: Practice;
  private readonly strip: Strip;
  private undoStack: UndoStack;
  private readonly frames: Frames;
  private readonly pages = new Map<string, Page>();
  /** Who listens for the events of which page. */
  private readonly ears = new Map<string, Send>();

  constructor(private readonly options: WorkbenchOptions) {
    this.practice = new Practice(options);
    this.frames = new Frames(options.origins, exposedFunctions(options.dist));
    this.practice.google.openSpreadsheet();
    if (options.keep) readState(options.keep, this.practice);
    this.undoStack = new UndoStack(this.practice.workbook);
    this.strip = new Strip(this.practice, () => {
      const fresh = new Practice(options);
      fresh.google.openSpreadsheet();
      return fresh;
    });
    // As an add-on that was never used in this file: it may do nothing but build its menu.
    this.opened('NONE');
  }

  // Pages

  /** A page begins, or begins anew. */
  open(id: string, user = OWNER): WorkbookView {
    const { google, workbook } = this.practice;
    if (google.menuOf(user).length === 0) google.trigger('onOpen', { user, authMode: 'LIMITED' });
    const page: Page = { user, told: new Told(user), send: this.ears.get(id) ?? null };
    this.pages.set(id, page);
    const sheets = page.told.all(workbook, this.undoStack.versions);
    return {
      seq: page.told.lastSeq,
      kept: this.options.keep !== undefined,
      name: workbook.name,
      user,
      tabs: tabsOf(workbook),
      activeTab: workbook.activeSheet(user).id,
      sheets,
      menu: this.menuOf(user),
      addOn: 'Postback Desk',
      frames: this.frames.openOf(user).map(({ view }) => view),
      world: this.strip.view(),
    };
  }

  /** Where events of a page go from now on; a page may listen before it asks for the workbook. */
  listen(id: string, send: Send): void {
    this.ears.set(id, send);
    const page = this.pages.get(id);
    if (page) page.send = send;
  }

  /** The page is gone, unless something else listens for it meanwhile. */
  leave(id: string, send: Send): void {
    if (this.ears.get(id) !== send) return;
    this.ears.delete(id);
    this.pages.delete(id);
  }

  // What a person does

  /** What comes after something that was refused is not done. @returns the whole effect, since the page does nothing by itself */
  act(id: string, acts: readonly Act[]): Answer {
    const page = this.pageOf(id);
    this.practice.sync();
    const hands = new Hands(this.practice.workbook, page.user);
    const refused = attempt(() => {
      for (const act of acts) hands.perform(act);
    });
    if (acts.some((act) => act.do !== 'select')) this.undoStack.note();
    this.tellOthers(page);
    return { refused, patch: this.newsFor(page) };
  }

  undo(id: string): Answer {
    return this.stepBack(id, () => this.undoStack.undo());
  }

  redo(id: string): Answer {
    return this.stepBack(id, () => this.undoStack.redo());
  }

  private stepBack(id: string, go: () => boolean): Answer {
    const page = this.pageOf(id);
    go();
    this.tellOthers(page);
    return { refused: null, patch: this.newsFor(page) };
  }

  // Scripts

  /** Clicks an item of the add-on's menu. What it shows comes as events. */
  async menu(id: string, caption: string): Promise<void> {
    const { user } = this.pageOf(id);
    await this.script(user, caption, () => this.practice.google.clickMenu(caption, { user }));
  }

  /** google.script.run from a frame. */
  async call(frame: Frame, name: string, args: readonly unknown[]): Promise<CallAnswer> {
    const { user } = frame;
    return this.script(user, name, () => ({ value: this.practice.google.run(name, args, { user }) }));
  }

  private async script<T extends object | void>(
    user: string,
    what: string,
    run: () => T,
  ): Promise<T | Extract<CallAnswer, { error: object }>> {
    const { google, workbook } = this.practice;
    const { screen } = google.state;
    const before = {
      sidebar: screen.sidebar,
      dialogs: screen.dialogs.length,
      toasts: workbook.toasts.length,
      selection: workbook.selections.get(user),
    };
    this.send(user, { type: 'script', running: what });
    const stop = tellOnTheWay(workbook, this.undoStack.versions, this.options.realNow, (versions) => {
      for (const page of this.pages.values()) this.tell(page, versions);
    });
    const { value, waitMs } = finishing(stop, () => this.practice.timed(() => outcomeOf(run)));
    if (screen.sidebar !== null && screen.sidebar !== before.sidebar) this.show(screen.sidebar);
    for (const shown of screen.dialogs.slice(before.dialogs)) if ('html' in shown) this.show(shown);
    for (const { title, message } of workbook.toasts.slice(before.toasts))
      this.send(user, { type: 'toast', title: title ?? '', text: message });
    this.undoStack.note();
    for (const page of this.pages.values()) this.tell(page);
    const selection = workbook.selections.get(user);
    if (selection && selection !== before.selection) {
      const areas = selection.areas ?? [selection.area];
      this.send(user, { type: 'select', tab: selection.sheetId, areas });
    }
    await this.strip.executed();
    await this.options.wait(waitMs, what);
    this.send(user, { type: 'script', running: null });
    this.tellWorld();
    this.keep();
    return value;
  }

  private show(shown: ShownHtml): void {
    if (shown.kind === 'sidebar')
      for (const { view } of this.frames.openOf(shown.user))
        if (view.kind === 'sidebar') this.close(view.frame);
    const { view } = this.frames.add(shown);
    this.send(shown.user, { type: 'frame', frame: view });
  }

  frame(id: string): Frame | undefined {
    return this.frames.get(id);
  }

  /** The person closed a sidebar or a dialog, or its script did. */
  close(id: string): void {
    const frame = this.frames.get(id);
    if (frame && this.frames.close(id)) this.send(frame.user, { type: 'frame-closed', frame: id });
  }

  // The control strip

  async world(id: string, act: WorldAct): Promise<Answer> {
    const page = this.pageOf(id);
    this.practice.sync();
    const { note, reload } = await this.strip.press(act, page.user);
    if (reload) this.begin();
    this.undoStack.note();
    this.tellOthers(page);
    this.tellWorld();
    this.keep();
    return { refused: null, patch: this.newsFor(page), note };
  }

  /** Another spreadsheet is open now, or another world. */
  private begin(): void {
    this.practice = this.strip.practice;
    this.undoStack = new UndoStack(this.practice.workbook);
    this.opened('LIMITED');
    for (const user of new Set([...this.pages.values()].map((page) => page.user)))
      for (const { view } of this.frames.openOf(user)) this.close(view.frame);
    for (const page of this.pages.values()) page.send?.({ type: 'reload' });
  }

  /**
   * The add-on was built anew. Its menu is made again, and its pages are closed: they are of the build before. A sidebar is opened again by the
   * menu's first item; spreadsheet and Everflow stay as they are.
   */
  async rebuilt(): Promise<void> {
    this.frames.functions = exposedFunctions(this.options.dist);
    const reopened: string[] = [];
    for (const user of new Set([...this.pages.values()].map((page) => page.user))) {
      this.practice.google.trigger('onOpen', { user, authMode: 'LIMITED' });
      const open = this.frames.openOf(user);
      for (const { view } of open) this.close(view.frame);
      if (open.some(({ view }) => view.kind === 'sidebar')) reopened.push(user);
    }
    for (const page of this.pages.values()) page.send?.({ type: 'reload' });
    for (const user of reopened) {
      const { caption } = this.menuOf(user)[0]!;
      await this.script(user, caption, () => this.practice.google.clickMenu(caption, { user }));
    }
  }

  /** Writes the state into its file, if it has one. */
  keep(): void {
    if (this.options.keep) writeState(this.options.keep, this.practice);
  }

  get practiceKey(): string {
    return this.practice.everflow.keys.main;
  }

  private opened(authMode: 'NONE' | 'LIMITED'): void {
    this.practice.google.trigger('onOpen', { authMode });
  }

  private menuOf(user: string): MenuView[] {
    return this.practice.google.menuOf(user).flatMap((entry): MenuView[] => {
      if (entry.kind === 'menu') return [];
      return [{ kind: entry.kind, caption: entry.kind === 'item' ? entry.caption : '' }];
    });
  }

  private pageOf(id: string): Page {
    const page = this.pages.get(id);
    if (!page) throw new UnknownPage();
    return page;
  }

  private newsFor(page: Page, versions: Versions = this.undoStack.versions): Answer['patch'] {
    return page.told.news(this.practice.workbook, versions);
  }

  private tell(page: Page, versions?: Versions): void {
    if (!page.send) return;
    const patch = this.newsFor(page, versions);
    if (patch) page.send({ type: 'patch', patch });
  }

  private tellOthers(page: Page): void {
    for (const other of this.pages.values()) if (other !== page) this.tell(other);
  }

  private tellWorld(): void {
    const world = this.strip.view();
    for (const page of this.pages.values()) page.send?.({ type: 'world', world });
  }

  private send(user: string, event: WorkbenchEvent): void {
    for (const page of this.pages.values()) if (page.user === user) page.send?.(event);
  }
}

/** A page that this run of the workbench has not met: it has to begin anew. */
export class UnknownPage extends Error {}

/** What Sheets says when it does not allow something, or null. */
function attempt(act: () => void): string | null {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof SheetsException) return error.message;
    throw error;
  }
}

function finishing<T>(end: () => void, run: () => T): T {
  try {
    return run();
  } finally {
    end();
  }
}

/** An error of the script crosses with its message, as Google hands it to a failure handler; faults of the workbench itself do not. */
function outcomeOf<T>(run: () => T): T | Extract<CallAnswer, { error: object }> {
  try {
    return run();
  } catch (error) {
    if (error instanceof ScriptError || error instanceof NotCallable || error instanceof ExecutionKilled)
      return { error: { name: 'Error', message: error.message } };
    throw error;
  }
}
