/** A name for a tab that no other tab has: Sheets refuses a name that is taken. */
export function freeName(file: GoogleAppsScript.Spreadsheet.Spreadsheet, wanted: string): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${wanted} ${n}`;
    if (!file.getSheetByName(name)) return name;
  }
}
