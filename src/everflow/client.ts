/**
 * The Everflow client: the few things that flows ask of the API, each request with its own reply. It knows neither sheets nor
 * plans; time, chance and the way out come in as ports. Nothing here throws for what a server or network may do.
 */
import type { ApiHost, JsonObject } from '../core/postback';
import { Endpoints, isSendableKey } from './endpoints';
import type { Reply } from './errors';
import { failed, maskKey, oddAnswer, unsent } from './errors';
import type { Http, HttpRequest, HttpResponse } from './http';
import type { TablePage } from './parse';
import { idOf, parseObject, parseRecord, parseTable } from './parse';
import type { PullQuery, QueryStatus } from './query';
import { EVERYTHING } from './query';
import type { RateState, Speed } from './rate';
import { FRESH_RATE } from './rate';
import type { Clock, ReadAnswer } from './transport';
import { CREATES_PER_BATCH } from './policy';
import { MAX_PARALLEL, Transport } from './transport';

export interface ClientOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly host: ApiHost;
  readonly key: string;
  /** As kept from the last execution. */
  readonly rate?: RateState;
  /** Default `normal`. */
  readonly speed?: Speed;
  /** Network that every record must belong to [S4]; 0 or absent: any. */
  readonly networkId?: number;
  /** Asked every few seconds of a wait: true ends it, and what it was for is not sent. Default: never. */
  readonly giveUp?: () => boolean;
}

export interface NetworkAnswer {
  /** 0 when nobody told: the network's name is refused to this key, and it has no postback yet. */
  readonly id: number;
  /** '' when not told. */
  readonly name: string;
  /** `table`: `GET /v1/networks` is refused to this key, its postbacks told the id [S3]. */
  readonly from: 'networks' | 'table';
}

export interface TableWant {
  readonly query: PullQuery;
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
}

/** A first page together with the totals by status of the same query [P10]. */
export interface TableProbe {
  readonly first: Reply<TablePage>;
  readonly active: Reply<number>;
  readonly inactive: Reply<number>;
  /** True if a row came back with another status than was asked for: the server does not know this filter. */
  readonly statusIgnored: boolean;
}

export interface UpdateRequest {
  /** network_pixel_id */
  readonly id: number;
  /** From `updateBody`. */
  readonly body: JsonObject;
}

export class EverflowClient {
  private readonly transport: Transport;
  private readonly endpoints: Endpoints;
  private readonly key: string;
  private readonly networkId: number;

  constructor(options: ClientOptions) {
    this.key = options.key;
    this.networkId = options.networkId ?? 0;
    this.endpoints = new Endpoints(options.host, options.key);
    this.transport = new Transport({
      http: options.http,
      clock: options.clock,
      key: options.key,
      speed: options.speed ?? 'normal',
      rate: options.rate ?? FRESH_RATE,
      giveUp: options.giveUp ?? (() => false),
    });
  }

  /** To be kept for the next execution. */
  get rateState(): RateState {
    return this.transport.rateState;
  }

  /** Requests sent so far by this client, retries included. */
  get requests(): number {
    return this.transport.requests;
  }

  /** How long the rate budget asks to wait, in ms, before `count` requests: for a flow that would rather end its step. */
  waitNeeded(count: number): number {
    return this.transport.waitNeeded(count);
  }

  /**
   * Waits for room for `count` requests, so that reads and the writes after them go out without a wait between them [W3]:
   * the room is kept for the next requests of this client, and only a 429 takes it away.
   * @returns false if the wait was given up
   */
  waitFor(count: number): boolean {
    return this.transport.waitFor(count);
  }

  /** Which network the key belongs to [S3]. Not checked against the expected network: the caller is about to do that. */
  network(): Reply<NetworkAnswer> {
    const [own] = this.read([this.endpoints.network()], (response) => this.readNetwork(response));
    const code = own!.ok ? '' : own!.error.code;
    if (code !== 'permission' && code !== 'not-found' && code !== 'not-json') return own!;
    const [row] = this.read<NetworkAnswer>([this.endpoints.table(EVERYTHING, 1, 1)], (response) => {
      const page = parseTable(response.text);
      if (page === undefined) return failed(oddAnswer('not-json', response.status));
      const id = networkOf(page.rows[0] ?? {});
      return { ok: true, value: { id, name: '', from: 'table' }, status: response.status };
    });
    return row!;
  }

  /** Any pages of any queries as one parallel batch; replies in their order. */
  tables(wants: readonly TableWant[]): Reply<TablePage>[] {
    const requests = wants.map(({ query, page, pageSize }) => this.endpoints.table(query, page, pageSize));
    return this.read(requests, (response) => {
      const page = parseTable(response.text);
      if (page === undefined) return failed(oddAnswer('not-json', response.status));
      return this.ofThisNetwork(page, page.rows, response.status);
    });
  }

  /** Pages of one query as one parallel batch; ask for at most as many as `pagesAtOnce` says. */
  tablePages(query: PullQuery, pageSize: number, pages: readonly number[]): Reply<TablePage>[] {
    return this.tables(pages.map((page) => ({ query, page, pageSize })));
  }

  /** The first page and, in the same batch, how many active and inactive postbacks the query has [P10]. */
  tableProbe(query: PullQuery, pageSize: number): TableProbe {
    const count = (status: QueryStatus): TableWant => ({ query: { ...query, status }, page: 1, pageSize: 1 });
    const [first, active, inactive] = this.tables([
      { query, page: 1, pageSize },
      count('active'),
      count('inactive'),
    ]);
    const contradicts = (reply: Reply<TablePage>, status: QueryStatus): boolean =>
      reply.ok && reply.value.rows.some((row) => row['pixel_status'] !== status);
    return {
      first: first!,
      active: totalOf(active!),
      inactive: totalOf(inactive!),
      statusIgnored: contradicts(active!, 'active') || contradicts(inactive!, 'inactive'),
    };
  }

  /** Records by id, in parallel batches; replies in the order of `ids`. A postback that is gone is a `not-found` reply. */
  records(ids: readonly number[]): Reply<JsonObject>[] {
    const requests = ids.map((id) => this.endpoints.record(id));
    return this.read(requests, (response, index) => this.readRecord(response, ids[index]));
  }

  /**
   * Records by id, each with when it was asked for: some of a batch may be read long before others, which had to be tried again [M3].
   * @returns replies in the order of `ids`; times in ms since the epoch, 0 without a record
   */
  readings(ids: readonly number[]): { readonly reply: Reply<JsonObject>; readonly at: number }[] {
    const times = ids.map(() => 0);
    const requests = ids.map((id) => this.endpoints.record(id));
    const replies = this.read(requests, (response, index) => {
      times[index] = this.transport.sentAt;
      return this.readRecord(response, ids[index]);
    });
    return replies.map((reply, index) => ({ reply, at: times[index]! }));
  }

  record(id: number): Reply<JsonObject> {
    return this.records([id])[0]!;
  }

  /**
   * Updates back to back, in parallel batches of at most `size`; replies in their order. Nothing is sent twice: what became of a
   * failed update is told by `decideRetry`; an answer may lack keys, which says nothing [W6].
   */
  updates(updates: readonly UpdateRequest[], size: number = MAX_PARALLEL): Reply<JsonObject>[] {
    const requests = updates.map(({ id, body }) => this.endpoints.update(id, body));
    return this.write(requests, size, (response, index) => this.readRecord(response, updates[index]?.id));
  }

  update(id: number, body: JsonObject): Reply<JsonObject> {
    return this.updates([{ id, body }])[0]!;
  }

  /** Creates in parallel batches of at most `size` (5 at most); replies in their order. Nothing is sent twice [W4]. */
  creates(bodies: readonly JsonObject[], size: number = CREATES_PER_BATCH): Reply<JsonObject>[] {
    const requests = bodies.map((body) => this.endpoints.create(body));
    const atOnce = Math.min(size, CREATES_PER_BATCH);
    return this.write(requests, atOnce, (response) => this.readRecord(response));
  }

  create(body: JsonObject): Reply<JsonObject> {
    return this.creates([body])[0]!;
  }

  private read<T>(requests: readonly HttpRequest[], read: ReadAnswer<T>): Reply<T>[] {
    if (!isSendableKey(this.key)) return requests.map(() => failed(unsent('bad-key')));
    return this.transport.read(requests, read);
  }

  private write<T>(requests: readonly HttpRequest[], size: number, read: ReadAnswer<T>): Reply<T>[] {
    if (!isSendableKey(this.key)) return requests.map(() => failed(unsent('bad-key')));
    return this.transport.write(requests, size, read);
  }

  private readNetwork(response: HttpResponse): Reply<NetworkAnswer> {
    const body = parseObject(response.text) ?? {};
    const id = networkOf(body);
    if (id === 0) return failed(oddAnswer('not-json', response.status));
    const name = typeof body['name'] === 'string' ? maskKey(body['name'], this.key) : '';
    return { ok: true, value: { id, name, from: 'networks' }, status: response.status };
  }

  /** @param id the record asked for; absent for a create, where any id will do */
  private readRecord(response: HttpResponse, id?: number): Reply<JsonObject> {
    const record = parseRecord(response.text);
    if (record === undefined || (id !== undefined && idOf(record) !== id)) {
      return failed(oddAnswer('not-json', response.status));
    }
    return this.ofThisNetwork(record, [record], response.status);
  }

  /** A record that does not say its network says nothing against it. */
  private ofThisNetwork<T>(value: T, records: readonly JsonObject[], status: number): Reply<T> {
    const foreign = (record: JsonObject): boolean =>
      networkOf(record) !== 0 && networkOf(record) !== this.networkId;
    if (this.networkId !== 0 && records.some(foreign)) return failed(oddAnswer('wrong-network', status));
    return { ok: true, value, status };
  }
}

function networkOf(record: JsonObject): number {
  const id = record['network_id'];
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : 0;
}

function totalOf(reply: Reply<TablePage>): Reply<number> {
  return reply.ok ? { ok: true, value: reply.value.totalCount, status: reply.status } : reply;
}
