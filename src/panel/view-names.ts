/** The views of the panel by name, as the menu asks for them. Pure: the page's start and its tests read the same list. */

export const VIEWS = ['home', 'pull', 'check', 'push', 'snapshot', 'undo', 'health'] as const;
/** The others are reached from views only. */
export type View =
  | (typeof VIEWS)[number]
  | 'conflicts'
  | 'waiting'
  | 'news'
  | 'settings'
  | 'audit'
  | 'snapshots'
  | 'compare'
  | 'log';
