/**
 * The Protection handle. It knows who asks (the user at the keyboard), for add-on code runs as that user.
 * Source: https://developers.google.com/apps-script/reference/spreadsheet/protection
 */
import { modelled } from '../../strict';
import { SheetsException, messages } from '../errors';
import type { Protection } from '../protection';
import type { SheetModel } from '../sheet-model';
import { type MethodsOf, type SpreadsheetContext } from './context';
import { enums } from './enums';

type Documented = GoogleAppsScript.Spreadsheet.Protection;

/** The handle of a protection, existing or just being added. */
export function protectionHandle(ctx: SpreadsheetContext, sheet: SheetModel, protection: Protection): object {
  const calls = ctx.calls('Protection');
  const change = (method: string, apply: () => void): object => {
    calls.write(method);
    assertEditor(ctx, protection);
    ctx.queue({ what: `Protection.${method}`, sheet, area: 'none', apply });
    return handle;
  };
  const handle: object = modelled('SpreadsheetApp.Protection', {
    ...editorMethods(ctx, protection, change),
    ...readMethods(ctx, sheet, protection),
    setDescription: (text: string) =>
      change('setDescription', () => {
        protection.description = text;
      }),
    setWarningOnly: (warningOnly: boolean) =>
      change('setWarningOnly', () => {
        protection.warningOnly = warningOnly;
      }),
    remove: () => {
      change('remove', () => {
        sheet.protections = sheet.protections.filter((each) => each !== protection);
      });
    },
  } satisfies MethodsOf<Documented>);
  return handle;
}

function assertEditor(ctx: SpreadsheetContext, protection: Protection): void {
  if (!protection.admits(ctx.email, ctx.workbook.owner)) throw new SheetsException(messages.protected);
}

function readMethods(ctx: SpreadsheetContext, sheet: SheetModel, protection: Protection) {
  const calls = ctx.calls('Protection');
  return {
    getDescription() {
      calls.read('getDescription');
      return protection.description;
    },
    isWarningOnly() {
      calls.read('isWarningOnly');
      return protection.warningOnly;
    },
    canEdit() {
      calls.read('canEdit');
      return protection.admits(ctx.email, ctx.workbook.owner);
    },
    getProtectionType() {
      calls.navigate('getProtectionType');
      return enums.ProtectionType[protection.kind];
    },
    getRange() {
      calls.read('getRange');
      const whole = { row: 1, column: 1, numRows: sheet.maxRows, numColumns: sheet.maxColumns };
      return ctx.handles.range(sheet, protection.area ?? whole);
    },
  } satisfies MethodsOf<Documented>;
}

/** "Neither the owner of the spreadsheet nor the current user can be removed." Same page, #removeeditorsemailaddresses */
function editorMethods(
  ctx: SpreadsheetContext,
  protection: Protection,
  change: (method: string, apply: () => void) => object,
) {
  const calls = ctx.calls('Protection');
  const everyone = () => new Set([ctx.workbook.owner, ...ctx.workbook.editors]);
  const add = (emails: readonly string[]) => {
    for (const email of emails) protection.editors?.add(email);
  };
  const remove = (emails: readonly string[]) => {
    const editors = protection.editors ?? everyone().add(ctx.email);
    for (const email of emails)
      if (email !== ctx.workbook.owner && email !== ctx.email) editors.delete(email);
    protection.editors = editors;
  };
  return {
    addEditor: (user: unknown) => change('addEditor', () => add([emailOf(user)])),
    addEditors: (emails: readonly string[]) => change('addEditors', () => add(emails.map(emailOf))),
    removeEditor: (user: unknown) => change('removeEditor', () => remove([emailOf(user)])),
    removeEditors: (users: readonly unknown[]) => change('removeEditors', () => remove(users.map(emailOf))),
    // No domain of several accounts is modelled: nobody but the named editors can ever edit.
    canDomainEdit() {
      calls.read('canDomainEdit');
      return false;
    },
    getEditors() {
      calls.read('getEditors');
      assertEditor(ctx, protection);
      return [...(protection.editors ?? everyone())].map((email) =>
        modelled('User', { getEmail: () => email, toString: () => email }),
      );
    },
  } satisfies MethodsOf<Documented>;
}

function emailOf(user: unknown): string {
  if (typeof user === 'string') return user;
  if (
    typeof user === 'object' &&
    user !== null &&
    'getEmail' in user &&
    typeof user.getEmail === 'function'
  ) {
    return String(user.getEmail());
  }
  throw new SheetsException(`Invalid email: ${String(user)}`);
}
