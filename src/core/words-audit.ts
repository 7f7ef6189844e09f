/** Why a snapshot or a comparison is refused, with what to do next. */
import { words } from './words-say';

export const AUDIT_REFUSALS = {
  'snapshot-incomplete': () =>
    words(
      'No snapshot of an incomplete pull',
      'Not all postbacks were read at the last pull, so a snapshot would pass for more than it is. Pull again; if it stays incomplete, try later or pull with a filter.',
    ),
  'snapshot-empty': () =>
    words(
      'There is nothing to take a snapshot of',
      'None of the postbacks of the last pull is what you chose. Choose other partners, or pull again with another filter.',
    ),
  'snapshot-overtaken': () =>
    words(
      'What was pulled has changed since this snapshot was begun',
      'It would mix two states, so it is not finished. Cancel it and take a new one.',
    ),
  'audit-tab-gone': () =>
    words(
      'The tab is gone',
      'It was deleted, or is of another spreadsheet. Undo the deletion (Ctrl+Z), or choose another one.',
    ),
  'not-a-snapshot': () =>
    words(
      'This tab is no audit snapshot as the add-on takes it',
      'Its title, its head or its headers are missing, or it was written by a newer version. Undo the change (Ctrl+Z, or File > Version history), or choose another tab.',
    ),
  'snapshot-masked': () =>
    words(
      'Nothing can be restored from a masked snapshot',
      'What the mask hides would be written as •••. Choose a snapshot that is not masked.',
    ),
  'snapshot-other-network': () =>
    words(
      'This snapshot is of another network',
      'Its values belong to other partners. Choose a snapshot of the network that this spreadsheet belongs to.',
    ),
} as const;
