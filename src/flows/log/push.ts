/**
 * What the change log tells of a push: derived from plan and journal, in the journal's order, so that the list only grows and a line is never told
 * twice (A1, B1). One line for each field, also of a new postback: the same columns can then be filtered for a field or a value whatever made it, and
 * what a postback was created with can be read off without its row.
 */
import { sameValue } from '../../core/cells';
import { columnForField } from '../../core/columns';
import type { LogLine } from '../../core/audit/log-chain';
import type { FieldChange } from '../../core/draft';
import type { Plan, PlanItem } from '../../core/plan';
import { FIELDS, zeroOf, type Field, type FieldValue } from '../../core/postback';
import { VERSION } from '../../core/version';
import { isRefusal } from '../../core/words';
import type { JournalEnd, JournalEntry } from '../push/journal';
import { countWritten, lineOf, needingLog, mayWriteLog, writeBeside, writeLog, type Fact } from './log';
import type { Unit } from './cursor';
import { keepLate } from './late';
import { countsOf } from '../push/report';
import type { RowResult } from '../push/results';
import { show, type PushSession } from '../push/session';
import type { PushJob, PushState } from '../push/state';

/** All lines of a push so far. */
export function pushLines(plan: Plan, entries: readonly JournalEntry[]): LogLine[] {
  const items = new Map(plan.items.map((item) => [item.seq, item]));
  const results: RowResult[] = [];
  const lines: LogLine[] = [];
  let who = '';
  let at = plan.createdAt;
  for (const entry of entries) {
    // What older builds wrote has no time of its own.
    if ('at' in entry) at = entry.at ?? at;
    const add = (fact: Fact, by = who): unknown => lines.push(lineOf(plan.id, at, by, fact));
    switch (entry.kind) {
      case 'begin':
      case 'take-over':
        who = entry.by;
        add(entry.kind === 'begin' ? begins(plan, entry) : { what: 'Push', outcome: 'Taken over' });
        break;
      case 'pause':
        add({ what: 'Push', outcome: 'Waits', message: WAITS[entry.why] ?? '' });
        break;
      case 'go-on':
        add({ what: 'Push', outcome: 'Goes on' }, entry.by);
        break;
      case 'results':
        for (const result of entry.results) {
          results.push(result);
          const item = items.get(result.seq);
          if (item) for (const fact of factsOf(item, result)) add(fact);
        }
        break;
      case 'end':
        add(ends(entry, results));
        break;
      default:
    }
  }
  return lines;
}

const WAITS: Readonly<Record<string, string>> = {
  refusals: 'Everflow gave many rows the same refusal.',
  trial: 'The first rows are pushed and were read back.',
  quota: 'The daily number of requests of the Google account is used up.',
};

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function begins(plan: Plan, { key, reason }: Extract<JournalEntry, { kind: 'begin' | 'take-over' }>): Fact {
  const { network, confirmed, items } = plan;
  const creates = items.filter(({ kind }) => kind === 'create').length;
  const out = confirmed?.leftOut;
  const sentences = [
    `${plural(items.length - creates, 'update')} and ${plural(creates, 'new postback')} for ${network.name} (network ${network.id}, ${network.host}).`,
    `Spreadsheet ${plan.spreadsheetId}. Postback Desk ${VERSION}.`,
    key && `Key ending in ${key}.`,
    (reason ?? plan.reason) && `Reason: ${reason ?? plan.reason}`,
    confirmed?.typed && `Typed to confirm: ${confirmed.typed}.`,
    confirmed?.warnings.length && `Confirmed: ${confirmed.warnings.join('; ')}.`,
    out?.rows &&
      `Left out: ${plural(out.rows, 'row')} (${out.named.join(', ')}${out.rows > out.named.length ? ', …' : ''}).`,
    out?.changes && `Left out in rows that are sent: ${plural(out.changes, 'change')}.`,
    confirmed?.stopped && `Could not be pushed: ${plural(confirmed.stopped, 'row')}.`,
  ];
  return { what: 'Push', outcome: 'Started', message: sentences.filter(Boolean).join(' ') };
}

const ENDS = { done: 'Done', cancelled: 'Cancelled', stopped: 'Stopped' } as const;

function ends({ why, stopped }: JournalEnd, results: readonly RowResult[]): Fact {
  const counts = Object.entries(countsOf(results)).map(([outcome, count]) => `${outcome}: ${count}.`);
  const message = [...counts, stopped && `${stopped.title}.`].filter(Boolean).join(' ');
  return { what: 'Push', outcome: ENDS[why], message };
}

/** The fields that a row sends, with what they were and shall be. */
export function changesOf(item: PlanItem): readonly FieldChange[] {
  if (item.kind === 'update') return item.changes;
  return FIELDS.flatMap((field) => {
    const [after, before] = [item.fields[field] ?? zeroOf(field), zeroOf(field)];
    return sameValue(field, before, after) ? [] : [{ field, before, after }];
  });
}

const DONE: readonly RowResult['outcome'][] = ['Updated', 'Created', 'Nothing to change'];

function factsOf(item: PlanItem, result: RowResult): Fact[] {
  const isCreate = item.kind === 'create';
  const id = String(result.id || (isCreate ? item.rowKey : item.id));
  const changes = changesOf(item);
  const { outcome, message, truth, pulled } = result;
  const http = result.status === 0 ? '' : String(result.status);
  const own = changes.map(({ field, before, after }): Fact => ({
    what: isCreate ? 'Create' : 'Update',
    id,
    outcome,
    http,
    message,
    field: nameOf(field),
    before: isCreate ? '' : textOf(field, before),
    after: textOf(field, after),
  }));
  if (!truth) return own;
  // What Everflow holds besides: changed by somebody else, or stored otherwise than sent.
  const planned = new Map(changes.map((change) => [change.field, change]));
  const isDone = DONE.includes(outcome);
  const seen = FIELDS.flatMap((field): Fact[] => {
    const change = planned.get(field);
    const expected = change ? (isDone ? change.after : change.before) : pulled?.[field];
    const held = truth.fields[field];
    if (expected === undefined || held === undefined || sameValue(field, expected, held)) return [];
    return [seenFact(id, field, expected, held)];
  });
  return [...own, ...seen];
}

/** Something that Everflow holds and we did not write (A6). */
export function seenFact(id: string, field: Field, before: FieldValue, after: FieldValue): Fact {
  return {
    what: 'Changed in Everflow',
    id,
    field: nameOf(field),
    outcome: 'Seen',
    before: textOf(field, before),
    after: textOf(field, after),
  };
}

export const nameOf = (field: Field): string => columnForField(field).header;

/** A value as its cell shows it, however long it is. */
export const textOf = (field: Field, value: FieldValue): string =>
  String(value === 0 ? columnForField(field).zero : value);

const unitOf = ({ plan, entries }: PushSession): Unit => ({
  reference: plan.id,
  lines: pushLines(plan, entries),
});

/** What an earlier execution left is written before anything is sent. @throws Refusal log-protected, and whatever keeps it from being written */
export function catchUp(session: PushSession): void {
  const { ports } = session;
  const unit = unitOf(session);
  if (countWritten(ports, unit.reference) < unit.lines.length)
    needingLog(ports, () => writeLog(ports, [unit]));
}

/**
 * Brings log and tab up to date with the journal, in one flush. If the log cannot be written, the tab is all the same, and then the step ends: the next
 * one sends nothing before it can.
 */
export function showLogged(session: PushSession, job: PushJob, state: PushState): PushState {
  const { ports } = session;
  return needingLog(ports, () => {
    let failure: unknown;
    let keep: (() => void) | undefined;
    try {
      keep = writeBeside(ports, unitOf(session));
    } catch (error) {
      failure = error;
    }
    const shown = showWith(session, job, state, keep);
    if (failure !== undefined) throw failure;
    return shown;
  });
}

/** The same for a push that has ended, which must not stay under way because its log cannot be written: what is missing is kept then. */
export function showLast(session: PushSession, job: PushJob, state: PushState): PushState {
  const { ports } = session;
  const unit = unitOf(session);
  let keep: (() => void) | undefined;
  try {
    keep = writeBeside(ports, unit);
  } catch (error) {
    if (isRefusal(error) && error.code === 'step-lost') throw error;
    keepLate(ports, unit);
  }
  try {
    return showWith(session, job, state, keep);
  } catch (error) {
    if (!keep || isRefusal(error) || mayWriteLog(ports)) throw error;
    // Whether a tab is protected may be found at the flush only; the results in waiting went with the lines.
    keepLate(ports, unit);
    return showWith(session, job, state);
  }
}

function showWith(session: PushSession, job: PushJob, state: PushState, keep?: () => void): PushState {
  // The tab is flushed whenever there are results to show in it.
  const isFlushed = session.results.length > state.shown;
  const shown = show(session, job, state);
  if (keep && !isFlushed) session.ports.log.flush();
  keep?.();
  return shown;
}
