/**
 * What really happened on the server, from its own log: every version of every postback, and who made it. Knows no sheet, no plan and nothing
 * of the add-on.
 */
import type { Control, PixelRecord, RecordEvent } from '../../../local/everflow';

export interface LedgerEvent extends RecordEvent {
  /** Place in the ledger, from 1. */
  readonly at: number;
  /** Number of the panel call whose request it was; 0 if that is not known. */
  readonly call: number;
  /** Server time of the request, milliseconds since the epoch. */
  readonly atMs: number;
}

interface Version {
  readonly from: number;
  readonly record: PixelRecord | null;
}

export class Ledger {
  readonly events: LedgerEvent[] = [];
  /** Postbacks as they are now. */
  readonly records = new Map<number, PixelRecord>();
  /** The panel call of each request that reached the server, in order. */
  readonly calls: number[] = [];
  private readonly versions = new Map<number, Version[]>();

  private constructor(
    private readonly control: Control,
    private readonly eventsBefore: number,
    private readonly requestsBefore: number,
  ) {}

  static async open(control: Control): Promise<Ledger> {
    const events = (await control.history()).length;
    const requests = (await control.log()).length;
    const ledger = new Ledger(control, events, requests);
    for (const record of await control.records()) {
      ledger.records.set(record.network_pixel_id, record);
      ledger.versions.set(record.network_pixel_id, [{ from: 0, record }]);
    }
    return ledger;
  }

  /** Place of the last event. */
  get now(): number {
    return this.events.length;
  }

  /** Takes in what has happened since. Returns it. */
  async advance(): Promise<readonly LedgerEvent[]> {
    const found = await this.control.history(this.eventsBefore + this.events.length);
    if (found.length === 0) return [];
    const first = this.events.length;
    const log = await this.control.log(this.requestsBefore);
    for (const event of found) {
      const place = event.request - this.requestsBefore - 1;
      const at = this.events.length + 1;
      this.events.push({ ...event, at, call: this.calls[place] ?? 0, atMs: log[place]?.atMs ?? 0 });
      if (event.kind === 'read') continue;
      const versions = this.versions.get(event.id) ?? [];
      versions.push({ from: at, record: event.after });
      this.versions.set(event.id, versions);
      if (event.after) this.records.set(event.id, event.after);
      else this.records.delete(event.id);
    }
    return this.events.slice(first);
  }

  /** True if some version of the postback, of those current at that place or later, is such. */
  had(id: number, since: number, test: (record: PixelRecord) => boolean): boolean {
    const versions = this.versions.get(id) ?? [];
    return versions.some(({ record }, nth) => {
      const until = versions[nth + 1]?.from ?? Infinity;
      return until > since && record !== null && test(record);
    });
  }

  /** The last reading of a postback by a panel call before that place. */
  readingBefore(id: number, at: number, call: number): LedgerEvent | undefined {
    for (let place = at - 2; place >= 0; place -= 1) {
      const event = this.events[place]!;
      if (event.id === id && event.kind === 'read' && event.call === call) return event;
    }
    return undefined;
  }

  /** Writes through the API after that place. */
  writesSince(at: number): readonly LedgerEvent[] {
    return this.events.slice(at).filter(({ kind }) => kind === 'write');
  }

  /** Place of the last change of a postback; 0 for none. */
  changedAt(id: number): number {
    return this.versions.get(id)?.at(-1)?.from ?? 0;
  }
}

/** What every write bumps. */
const SERVER_TIMES = new Set(['time_saved', 'time_created']);

/** Keys in which two records differ, each with both values; objects must be the same to the byte. */
export function differing(wanted: PixelRecord, found: PixelRecord): string[] {
  const text = (value: unknown): string => JSON.stringify(value) ?? 'nothing';
  return [...new Set([...Object.keys(wanted), ...Object.keys(found)])]
    .filter((key) => !SERVER_TIMES.has(key) && text(wanted[key]) !== text(found[key]))
    .map((key) => `${key}: ${text(found[key])} instead of ${text(wanted[key])}`);
}
