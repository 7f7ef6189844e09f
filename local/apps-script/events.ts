/** The event objects that triggers hand to a script. Knows no trigger's rules. */
import type { AuthModeName } from './kernel';
import { AuthMode } from './services/script-app';

/** The event of a trigger: the document is not to be had in NONE (developers.google.com/apps-script/guides/triggers/events). */
export function eventOf(globals: Record<string, object>, authMode: AuthModeName): object {
  const event = { authMode: AuthMode[authMode] };
  if (authMode === 'NONE') return event;
  const { SpreadsheetApp } = globals as { SpreadsheetApp: { getActiveSpreadsheet(): object } };
  return Object.defineProperty(event, 'source', {
    enumerable: true,
    get: () => SpreadsheetApp.getActiveSpreadsheet(),
  });
}
