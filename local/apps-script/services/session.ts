/**
 * Session: who is at the keyboard, as far as a script may know.
 * Source: developers.google.com/apps-script/reference/base/session
 */
import { createHash } from 'node:crypto';
import type { Execution } from '../execution';
import { modelled, ServiceError } from '../strict';

/** How getEmail answers: the address, "" (policy of the domain or account), or an exception. */
export type EmailAnswer = 'address' | 'hidden' | 'throws';

export interface SessionOptions {
  readonly emails: EmailAnswer;
  readonly scriptTimeZone: string;
}

const EMAIL_SCOPE = 'https://www.googleapis.com/auth/userinfo.email';
const KEY_PERIOD_MS = 30 * 24 * 60 * 60 * 1000;

export function createSession(execution: Execution, options: SessionOptions): object {
  const navigate = (method: string, leastMode: 'NONE' | 'LIMITED'): void =>
    execution.enter({ service: 'Session', method, kind: 'navigate', leastMode });
  const createUser = (): object =>
    modelled('User', {
      getEmail(): string {
        execution.enter({
          service: 'User',
          method: 'getEmail',
          kind: 'read',
          leastMode: 'LIMITED',
          anyScope: [EMAIL_SCOPE],
        });
        if (options.emails === 'throws') {
          throw new ServiceError(
            `You do not have permission to call Session.getActiveUser. Required permissions: ${EMAIL_SCOPE}`,
          );
        }
        // Documented: blank in simple triggers, and where a security policy hides the address.
        return options.emails === 'hidden' || execution.mode !== 'FULL' ? '' : execution.userEmail;
      },
    });
  return modelled('Session', {
    getActiveUser(): object {
      navigate('getActiveUser', 'LIMITED');
      return createUser();
    },
    getEffectiveUser(): object {
      navigate('getEffectiveUser', 'LIMITED');
      return createUser();
    },
    getActiveUserLocale(): string {
      navigate('getActiveUserLocale', 'NONE');
      return 'en';
    },
    getScriptTimeZone(): string {
      navigate('getScriptTimeZone', 'NONE');
      return options.scriptTimeZone;
    },
    /** Documented: unique per user and script, needs no scope, rotates every 30 days. */
    getTemporaryActiveUserKey(): string {
      navigate('getTemporaryActiveUserKey', 'LIMITED');
      const period = Math.floor(execution.clock.now() / KEY_PERIOD_MS);
      return createHash('sha256').update(`${period}:${execution.userEmail}`).digest('base64');
    },
  });
}
