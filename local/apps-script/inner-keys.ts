/**
 * Keys that are meant for the inside of a script only, such as names shortened by its build. Google has nothing like it: a guard for tests,
 * which notices one that comes out.
 */
export class InnerKeys {
  private found: string | undefined;
  private readonly inJson: RegExp | null;

  /** @param keys what such keys look like, without anchors; null: no key is one */
  constructor(keys: RegExp | null) {
    this.inJson = keys && new RegExp(`"(${keys.source})":`);
  }

  /** What the script stringifies is to be looked at, and costs time. */
  get wanted(): boolean {
    return this.inJson !== null;
  }

  look(json: string): void {
    this.found ??= this.inJson?.exec(json)?.[1];
  }

  /** @throws Error if one has come out since the last time, whatever the script made of it */
  throwIfOut(): void {
    const { found } = this;
    this.found = undefined;
    if (found !== undefined) throw new Error(`The script lets an object with the inner key ${found} out`);
  }
}
