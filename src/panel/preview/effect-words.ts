/** What changes do out there, in sentences with their number (D2). Pure. */
import { count, number } from '../format';
import type { Effect } from './choice';

const verb = (rows: number, one: string, many: string): string =>
  `${number(rows)} ${rows === 1 ? one : many}`;

const TEXTS: { readonly [E in Effect]: (rows: number) => string } = {
  'turns-on': (rows) => `Turns on ${count(rows, 'postback that is off', 'postbacks that are off')}`,
  widens: (rows) => verb(rows, 'reaches', 'reach') + ' more partners, offers or events',
  moves: (rows) => verb(rows, 'moves', 'move') + ' to another partner, offer, event, level, type or method',
  'serves-others': (rows) => verb(rows, 'serves', 'serve') + ' others than the filter names',
  'empties-text': (rows) => verb(rows, 'empties', 'empty') + ' a text',
  'turns-off': (rows) => `Turns off ${count(rows, 'postback')}`,
  'starts-firing': (rows) => `${count(rows, 'new postback starts', 'new postbacks start')} firing at once`,
  'serves-all': (rows) => verb(rows, 'serves', 'serve') + ' all partners',
  hidden: (rows) =>
    `${number(rows)} of the changes ${rows === 1 ? 'is in a row' : 'are in rows'} hidden by a filter`,
  other: (rows) => count(rows, 'other change'),
};

/** @param rows that do so, 1 and up */
export function effectText(effect: Effect, rows: number): string {
  return TEXTS[effect](rows);
}
