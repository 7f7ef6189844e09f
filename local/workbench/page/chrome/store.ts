/** What stands around the grid, as one value. Components read it, `session.ts` changes it. */
import { useSyncExternalStore } from 'preact/compat';
import type { FrameView, MenuView, TabView, WorldView } from '../../protocol';

export interface Toast {
  readonly id: number;
  readonly title: string;
  readonly text: string;
}

export interface PageState {
  /** `loading`: nothing on screen yet. `gone`: the server does not answer. */
  readonly state: 'loading' | 'ready' | 'gone';
  readonly kept: boolean;
  readonly name: string;
  readonly user: string;
  readonly addOn: string;
  readonly menu: readonly MenuView[];
  readonly tabs: readonly TabView[];
  readonly frames: readonly FrameView[];
  readonly world: WorldView | null;
  /** Acts are on their way. */
  readonly saving: boolean;
  /** Name of what the running script was started as. */
  readonly running: string | null;
  /** What Sheets says when it does not allow something. */
  readonly refused: string | null;
  readonly finding: boolean;
  readonly helping: boolean;
  readonly toasts: readonly Toast[];
  /** Answer of the last button of the control strip. */
  readonly stripNote: string;
  /** The person knows the way to the panel. */
  readonly started: boolean;
}

const EMPTY: PageState = {
  state: 'loading',
  kept: false,
  name: '',
  user: '',
  addOn: '',
  menu: [],
  tabs: [],
  frames: [],
  world: null,
  saving: false,
  running: null,
  refused: null,
  finding: false,
  helping: false,
  toasts: [],
  stripNote: '',
  started: false,
};

export class Store {
  #value = EMPTY;
  readonly #listeners = new Set<() => void>();

  get value(): PageState {
    return this.#value;
  }

  set(change: Partial<PageState>): void {
    this.#value = { ...this.#value, ...change };
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export const useStore = (store: Store): PageState => useSyncExternalStore(store.subscribe, () => store.value);
