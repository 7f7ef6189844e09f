/**
 * Key-value stores on PropertiesService. Document properties are shared by all users of the add-on in the open spreadsheet, user
 * properties belong to one person. Source: https://developers.google.com/apps-script/guides/properties
 */
import type { KeyValues } from '../flows/ports';

function onProperties(open: () => GoogleAppsScript.Properties.Properties): KeyValues {
  return {
    get: (key) => open().getProperty(key),
    set: (key, value) => void open().setProperty(key, value),
    remove: (key) => void open().deleteProperty(key),
    keys: () => open().getKeys(),
  };
}

export const documentValues: KeyValues = onProperties(() => PropertiesService.getDocumentProperties());
export const userValues: KeyValues = onProperties(() => PropertiesService.getUserProperties());
