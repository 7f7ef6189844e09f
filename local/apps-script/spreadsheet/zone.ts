/**
 * Serial day numbers of Sheets against instants: a cell holds the wall clock of the spreadsheet's time zone.
 * It knows no format.
 */

const DAY_MS = 86_400_000;
/** Serial 0. Source: https://developers.google.com/workspace/sheets/api/guides/formats (dates count from 30 December 1899) */
const SERIAL_ZERO_MS = Date.UTC(1899, 11, 30);

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (!clock) {
    const numeric = 'numeric' as const;
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
    clocks.set(zone, clock);
  }
  return clock;
}

function offsetMs(instantMs: number, zone: string): number {
  if (zone === 'UTC' || zone === 'Etc/UTC' || zone === 'Etc/GMT') return 0;
  const parts: Record<string, number> = {};
  for (const part of clockOf(zone).formatToParts(instantMs)) parts[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const wholeSecond = Math.floor(instantMs / 1000) * 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSecond;
}

/** Instant (ms since 1970, UTC) → serial of its wall clock in the zone. */
export function serialOf(instantMs: number, zone: string): number {
  return (instantMs + offsetMs(instantMs, zone) - SERIAL_ZERO_MS) / DAY_MS;
}

/** Serial → instant in ms. A wall clock that a zone skips or repeats gives one of the two candidates. */
export function instantOf(serial: number, zone: string): number {
  const wallMs = SERIAL_ZERO_MS + Math.round(serial * DAY_MS);
  const guess = wallMs - offsetMs(wallMs, zone);
  return wallMs - offsetMs(guess, zone);
}

/** Calendar year of a serial. */
export function yearOfSerial(serial: number): number {
  return new Date(SERIAL_ZERO_MS + Math.floor(serial) * DAY_MS).getUTCFullYear();
}

/** The same month, day and time in another year. */
export function inYear(serial: number, year: number): number {
  const date = new Date(SERIAL_ZERO_MS + Math.round(serial * DAY_MS));
  date.setUTCFullYear(year);
  return (date.getTime() - SERIAL_ZERO_MS) / DAY_MS;
}
