/**
 * Looks on the server for postbacks like those that creates make (W4): by partner and offer, active and inactive ones, each pair once.
 * Decides nothing about them.
 */
import { likeness, pairKey, type Likeness } from '../../core/twins';
import type { FieldValues, Postback } from '../../core/postback';
import { needsDetails, readPostback, type Fingerprint } from '../../core/record';
import type { EverflowClient, TableWant } from '../../everflow/client';
import type { ApiError } from '../../everflow/errors';
import type { TablePage } from '../../everflow/parse';
import { MAX_PAGE_SIZE, MAX_PAGES_AT_ONCE, MAX_READINGS, pageCount } from '../../everflow/paging';
import { EVERYTHING, type PullQuery, type QueryStatus } from '../../everflow/query';

export interface Match {
  readonly likeness: Likeness;
  readonly postback: Postback;
}

/** What the server has of one pair, or why that is not known. */
type Found =
  | { readonly ok: true; readonly postbacks: readonly Postback[] }
  | { readonly ok: false; readonly error: ApiError };

/** An unfiltered status may mean "active only" (P10), so both are asked for; a server that ignores the filter answers doubles. */
const STATUSES: readonly QueryStatus[] = ['active', 'inactive'];

/** One search; a pair that was looked for is not looked for again. What is made after it was begun may be missing. */
export class ServerSearch {
  private readonly found = new Map<string, Found>();

  constructor(
    private readonly client: EverflowClient,
    private readonly fingerprint: Fingerprint,
  ) {}

  /** Reads what the server has for these creates, as far as that was not read yet. */
  prepare(creates: readonly FieldValues[]): void {
    const pairs = new Map(creates.map((fields) => [pairKey(fields), fields]));
    const missing = [...pairs].filter(([key]) => !this.found.has(key));
    const firsts = missing.flatMap(([, fields]) => STATUSES.map((status) => want(fields, status, 1)));
    const replies = this.client.tables(firsts);
    missing.forEach(([key, fields], at) => {
      const own = replies.slice(at * STATUSES.length, (at + 1) * STATUSES.length);
      this.found.set(key, this.readRest(fields, own));
    });
  }

  /** Postbacks on the server that are like this create, those most like it first. @returns an error if the server could not be searched */
  matches(fields: FieldValues): readonly Match[] | ApiError {
    this.prepare([fields]);
    const found = this.found.get(pairKey(fields))!;
    if (!found.ok) return found.error;
    const like = found.postbacks.flatMap((postback): Match[] => {
      const kind = likeness(fields, postback.fields);
      return kind ? [{ likeness: kind, postback }] : [];
    });
    const whole = this.withDetails(fields, like);
    const ORDER: readonly Likeness[] = ['exact', 'twin', 'likely'];
    return 'code' in whole
      ? whole
      : [...whole].sort((a, b) => ORDER.indexOf(a.likeness) - ORDER.indexOf(b.likeness));
  }

  private readRest(fields: FieldValues, firsts: ReturnType<EverflowClient['tables']>): Found {
    const rows = new Map<number, Postback>();
    for (let at = 0; at < firsts.length; at += 1) {
      const first = firsts[at]!;
      if (!first.ok) return first;
      const error = this.readAll(fields, STATUSES[at]!, first.value, rows);
      if (error) return { ok: false, error };
    }
    return { ok: true, postbacks: [...rows.values()] };
  }

  /**
   * All pages of one status, put into `rows`. Pages may shift while they are read (P2): where some rows did not come, they are read again, and what any
   * reading saw counts.
   */
  private readAll(
    fields: FieldValues,
    status: QueryStatus,
    first: TablePage,
    rows: Map<number, Postback>,
  ): ApiError | undefined {
    let last = first;
    for (let reading = 1; ; reading += 1) {
      const ids = new Set<number>();
      const { pageSize } = last;
      const totals = new Set<number>();
      const take = (page: TablePage): void => {
        last = page;
        totals.add(page.totalCount);
        for (const row of page.rows) {
          const postback = readPostback(row, 'table', this.fingerprint);
          if (!postback) continue;
          rows.set(postback.id, postback);
          ids.add(postback.id);
        }
      };
      if (reading === 1) take(first);
      const pages = pageCount(last.totalCount, pageSize);
      for (let from = reading === 1 ? 2 : 1; from <= pages; from += MAX_PAGES_AT_ONCE) {
        const count = Math.min(MAX_PAGES_AT_ONCE, pages - from + 1);
        const wants = Array.from({ length: count }, (_, n) => want(fields, status, from + n, pageSize));
        for (const reply of this.client.tables(wants)) {
          if (!reply.ok) return reply.error;
          take(reply.value);
        }
      }
      // One removed and one slipped past make the right number of the wrong rows.
      const isWhole = ids.size === last.totalCount && totals.size < 2;
      if (isWhole || reading === MAX_READINGS) return undefined;
    }
  }

  /** Rows of the table do not tell facebook details: those that could be meant are read by id. */
  private withDetails(fields: FieldValues, like: readonly Match[]): readonly Match[] | ApiError {
    const untold = like.filter(({ postback }) => needsDetails(postback));
    if (untold.length === 0) return like;
    const replies = this.client.records(untold.map(({ postback }) => postback.id));
    const read = new Map<number, Match | undefined>();
    for (let at = 0; at < untold.length; at += 1) {
      const reply = replies[at]!;
      const { postback } = untold[at]!;
      if (!reply.ok && reply.error.code !== 'not-found') return reply.error;
      const whole = reply.ok ? readPostback(reply.value, 'record', this.fingerprint) : undefined;
      const kind = whole && likeness(fields, whole.fields);
      read.set(
        postback.id,
        kind && {
          likeness: kind,
          postback: { ...whole, timeCreated: postback.timeCreated, timeSaved: postback.timeSaved },
        },
      );
    }
    return like.flatMap((match) =>
      read.has(match.postback.id) ? (read.get(match.postback.id) ?? []) : match,
    );
  }
}

function want(fields: FieldValues, status: QueryStatus, page: number, pageSize = MAX_PAGE_SIZE): TableWant {
  const partner = Number(fields.network_affiliate_id ?? 0);
  const offer = Number(fields.network_offer_id ?? 0);
  const query: PullQuery = {
    ...EVERYTHING,
    status,
    partnerIds: partner === 0 ? [] : [partner],
    offerIds: offer === 0 ? [] : [offer],
  };
  return { query, page, pageSize };
}
