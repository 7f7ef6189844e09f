/**
 * The reference model of a push: from the records at the pull and at the start of the push, the previewed lines and what partners did, it
 * tells what the server may hold at the end and what must be said of each row. It uses nothing of the add-on.
 */
import type { PreviewLine } from '../../src/core/plan-preview';
import type { Json, PixelRecord } from '../../local/everflow';
import { expectedRecord } from '../../local/story/proof';
import { byId, CREATES, GAP_TEXT, TWIN } from './network';
import type { PushScenario } from './push-scenario';
import { together, type Verdict } from './verdict';

/** What the add-on says of a row. */
export interface Told {
  readonly seq: number;
  readonly outcome: string;
  readonly id: number;
}

/** One row of the tab: its postback id (0 for none) and its description. */
export interface TabRow {
  readonly id: number;
  readonly description: string;
}

export interface Found {
  readonly told: readonly Told[];
  readonly after: readonly PixelRecord[];
  readonly tab: readonly TabRow[];
}

/** How an update ended on the server. */
export type Fate = 'written' | 'unwritten' | 'conflict' | 'same' | 'garbled';

const DONE = ['Updated'];
const UNDONE = ['Not sent', 'No answer (safe to retry)', 'Refused by Everflow'];
const UNSURE = 'No answer (safe to retry)';
const CONFLICT = ['Changed in Everflow too', ...UNDONE];
const UNCLEAR = 'Unclear (look before retrying)';

/** Creates go out five at a time (W4), and a try has two misfortunes. */
const MOST_UNCLEAR = 10;

export interface Judged {
  readonly verdict: Verdict;
  /** Ids of updates that are still to be done: their rows must be changes in the sheet. */
  readonly left: ReadonlySet<number>;
  /** Ids of updates that were done without the add-on knowing: changes in its eyes until the next pull. */
  readonly unsure: ReadonlySet<number>;
  /** Markers of new rows that have no id yet. */
  readonly leftNew: ReadonlySet<string>;
}

export function judgePush(scenario: PushScenario, found: Found): Judged {
  const told = new Map(found.told.map((row) => [row.seq, row]));
  const after = byId(found.after);
  const left = new Set<number>();
  const unsure = new Set<number>();
  const leftNew = new Set<string>();
  const parts: Partial<Verdict>[] = [];
  for (const line of scenario.lines) {
    const outcome = told.get(line.seq)?.outcome ?? 'nothing';
    if (line.kind === 'create') {
      parts.push(judgeCreate(line, outcome, found, leftNew));
      continue;
    }
    const { fate, part } = judgeUpdate(scenario, line, outcome, after.get(line.id!));
    parts.push(part);
    if (fate === 'unwritten' || fate === 'conflict') left.add(line.id!);
    if ((fate === 'written' || fate === 'same') && outcome === UNSURE) unsure.add(line.id!);
  }
  parts.push(strangers(scenario, found.after));
  const unclear = parts.reduce((sum, part) => sum + (part.unclear ?? 0), 0);
  if (unclear > MOST_UNCLEAR)
    parts.push({ wrong: [`unclear: ${unclear} creates, of which most were never sent`] });
  return { verdict: together(parts), left, unsure, leftNew };
}

function judgeUpdate(
  scenario: PushScenario,
  line: PreviewLine,
  outcome: string,
  now: PixelRecord | undefined,
): { readonly fate: Fate; readonly part: Partial<Verdict> } {
  const id = line.id!;
  if (!now) return { fate: 'garbled', part: { lost: 1, wrong: [`lost: #${id} is gone from the server`] } };
  const before = byId(scenario.before).get(id)!;
  const pulled = byId(scenario.pulled).get(id)!;
  const planned = expectedRecord(before, line);
  const fate = fateOf(line, { pulled, before, planned, now });
  const isRevived =
    before.pixel_status !== 'active' &&
    now.pixel_status === 'active' &&
    !line.changes.some(({ field }) => field === 'pixel_status');
  const revived = isRevived ? { wronglyRevived: 1, wrong: [`revived: #${id} fires again`] } : {};
  const isGap = scenario.ids.gap.includes(id) && fate === 'written' && now.description !== GAP_TEXT;
  return {
    fate,
    part: together([
      revived,
      isGap ? { inGap: 1 } : {},
      truth(id, fate, outcome),
      fate === 'garbled' ? { lost: 1, wrong: [`garbled: #${id} ${differing(planned, now)}`] } : {},
    ]),
  };
}

interface Versions {
  readonly pulled: PixelRecord;
  readonly before: PixelRecord;
  readonly planned: PixelRecord;
  readonly now: PixelRecord;
}

function fateOf(line: PreviewLine, { pulled, before, planned, now }: Versions): Fate {
  const isConflict = line.changes.some(({ field }) => {
    const [was, is, wanted] = [pulled, before, planned].map((record) => JSON.stringify(record[field]));
    return is !== was && is !== wanted;
  });
  const present = withoutGap(now, before);
  if (isConflict) return differing(before, present) === '' ? 'conflict' : 'garbled';
  if (differing(before, planned) === '') return differing(planned, present) === '' ? 'same' : 'garbled';
  if (differing(planned, present) === '') return 'written';
  return differing(before, present) === '' ? 'unwritten' : 'garbled';
}

/** The record as if no partner had written in the gap. */
function withoutGap(record: PixelRecord, before: PixelRecord): PixelRecord {
  return record.description === GAP_TEXT ? { ...record, description: before.description } : record;
}

/** Every write bumps it. */
const SERVER_TIME = 'time_saved';

/** Keys in which two records differ; '' if in none. Objects must be the same to the byte. */
function differing(wanted: PixelRecord, found: PixelRecord): string {
  const keys = [...new Set([...Object.keys(wanted), ...Object.keys(found)])];
  const text = (value: Json | undefined): string => JSON.stringify(value) ?? 'nothing';
  return keys
    .filter((key) => key !== SERVER_TIME && text(wanted[key]) !== text(found[key]))
    .map((key) => `${key}: ${text(found[key])} instead of ${text(wanted[key])}`)
    .join('; ');
}

/** Does what is told of an update agree with the server? */
function truth(id: number, fate: Fate, outcome: string): Partial<Verdict> {
  const untrue = { wrong: [`untrue: #${id} is ${fate}, and told to be "${outcome}"`] };
  switch (fate) {
    case 'written':
      return DONE.includes(outcome) || outcome === UNSURE ? {} : untrue;
    case 'same':
      return ['Nothing to change', ...DONE, UNSURE, 'Not sent'].includes(outcome) ? {} : untrue;
    case 'unwritten':
      return UNDONE.includes(outcome) ? {} : { ...untrue, lost: 1 };
    case 'conflict':
      return CONFLICT.includes(outcome) ? {} : untrue;
    case 'garbled':
      return {};
  }
}

function judgeCreate(
  line: PreviewLine,
  outcome: string,
  found: Found,
  leftNew: Set<string>,
): Partial<Verdict> {
  const marker = String(line.changes.find(({ field }) => field === 'description')?.after);
  const made = found.after.filter(({ description }) => description === marker);
  const rows = found.tab.filter(({ description }) => description === marker);
  const wrong: string[] = [];
  const say = (kind: string, what: string): void => void wrong.push(`${kind}: ${marker} ${what}`);
  if (made.length > 1) say('duplicate', `is on the server ${made.length} times`);
  if (rows.length > 1) say('duplicate', `stands in ${rows.length} rows`);
  if (marker === TWIN && made.length > 0) say('duplicate', 'was made although a colleague had made it');
  if (rows.length === 0) say('lost', 'has no row any more');
  const isMade = made.length > 0;
  const rowId = rows[0]?.id ?? 0;
  if (rowId === 0) leftNew.add(marker);
  if (isMade && rowId !== 0 && !made.some(({ network_pixel_id: id }) => id === rowId))
    say('duplicate', `is claimed as #${rowId}`);
  if (!isMade && rowId !== 0) say('lost', `is said to be #${rowId}, which the server does not have`);
  if (isMade && outcome === 'Created' && rowId === 0) say('cell', 'was created, and its row has no id');
  if (isMade && outcome === UNCLEAR) say('unclear', 'is on the server and could have been found');
  else if (isMade !== (outcome === 'Created') && outcome !== UNCLEAR)
    say('untrue', `is ${isMade ? '' : 'not '}on the server, and told to be "${outcome}"`);
  return {
    duplicates: wrong.filter((line_) => line_.startsWith('duplicate')).length,
    lost: (rows.length === 0 ? 1 : 0) + (!isMade && outcome === 'Created' ? 1 : 0),
    unclear: outcome === UNCLEAR ? 1 : 0,
    wrong,
  };
}

/** Postbacks that were in no line of the preview are as they were; nothing came to be that nobody asked for. */
function strangers({ before, lines }: PushScenario, after: readonly PixelRecord[]): Partial<Verdict> {
  const planned = new Set(lines.map(({ id }) => id));
  const known = byId(before);
  const markers = new Set([...CREATES, TWIN]);
  const wrong = after.flatMap((record): string[] => {
    const id = record.network_pixel_id;
    const was = known.get(id);
    if (!was) return markers.has(record.description) ? [] : [`stranger: #${id} was made by nobody`];
    if (planned.has(id) || JSON.stringify(was) === JSON.stringify(record)) return [];
    return [`stranger: #${id} was in no plan, and ${differing(was, record) || 'was saved'}`];
  });
  return { wrong };
}
