/**
 * One way for every change: a person's command becomes acts, the server answers, the answer goes on screen. Here Univer's commands are
 * replaced by that, and whatever else would change the workbook is held back.
 */
import {
  CanceledError,
  CommandType,
  EDITOR_ACTIVATED,
  ICommandService,
  IContextService,
  RedoCommand,
  UndoCommand,
} from '@univerjs/core';
import type { ICommand, IExecutionOptions, Injector } from '@univerjs/core';
import type { Act } from '../../protocol';
import { TRANSLATIONS } from './acts-of';
import { COMMAND } from './ids';
import type { Sheets } from './sheets';

export interface Doings {
  act(acts: readonly Act[]): void;
  undo(): void;
  redo(): void;
  /** A person started something that the workbench does not imitate. */
  cannot(why: string): void;
}

/** Mutations that only concern how a sheet is drawn. */
const HARMLESS: readonly string[] = [
  'sheet.mutation.toggle-note-popup',
  'sheet.mutation.update-note-position',
  'sheet.mutation.mark-dirty-filter-change',
  'sheet.mutation.set-worksheet-row-is-auto-height',
];

const changesWorkbook = (id: string): boolean =>
  /^(sheets?|data-validation)\.mutation\./.test(id) && !HARMLESS.includes(id);

/** Marks a mutation as the server's word. `onlyLocal`: Univer must not draw conclusions of its own from it. */
export const FROM_SERVER = { fromServer: true, onlyLocal: true } as const;

/** Puts another handler in place of a command. Only commands with one handler; copy, cut and paste have several (`clipboard.ts`). */
function replace(service: ICommandService, id: string, handler: ICommand['handler']): void {
  service.unregisterCommand(id);
  service.registerCommand({ id, type: CommandType.COMMAND, handler });
}

export function replaceCommands(injector: Injector, sheets: Sheets, doings: Doings): void {
  const service = injector.get(ICommandService);
  const inEditor = () => injector.get(IContextService).getContextValue(EDITOR_ACTIVATED);
  for (const [id, translate] of Object.entries(TRANSLATIONS)) {
    if (!service.hasCommand(id)) throw new Error(`Univer has no command ${id}.`);
    replace(service, id, (_accessor, params) => {
      try {
        const acts = translate(sheets, params ?? {});
        if (acts.length > 0) doings.act(acts);
      } catch (error) {
        doings.cannot((error as Error).message);
      }
      return true;
    });
  }
  // Inside a cell's editor undo concerns the text that is being typed: that is Univer's.
  replace(service, COMMAND.undo, (accessor) => {
    if (inEditor()) return UndoCommand.handler(accessor);
    doings.undo();
    return true;
  });
  replace(service, COMMAND.redo, (accessor) => {
    if (inEditor()) return RedoCommand.handler(accessor);
    doings.redo();
    return true;
  });
  service.beforeCommandExecuted(({ id, type }, options?: IExecutionOptions) => {
    if (type !== CommandType.MUTATION || options?.['fromServer'] === true || !changesWorkbook(id)) return;
    doings.cannot('The workbench does not imitate this.');
    throw new CanceledError();
  });
}
