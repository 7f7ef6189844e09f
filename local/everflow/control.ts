/** The typed client of the control interface. It knows only HTTP, so it can talk to a server in another process. */
import type { ArmedFault, Fault, RecordAction } from './faults';
import type { RecordEvent } from './history';
import type { KeyName } from './keys';
import type { Counters, LogEntry } from './log';
import type { ApiKey, Offer, Partner, PixelRecord } from './records';
import type { Settings } from './settings';
import type { RecordChange } from './store';

/** Network ids: 1 is Acme Network (main), 2 is Beta Network. Where a call takes a network, the default is 1. */
export interface Control {
  /** All records, complete, in order of id. Numbers above 2^53 read "~int:<digits>" here. */
  records(network?: number): Promise<PixelRecord[]>;
  record(id: number, network?: number): Promise<PixelRecord | null>;
  /** Partners and offers (with event ids) of a network. */
  network(network?: number): Promise<{ id: number; name: string; partners: Partner[]; offers: Offer[] }>;
  /** Changes fields as another user would: no rules, `time_saved` bumped. */
  change(id: number, fields: RecordChange, network?: number): Promise<PixelRecord>;
  create(fields?: RecordChange, network?: number): Promise<PixelRecord>;
  /** False when there was no such record. */
  remove(id: number, network?: number): Promise<boolean>;
  /** Arms faults and gives their ids, in order. */
  arm(...faults: Fault[]): Promise<number[]>;
  faults(): Promise<ArmedFault[]>;
  disarm(): Promise<void>;
  /** Does at once what a fault would do. */
  act(...actions: RecordAction[]): Promise<void>;
  settings(patch?: Partial<Settings>): Promise<Settings>;
  /** Changes a key: revoked, permissions, realm, network. */
  key(name: KeyName, change: Partial<Omit<ApiKey, 'value'>>): Promise<void>;
  /** API requests after number `since` (default 0: all). */
  log(since?: number): Promise<LogEntry[]>;
  /** Readings by id and changes of records of the main network, but for the first `since` (default 0: all). */
  history(since?: number): Promise<RecordEvent[]>;
  clearLog(): Promise<void>;
  counters(): Promise<Counters>;
  /** The server's clock, milliseconds since the epoch. */
  now(): Promise<number>;
  /** Remembers records, keys, settings, faults, log, clock and rate as they are. Gives a number for `restore`. */
  save(): Promise<number>;
  /** Back to what `save` remembered; can be done as often as wanted. */
  restore(saved: number): Promise<void>;
  /** Back to the start: records, keys, settings, faults, log, clock, rate. */
  reset(): Promise<void>;
}

/** Carries one control request, its body as JSON text or '', and gives status and body of the answer. */
export type ControlLine = (
  method: string,
  path: string,
  body: string,
) => Promise<{ readonly status: number; readonly body: string }>;

/** A client for the server at `url`. Its calls reject with the server's reason when the server refuses them. */
export function createControl(url: string): Control {
  return controlOver(async (method, path, body) => {
    const response = await fetch(`${url}${path}`, { method, ...(body === '' ? {} : { body }) });
    return { status: response.status, body: await response.text() };
  });
}

/** A client that talks through `line`. */
export function controlOver(line: ControlLine): Control {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const answer = await line(method, `/__control/${path}`, text);
    const result: unknown = JSON.parse(answer.body);
    if (answer.status !== 200) throw new Error((result as { control: string }).control);
    return result as T;
  };
  return {
    records: (network = 1) => call('GET', `records?network=${network}`),
    record: (id, network = 1) => call('GET', `records/${id}?network=${network}`),
    network: (network = 1) => call('GET', `network?network=${network}`),
    change: (id, fields, network = 1) => call('PATCH', `records/${id}?network=${network}`, fields),
    create: (fields = {}, network = 1) => call('POST', `records?network=${network}`, fields),
    remove: (id, network = 1) => call('DELETE', `records/${id}?network=${network}`),
    arm: (...faults) => call('POST', 'faults', faults),
    faults: () => call('GET', 'faults'),
    disarm: () => call('DELETE', 'faults'),
    act: (...actions) => call('POST', 'act', actions),
    settings: (patch) => (patch === undefined ? call('GET', 'settings') : call('PATCH', 'settings', patch)),
    key: (name, change) => call('POST', 'act', [{ do: 'key', key: name, change }]),
    log: (since = 0) => call('GET', `log?since=${since}`),
    history: (since = 0) => call('GET', `history?since=${since}`),
    clearLog: () => call('DELETE', 'log'),
    counters: () => call('GET', 'counters'),
    now: () => call('GET', 'clock'),
    save: () => call('POST', 'saved'),
    restore: (saved) => call('POST', `saved/${saved}`),
    reset: () => call('POST', 'reset'),
  };
}
