/** The way to the workbench's server: acts strictly one after another, events, and every patch that comes by either. */
import type { Act, Patch, Told, WorkbenchEvent, WorkbookView, WorldAct } from '../protocol';

export interface ServerEvents {
  patch(patch: Patch): void;
  event(event: Exclude<WorkbenchEvent, { type: 'patch' }>): void;
  /** Something is under way, or nothing is any more. */
  busy(yes: boolean): void;
  /** The server does not answer any more. */
  gone(): void;
}

/** How long a selection has to stay before it is told, in milliseconds: dragging makes dozens. */
const SETTLED_MS = 150;

type Selection = Extract<Act, { do: 'select' }>;

export class Server {
  #page = '';
  #source: EventSource | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #selection: Selection | null = null;
  #selectionTimer: ReturnType<typeof setTimeout> | undefined;
  #whenIdle: (() => void)[] = [];

  constructor(private readonly events: ServerEvents) {}

  /**
   * The workbook as it is now. Each time the page introduces itself under a new name, so that nothing that was meant for what it showed
   * before can reach what it shows now. Rejects if the server does not answer.
   */
  workbook(): Promise<WorkbookView> {
    // In turn with the acts: those before belong to the old name, those after to the new one.
    const loaded = this.#last.then(async () => {
      this.#source?.close();
      this.#page = crypto.randomUUID();
      this.#selection = null;
      const asked = new URLSearchParams({ page: this.#page });
      const user = new URLSearchParams(location.search).get('user');
      if (user !== null) asked.set('user', user);
      const view = await jsonOf<WorkbookView>(await fetch(`/api/workbook?${asked}`));
      this.#listen();
      return view;
    });
    this.#last = loaded.catch(() => {});
    return loaded;
  }

  #listen(): void {
    const source = new EventSource(`/api/events?page=${this.#page}`);
    this.#source = source;
    source.addEventListener('error', () => {
      source.close();
      if (source === this.#source) this.events.gone();
    });
    source.addEventListener('message', ({ data }) => {
      const event = JSON.parse(String(data)) as WorkbenchEvent;
      if (event.type === 'patch') this.events.patch(event.patch);
      else this.events.event(event);
    });
  }

  /** One thing a person did. */
  act(acts: readonly Act[]): Promise<Told> {
    return this.#told('/api/act', acts);
  }

  undo(): Promise<Told> {
    return this.#told('/api/undo');
  }

  redo(): Promise<Told> {
    return this.#told('/api/redo');
  }

  world(act: WorldAct): Promise<Told> {
    return this.#told('/api/world', act);
  }

  /** After everything that was done before, but nothing waits for the script: people go on typing while it works. */
  async menu(caption: string): Promise<void> {
    await this.flushSelection();
    await this.#post(`/api/menu?page=${this.#page}`, { caption });
  }

  closeFrame(frame: string): Promise<unknown> {
    return this.#post('/api/frame/close', { frame });
  }

  /** The latest selection wins; it is told once it stays, or before anything else is. */
  select(selection: Selection): void {
    this.#selection = selection;
    clearTimeout(this.#selectionTimer);
    this.#selectionTimer = setTimeout(() => void this.flushSelection(), SETTLED_MS);
  }

  /** Resolves when the server knows the selection, and has done all that was reported before it. */
  async flushSelection(): Promise<void> {
    clearTimeout(this.#selectionTimer);
    const selection = this.#selection;
    this.#selection = null;
    if (selection !== null) this.#enqueue('/api/act', [selection]).catch(() => {});
    await this.#last;
  }

  /** Resolves once nothing is on its way and nothing waits to be told. */
  idle(): Promise<void> {
    if (this.#waiting === 0 && this.#selection === null) return Promise.resolve();
    return new Promise((resolve) => void this.#whenIdle.push(resolve));
  }

  #told(path: string, body?: unknown): Promise<Told> {
    void this.flushSelection();
    return this.#enqueue(path, body);
  }

  #enqueue(path: string, body?: unknown): Promise<Told> {
    if (this.#waiting++ === 0) this.events.busy(true);
    const sent = this.#last.then(async () => {
      const page = this.#page;
      const told = await this.#post<Told>(`${path}?page=${page}`, body);
      if (page === this.#page && told.patch !== null) this.events.patch(told.patch);
      return told;
    });
    this.#last = sent.then(
      () => this.#done(),
      () => this.#done(),
    );
    return sent;
  }

  #done(): void {
    if (--this.#waiting > 0) return;
    this.events.busy(false);
    if (this.#selection !== null) return;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
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
      this.events.gone();
      throw error;
    }
    return jsonOf<T>(answer);
  }
}

/** Throws with the server's own words if it could not do what was asked. */
async function jsonOf<T>(answer: Response): Promise<T> {
  const value: unknown = await answer.json();
  if (!answer.ok)
    throw new Error((value as { failed?: string }).failed ?? `The workbench answered ${answer.status}.`);
  return value as T;
}
