/** One person at the page: brings together the grid, the server and what stands around the grid. */
import type { Act, Patch, Told, WorkbenchEvent, WorldAct } from '../protocol';
import type { Store } from './chrome/store';
import { findNext } from './find-next';
import { Grid } from './grid/grid';
import { Server } from './server';
import { Turns } from './turns';

/** How long a toast of a script stays, in milliseconds, as in Sheets. */
const TOAST_MS = 5000;
/** How often the page looks whether the server is there again. */
const AGAIN_MS = 1000;

const ABOUT_PAGE = 'Workbench';

/**
 * Where keys lead out of the grid, in which Tab goes from cell to cell, with Ctrl and Alt held: to the menus and to the side panel. Both are keys of
 * Sheets: https://support.google.com/docs/answer/181110
 */
const WAYS_OUT: { readonly [key: string]: string } = {
  'Shift+KeyM': '.wb-menubar [tabindex="0"]',
  Period: '.wb-sidebar button',
  Comma: '.wb-sidebar button',
};

export class Session {
  readonly grid: Grid;
  /** Set while the panel is open. */
  handToPanel: ((button: string) => void) | null = null;
  readonly #server: Server;
  readonly #turns: Turns;
  #loading: Promise<void> | null = null;
  #lastToast = 0;

  constructor(
    container: HTMLElement,
    readonly store: Store,
  ) {
    this.#turns = new Turns(
      (patch) => this.#apply(patch),
      () => void this.load(),
    );
    this.#server = new Server({
      patch: (patch) => this.#turns.take(patch),
      event: (event) => this.#event(event),
      busy: (saving) => store.set({ saving }),
      gone: () => this.#gone(),
    });
    this.grid = new Grid(container, {
      act: (acts) => this.act(acts),
      undo: () => this.undo(),
      redo: () => this.redo(),
      cannot: (why) => this.toast(ABOUT_PAGE, why),
      selected: ({ tab, areas }) => this.#server.select({ do: 'select', tab, areas }),
    });
    // A click into the panel takes the focus out of this page: the script that it starts must know the selection.
    window.addEventListener('blur', () => void this.#server.flushSelection());
    // Before the grid and the browser: both have other ideas of these keys.
    window.addEventListener('keydown', (event) => this.#onKey(event), { capture: true });
  }

  /** Loads the workbook, or loads it anew in the same place. Resolves when it is on screen. */
  load(): Promise<void> {
    this.#loading ??= this.#load().finally(() => (this.#loading = null));
    return this.#loading;
  }

  async #load(): Promise<void> {
    this.#turns.hold();
    try {
      const view = await this.#server.workbook();
      await this.grid.show(view);
      const { name, user, addOn, menu, tabs, frames, world, seq, kept = false } = view;
      this.store.set({ state: 'ready', name, user, addOn, menu, tabs, frames, world, kept, running: null });
      document.title = `${name} - ${ABOUT_PAGE}`;
      this.#turns.release(seq);
      if (this.store.value.frames.length > 0) this.store.set({ started: true });
    } catch (error) {
      console.error(error);
      this.#gone();
    }
  }

  #gone(): void {
    if (this.store.value.state === 'gone') return;
    this.store.set({ state: 'gone' });
    const again = setInterval(() => {
      void isThere().then((there) => {
        if (!there) return false;
        clearInterval(again);
        this.store.set({ state: 'loading' });
        void this.load();
        return true;
      });
    }, AGAIN_MS);
  }

  act(acts: readonly Act[]): void {
    void this.#show(this.#server.act(acts));
  }

  undo(): void {
    void this.#show(this.#server.undo());
  }

  redo(): void {
    void this.#show(this.#server.redo());
  }

  #onKey(event: KeyboardEvent): void {
    const control = event.ctrlKey || event.metaKey;
    const out =
      control && event.altKey ? WAYS_OUT[`${event.shiftKey ? 'Shift+' : ''}${event.code}`] : undefined;
    if (out !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      document.querySelector<HTMLElement>(out)?.focus();
      return;
    }
    const finds = control && ['f', 'h'].includes(event.key.toLowerCase());
    if (!finds || event.altKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.store.set({ finding: true });
  }

  async #show(told: Promise<Told>): Promise<void> {
    try {
      const { refused } = await told;
      if (refused !== null) this.store.set({ refused });
    } catch (error) {
      if (this.store.value.state === 'gone') return;
      this.toast(ABOUT_PAGE, (error as Error).message);
      await this.load();
    }
  }

  async world(act: WorldAct): Promise<void> {
    try {
      const { note = '', refused } = await this.#server.world(act);
      this.store.set({ stripNote: refused ?? note });
    } catch (error) {
      this.store.set({ stripNote: (error as Error).message });
    }
  }

  menu(caption: string): void {
    this.store.set({ started: true });
    this.#server.menu(caption).catch((error: unknown) => this.toast(ABOUT_PAGE, (error as Error).message));
  }

  /** Gives a button of the control strip to the panel. */
  toFrame(button: string): void {
    if (this.handToPanel !== null) this.handToPanel(button);
    else this.store.set({ stripNote: `Open the panel first: Extensions > ${this.store.value.addOn}.` });
  }

  /** Selects the next cell that holds a text, after the selected one. False: there is none. */
  findNext(text: string, how: { all: boolean; matchCase: boolean; entireCell: boolean }): boolean {
    const found = findNext(this.grid.sheets, this.store.value.tabs, text, how);
    if (found === null) return false;
    this.grid.select(found.tab, [{ row: found.row, column: found.column, numRows: 1, numColumns: 1 }]);
    return true;
  }

  /** Replaces in one tab or in all. Resolves with the number of cells that became different, or null if it was refused. */
  async replaceAll(how: Omit<Extract<Act, { do: 'replace' }>, 'do'>): Promise<number | null> {
    const told = this.#server.act([{ do: 'replace', ...how }]);
    void this.#show(told);
    const { refused, patch } = await told;
    if (refused !== null) return null;
    return (patch?.sheets ?? []).reduce((sum, sheet) => sum + sheet.cells.length, 0);
  }

  closeFrame(frame: string): void {
    this.store.set({ frames: this.store.value.frames.filter((one) => one.frame !== frame) });
    void this.#server.closeFrame(frame);
    this.backToGrid();
  }

  /** Keys go to the grid again, once what is being closed has left the page: a modal window lets nothing behind it have them. */
  backToGrid(): void {
    requestAnimationFrame(() => this.grid.focus());
  }

  resizeFrame(frame: string, size: { width?: number; height?: number }): void {
    this.store.set({
      frames: this.store.value.frames.map((one) => (one.frame === frame ? { ...one, ...size } : one)),
    });
  }

  toast(title: string, text: string): void {
    const id = ++this.#lastToast;
    this.store.set({ toasts: [...this.store.value.toasts.slice(-2), { id, title, text }] });
    setTimeout(() => this.closeToast(id), TOAST_MS);
  }

  closeToast(id: number): void {
    this.store.set({ toasts: this.store.value.toasts.filter((toast) => toast.id !== id) });
  }

  /** Resolves once nothing is on its way and everything that came is on screen. */
  async idle(): Promise<void> {
    await this.#loading;
    await this.grid.idle();
    await this.#server.idle();
  }

  #apply(patch: Patch): void {
    try {
      this.grid.apply(patch);
      if (patch.tabs) this.store.set({ tabs: patch.tabs });
    } catch (error) {
      // Out of step: everything anew, rather than a sheet that is wrong somewhere.
      console.error(error);
      void this.load();
    }
  }

  #event(event: Exclude<WorkbenchEvent, { type: 'patch' }>): void {
    const { store } = this;
    switch (event.type) {
      case 'reload':
        store.set({ started: false });
        return void this.load();
      case 'frame': {
        const { frame } = event;
        // A sidebar takes the place of the one before, and so does a dialog.
        const others = store.value.frames.filter(
          (one) => (one.kind === 'sidebar') !== (frame.kind === 'sidebar') && one.frame !== frame.frame,
        );
        return store.set({ frames: [...others, frame], started: true });
      }
      case 'frame-closed':
        return store.set({ frames: store.value.frames.filter((one) => one.frame !== event.frame) });
      case 'select':
        return this.grid.select(event.tab, event.areas);
      case 'toast':
        return this.toast(event.title, event.text);
      case 'script':
        return store.set({ running: event.running });
      case 'world':
        return store.set({ world: event.world });
    }
  }
}

const isThere = (): Promise<boolean> =>
  fetch('/healthz').then(
    ({ ok }) => ok,
    () => false,
  );
