/**
 * Everything that the embedded Everflow holds, put together: networks, keys, settings, clock, rate buckets, faults and
 * log – and the way back to the start. It serves nothing itself.
 */
import { createClock, type Clock } from './clock';
import { FaultBook, type RecordAction } from './faults';
import { generateNetwork } from './generator';
import { History } from './history';
import { startKeys, type KeyName } from './keys';
import { RequestLog } from './log';
import { RateBuckets } from './rate';
import type { ApiKey, NetworkSeed, PixelRecord } from './records';
import { patchSettings, type ResolvedOptions, type Settings } from './settings';
import { NetworkStore } from './store';

/** Everything as it was at one moment. */
export interface EverflowPlace {
  readonly settings: Settings;
  readonly keys: ReadonlyMap<KeyName, ApiKey>;
  readonly nowMs: number;
  readonly stores: ReadonlyMap<number, ReturnType<NetworkStore['place']>>;
  readonly rate: ReturnType<RateBuckets['place']>;
  readonly faults: ReturnType<FaultBook['place']>;
  readonly log: ReturnType<RequestLog['place']>;
  readonly history: ReturnType<History['place']>;
  readonly errorsSpelt: number;
}

export class EverflowState {
  settings: Settings;
  keys: Map<KeyName, ApiKey>;
  clock: Clock;
  readonly rate = new RateBuckets();
  readonly faults = new FaultBook();
  readonly log = new RequestLog();
  /** Of the main network. */
  readonly history = new History();
  private readonly seeds: readonly NetworkSeed[];
  private stores: ReadonlyMap<number, NetworkStore>;
  private errorsSpelt = 0;
  private readonly saved: EverflowPlace[] = [];

  constructor(private readonly options: ResolvedOptions) {
    const { size, betaSize, seed, hostileRatio } = options;
    this.seeds = [
      generateNetwork({ id: 1, name: 'Acme Network', size, seed, pageSamples: true, hostileRatio }),
      generateNetwork({
        id: 2,
        name: 'Beta Network',
        size: betaSize,
        seed,
        pageSamples: false,
        hostileRatio,
      }),
    ];
    this.settings = options.settings;
    this.keys = startKeys();
    this.clock = createClock(options.time, options.startMs);
    this.stores = this.freshStores();
  }

  private freshStores(): ReadonlyMap<number, NetworkStore> {
    const stores = new Map(this.seeds.map((seed) => [seed.id, new NetworkStore(seed)]));
    stores
      .get(this.seeds[0]!.id)!
      .listen((kind, id, before, after) =>
        this.history.add({ kind, request: this.log.last, id, before, after }),
      );
    return stores;
  }

  /** Notes that the API told a record by id. */
  noteRead(networkId: number, record: PixelRecord): void {
    if (networkId !== this.seeds[0]!.id) return;
    const { network_pixel_id: id } = record;
    this.history.add({ kind: 'read', request: this.log.last, id, before: record, after: record });
  }

  /** Throws when there is no such network. */
  store(networkId: number): NetworkStore {
    const store = this.stores.get(networkId);
    if (store === undefined) throw new Error(`Everflow: no network ${networkId}`);
    return store;
  }

  /** Back to the start: records, keys, settings, clock, rate, faults, log. */
  reset(): void {
    this.settings = this.options.settings;
    this.keys = startKeys();
    this.clock = createClock(this.options.time, this.options.startMs);
    this.stores = this.freshStores();
    this.rate.clear();
    this.faults.reset();
    this.log.clear();
    this.history.setBack([]);
    this.errorsSpelt = 0;
  }

  /** Remembers everything as it is now. Returns the number under which it can be gone back to, as often as wanted. */
  save(): number {
    return this.saved.push(this.place());
  }

  /** Everything as it is now, as plain data that `setBack` of any state with the same options takes. */
  place(): EverflowPlace {
    return {
      settings: this.settings,
      keys: new Map(this.keys),
      nowMs: this.clock.nowMs(),
      stores: new Map([...this.stores].map(([id, store]) => [id, store.place()])),
      rate: this.rate.place(),
      faults: this.faults.place(),
      log: this.log.place(),
      history: this.history.place(),
      errorsSpelt: this.errorsSpelt,
    };
  }

  /** Back to what `save` remembered under that number. Throws when there is no such number. */
  restore(number: number): void {
    const saved = this.saved[number - 1];
    if (saved === undefined) throw new Error(`Everflow: nothing was saved under ${number}`);
    this.setBack(saved);
  }

  setBack(saved: EverflowPlace): void {
    this.settings = saved.settings;
    this.keys = new Map(saved.keys);
    this.clock.setBack(saved.nowMs);
    for (const [id, place] of saved.stores) this.store(id).setBack(place);
    this.rate.setBack(saved.rate);
    this.faults.setBack(saved.faults);
    this.log.setBack(saved.log);
    this.history.setBack(saved.history);
    this.errorsSpelt = saved.errorsSpelt;
  }

  patchSettings(patch: { readonly [name: string]: unknown }): void {
    this.settings = patchSettings(this.settings, patch);
  }

  /** Throws when there is no such key, or the change names something that a key does not have. */
  changeKey(name: KeyName, change: { readonly [field: string]: unknown }): void {
    const key = this.keys.get(name);
    if (key === undefined) throw new Error(`Everflow: no key "${name}"`);
    const wrong = Object.keys(change).find((field) => !(field in key));
    if (wrong !== undefined) throw new Error(`Everflow: a key has no "${wrong}"`);
    this.keys.set(name, { ...key, ...change });
  }

  /** The key under which the next error text stands. */
  errorKey(): 'error' | 'Error' {
    const { errorSpelling } = this.settings;
    if (errorSpelling !== 'alternate') return errorSpelling;
    this.errorsSpelt++;
    return this.errorsSpelt % 2 === 1 ? 'error' : 'Error';
  }

  /** Does what a fault's action says; `requestedId` and `networkId` are those of the request it strikes. */
  act(action: RecordAction, requestedId: number | undefined, networkId: number): void {
    const nowMs = this.clock.nowMs();
    switch (action.do) {
      case 'settings':
        return this.patchSettings(action.settings);
      case 'key':
        return this.changeKey(action.key, action.change);
      case 'spend': {
        const { rateLimit, rateWindowMs } = this.settings;
        return this.rate.spend(String(networkId), nowMs, rateLimit, rateWindowMs, action.requests);
      }
      default:
    }
    const store = this.store(action.network ?? networkId);
    if (action.do === 'create') {
      store.create(action.fields ?? {}, nowMs);
      return;
    }
    const id = action.id ?? requestedId;
    if (id === undefined) throw new Error(`Everflow: fault action "${action.do}" needs an id here`);
    if (action.do === 'remove') store.remove(id);
    else store.change(id, action.do === 'change' ? action.fields : { pixel_status: 'inactive' }, nowMs);
  }
}
