/** "It is right": confirms a problem of a whole column by typing its word (C9). */
import { wordOf } from '../../core/confirmation';
import { Refusal } from '../../core/words';
import { checkTab } from './check';
import { digestOf, entryOf } from './confirmations';
import { refuseIfBusy } from '../jobs';
import { logEvent } from '../log/log';
import type { Ports } from '../ports';

/**
 * The word must be typed exactly. The confirmation holds while the problem's key stays the same.
 * @returns problems confirmed, at least 1
 * @throws Refusal confirm-gone if there is no such problem, confirm-word if the word is another
 */
export function confirmProblem(
  ports: Ports,
  request: { readonly cause: string; readonly word: string },
): number {
  refuseIfBusy(ports);
  const open = checkTab(ports).problems.filter(
    (problem) => problem.cause === request.cause && wordOf(problem) !== undefined,
  );
  const [first] = open;
  if (!first) throw new Refusal('confirm-gone');
  const word = wordOf(first)!;
  if (request.word !== word) throw new Refusal('confirm-word', word);
  const typed = new Set(open.map((problem) => digestOf(ports, problem)));
  ports.books.append([entryOf(ports, { marks: new Set(), typed })]);
  const message = `${first.message} Typed: ${word}. Cells: ${open.length}.`;
  logEvent(ports, { what: 'Warning', outcome: 'Confirmed', message });
  return open.length;
}
