/**
 * Lines of the change log that could not be written when they were due: kept in the books, or, by whoever may not write there, in document
 * properties; they are written before anything else the next time. What was written of them already is told by the log itself.
 */
import type { LogLine } from '../../core/audit/log-chain';
import { isRefusal } from '../../core/words';
import type { Unit } from './cursor';
import type { Ports } from '../ports';

/** Stream of the books, and document property, one for each unit. */
const STREAM = 'late/';
const PROPERTY = 'postbackDesk.late/';
const LINES_PER_BLOCK = 1_000;
/** What goes into a property, which holds 9 kB. */
const MOST_CHARACTERS = 8_000;

export interface Late {
  readonly units: readonly Unit[];
  /** To be called once all of them are written. */
  forget(): void;
}

export function readLate(ports: Ports): Late {
  // What a copy has brought along is the original's.
  const own = ports.spreadsheetId();
  const names = ports.documentValues.keys().filter((key) => key.startsWith(PROPERTY));
  const inProperties = names
    .map((name) => JSON.parse(ports.documentValues.get(name) ?? '') as Unit & { readonly file: string })
    .filter(({ file }) => file === own);
  const isOwn = ports.books.state() !== 'copied';
  const streams = isOwn ? ports.books.streams().filter((stream) => stream.startsWith(STREAM)) : [];
  const inBooks = streams.map((stream): Unit => {
    const blocks = ports.books.read(stream).texts.map((text) => JSON.parse(text) as LogLine[]);
    return { reference: stream.slice(STREAM.length), lines: blocks.flat() };
  });
  return {
    units: [...inProperties, ...inBooks].sort((a, b) => (firstTime(a) < firstTime(b) ? -1 : 1)),
    forget() {
      for (const name of names) ports.documentValues.remove(name);
      if (streams.length > 0) ports.books.remove((stream) => streams.includes(stream));
    },
  };
}

/** When what a unit tells began. */
export const firstTime = ({ lines }: Unit): string => lines[0]?.time ?? '';

/** For whoever has a lease. Of a unit that is kept already, only what is new is added. */
export function keepLate(ports: Ports, unit: Unit): void {
  const kept = ports.books
    .read(STREAM + unit.reference)
    .texts.flatMap((text) => JSON.parse(text) as LogLine[]);
  const blocks = [];
  for (let from = kept.length; from < unit.lines.length; from += LINES_PER_BLOCK) {
    const part = unit.lines.slice(from, from + LINES_PER_BLOCK);
    blocks.push({ text: JSON.stringify(part), firstId: 0, lastId: 0 });
  }
  try {
    ports.books.append([{ stream: STREAM + unit.reference, blocks }]);
  } catch (error) {
    // Books of a copy that nobody has decided about, or none yet.
    if (!isRefusal(error) || error.code === 'step-lost') throw error;
    keepInProperty(ports, unit);
  }
}

/** For whoever has none, too. What does not fit is told by its first line. */
export function keepInProperty(ports: Ports, unit: Unit): void {
  const isLong = JSON.stringify(unit).length > MOST_CHARACTERS;
  const lines = isLong ? unit.lines.slice(0, 1).map(shortened) : unit.lines;
  ports.documentValues.set(
    PROPERTY + unit.reference,
    JSON.stringify({ file: ports.spreadsheetId(), ...unit, lines }),
  );
}

const shortened = (line: LogLine): LogLine => ({
  ...line,
  before: line.before.slice(0, 1_500),
  after: line.after.slice(0, 1_500),
  message: line.message.slice(0, 1_500),
});
