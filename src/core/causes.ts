/**
 * The names of all causes of problems, as types alone: a problem of a cause that is not listed here does not compile, and a cause that
 * docs/messages.md does not explain fails a test. A new cause is one line here and one entry there.
 */
import type { ColumnKey } from './columns';
import type { TextField } from './postback';

export type Cause =
  // Cells that cannot be read as they are: `cell-` and the fault (C5, C7, T3).
  | 'cell-blank'
  | 'cell-not-whole'
  | 'cell-thousands'
  | 'cell-too-many-digits'
  | 'cell-date'
  | 'cell-boolean'
  | 'cell-number-as-text'
  | 'cell-error-value'
  | 'cell-marker'
  | 'cell-pairs'
  | 'number-read-as-text'
  | 'not-loaded'
  | 'too-long'
  | 'fixed-cell'
  | `formula-${ColumnKey}`
  // Which postback a row is (C6, C9, P6, P7, P9).
  | 'id-not-a-number'
  | 'absent-id'
  | 'unknown-id'
  | 'copied-row'
  | 'lost-id'
  | 'foreign-cells'
  | 'changed-there-too'
  | 'gone'
  | 'fixed-status'
  | 'fixed-record'
  | `shuffled-${ColumnKey}`
  // Words of closed lists (V3).
  | `${TextField}-empty`
  | `${TextField}-spelling`
  | `${TextField}-unknown`
  | 'method-integration'
  | 'method-leaves-integration'
  // The URL (V4).
  | 'url-missing'
  | 'url-trim'
  | 'url-spaces'
  | 'url-scheme'
  | 'url-host'
  | 'url-braces'
  | 'url-scheme-case'
  | 'url-plain-http'
  | 'url-macro-host'
  | 'url-private-host'
  | 'url-credentials'
  | 'url-smart-quotes'
  | 'url-encoded-braces'
  | 'url-hash'
  | 'url-second-question-mark'
  | 'url-amp'
  // The delay (V5).
  | 'delay-range'
  | 'delay-method'
  // Level, type and ids (V6).
  | 'partner-missing'
  | 'offer-missing'
  | 'offer-ignored'
  | 'partner-ignored'
  | 'event-level'
  | 'event-type'
  | 'cpc-level'
  | 'cpc-method'
  // What a method needs and does not use (V7).
  | `${ColumnKey}-missing`
  | `${ColumnKey}-unused`
  | `${ColumnKey}-lines`
  | `${ColumnKey}-names`
  | `${ColumnKey}-spelling`
  | 'fbUserData-empty'
  // Macros (V8): the name or token follows.
  | `macro-unknown:${string}`
  | `macro-foreign:${string}`
  | 'macro-many'
  // Doubles (V9).
  | 'same-new-row'
  | 'twin-of-pulled'
  | 'double-firing'
  // Ids from nowhere (V10).
  | 'partnerId-name'
  | 'offerId-name'
  | 'partner-unseen'
  | 'offer-unseen'
  | 'event-kept'
  | 'event-of-another-offer'
  | 'business-of-another-partner'
  // New rows that wait for a person (W4).
  | 'unclear-create'
  | 'twin-create';
