/**
 * The plans that people confirmed, as the preview showed them, and what the server's log must say about them: nothing was written that no plan
 * asked for, from no other record than was just read, and what is told of each row is true. Shares no code with the add-on.
 */
import type { PreviewLine } from '../../../src/core/plan-preview';
import { expectedRecord } from '../../../local/story/proof';
import type { PixelRecord } from '../../../local/everflow';
import { markerOf } from './cells';
import { Creates } from './creates';
import { differing, type Ledger, type LedgerEvent } from './ledger';

/** A record read longer ago than this is read again before it is written over (M3); a little more for the way. */
const MOST_GAP_MS = 31_000;

export interface Told {
  readonly seq: number;
  readonly outcome: string;
  readonly id: number;
}

export interface ConfirmedPlan {
  readonly id: string;
  readonly digest: string;
  readonly by: string;
  readonly lines: readonly PreviewLine[];
  /** Epoch of the creates in which it was confirmed. */
  readonly epoch: number;
  /** Place in the ledger at which it was confirmed. */
  readonly confirmedAt: number;
  readonly told: Map<number, string>;
  state: 'confirmed' | 'started' | 'ended';
}

export class Plans {
  readonly creates: Creates;
  readonly all: ConfirmedPlan[] = [];
  /** Changes by partners between our reading and our writing that were written over (M3). */
  inGap = 0;
  /** Why nothing at all may be sent now; '' if it may. */
  closed = '';
  /** Place in the ledger at which each panel call began. */
  private readonly began = new Map<number, number>();

  constructor(
    private readonly ledger: Ledger,
    hasRow: (id: number) => boolean,
  ) {
    this.creates = new Creates(ledger, hasRow);
  }

  beginCall(call: number): void {
    this.began.set(call, this.ledger.now);
  }

  add(plan: Pick<ConfirmedPlan, 'id' | 'digest' | 'by' | 'lines'>): ConfirmedPlan {
    const { now } = this.ledger;
    const { epoch } = this.creates;
    const all: ConfirmedPlan = { ...plan, epoch, confirmedAt: now, told: new Map(), state: 'confirmed' };
    this.all.push(all);
    return all;
  }

  /** True if some new row may wait for a person. */
  get mayWait(): boolean {
    return this.all.some(({ lines, told, state }) =>
      lines.some(
        ({ kind, seq }) =>
          kind === 'create' && state !== 'confirmed' && !['Created', undefined].includes(told.get(seq)),
      ),
    );
  }

  /** What is wrong with what happened on the server during a call. */
  judge(events: readonly LedgerEvent[]): string[] {
    return events.flatMap((event) => {
      if (event.kind !== 'write') return [];
      const closed = this.closed === '' ? [] : [`closed: #${event.id} was written ${this.closed}`];
      return [...closed, ...(event.before ? this.judgeUpdate(event) : this.judgeCreate(event))];
    });
  }

  private running(): ConfirmedPlan[] {
    return this.all.filter(({ state }) => state === 'started');
  }

  private judgeCreate(event: LedgerEvent): string[] {
    const marker = markerOf(event.after!.description);
    const whys: string[] = [];
    for (const plan of this.running()) {
      const line = plan.lines.find((one) => one.kind === 'create' && markerOfLine(one) === marker);
      if (!line) continue;
      const why = differing({ ...expectedRecord(null, line), network_pixel_id: event.id }, event.after!);
      if (why.length === 0) return this.creates.noteMade(event, plan.epoch, this.began.get(event.call) ?? 0);
      whys.push(why.join('; '));
    }
    return [
      `unplanned: #${event.id} was made (${event.after!.description}): ${whys.join(' / ') || 'no plan has it'}`,
    ];
  }

  private judgeUpdate(event: LedgerEvent): string[] {
    const { id, after } = event;
    const reading = this.ledger.readingBefore(id, event.at, event.call);
    if (!reading) return [`unread: #${id} was written without having been read by the same step`];
    const read = reading.after!;
    const gapMs = event.atMs - reading.atMs;
    const wrong = gapMs > MOST_GAP_MS ? [`stale: #${id} was written ${gapMs} ms after it was read`] : [];
    if (differing(read, event.before!).length > 0) this.inGap += 1;
    const whys: string[] = [];
    for (const plan of this.running()) {
      const line = plan.lines.find((one) => one.id === id);
      if (!line) continue;
      const why = [...differing(expectedRecord(read, line), after!), ...overwritten(line, read)];
      if (why.length === 0) return wrong;
      whys.push(why.join('; '));
    }
    const isRevived = read.pixel_status !== 'active' && after!.pixel_status === 'active';
    const kind = isRevived ? 'revived' : 'unplanned';
    return [...wrong, `${kind}: #${id} was written: ${whys.join(' / ') || 'no plan has it'}`];
  }

  /** What is wrong with what is told of the rows of a plan. @param calm true if nothing went wrong in the call that told it */
  tell(plan: ConfirmedPlan, rows: readonly Told[]): string[] {
    return rows.flatMap((row) => {
      const before = plan.told.get(row.seq);
      plan.told.set(row.seq, row.outcome);
      if (before === row.outcome) return [];
      const line = plan.lines.find(({ seq }) => seq === row.seq);
      const what = line ? (line.kind === 'create' ? markerOfLine(line) : `#${line.id}`) : `row ${row.seq}`;
      const untrue = (why: string): string[] => [
        `untrue: ${what} is told to be "${row.outcome}", but ${why}`,
      ];
      if (before !== undefined) return untrue(`was told to be "${before}"`);
      if (!line) return untrue('it is in no line of the preview');
      const why =
        line.kind === 'create' ? this.whyCreate(plan, line, row) : this.whyUpdate(plan, line, row.outcome);
      return why === '' ? [] : untrue(why);
    });
  }

  private whyCreate(plan: ConfirmedPlan, line: PreviewLine, { outcome, id }: Told): string {
    const marker = markerOfLine(line);
    const made = this.ledger
      .writesSince(plan.confirmedAt)
      .some(({ before, after }) => before === null && markerOf(after!.description) === marker);
    const planned = expectedRecord(null, line);
    switch (outcome) {
      case 'Created': {
        const wanted = { ...planned, network_pixel_id: id };
        return this.ledger.had(id, 0, (record) => differing(wanted, record).length === 0)
          ? ''
          : `#${id} was never as planned`;
      }
      case 'Not sent':
      case 'Refused by Everflow':
        return made ? 'Everflow made it' : '';
      case 'Unclear (look before retrying)':
        return '';
      default:
        return 'that is no end of a create';
    }
  }

  private whyUpdate(plan: ConfirmedPlan, line: PreviewLine, outcome: string): string {
    const { ledger } = this;
    const isThere = ledger.had(line.id!, plan.confirmedAt, (record) =>
      line.changes.every(({ field, after }) => String(valueOf(record, field)) === String(after)),
    );
    const isWritten = ledger.writesSince(plan.confirmedAt).some(({ id, before }) => id === line.id && before);
    switch (outcome) {
      case 'Updated':
        return isThere ? '' : 'Everflow never held all of it';
      case 'Nothing to change':
        return isWritten ? 'it was written' : isThere ? '' : 'Everflow never held all of it';
      case 'Not sent':
      case 'Refused by Everflow':
        return isWritten ? 'it was written' : '';
      case 'Changed in Everflow too':
        return this.hadConflict(plan, line) ? '' : 'nobody changed what it changes';
      case 'No answer (safe to retry)':
        return '';
      default:
        return 'that is no end of an update';
    }
  }

  /** True if somebody else set a field of the line, or one of its group, to something else since the beginning. */
  private hadConflict({ epoch, confirmedAt }: ConfirmedPlan, line: PreviewLine): boolean {
    // What we wrote is a change like any other where it is not known: without an answer, or in a spreadsheet that was set back.
    const isOwnUntold = epoch > 0 || this.wasUnsure(line.id!);
    return this.ledger.events.some(
      ({ kind, id, before, after, at }) =>
        (kind === 'other' || (kind === 'write' && isOwnUntold && at <= confirmedAt)) &&
        id === line.id &&
        before !== null &&
        after !== null &&
        touches(line, before, after),
    );
  }

  /** True if some plan has a line of this postback of which it was not told whether it was written. */
  private wasUnsure(id: number): boolean {
    return this.all.some(({ lines, told, state }) =>
      lines.some(
        (line) =>
          line.id === id &&
          state !== 'confirmed' &&
          [undefined, 'No answer (safe to retry)'].includes(told.get(line.seq)),
      ),
    );
  }
}

const IDENTITY: readonly string[] = [
  'network_affiliate_id',
  'network_offer_id',
  'network_offer_payout_revenue_id',
  'pixel_level',
  'pixel_type',
  'delivery_method',
];

function touches(line: PreviewLine, before: PixelRecord, after: PixelRecord): boolean {
  const fields = line.changes.map(({ field }) => field as string);
  const watched = fields.some((field) => IDENTITY.includes(field)) ? [...fields, ...IDENTITY] : fields;
  return watched.some((field) => valueOf(before, field) !== valueOf(after, field));
}

/** Planned fields in which the record just read held neither what was pulled nor what is planned: somebody else's value. */
function overwritten(line: PreviewLine, read: PixelRecord): string[] {
  return line.changes
    .filter(
      ({ field, before, after }) => ![String(before), String(after)].includes(String(valueOf(read, field))),
    )
    .map(({ field }) => `${field} of somebody else was overwritten`);
}

function valueOf(record: PixelRecord, field: string): unknown {
  const [owner, key] = field.split('.') as [string, string | undefined];
  return key === undefined
    ? record[owner]
    : (record[owner] as { readonly [k: string]: unknown } | null)?.[key];
}

/** The marker that a line of the preview describes. */
export function markerOfLine(line: PreviewLine): string {
  return markerOf(line.changes.find(({ field }) => field === 'description')?.after);
}
