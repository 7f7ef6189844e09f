/**
 * Key-value stores on PropertiesService. Document properties are shared by all users of the add-on in the open spreadsheet, user
 * properties belong to one person. Each get and set is a round trip and counts against a daily quota, so a store is read as a whole, once, and
 * what is set goes out together. Source: https://developers.google.com/apps-script/guides/properties
 */
import type { KeyValues } from '../flows/ports';

class StoredValues implements KeyValues {
  private known: Map<string, string> | undefined;
  /** What is to be written yet; null: to be removed. */
  private readonly pending = new Map<string, string | null>();

  constructor(private readonly open: () => GoogleAppsScript.Properties.Properties) {}

  get(key: string): string | null {
    const own = this.pending.get(key);
    return (own === undefined ? this.all().get(key) : own) || null;
  }

  set(key: string, value: string): void {
    this.pending.set(key, value);
  }

  remove(key: string): void {
    this.pending.set(key, null);
  }

  keys(): string[] {
    const names = new Set([...this.all().keys(), ...this.pending.keys()]);
    return [...names].filter((key) => this.get(key) !== null);
  }

  lookAnew(): void {
    this.known = undefined;
  }

  settle(): void {
    if (this.pending.size === 0) return;
    const known = this.all();
    const changed = [...this.pending].filter(([key, value]) => (known.get(key) ?? '') !== (value ?? ''));
    this.pending.clear();
    // Until it is known to be carried out, nobody knows what stands there.
    this.known = undefined;
    const texts: Record<string, string> = {};
    for (const [key, value] of changed) if (value !== null) texts[key] = value;
    if (Object.keys(texts).length > 0) this.open().setProperties(texts);
    for (const [key, value] of changed) if (value === null) this.open().deleteProperty(key);
    this.known = known;
    for (const [key, value] of changed) {
      if (value === null) known.delete(key);
      else known.set(key, value);
    }
  }

  drop(): void {
    this.pending.clear();
  }

  private all(): Map<string, string> {
    this.known ??= new Map(Object.entries(this.open().getProperties()));
    return this.known;
  }
}

export const documentValues: KeyValues = new StoredValues(() => PropertiesService.getDocumentProperties());
export const userValues: KeyValues = new StoredValues(() => PropertiesService.getUserProperties());
