/**
 * Where a pull keeps what it has read until it is applied: streams of the books, forgotten afterwards (P8). A session remembers for
 * one execution what was parsed, so that no unit of work parses everything again.
 */
import type { Baseline } from '../../core/baseline';
import type { PostbackChange } from '../../core/changes';
import type { Postback } from '../../core/postback';
import { needsDetails } from '../../core/record';
import { withKnownDetails } from '../../core/refresh';
import type { Places } from '../../core/row-owner';
import { Refusal } from '../../core/words';
import { changeEntries } from '../changes';
import { readBaseline, readHead, type BaselineReading, type Head } from '../head';
import type { Block, DeskReading, Ports } from '../ports';
import type { PullJob } from './state';

/** Postbacks in one staged block. */
const ROWS_PER_BLOCK = 500;
/** Postbacks written in the first unit of a step: some 240,000 cells in one service call. */
const FIRST_UNIT = 10_000;
/** Blocks that are held back for one append at most: 50,000 postbacks, some 40 MB of JSON. */
const MOST_HELD = 100;

interface StagedBlock {
  readonly rows: readonly Postback[];
  /** Ids that the server sent although the filter excludes them: they count for completeness only. */
  readonly passedOver: readonly number[];
}

interface DetailsBlock {
  readonly rows: readonly Postback[];
  /** Ids whose details could not be read; they stay "not loaded". */
  readonly failed: readonly number[];
}

/** Answers about postbacks that the list lacks although they were pulled before (P9). */
export interface LackingBlock {
  /** There after all, as read by id. */
  readonly there: readonly Postback[];
  /** Everflow says that there is no such postback. */
  readonly gone: readonly number[];
  /** No clear answer: they are not refreshed. */
  readonly unread: readonly number[];
}

/** What the names of all staged streams begin with. */
export const STAGING = 'staging/';
const rowsStream = (jobId: string, reading: number): string => `${STAGING}${jobId}/${reading}`;
const detailsStream = (jobId: string): string => `${STAGING}${jobId}/details`;
const lackingStream = (jobId: string): string => `${STAGING}${jobId}/lacking`;

function blocksOf(rows: readonly Postback[], passedOver: readonly number[]): Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < Math.max(1, rows.length); from += ROWS_PER_BLOCK) {
    const block: StagedBlock = {
      rows: rows.slice(from, from + ROWS_PER_BLOCK),
      passedOver: from === 0 ? passedOver : [],
    };
    blocks.push({ text: JSON.stringify(block), firstId: 0, lastId: 0 });
  }
  return blocks;
}

/** Forgets everything that this or an abandoned pull has staged. */
export function unstage(ports: Ports): void {
  if (!ports.books.streams().some((stream) => stream.startsWith(STAGING))) return;
  ports.books.remove((stream) => stream.startsWith(STAGING));
}

interface Held {
  readonly stream: string;
  readonly blocks: Block[];
  readonly changes: PostbackChange[];
}

/** What one execution of a pull knows. The books are the truth; this only saves parsing them again. */
export class PullSession {
  /** The desk tab as it was when this execution began to apply; writes check again what they touch. */
  desk: { reading: DeskReading; places: Places } | undefined;

  /** What rows may show of a push that was set back: see `half-shown.ts`. */
  halfShown: Baseline | undefined;

  /** What was read or written and is not in the books yet. Should this execution die, it is read or written again. */
  private held: Held | undefined;
  private headCache: { head: Head | undefined } | undefined;
  /** Rows that the next unit of applying writes. */
  unitRows = FIRST_UNIT;
  /** True once this execution wrote cells after `desk` was read, so that it no longer tells what they hold. */
  isDeskWritten = false;
  private baselineCache: BaselineReading | undefined;
  private postbacksCache: readonly Postback[] | undefined;
  private missingCache: number[] | undefined;
  private lackingCache: number[] | undefined;

  private readonly jobId: string;
  private readonly startedAt: number;

  constructor(
    private readonly ports: Ports,
    { id, startedAt }: Pick<PullJob, 'id' | 'startedAt'>,
  ) {
    this.jobId = id;
    this.startedAt = startedAt;
  }

  /** Holds pages back for the next staging. @param passedOver ids that the server sent although the filter excludes them */
  holdPages(reading: number, rows: readonly Postback[], passedOver: readonly number[]): void {
    this.hold(rowsStream(this.jobId, reading), blocksOf(rows, passedOver), []);
  }

  /** Holds back blocks that are to follow each other in a stream, and what was found changed beside them. */
  hold(stream: string, blocks: readonly Block[], changes: readonly PostbackChange[]): void {
    if (this.held?.stream !== stream) this.keep();
    this.held ??= { stream, blocks: [], changes: [] };
    for (const block of blocks) this.held.blocks.push(block);
    for (const change of changes) this.held.changes.push(change);
  }

  /** True if an append should not be put off any longer; so it is if there is nothing to put off. */
  isDue(): boolean {
    return !this.held || this.held.blocks.length >= MOST_HELD;
  }

  /** Takes over what is held back of a stream. */
  takeHeld(stream: string): {
    readonly blocks: readonly Block[];
    readonly changes: readonly PostbackChange[];
  } {
    const held = this.held?.stream === stream ? this.held : undefined;
    if (held) this.held = undefined;
    return held ?? { blocks: [], changes: [] };
  }

  heldBlocks(stream: string): number {
    return this.held?.stream === stream ? this.held.blocks.length : 0;
  }

  /** Writes into the books what is held back: it counts when this returns. */
  keep(): void {
    if (!this.held) return;
    const { stream, blocks, changes } = this.held;
    this.ports.books.append([{ stream, blocks }, ...changeEntries(this.startedAt, changes)]);
    this.held = undefined;
  }

  head(): Head | undefined {
    this.headCache ??= { head: readHead(this.ports) };
    return this.headCache.head;
  }

  /** True if there is a tab of an earlier pull. */
  hasDesk(): boolean {
    const head = this.head();
    return head !== undefined && this.ports.desk.exists(head.deskSheetId);
  }

  /** The baseline before this pull; empty before the first one. */
  baseline(): Baseline {
    return this.known().rows;
  }

  /** The baseline before this pull, and where it is damaged. */
  known(): BaselineReading {
    if (!this.baselineCache) {
      const head = this.head();
      this.baselineCache = head
        ? readBaseline(this.ports, head.baseline, head.blocks)
        : { rows: new Map(), isDamaged: () => false, damaged: false };
    }
    return this.baselineCache;
  }

  /** Different ids that the server sent in this reading of the table. */
  idsOf(reading: number): Set<number> {
    const ids = new Set<number>();
    for (const block of this.blocks(reading)) {
      for (const row of block.rows) ids.add(row.id);
      for (const id of block.passedOver) ids.add(id);
    }
    return ids;
  }

  /**
   * All postbacks of the pull in id order, with their details where read. Rows that only an earlier reading saw are kept unless the
   * last one was complete: the list shifted while it was read, and a postback once seen is there (P2).
   */
  postbacks(reading: number, complete: boolean): readonly Postback[] {
    this.postbacksCache ??= this.collect(reading, complete);
    return this.postbacksCache;
  }

  /** Ids of postbacks whose details are neither known from before nor read yet, in id order. */
  missingDetails(reading: number): readonly number[] {
    if (!this.missingCache) {
      const { rows, failed } = this.details();
      const done = new Set(rows.map((row) => row.id));
      const baseline = this.baseline();
      this.missingCache = this.collect(reading, false)
        .filter((row) => !done.has(row.id) && !failed.has(row.id))
        .filter((row) => needsDetails(withKnownDetails(row, baseline.get(row.id))))
        .map((row) => row.id);
    }
    return this.missingCache;
  }

  addDetails(rows: readonly Postback[], failed: readonly number[]): void {
    if (rows.length + failed.length === 0) return;
    const block: DetailsBlock = { rows, failed };
    const blocks = [{ text: JSON.stringify(block), firstId: 0, lastId: 0 }];
    this.ports.books.append([{ stream: detailsStream(this.jobId), blocks }]);
    const done = new Set([...rows.map((row) => row.id), ...failed]);
    this.missingCache = this.missingCache?.filter((id) => !done.has(id));
    this.postbacksCache = undefined;
  }

  /**
   * Ids that were pulled before and that a complete, unfiltered list does not hold, as far as nobody asked about them yet; in id order.
   * Those known to be gone are not asked about again.
   */
  lacking(reading: number): readonly number[] {
    if (!this.lackingCache) {
      const answers = this.answersAboutLacking();
      const told = new Set([...answers.there.map(({ id }) => id), ...answers.gone, ...answers.unread]);
      const listed = this.idsOf(reading);
      this.lackingCache = [...this.baseline()]
        .filter(([id, row]) => !row.gone && !listed.has(id) && !told.has(id))
        .map(([id]) => id)
        .sort((a, b) => a - b);
    }
    return this.lackingCache;
  }

  addLacking(answers: LackingBlock): void {
    const blocks = [{ text: JSON.stringify(answers), firstId: 0, lastId: 0 }];
    this.ports.books.append([{ stream: lackingStream(this.jobId), blocks }]);
    const told = new Set([...answers.there.map(({ id }) => id), ...answers.gone, ...answers.unread]);
    this.lackingCache = this.lackingCache?.filter((id) => !told.has(id));
    this.postbacksCache = undefined;
  }

  /** What Everflow said about postbacks that its list lacks. */
  answersAboutLacking(): LackingBlock {
    const there: Postback[] = [];
    const gone: number[] = [];
    const unread: number[] = [];
    for (const text of this.staged(lackingStream(this.jobId))) {
      const block = JSON.parse(text) as LackingBlock;
      for (const row of block.there) there.push(row);
      for (const id of block.gone) gone.push(id);
      for (const id of block.unread) unread.push(id);
    }
    return { there, gone, unread };
  }

  private blocks(reading: number): StagedBlock[] {
    return this.staged(rowsStream(this.jobId, reading)).map((text) => JSON.parse(text) as StagedBlock);
  }

  /** @throws Refusal pull-damaged if anything staged was changed in the hidden tab */
  private staged(stream: string): readonly string[] {
    const { texts, damage } = this.ports.books.read(stream);
    if (damage.length > 0) throw new Refusal('pull-damaged');
    return texts;
  }

  private collect(reading: number, complete: boolean): Postback[] {
    const byId = new Map<number, Postback>();
    for (let n = complete ? reading : 1; n <= reading; n += 1) {
      for (const block of this.blocks(n)) for (const row of block.rows) byId.set(row.id, row);
    }
    for (const row of this.details().rows) {
      const known = byId.get(row.id);
      if (known) byId.set(row.id, withRowFacts(row, known));
    }
    const baseline = this.baseline();
    for (const row of this.answersAboutLacking().there) {
      const before = baseline.get(row.id)?.postback;
      byId.set(row.id, before ? withRowFacts(row, before) : row);
    }
    return [...byId.values()].sort((a, b) => a.id - b.id);
  }

  private details(): { rows: Postback[]; failed: Set<number> } {
    const rows: Postback[] = [];
    const failed = new Set<number>();
    for (const text of this.staged(detailsStream(this.jobId))) {
      const block = JSON.parse(text) as DetailsBlock;
      for (const row of block.rows) rows.push(row);
      for (const id of block.failed) failed.add(id);
    }
    return { rows, failed };
  }
}

/** A record read by id tells no times, and no names where its relations are left out; the table row's are kept then. */
function withRowFacts(record: Postback, row: Postback): Postback {
  return {
    ...record,
    timeCreated: record.timeCreated || row.timeCreated,
    timeSaved: record.timeSaved || row.timeSaved,
    partnerName: record.partnerName || row.partnerName,
    offerName: record.offerName || row.offerName,
  };
}
