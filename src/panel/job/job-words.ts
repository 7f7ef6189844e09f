/** What is said of a pull, push, snapshot or comparison under way. Pure. */
import type { Status } from '../context';
import { moment, who } from '../format';
import type { GuideSection } from '../parts/guide-sections';

export type Kind = 'pull' | 'push' | 'snapshot' | 'compare';

/** What people call it. */
export const NAMES: { readonly [K in Kind]: string } = {
  pull: 'pull',
  push: 'push',
  snapshot: 'snapshot',
  compare: 'comparison',
};

/** Section of the guide that tells how it goes on. */
export const GUIDE_OF: { readonly [K in Kind]: GuideSection } = {
  pull: 'pull',
  push: 'a-push-that-stopped',
  snapshot: 'take-a-snapshot',
  compare: 'compare',
};
export type Job = NonNullable<Status['job']>;

/** `Started by anna@example.com, 3 Mar 2025, 14:02.` */
export function startedText({ startedBy, startedAt }: Job): string {
  return `Started by ${who(startedBy)}, ${moment(startedAt)}.`;
}
