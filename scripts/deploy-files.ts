/** The files that are pushed, those that a project holds, and what is the same about them. Knows nothing of clasp. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/** Contents by name, such as "Code.js". */
export type Files = ReadonlyMap<string, Buffer>;

/** Names that begin with a dot are left out: those are clasp's own. */
export function readFiles(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !basename(name).startsWith('.') && statSync(join(folder, name)).isFile())
    .map((name) => name.replaceAll('\\', '/'));
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name))]));
}

/**
 * What became of a file: `same` byte for byte; `laid out anew`, with other line ends or blanks at its end, or the same JSON written differently;
 * `different`; `missing`, sent and not there; `left over`, there and not sent.
 */
export type Arrival = 'same' | 'laid out anew' | 'different' | 'missing' | 'left over';

/** @returns one entry for each file of either side, by name */
export function compareFiles(sent: Files, arrived: Files): ReadonlyMap<string, Arrival> {
  const names = [...new Set([...sent.keys(), ...arrived.keys()])].sort();
  return new Map(names.map((name) => [name, arrivalOf(name, sent.get(name), arrived.get(name))]));
}

function arrivalOf(name: string, sent: Buffer | undefined, arrived: Buffer | undefined): Arrival {
  if (!arrived) return 'missing';
  if (!sent) return 'left over';
  if (sent.equals(arrived)) return 'same';
  const [one, other] = [plain(sent), plain(arrived)];
  const isSame = one === other || (name.endsWith('.json') && isDeepStrictEqual(json(one), json(other)));
  return isSame ? 'laid out anew' : 'different';
}

const plain = (bytes: Buffer): string => bytes.toString('utf8').replaceAll('\r\n', '\n').trimEnd();

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What is told about a push. */
export interface Verdict {
  /** One line for each file. */
  readonly list: string;
  /** What went well, in a sentence. */
  readonly good: string;
  /** What to do if the project does not hold all that was sent and nothing else; else null. */
  readonly bad: string | null;
}

export function verdictOn(sent: Files, arrived: Files): Verdict {
  const all = [...compareFiles(sent, arrived)];
  const named = (wanted: Arrival): string =>
    all.flatMap(([name, arrival]) => (arrival === wanted ? [name] : [])).join(', ');
  const lines = all.map(([name, arrival]) => {
    const bytes = String(sent.get(name)?.length ?? 0).padStart(7);
    return `  ${name.padEnd(18)} ${bytes} bytes  ${arrival}`;
  });
  const anew = named('laid out anew');
  const good =
    anew === ''
      ? `${all.length} files arrived, byte for byte.`
      : `${all.length} files arrived; Google has changed line ends, blanks at the end or the layout, and nothing else, in ${anew}.`;
  const lost = named('missing') + named('different');
  let bad: string | null = null;
  if (lost !== '')
    bad =
      'Try again. If it stays so, compare dist/ with .cache/deploy/arrived, and see whether somebody else edits the project:';
  else if (named('left over') !== '')
    bad = `Delete ${named('left over')} in the script editor; clasp pushes nothing while all other files are the same:`;
  return { list: lines.join('\n'), good, bad };
}

/** How our script begins, whatever its version. */
const OURS = '/** Postback Desk ';
/** What a new project holds: nothing, or the empty function that the editor puts there. */
const EMPTY = /^\s*(function myFunction\(\)\s*\{\s*\})?\s*$/;

/**
 * Files that somebody else wrote, and that a push would take away, since it replaces a project whole.
 * @param held what the project holds now
 */
export function strangersIn(held: Files): string[] {
  if (held.get('Code.js')?.toString('utf8').startsWith(OURS)) return [];
  return [...held]
    .filter(([name, bytes]) => name !== 'appsscript.json' && !EMPTY.test(bytes.toString('utf8')))
    .map(([name]) => name);
}
