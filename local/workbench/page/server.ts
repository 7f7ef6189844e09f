/** The way to the workbench's server: acts strictly one after another, its events, and patches in the order in which they were made. */
import type {
  Act,
  Answered,
  Patch,
  Told,
  WorkbenchEvent,
  WorkbookView,
  WorldAct,
} from '../protocol';

export interface ServerEvents {
  /** A patch, in turn. */
  patch(patch: Patch): void;
  event(event: Exclude<WorkbenchEvent, { type: 'patch' }>): void;
  /** A patch is missing, or did not fit. */
  outOfStep(): void;
  /** The server does not answer any more, or does again. */
  reachable(yes: boolean): void;
}

/** How long a selection has to stay before it is told, in milliseconds: dragging makes dozens. */
const SETTLED_MS = 150;
/** How long a patch may be overtaken by a later one. */
const OVERTAKEN_MS = 2000;

export class Server {
  readonly #page = crypto.randomUUID();
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #selection: Extract<Act, { do: 'select' }> | null = null;
  #selectionTimer: ReturnType<typeof setTimeout> | undefined;
  #source: EventSource | null = null;
  #idle: (() => void)[] = [];

  constructor(private readonly events: ServerEvents) {}

  async workbook(): Promise<WorkbookView> {
    const view = await this.#get<WorkbookView>(`/api/workbook?page=${this.#page}`);
    this.#listen();
    return view;
  }

  #listen(): void {
    this.#source?.close();
    const source = new EventSource(`/api/events?page=${this.#page}`);
    this.#source = source;
    source.addEventListener('message', ({ data }) => {
      const event = JSON.parse(String(data)) as WorkbenchEvent;
      if (event.type === 'patch') this.events.patch(event.patch);
      else this.events.event(event);
    });
    source.addEventListener('error', () => this.events.reachable(false));
    source.addEventListener('open', () => this.events.reachable(true));
  }

  /** One thing a person did. A selection that is still to be told goes before it. */
  act(acts: readonly Act[]): Promise<Told> {
    return this.#inTurn(() => this.#post<Told>(`/api/act?page=${this.#page}`, acts));
  }

  undo(): Promise<Told> {
    return this.#inTurn(() => this.#post<Told>(`/api/undo?page=${this.#page}`));
  }

  redo(): Promise<Told> {
    return this.#inTurn(() => this.#post<Told>(`/api/redo?page=${this.#page}`));
  }

  world(act: WorldAct): Promise<Told> {
    return this.#inTurn(() => this.#post<Told>(`/api/world?page=${this.#page}`, act));
  }

  /** After everything that was done before, but nothing waits for the script: people go on typing while it works. */
  async menu(caption: string): Promise<void> {
    await this.flushSelection();
    await this.#post('/api/menu', { caption });
  }

  answer(answered: Answered): Promise<unknown> {
    return this.#post('/api/answer', answered);
  }

  closeFrame(frame: string): Promise<unknown> {
    return this.#post('/api/frame/close', { frame });
  }

  /** The latest selection wins; it is told once it stays, or before anything else is. */
  select(selection: Extract<Act, { do: 'select' }>): void {
    this.#selection = selection;
    clearTimeout(this.#selectionTimer);
    this.#selectionTimer = setTimeout(() => void this.flushSelection(), SETTLED_MS);
  }

  flushSelection(): Promise<void> {
    clearTimeout(this.#selectionTimer);
    const selection = this.#selection;
    this.#selection = null;
    if (selection === null) return this.#last.then(() => {});
    return this.#enqueue(() => this.#post<Told>(`/api/act?page=${this.#page}`, [selection])).then(() => {});
  }

  /** Resolves once nothing is on its way. */
  idle(): Promise<void> {
    if (this.#waiting === 0 && this.#selection === null) return Promise.resolve();
    return new Promise((resolve) => void this.#idle.push(resolve));
  }

  #inTurn<T>(send: () => Promise<T>): Promise<T> {
    if (this.#selection !== null) void this.flushSelection();
    return this.#enqueue(send);
  }

  #enqueue<T>(send: () => Promise<T>): Promise<T> {
    this.#waiting++;
    const sent = this.#last.then(send);
    this.#last = sent.then(
      () => this.#done(),
      () => this.#done(),
    );
    return sent;
  }

  #done(): void {
    this.#waiting--;
    if (this.#waiting > 0 || this.#selection !== null) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #get<T>(path: string): Promise<T> {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as T;
  }

  async #post<T>(path: string, body?: unknown): Promise<T> {
    let answer: Response;
    try {
      answer = await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body ?? null),
      });
    } catch (error) {
      this.events.reachable(false);
      throw error;
    }
    if (!answer.ok) throw new Error(await answer.text());
    const text = await answer.text();
    return (text === '' ? null : JSON.parse(text)) as T;
  }
}

/**
 * Patches come by two ways, as answers and as events, and one may overtake the other. `turn` counts those that this page was sent; a patch
 * without it is taken as it comes.
 */
export class Turns {
  #next = 1;
  readonly #early = new Map<number, Patch>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly apply: (patch: Patch) => void,
    private readonly missing: () => void,
  ) {}

  /** A workbook was loaded: counting begins again. */
  restart(): void {
    this.#next = 1;
    this.#early.clear();
    clearTimeout(this.#timer);
  }

  take(patch: Patch): void {
    if (patch.turn === undefined) {
      this.apply(patch);
      return;
    }
    this.#early.set(patch.turn, patch);
    for (let due = this.#early.get(this.#next); due; due = this.#early.get(this.#next)) {
      this.#early.delete(this.#next);
      this.#next++;
      this.apply(due);
    }
    clearTimeout(this.#timer);
    if (this.#early.size > 0) this.#timer = setTimeout(() => this.missing(), OVERTAKEN_MS);
  }
}
