/** Sections of the guide that views lead to: ids of headings, and the headings' words. A test holds them against the built guide. */

export const GUIDE_SECTIONS = {
  'the-start-of-the-panel': 'The start of the panel',
  connect: 'Connect',
  settings: 'Settings',
  pull: 'Pull',
  'what-changed-in-everflow': 'What changed in Everflow',
  edit: 'Edit',
  check: 'Check',
  review: 'Review',
  'changed-in-everflow-too': 'Changed in Everflow too',
  push: 'Push',
  'push-5-first': 'Push 5 first',
  'a-push-that-stopped': 'A push that stopped',
  'taking-over-from-a-colleague': 'Taking over from a colleague',
  'new-rows-that-wait-for-you': 'New rows that wait for you',
  'what-each-outcome-means': 'What each outcome means',
  'audit-and-undo': 'Audit and undo',
  'take-a-snapshot': 'Take a snapshot',
  verify: 'Verify',
  compare: 'Compare',
  share: 'Share',
  'change-log': 'Change log',
  'undo-a-push': 'Undo a push',
  'restore-rows-from-a-snapshot': 'Restore rows from a snapshot',
  'your-name': 'Your name',
  health: 'Health',
  copies: 'Copies',
  'when-something-is-refused': 'When something is refused',
} as const;

export type GuideSection = keyof typeof GUIDE_SECTIONS;
