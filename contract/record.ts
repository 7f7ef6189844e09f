/** The record of one run as JSON, checked and judged. Pure: the script makes it, Node reads it, and both use this. */
import { judge, type Entry, type Result, type WorldSwitches } from './entry';

export interface RunRecord {
  /** Layout of the record. */
  readonly suite: 1;
  /** Day of the run, in UTC. */
  readonly date: string;
  readonly locale: string;
  readonly timeZone: string;
  /** Whether a host for requests was named. */
  readonly host: boolean;
  readonly results: readonly { readonly id: string; readonly seen: string | null; readonly detail: string }[];
}

/** The record in a text that was pasted, perhaps with other lines around it. Throws an Error that says what is wrong. */
export function readRecord(text: string): RunRecord {
  const [from, to] = [text.search(/\{\s*"suite"/), text.lastIndexOf('}')];
  let record: Partial<RunRecord>;
  try {
    record = JSON.parse(text.slice(from, to + 1)) as Partial<RunRecord>;
  } catch (error) {
    // oxlint-disable-next-line preserve-caught-error -- ES2020 knows no cause, and the message says it all
    throw new Error(
      `There is no whole record in it (${(error as Error).message}). Copy the text of the window "Contract record" again, from the first brace to the last.`,
    );
  }
  const { suite, date, results } = record;
  if (suite !== 1 || !Array.isArray(results) || !/^\d{4}-\d\d-\d\d$/.test(String(date)))
    throw new Error('This is JSON, and no record of the contract suite.');
  for (const { id, seen, detail } of results as RunRecord['results'])
    if (typeof id !== 'string' || !(seen === null || typeof seen === 'string') || typeof detail !== 'string')
      throw new Error(`The record is damaged at the entry ${JSON.stringify(id)}.`);
  return record as RunRecord;
}

export interface Judgement {
  readonly results: readonly (Result & { readonly entry: Entry })[];
  /** In the list, and not in the record: the suite has grown since. */
  readonly missing: readonly string[];
  /** In the record, and no longer in the list. */
  readonly unknown: readonly string[];
  /** What the platform answered of each switch; several values contradict each other. */
  readonly switches: Readonly<Record<string, readonly string[]>>;
}

/** Holds a record against the present list. */
export function judgeRecord(record: RunRecord, entries: readonly Entry[]): Judgement {
  const known = new Map(entries.map((entry) => [entry.id, entry]));
  const told = new Set(record.results.map(({ id }) => id));
  const results = record.results.flatMap(({ id, seen, detail }) => {
    const entry = known.get(id);
    return entry ? [{ id, entry, seen: seen ?? '', detail, verdict: judge(entry, seen) }] : [];
  });
  const switches: Record<string, string[]> = {};
  for (const { entry, seen } of results) {
    const world = entry.answers.find((answer) => answer.seen === seen)?.world ?? {};
    for (const [name, value] of Object.entries(world)) {
      const values = (switches[name] ??= []);
      if (!values.includes(value)) values.push(value);
    }
  }
  return {
    results,
    missing: entries.map(({ id }) => id).filter((id) => !told.has(id)),
    unknown: [...told].filter((id) => !known.has(id)),
    switches,
  };
}

/** Names of worlds that agree with every switch that was seen. */
export function worldsLike(
  switches: Judgement['switches'],
  worlds: readonly { readonly name: string }[],
): string[] {
  const agrees = (world: object): boolean => {
    const facts = world as unknown as WorldSwitches;
    return Object.entries(switches).every(([name, values]) => values.every((value) => facts[name] === value));
  };
  return worlds.filter(agrees).map(({ name }) => name);
}
