/** What a push remembers between steps, and what it tells. No work is done here. */
import type { Outcome } from '../core/words';
import type { Job } from './jobs';
import type { Progress } from './ports';

/** What is done is told by the results in the books, never by this (B1). */
export interface PushState {
  readonly planId: string;
  /** Items whose result also stands in the tab. */
  readonly shown: number;
  /** Set while the push waits for a person; holds the message that came so often. */
  readonly paused: string;
  /** True once a person has said to go on in spite of the refusals. */
  readonly goOn: boolean;
}

export type PushJob = Job<'push', PushState>;

export interface PushResult {
  readonly planId: string;
  readonly total: number;
  readonly counts: { readonly [O in Outcome]?: number };
  readonly cancelled: boolean;
  /** Why the push stopped before its end, in words; absent if it did not. */
  readonly stopped?: { readonly code: string; readonly title: string; readonly text: string };
  readonly seconds: number;
}

export interface PushStep {
  readonly progress: Progress;
  /** The message that Everflow gave so often that the push waits for a yes; '' if it does not wait. */
  readonly paused: string;
  readonly result?: PushResult;
}
