/** A script with the desk's way of removing rows alone, for tests of it. */
import { answer, type Answer } from '../../src/platform/answer';
import { SheetDesk } from '../../src/sheet/desk';

export function removeThese(request: { sheetId: number; ids: number[] }): Answer<number> {
  const desk = new SheetDesk(() => SpreadsheetApp.getActiveSpreadsheet());
  return answer(() => desk.removeRows(request.sheetId, request.ids).length);
}
