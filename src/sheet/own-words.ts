/**
 * Which cells need no reading back: texts whose form we made ourselves, so that no platform takes them for a number, date or formula
 * (T1). Only these are written to many places in one call.
 */
import type { CellOut } from '../core/cells';
import type { Column } from '../core/columns';

/** A time as the add-on writes it; the zone at its end keeps it a text. */
const OWN_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/;
/** A host with a top-level domain of letters. */
const HOST = /^[a-z\d-]+(\.[a-z\d-]+)*\.[a-z]{2,}$/i;
/** Begins like the sentences and states that the add-on writes: with a capital, a symbol of ours, or "partner". */
const OWN_SENTENCE = /^([●＋⚠✖⇄⏻✂✓] |[A-Z][a-z]+[ :,]|ALL partners|partner |Updated$|Created$)/;

/** Longer than any date or number that a platform reads out of text. */
const LONG = 40;

export function isOwnWord(column: Column, value: CellOut): boolean {
  if (typeof value === 'number') return false;
  if (value === '') return true;
  switch (column.key) {
    case 'state':
    case 'firesFor':
      return OWN_SENTENCE.test(value);
    case 'message':
      // Sentences of ours, though they may quote what people and servers wrote: too long for a number or date, and no formula.
      return OWN_SENTENCE.test(value) || (value.length > LONG && /^[A-Za-z"#]/.test(value));
    case 'created':
    case 'lastChanged':
      return OWN_TIME.test(value);
    case 'host':
      return HOST.test(value);
    default:
      return column.rule.kind === 'list' && column.rule.values.includes(value);
  }
}
