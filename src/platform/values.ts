/**
 * Key-value stores on PropertiesService. Document properties are shared by all users of the add-on in the open spreadsheet, user
 * properties belong to one person. Each get and set is a round trip and counts against a daily quota, so a store is read as a whole, once.
 * Source: https://developers.google.com/apps-script/guides/properties
 */
import type { KeyValues } from '../flows/ports';

class StoredValues implements KeyValues {
  private known: Map<string, string> | undefined;

  constructor(private readonly open: () => GoogleAppsScript.Properties.Properties) {}

  get(key: string): string | null {
    return this.all().get(key) ?? null;
  }

  set(key: string, value: string): void {
    if (this.known?.get(key) === value) return;
    this.change((store) => store.setProperty(key, value));
    this.known?.set(key, value);
  }

  remove(key: string): void {
    if (this.known && !this.known.has(key)) return;
    this.change((store) => store.deleteProperty(key));
    this.known?.delete(key);
  }

  keys(): string[] {
    return [...this.all().keys()];
  }

  lookAnew(): void {
    this.known = undefined;
  }

  private all(): Map<string, string> {
    this.known ??= new Map(Object.entries(this.open().getProperties()));
    return this.known;
  }

  private change(how: (store: GoogleAppsScript.Properties.Properties) => void): void {
    try {
      how(this.open());
    } catch (error) {
      // It may have been carried out all the same.
      this.known = undefined;
      throw error;
    }
  }
}

export const documentValues: KeyValues = new StoredValues(() => PropertiesService.getDocumentProperties());
export const userValues: KeyValues = new StoredValues(() => PropertiesService.getUserProperties());
