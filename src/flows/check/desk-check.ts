/** Everything that one reading of the Postbacks tab amounts to: what a check hands to those who write, fix, preview or discard. */
import type { DeskDrafts } from '../../core/draft';
import type { Names } from '../../core/names';
import type { Problem } from '../../core/problem';
import type { Remembered } from './confirmations';
import type { BaselineReading, Head } from '../head';
import type { DeskReading } from '../ports';

export interface DeskCheck {
  readonly head: Head;
  readonly reading: DeskReading;
  readonly baseline: BaselineReading;
  readonly desk: DeskDrafts;
  readonly problems: readonly Problem[];
  readonly names: Names;
  /** Postbacks that Everflow switched off, with the time when that was found; not seen yet (P9). */
  readonly switchedOff: ReadonlyMap<number, number>;
  /** What was confirmed earlier; `desk` and `problems` carry it already (V1). */
  readonly remembered: Remembered;
}
