/**
 * The journal of a push: the one truth of what was about to be sent and what became of it (B1, J1). Everything else (cells, what counts as
 * pulled, progress) follows from it. A stream of the books; each block is a list of entries, in the order in which they happened. The format
 * is described in `docs/reliability.md`.
 */
import type { PlanItem } from '../../core/plan';
import type { Ports, StreamEntry } from '../ports';
import { runStream } from '../preview/plan-store';
import type { RowResult } from './results';

export type JournalEntry =
  /** The push was started, or taken over by somebody else. Times in milliseconds since the epoch. */
  | {
      readonly kind: 'begin' | 'take-over';
      readonly at: number;
      readonly by: string;
      readonly me: string;
      /** Last four characters of the key, and the reason without it; not in what older builds wrote, and only where it begins. */
      readonly key?: string;
      readonly reason?: string;
    }
  /** These rows are about to be sent; flushed before the first request of their batch. */
  | {
      readonly kind: 'intent';
      readonly what: PlanItem['kind'];
      readonly seqs: readonly number[];
    }
  /** Announced, and certainly not sent: Google let no more requests out. */
  | { readonly kind: 'withdrawn'; readonly seqs: readonly number[] }
  /** What became of rows; flushed before anybody is told. */
  | { readonly kind: 'results'; readonly at?: number; readonly results: readonly RowResult[] }
  /** It waits for a person, or was told to go on. */
  | { readonly kind: 'pause' | 'go-on'; readonly at: number; readonly why: string; readonly by?: string }
  | JournalEnd;

/** It has ended; nothing more is sent. */
export interface JournalEnd {
  readonly kind: 'end';
  readonly at: number;
  readonly why: 'done' | 'cancelled' | 'stopped';
  /** What stopped it, in words. */
  readonly stopped?: { readonly code: string; readonly title: string; readonly text: string };
}

/** What the entries of a journal amount to. */
export interface Journal {
  /** One result a row, in the order in which they were recorded. */
  readonly results: readonly RowResult[];
  /** Places in the plan of rows that were about to be sent and have no result: they may have been sent. With what they are. */
  readonly open: ReadonlyMap<number, PlanItem['kind']>;
  /** Who drives the push: `me` of whoever started it or took it over last; '' before it was started. */
  readonly driver: string;
  /** Set once it has ended. */
  readonly end?: JournalEnd;
}

/** Layout 2 announced creates in a stream of their own, as lists of places in the plan. */
const intentStream = (planId: string): string => `intent/${planId}`;

/** The books entry that makes these journal entries durable. */
export function journalEntry(planId: string, entries: readonly JournalEntry[]): StreamEntry {
  const blocks = entries.length === 0 ? [] : [{ text: JSON.stringify(entries), firstId: 0, lastId: 0 }];
  return { stream: runStream(planId), blocks };
}

/** All entries of a journal, in the order in which they were written. */
export function readEntries(ports: Ports, planId: string): JournalEntry[] {
  return ports.books.read(runStream(planId)).texts.flatMap((text) => JSON.parse(text) as JournalEntry[]);
}

export function readJournal(ports: Ports, planId: string): Journal {
  return journalOf(ports, planId, readEntries(ports, planId));
}

/** What entries of a journal amount to. */
export function journalOf(ports: Ports, planId: string, entries: readonly JournalEntry[]): Journal {
  const results = new Map<number, RowResult>();
  const open = new Map<number, PlanItem['kind']>();
  let driver = '';
  let end: JournalEnd | undefined;
  const old = ports.books.read(intentStream(planId)).texts;
  for (const seq of old.flatMap((text) => JSON.parse(text) as number[])) open.set(seq, 'create');
  for (const entry of entries) {
    if (entry.kind === 'begin' || entry.kind === 'take-over') driver = entry.me;
    else if (entry.kind === 'end') end ??= entry;
    else if (entry.kind === 'intent') for (const seq of entry.seqs) open.set(seq, entry.what);
    else if (entry.kind === 'withdrawn') for (const seq of entry.seqs) open.delete(seq);
    else if (entry.kind === 'results') for (const one of entry.results) results.set(one.seq, one);
  }
  for (const seq of results.keys()) open.delete(seq);
  return { results: [...results.values()], open, driver, ...(end ? { end } : {}) };
}

/** False if some of the journal can no longer be read: what was sent is not known then. */
export function isJournalWhole(ports: Ports, planId: string): boolean {
  const streams = [runStream(planId), intentStream(planId)];
  return (
    !ports.books.hasUnreadable() && streams.every((stream) => ports.books.read(stream).damage.length === 0)
  );
}
