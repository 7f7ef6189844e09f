/**
 * What people have confirmed, kept in the books (V1, C9): warnings of rows as marks, problems of whole columns as digests of their key.
 */
import { recognise, withTyped, type Confirmable, type Recognised } from '../../core/confirmation';
import type { Plan } from '../../core/plan';
import type { Problem } from '../../core/problem';
import type { Ports, StreamEntry } from '../ports';

/** Streams are replaced as a whole: a new one is written before older ones are forgotten, and until then all of them count. */
const PREFIX = 'confirmed/';
const isOurs = (stream: string): boolean => stream.startsWith(PREFIX);

interface Stored {
  readonly marks?: readonly string[];
  readonly typed?: readonly string[];
}

/** What has been confirmed so far, up to date or not. */
export interface Confirmed {
  readonly marks: ReadonlySet<string>;
  readonly typed: ReadonlySet<string>;
}

/** A damaged block is no trouble: what it held is asked again. */
export function readConfirmed(ports: Ports): Confirmed {
  const marks = new Set<string>();
  const typed = new Set<string>();
  for (const stream of ports.books.streams().filter(isOurs)) {
    for (const text of ports.books.read(stream).texts) {
      const stored = JSON.parse(text) as Stored;
      for (const mark of stored.marks ?? []) marks.add(mark);
      for (const digest of stored.typed ?? []) typed.add(digest);
    }
  }
  return { marks, typed };
}

/** A check with what was confirmed marked so; `live` is what of it still holds. */
export interface Remembered extends Omit<Recognised, 'found'> {
  readonly live: Confirmed;
  /** True if something that was confirmed has changed since, or is gone. */
  readonly hasStale: boolean;
}

export function remember(ports: Ports, check: Confirmable): Remembered {
  const { marks, typed } = readConfirmed(ports);
  const { desk, problems, found } = recognise(check, marks);
  const held = new Set<string>();
  const settled = withTyped(problems, (problem) => {
    const digest = digestOf(ports, problem);
    const isConfirmed = typed.has(digest);
    if (isConfirmed) held.add(digest);
    return isConfirmed;
  });
  return {
    desk,
    problems: settled,
    live: { marks: found, typed: held },
    hasStale: found.size < marks.size || held.size < typed.size,
  };
}

export const digestOf = (ports: Ports, { cause, key }: Problem): string =>
  ports.digest.sha256(JSON.stringify([cause, key]));

/** Forgets what has changed since it was confirmed, so that the books do not grow for ever. */
export function dropStale(ports: Ports, { live, hasStale }: Remembered): void {
  if (!hasStale) return;
  const old = new Set(ports.books.streams().filter(isOurs));
  if (live.marks.size + live.typed.size > 0) ports.books.append([entryOf(ports, live)]);
  ports.books.remove((stream) => old.has(stream));
}

export function entryOf(ports: Ports, { marks, typed }: Confirmed): StreamEntry {
  const stored: Stored = { marks: [...marks], typed: [...typed] };
  const blocks = [{ text: JSON.stringify(stored), firstId: 0, lastId: 0 }];
  return { stream: `${PREFIX}${ports.newId()}`, blocks };
}

/** The entries that remember the warnings of a plan as confirmed; none if it carries none that is new. */
export function confirmationsOf(ports: Ports, plan: Plan): readonly StreamEntry[] {
  const marks = new Set<string>();
  for (const item of plan.items) {
    for (const cause of Object.keys(item.marks ?? {})) {
      for (const mark of item.marks![cause]!) marks.add(mark);
    }
  }
  return marks.size === 0 ? [] : [entryOf(ports, { marks, typed: new Set() })];
}

/** The plan as it is pushed: what only served the preview is left behind. */
export function withoutMarks(plan: Plan): Plan {
  const { titles: _titles, stopped: _stopped, ...rest } = plan;
  return {
    ...rest,
    items: plan.items.map((item) => {
      const { marks: _marks, ...kept } = item;
      return kept;
    }),
  };
}
