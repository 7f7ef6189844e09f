/** What a push remembers between steps, and what it tells. No work is done here. */
import type { Outcome } from '../../core/words';
import type { Job } from '../jobs';
import type { Progress } from '../ports';

/**
 * Why a push waits for a person.
 * - refusals: Everflow gave so many rows the same refusal (W5)
 * - trial: the first rows are pushed and were read back (W8)
 * - quota: Google lets no more requests out today (J3)
 */
export type PauseReason = 'refusals' | 'trial' | 'quota';

/** One of the first rows, as it was read back. */
export interface TrialRow {
  readonly seq: number;
  readonly id: number;
  readonly outcome: Outcome;
  /** Headers of what Everflow does not hold as planned; empty if everything is, or nothing was sent. */
  readonly differs: readonly string[];
  /** True if it was read back. False where nothing was written, so that there was nothing to read, and where Everflow did not answer. */
  readonly read: boolean;
}

/** What is done is told by the journal in the books, never by this (B1). */
export interface PushState {
  readonly planId: string;
  /** Results, in the order of the journal, that also stand in the tab. */
  readonly shown: number;
  /** True once a person has said to go on in spite of the refusals. */
  readonly goOn: boolean;
  /** Set while the push waits for a person. `message`: what came so often. */
  readonly waits?: { readonly why: PauseReason; readonly message: string } | undefined;
  /** "Push 5 first": how many rows, and what was read back of them; absent once a person has said to go on (W8). */
  readonly trial?: { readonly size: number; readonly rows?: readonly TrialRow[] } | undefined;
}

export type PushJob = Job<'push', PushState>;

export interface PushResult {
  readonly planId: string;
  readonly total: number;
  readonly counts: { readonly [O in Outcome]?: number };
  readonly cancelled: boolean;
  /** Why the push stopped before its end, in words; absent if it did not. */
  readonly stopped?: { readonly code: string; readonly title: string; readonly text: string };
  /** New rows that wait for a person (W4). */
  readonly waiting: number;
  readonly seconds: number;
}

export interface PushStep {
  readonly progress: Progress;
  /** In words, why the push waits for a yes; '' if it does not wait. For refusals, the message that Everflow gave so often. */
  readonly paused: string;
  readonly why?: PauseReason;
  /** What was read back of the first rows, while the push waits after them. */
  readonly trial?: readonly TrialRow[];
  readonly result?: PushResult;
}
