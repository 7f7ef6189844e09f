/**
 * Remembers a pulled spreadsheet with its properties, so that many tests can begin there without the cost of another pull. What the
 * server holds is not its business.
 */
import type { Workbook } from '../../local/apps-script';
import { fromJson, toJson, type FormulaResolver } from '../../local/apps-script/spreadsheet';
import type { Stage } from '../../local/story/stage';

/** Each call of what it returns opens the spreadsheet as it is now, with the properties of now. */
export function remember({ google }: Stage, resolver?: FormulaResolver): () => Workbook {
  const version = toJson(google.workbook!);
  const stores = structuredClone(google.state.properties);
  const { world, now } = google.workbook!;
  return () => {
    google.beforeCall(null);
    google.state.properties.clear();
    for (const [name, store] of structuredClone(stores)) google.state.properties.set(name, store);
    return google.openSpreadsheet(fromJson(version, { world, now, ...(resolver ? { resolver } : {}) }));
  };
}
