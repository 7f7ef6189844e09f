/**
 * A copied spreadsheet (S7): its books are the original's, and nothing is done with them until a person chooses to work in the copy or to
 * keep it as a record. Either can be chosen under any answer to the question whether document properties travel into a copy.
 */
import type { Plan } from '../../core/plan';
import { Refusal } from '../../core/words';
import { baselineBlocks, bindTo, headEntry, lastHead, readBaseline, writeCopyChoice } from '../head';
import { endJob } from '../jobs';
import { alone, dropLease } from '../lease';
import { logEvent, noteEvent } from '../log/log';
import type { Ports, StreamEntry } from '../ports';
import { readJournal } from '../push/journal';
import { readWaiting, waitingBlock, type WaitingRow } from '../push/unclear';

/** Document property: the spreadsheet in which jobs and leases that came with a copy were dropped. */
const CLEARED_KEY = 'postbackDesk.cleared';

/**
 * "Work in this copy": the original's books are put aside, and this spreadsheet gets its own. They know network, tab and what was pulled, so that
 * unsent changes are still told from it, but nothing of the original's pushes; and they want a complete pull before anything else.
 * @throws Refusal not-a-copy, newer-layout, step-running
 */
export function workInCopy(ports: Ports): void {
  needCopy(ports);
  ports.exclusively(() => forgetWorkOfOriginal(ports));
  alone(ports, startOver);
}

/**
 * "Keep as a record": everything that would change the copy is refused with who chose it and when, until somebody chooses to work in it.
 * @throws Refusal not-a-copy, newer-layout
 */
export function keepAsRecord(ports: Ports): void {
  needCopy(ports);
  ports.exclusively(() => forgetWorkOfOriginal(ports));
  writeCopyChoice(ports, 'record');
  noteEvent(ports, { what: 'Copy', outcome: 'Kept as a record' });
}

function needCopy(ports: Ports): void {
  const state = ports.books.state();
  if (state === 'newer') throw new Refusal('newer-layout');
  if (state !== 'copied') throw new Refusal('not-a-copy');
}

/** A job, a wish to cancel and a lease may have come with the copy: they are the original's. Done once, or a second window would drop the lease of the first. */
function forgetWorkOfOriginal(ports: Ports): void {
  const file = ports.spreadsheetId();
  if (ports.documentValues.get(CLEARED_KEY) === file) return;
  endJob(ports);
  dropLease(ports);
  ports.documentValues.set(CLEARED_KEY, file);
}

function startOver(ports: Ports): void {
  // Of two windows the slower one finds that it is done.
  if (ports.books.state() !== 'copied') return;
  const { head, isLost } = lastHead(ports);
  const entries: StreamEntry[] = [];
  if (head) {
    const known = isLost ? [] : [...readBaseline(ports, head.baseline, head.blocks).rows.values()];
    const blocks = baselineBlocks(known);
    const stream = `baseline/${ports.newId()}`;
    // What could not be read counts as damaged here, too.
    entries.push({ stream, blocks }, headEntry({ ...head, baseline: stream, blocks: blocks.length }));
    bindTo(ports, head.network);
  }
  const waiting = new Map([
    ...readWaiting(ports),
    ...unsentCreates(ports).map((row) => [row.rowKey, row] as const),
  ]);
  if (waiting.size > 0) entries.push(waitingBlock([...waiting.values()]));
  // First, so that there is no moment in which the new books could be pushed from.
  ports.books.noteGap('copied');
  ports.books.startOver(entries);
  writeCopyChoice(ports, 'work');
  logEvent(ports, { what: 'Copy', outcome: 'Worked in' });
}

/**
 * New rows that a confirmed push of the original has not recorded as done: it may have sent them, or send them yet, and nobody here
 * would be told. They are asked about before they are sent from the copy.
 */
function unsentCreates(ports: Ports): WaitingRow[] {
  return ports.books.streams().flatMap((stream) => {
    if (!stream.startsWith('plan/')) return [];
    const { texts } = ports.books.read(stream);
    const text = texts[texts.length - 1];
    if (text === undefined) return [];
    const { plan } = JSON.parse(text) as { plan: Plan };
    const done = new Set(readJournal(ports, plan.id).results.map(({ seq }) => seq));
    return plan.items.flatMap((item): WaitingRow[] => {
      if (item.kind !== 'create' || done.has(item.seq)) return [];
      return [{ rowKey: item.rowKey, why: 'unclear', at: plan.createdAt, fields: item.fields, known: [] }];
    });
  });
}
