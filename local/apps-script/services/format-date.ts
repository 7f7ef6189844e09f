/**
 * Utilities.formatDate: the common letters of Java's SimpleDateFormat, in any IANA time zone, in English.
 * Source: developers.google.com/apps-script/reference/utilities/utilities#formatdatedate,-timezone,-format
 */
import { NotModelled, ServiceError } from '../strict';

interface Fields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly weekday: number;
  readonly offsetMinutes: number;
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** `ms` since the epoch. Throws on a zone that Intl does not know (Java would silently take GMT: a trap better met loudly). */
function fieldsOf(ms: number, timeZone: string): Fields {
  let parts: Intl.DateTimeFormatPart[];
  try {
    parts = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }).formatToParts(ms);
  } catch {
    throw new ServiceError(`Invalid argument: timeZone ${timeZone}`);
  }
  const part = (type: string): number => Number(parts.find((p) => p.type === type)?.value);
  const wall = [
    part('year'),
    part('month'),
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  ] as const;
  const [year, month, day, hour, minute, second] = wall;
  const asUtcMs = Date.UTC(year, month - 1, day, hour, minute, second);
  const wholeMs = Math.floor(ms / 1000) * 1000;
  return {
    year,
    month,
    day,
    hour,
    minute,
    second,
    millisecond: ms - wholeMs,
    weekday: new Date(asUtcMs).getUTCDay(),
    offsetMinutes: Math.round((asUtcMs - wholeMs) / 60_000),
  };
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

function offset(minutes: number, separator: string): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60), 2)}${separator}${pad(size % 60, 2)}`;
}

/** `run` is one letter repeated. Sources of the letters: docs.oracle.com/javase/8/docs/api/java/text/SimpleDateFormat.html */
function formatRun(run: string, f: Fields): string {
  const width = run.length;
  switch (run.charAt(0)) {
    case 'y':
      return width === 2 ? pad(f.year % 100, 2) : pad(f.year, width);
    case 'M':
      if (width >= 4) return MONTHS[f.month - 1] ?? '';
      return width === 3 ? (MONTHS[f.month - 1] ?? '').slice(0, 3) : pad(f.month, width);
    case 'd':
      return pad(f.day, width);
    case 'H':
      return pad(f.hour, width);
    case 'h':
      return pad(f.hour % 12 === 0 ? 12 : f.hour % 12, width);
    case 'm':
      return pad(f.minute, width);
    case 's':
      return pad(f.second, width);
    case 'S':
      return pad(f.millisecond, width);
    case 'a':
      return f.hour < 12 ? 'AM' : 'PM';
    case 'E':
      return width >= 4 ? (WEEKDAYS[f.weekday] ?? '') : (WEEKDAYS[f.weekday] ?? '').slice(0, 3);
    case 'u':
      return pad(f.weekday === 0 ? 7 : f.weekday, width);
    case 'Z':
      return offset(f.offsetMinutes, '');
    case 'X':
      if (f.offsetMinutes === 0) return 'Z';
      return width === 1
        ? offset(f.offsetMinutes, '').slice(0, 3)
        : offset(f.offsetMinutes, width === 2 ? '' : ':');
    default:
      throw new NotModelled(`Utilities.formatDate with the pattern letters "${run}"`);
  }
}

/** Formats `ms` since the epoch. `'text'` is literal and `''` is one quote. Throws NotModelled on other letters. */
export function formatDate(ms: number, timeZone: string, pattern: string): string {
  const fields = fieldsOf(ms, timeZone);
  return pattern.replace(/''|'((?:[^']|'')*)'|([A-Za-z])\2*/g, (match: string, quoted?: string) => {
    if (match === "''") return "'";
    if (quoted !== undefined) return quoted.replace(/''/g, "'");
    return formatRun(match, fields);
  });
}
