/**
 * The state of one network: its postbacks, partners and offers. It stores what it is given; what may be stored is
 * decided elsewhere.
 */
import type { NetworkSeed, Offer, PixelFields, PixelRecord, Json } from './records';

/** Fields of a record that a control request or a fault changes, without any of the API's rules. */
export type RecordChange = { readonly [field: string]: Json };

/** Told of each change: null for a record that was not there, or is not any more. */
export type ChangeListener = (
  kind: 'write' | 'other',
  id: number,
  before: PixelRecord | null,
  after: PixelRecord | null,
) => void;

export class NetworkStore {
  readonly id: number;
  readonly name: string;
  private readonly pixels = new Map<number, PixelRecord>();
  private readonly partnerNames: ReadonlyMap<number, string>;
  private readonly offersById: ReadonlyMap<number, Offer>;
  private order: number[] | null = null;
  private lastId = 0;
  private onChange: ChangeListener | null = null;

  constructor(readonly seed: NetworkSeed) {
    this.id = seed.id;
    this.name = seed.name;
    this.partnerNames = new Map(seed.partners.map(({ id, name }) => [id, name]));
    this.offersById = new Map(seed.offers.map((offer) => [offer.id, offer]));
    for (const pixel of seed.pixels) this.put(pixel);
  }

  /** What it holds now, for `setBack`. Records are never changed in place, so that none has to be copied. */
  place(): { readonly pixels: ReadonlyMap<number, PixelRecord>; readonly lastId: number } {
    return { pixels: new Map(this.pixels), lastId: this.lastId };
  }

  setBack({ pixels, lastId }: ReturnType<NetworkStore['place']>): void {
    this.pixels.clear();
    for (const [id, pixel] of pixels) this.pixels.set(id, pixel);
    this.order = null;
    this.lastId = lastId;
  }

  /** All records in order of id. */
  all(): PixelRecord[] {
    this.order ??= [...this.pixels.keys()].sort((a, b) => a - b);
    return this.order.map((id) => this.pixels.get(id)).filter((pixel) => pixel !== undefined);
  }

  get(id: number): PixelRecord | undefined {
    return this.pixels.get(id);
  }

  /** From now on. */
  listen(listener: ChangeListener): void {
    this.onChange = listener;
  }

  /** Stores a record under its id, new or not. @param kind `write` for what the API was asked to store */
  put(pixel: PixelRecord, kind: 'write' | 'other' = 'other'): void {
    const id = pixel.network_pixel_id;
    const before = this.pixels.get(id) ?? null;
    if (before === null) this.order = null;
    this.pixels.set(id, pixel);
    this.lastId = Math.max(this.lastId, id);
    this.onChange?.(kind, id, before, pixel);
  }

  /** Ids are never used twice. */
  nextId(): number {
    return this.lastId + 1;
  }

  remove(id: number): boolean {
    const before = this.pixels.get(id);
    if (before === undefined) return false;
    this.order = null;
    this.pixels.delete(id);
    this.onChange?.('other', id, before, null);
    return true;
  }

  /** Lays `change` over a record and bumps its time, as another user's edit does. Throws when there is none. */
  change(id: number, change: RecordChange, nowMs: number): PixelRecord {
    const before = this.pixels.get(id);
    if (before === undefined) throw new Error(`Everflow: no postback ${id} in network ${this.id}`);
    const after = { ...before, time_saved: bumped(before.time_saved, nowMs), ...change } as PixelRecord;
    this.put(after);
    return after;
  }

  /** Adds an active global conversion postback, with `change` laid over it. Throws when it names an id that exists. */
  create(change: RecordChange, nowMs: number): PixelRecord {
    const nowS = Math.floor(nowMs / 1000);
    const usual: PixelFields = {
      network_pixel_id: this.nextId(),
      network_id: this.id,
      network_affiliate_id: this.seed.partners[0]?.id ?? 0,
      network_offer_id: 0,
      network_offer_payout_revenue_id: 0,
      delivery_method: 'postback',
      pixel_level: 'global',
      pixel_status: 'active',
      pixel_type: 'conversion',
      postback_url: 'https://colleague.example/p?tx={transaction_id}',
      html_code: '',
      delay_ms: 0,
      description: 'Made by a colleague',
      time_created: nowS,
      time_saved: nowS,
      facebook_pixel: null,
    };
    const record = { ...usual, ...change } as PixelRecord;
    const { network_pixel_id: id } = record;
    if (this.pixels.has(id)) throw new Error(`Everflow: postback ${id} exists in network ${this.id}`);
    this.put(record);
    return record;
  }

  /** Empty for 0 and for ids nobody knows. */
  partnerName(id: number): string {
    return this.partnerNames.get(id) ?? '';
  }

  offerName(id: number): string {
    return this.offersById.get(id)?.name ?? '';
  }

  hasPartner(id: number): boolean {
    return this.partnerNames.has(id);
  }

  offer(id: number): Offer | undefined {
    return this.offersById.get(id);
  }
}

/** Unix seconds of a save at `nowMs`; never earlier than the save before. */
export function bumped(savedS: number, nowMs: number): number {
  return Math.max(savedS, Math.floor(nowMs / 1000));
}
