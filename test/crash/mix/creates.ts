/**
 * How often each new postback may be sent: once, once more for each time a person said so after being shown what was found, and, where the
 * spreadsheet was set back, once more for each plan that was confirmed after a complete pull. Knows the server and people's answers only.
 */
import type { PixelRecord } from '../../../local/everflow';
import { markerOf } from './cells';
import type { Ledger, LedgerEvent } from './ledger';

interface Post {
  readonly epoch: number;
  readonly id: number;
}

/** What makes two postbacks fire for the same and send the same. */
const TARGET: readonly string[] = [
  'network_affiliate_id',
  'network_offer_id',
  'network_offer_payout_revenue_id',
  'pixel_type',
  'pixel_level',
  'delivery_method',
  'postback_url',
  'html_code',
  'delay_ms',
];

export class Creates {
  /** Grows when a complete pull makes up for a spreadsheet that was set back. */
  epoch = 0;
  private readonly posts = new Map<string, Post[]>();
  /** By marker: times that a person said "send it", and rows that people doubled. */
  private readonly more = new Map<string, number>();
  /** By marker: postbacks that a person has said to be others. */
  private readonly others = new Map<string, Set<number>>();
  /** Postbacks that everybody could know of since the last complete pull. */
  private known: ReadonlySet<number>;
  private readonly ours = new Set<number>();

  /** @param hasRow true for a postback that stands in the tab: everybody sees it */
  constructor(
    private readonly ledger: Ledger,
    private readonly hasRow: (id: number) => boolean,
  ) {
    this.known = new Set(ledger.records.keys());
  }

  pulled(): void {
    this.known = new Set(this.ledger.records.keys());
  }

  /** A person said that the row is none of these and is to be sent. */
  answered(marker: string, others: readonly number[]): void {
    this.allowMore(marker);
    const all = this.others.get(marker) ?? new Set<number>();
    for (const id of others) all.add(id);
    this.others.set(marker, all);
  }

  /** A person has made a second row of it. */
  allowMore(marker: string): void {
    this.more.set(marker, (this.more.get(marker) ?? 0) + 1);
  }

  /** Postbacks that were made for this marker by us and are there. */
  made(marker: string): PixelRecord[] {
    const ids = new Set((this.posts.get(marker) ?? []).map(({ id }) => id));
    return [...this.ledger.records.values()].filter(({ network_pixel_id: id }) => ids.has(id));
  }

  /**
   * One postback was made by us.
   * @param epoch of the plan that asked for it
   * @param stepBegan place in the ledger at which the panel call began
   * @returns what is wrong with that
   */
  noteMade(event: LedgerEvent, epoch: number, stepBegan: number): string[] {
    const record = event.after!;
    const marker = markerOf(record.description);
    const before = this.posts.get(marker) ?? [];
    this.posts.set(marker, [...before, { epoch, id: event.id }]);
    const wrong: string[] = [];
    const same = before.filter((post) => post.epoch === epoch).length;
    const allowed = 1 + (this.more.get(marker) ?? 0);
    if (same >= allowed)
      wrong.push(
        `duplicate: ${marker} was made as #${event.id}, and before as #${before.map(({ id }) => id).join(', #')}`,
      );
    const twin = this.twinOf(record, marker, stepBegan);
    if (twin > 0) wrong.push(`duplicate: ${marker} was made although #${twin} was there, unseen`);
    this.ours.add(event.id);
    return wrong;
  }

  private twinOf(record: PixelRecord, marker: string, stepBegan: number): number {
    const said = this.others.get(marker);
    for (const other of this.ledger.records.values()) {
      const id = other.network_pixel_id;
      if (this.known.has(id) || this.ours.has(id) || said?.has(id)) continue;
      if (id === record.network_pixel_id || this.ledger.changedAt(id) > stepBegan) continue;
      if (TARGET.every((key) => other[key] === record[key]) && !this.hasRow(id)) return id;
    }
    return 0;
  }

  /** True if this postback was made by us. */
  isOurs(id: number): boolean {
    return this.ours.has(id);
  }
}
