/**
 * Sends requests in parallel batches within the rate budget and turns what comes back into replies; reads are tried again by
 * the retry policy, writes never. It knows neither paths nor records.
 */
import type { ApiError, Reply } from './errors';
import { errorOfFailure, errorOfResponse, failed, heldBack, unsent } from './errors';
import type { Http, HttpReply, HttpRequest, HttpResponse } from './http';
import type { RateState, Speed } from './rate';
import { noteAnswers, noteSent, waitBefore } from './rate';
import { MAX_READ_MS, decideRetry, stopOf } from './policy';

/** The outside world's time and chance; times are Unix ms. */
export interface Clock {
  now(): number;
  sleep(ms: number): void;
  /** 0 (inclusive) to 1 (exclusive). */
  random(): number;
}

export interface TransportOptions {
  readonly http: Http;
  readonly clock: Clock;
  /** Only to mask it in messages; the requests already carry it. */
  readonly key: string;
  readonly speed: Speed;
  readonly rate: RateState;
  /** Asked every few seconds of a wait: true ends it, and what it was for is a `rate` error, not sent [W7]. */
  readonly giveUp: () => boolean;
}

/** Reads the value out of an answer with a 2xx status. */
export type ReadAnswer<T> = (response: HttpResponse, index: number) => Reply<T>;

/** Requests of one parallel batch, at most [W3]. */
export const MAX_PARALLEL = 20;

/** How often a wait looks whether it is still wanted, in ms: of the ten seconds of a cancel some are for recording what was under way (W7). */
const LISTEN_MS = 4000;

interface SendRules {
  readonly size: number;
  /** After so many batches in a row of which nothing was answered, the rest is held back. */
  readonly deadBatches: number;
  /** Unix ms after which no further batch is begun. */
  readonly untilMs: number;
}

function isLost(reply: Reply<unknown>): boolean {
  return !reply.ok && reply.error.failure !== '';
}

export class Transport {
  /** To be kept for the next execution. */
  rateState: RateState;
  /** Requests sent so far, each element of a batch counted. */
  requests = 0;
  private lastSentAt = 0;
  /** Requests for which `waitFor` has waited and that have not gone out yet. */
  private room = 0;

  constructor(private readonly options: TransportOptions) {
    this.rateState = options.rate;
  }

  /** How long the budget would have us wait, in ms, before `count` requests. */
  waitNeeded(count: number): number {
    return waitBefore(this.rateState, this.options.speed, count, this.options.clock.now());
  }

  /**
   * Waits until `count` requests may go out, and keeps that room for the next requests: they go out without a wait of their own,
   * unless the server says 429 meanwhile.
   * @returns false if the wait was given up
   */
  waitFor(count: number): boolean {
    const waited = this.pause(this.waitNeeded(count));
    this.room = waited ? count : 0;
    return waited;
  }

  /** When the requests whose answers are being read went out, in ms since the epoch. */
  get sentAt(): number {
    return this.lastSentAt;
  }

  /** Sends writes: batches of at most `size`, each request once. What is held back after a trouble that stops all is `sent: 'no'`. */
  write<T>(requests: readonly HttpRequest[], size: number, read: ReadAnswer<T>): Reply<T>[] {
    const indexes = requests.map((_, index) => index);
    const rules = { size: Math.max(1, Math.min(size, MAX_PARALLEL)), deadBatches: 1, untilMs: Infinity };
    const replies = this.inBatches(requests, indexes, rules, read);
    return indexes.map((index) => replies.get(index)!);
  }

  /**
   * Sends reads, and again what failed, by the retry policy. Once anything got lost on the way, the rest goes one by one: a
   * parallel batch fails as a whole, and one bad page must not cost the others [P1].
   */
  read<T>(requests: readonly HttpRequest[], read: ReadAnswer<T>): Reply<T>[] {
    const { clock } = this.options;
    const startMs = clock.now();
    const replies = new Map<number, Reply<T>>();
    let pending = requests.map((_, index) => index);
    let alone = false;
    for (let attempt = 1; pending.length > 0; attempt++) {
      const rules = { size: alone ? 1 : MAX_PARALLEL, deadBatches: 2, untilMs: startMs + MAX_READ_MS };
      const round = this.inBatches(requests, pending, rules, read);
      const again: number[] = [];
      let waitMs = 0;
      for (const [index, reply] of round) {
        replies.set(index, reply);
        if (reply.ok) continue;
        alone ||= isLost(reply);
        const random = clock.random();
        const elapsedMs = clock.now() - startMs;
        const decision = decideRetry({ kind: 'read', attempt, error: reply.error, elapsedMs, random });
        if (!decision.retry) continue;
        again.push(index);
        waitMs = Math.max(waitMs, decision.waitMs);
      }
      if (again.length > 0 && !this.pause(waitMs)) break;
      pending = again;
    }
    return requests.map((_, index) => replies.get(index)!);
  }

  private ready(count: number): boolean {
    const isBlocked = this.rateState.blockedUntilMs > this.options.clock.now();
    if (count > this.room || isBlocked) {
      // Room is only good as long as nothing else went out since it was waited for.
      this.room = 0;
      return this.pause(this.waitNeeded(count));
    }
    this.room -= count;
    return true;
  }

  /** @returns false if it was given up */
  private pause(ms: number): boolean {
    const { clock, giveUp } = this.options;
    const untilMs = clock.now() + ms;
    for (let left = ms; left > 0; left = untilMs - clock.now()) {
      clock.sleep(Math.min(left, LISTEN_MS));
      if (clock.now() < untilMs && giveUp()) return false;
    }
    return true;
  }

  /** Sends the requests at `indexes`; every one of them gets a reply, sent or held back. */
  private inBatches<T>(
    requests: readonly HttpRequest[],
    indexes: readonly number[],
    rules: SendRules,
    read: ReadAnswer<T>,
  ): Map<number, Reply<T>> {
    const replies = new Map<number, Reply<T>>();
    let stop: ApiError | undefined;
    let dead = 0;
    for (let from = 0; from < indexes.length; from += rules.size) {
      const batch = indexes.slice(from, from + rules.size);
      if (stop === undefined && !this.ready(batch.length)) stop = unsent('rate');
      if (stop !== undefined) {
        for (const index of batch) replies.set(index, failed(heldBack(stop)));
        continue;
      }
      const answers = this.send(batch.map((index) => requests[index]!));
      const heard = batch.map((index, at) => this.toReply(answers[at], index, read));
      heard.forEach((reply, at) => replies.set(batch[at]!, reply));
      dead = heard.every(isLost) ? dead + 1 : 0;
      stop = this.whyStop(heard, dead >= rules.deadBatches, rules.untilMs);
    }
    return replies;
  }

  /** The trouble because of which no further batch is sent; undefined if there is none. */
  private whyStop<T>(heard: readonly Reply<T>[], isDead: boolean, untilMs: number): ApiError | undefined {
    for (const reply of heard) {
      if (!reply.ok && (isDead || stopOf(reply.error))) return reply.error;
    }
    // Never one request's own answer ("not found") for another request.
    return this.options.clock.now() > untilMs ? unsent('no-answer') : undefined;
  }

  private send(batch: readonly HttpRequest[]): HttpReply[] {
    const { http, clock, speed } = this.options;
    this.rateState = noteSent(this.rateState, speed, batch.length, clock.now());
    this.requests += batch.length;
    this.lastSentAt = clock.now();
    const answers = http.send(batch);
    this.rateState = noteAnswers(this.rateState, answers, clock.now());
    return answers;
  }

  private toReply<T>(answer: HttpReply | undefined, index: number, read: ReadAnswer<T>): Reply<T> {
    if (answer === undefined || answer.kind === 'failure') {
      return failed(errorOfFailure(answer ?? { kind: 'failure', code: 'lost' }));
    }
    if (answer.status >= 200 && answer.status < 300) return read(answer, index);
    return failed(errorOfResponse(answer, this.options.key, this.options.clock.now()));
  }
}
