/** What is said when something about the change log is refused (A1). */
import { words } from './words-say';

export const LOG_REFUSALS = {
  'log-protected': () =>
    words(
      'The Change log tab is protected',
      'Nothing is pushed without its log. Ask whoever protected the tab to let you edit it, or start a new log, then try again.',
    ),
  'log-none': () =>
    words('There is no change log yet', 'It begins with the next pull, push or change of a setting.'),
  'log-changed': () =>
    words(
      'The change log does not have its columns any more',
      'Put its header row back as it was, or start a new log. The next line is written into a new one anyway.',
    ),
  'name-missing': () =>
    words(
      'A name is needed',
      'Google does not tell who you are. Type the name that the change log shall show.',
    ),
};
