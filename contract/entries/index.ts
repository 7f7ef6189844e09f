/** All entries, in the order in which they are asked and told. Services are named inside of the entries only: Node reads this list too. */
import type { ScriptEntry } from '../scratch';
import type { Entry } from '../entry';
import { handEntries } from './by-hand';
import { otherCellEntries } from './other-cells';
import { pageEntries } from './page';
import { readingEntries } from './reading';
import { requestEntries } from './requests';
import { ruleEntries } from './rules';
import { runtimeEntries } from './runtime';
import { serviceEntries } from './services';
import { tabEntries } from './tabs';
import { textCellEntries } from './text-cells';

/** Those that the script asks by itself. */
export const scriptEntries: readonly ScriptEntry[] = [
  ...textCellEntries,
  ...otherCellEntries,
  ...readingEntries,
  ...tabEntries,
  ...ruleEntries,
  ...serviceEntries,
  ...requestEntries,
  ...runtimeEntries,
];

export const ENTRIES: readonly Entry[] = [...scriptEntries, ...pageEntries, ...handEntries];
