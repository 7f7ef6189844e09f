/**
 * Which cells need no reading back: texts whose form we made ourselves, so that no platform takes them for a number, date or formula
 * (T1). Only these are written to many places in one call.
 */
import type { CellOut } from '../core/cells';
import type { Column } from '../core/columns';
import { OUTCOMES } from '../core/words';

/** A time as the add-on writes it; the zone at its end keeps it a text. */
const OWN_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/;
/** A host with a top-level domain of letters. */
const HOST = /^[a-z\d-]+(\.[a-z\d-]+)*\.[a-z]{2,}$/i;
/** The symbol that begins each state, and the words that begin Fires for. */
const OWN_STATE = /^[●＋⚠✖⇄⏻✂✓] /;
const OWN_FIRES_FOR = /^(ALL partners|partner )/;
/** Longer than any date or number that a platform reads out of text. */
const LONG = 40;

export function isOwnWord(column: Column, value: CellOut): boolean {
  if (typeof value === 'number') return false;
  // Our sign for a name that is not known (V10): neither number, date nor formula anywhere.
  if (value === '' || value === '?') return true;
  switch (column.key) {
    case 'state':
      return OWN_STATE.test(value);
    case 'firesFor':
      return OWN_FIRES_FOR.test(value);
    case 'message':
      // Sentences of ours, though they may quote what people and servers wrote: too long for a number or date, and no formula.
      return OUTCOMES.some((word) => value === word) || (value.length > LONG && /^[A-Za-z"#]/.test(value));
    case 'created':
    case 'lastChanged':
      return OWN_TIME.test(value);
    case 'host':
      return HOST.test(value);
    default:
      return column.rule.kind === 'list' && column.rule.values.includes(value);
  }
}
