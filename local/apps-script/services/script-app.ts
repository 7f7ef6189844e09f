/**
 * ScriptApp: authorisation modes and status. Triggers are not modelled.
 * Source: developers.google.com/apps-script/reference/script/script-app
 */
import type { Execution } from '../execution';
import { createEnum, modelled } from '../strict';

export const AuthMode = createEnum('ScriptApp.AuthMode', ['NONE', 'CUSTOM_FUNCTION', 'LIMITED', 'FULL']);
const AuthorizationStatus = createEnum('ScriptApp.AuthorizationStatus', ['REQUIRED', 'NOT_REQUIRED']);

export function createScriptApp(execution: Execution, options: { authorised: boolean }): object {
  const enter = (method: string): void =>
    execution.enter({ service: 'ScriptApp', method, kind: 'navigate', leastMode: 'NONE' });
  return modelled('ScriptApp', {
    AuthMode,
    AuthorizationStatus,
    getScriptId(): string {
      enter('getScriptId');
      return 'local-script';
    },
    getAuthorizationInfo(_mode: unknown): object {
      enter('getAuthorizationInfo');
      return modelled('AuthorizationInfo', {
        getAuthorizationStatus: () =>
          options.authorised ? AuthorizationStatus.NOT_REQUIRED : AuthorizationStatus.REQUIRED,
        getAuthorizationUrl: () => (options.authorised ? null : 'https://accounts.google.com/o/oauth2/auth'),
      });
    },
  });
}
