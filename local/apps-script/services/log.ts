/**
 * Logger and console: what a script writes goes into one list that tests can search, e.g. for secrets.
 * Source: developers.google.com/apps-script/guides/logging
 */
import { format } from 'node:util';
import type { Execution } from '../execution';
import { modelled } from '../strict';

/** One line of the execution log. */
export interface LogEntry {
  readonly level: 'debug' | 'info' | 'log' | 'warn' | 'error';
  readonly text: string;
  readonly executionId: number;
}

const levels = ['debug', 'info', 'log', 'warn', 'error'] as const;

export function createLogging(execution: Execution, log: LogEntry[]): { console: object; Logger: object } {
  const write = (level: LogEntry['level'], args: readonly unknown[]): void => {
    log.push({ level, text: format(...args), executionId: execution.options.id });
  };
  const enter = (service: string, method: string): void =>
    execution.enter({ service, method, kind: 'navigate', leastMode: 'NONE' });
  const logger: object = modelled('Logger', {
    log(...args: unknown[]): object {
      enter('Logger', 'log');
      write('log', args);
      return logger;
    },
  });
  const methods = levels.map((level) => [
    level,
    (...args: unknown[]): void => {
      enter('console', level);
      write(level, args);
    },
  ]);
  return { Logger: logger, console: modelled('console', Object.fromEntries(methods) as object) };
}
