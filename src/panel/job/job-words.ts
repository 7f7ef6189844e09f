/** What is said of a pull or push under way. Pure. */
import type { Status } from '../context';
import { moment, who } from '../format';

export type Kind = 'pull' | 'push';
export type Job = NonNullable<Status['job']>;

/** `Started by anna@example.com, 3 Mar 2025, 14:02.` */
export function startedText({ startedBy, startedAt }: Job): string {
  return `Started by ${who(startedBy)}, ${moment(startedAt)}.`;
}
