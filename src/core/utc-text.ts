/** Times as they stand in cells: made, and compared, for a hundred thousand rows at a time. */
import type { CellIn } from './cells';

const DAY = 86_400;
/** The year 10000 begins: until then a date has ten characters. */
const MOST_USUAL = 253_402_300_800;

/** Unix seconds as `2026-11-22 10:15:00 UTC`; '' for 0. */
export function utcText(unixSeconds: number): string {
  if (unixSeconds <= 0 || unixSeconds > 8.64e12) return '';
  const whole = Math.floor(unixSeconds);
  const second = whole % DAY;
  return `${dateOf((whole - second) / DAY)} ${clockOf(second)} UTC`;
}

/** `value === utcText(unixSeconds)`, without making the text. */
export function isUtcText(value: CellIn, unixSeconds: number): boolean {
  if (typeof value !== 'string' || !(unixSeconds > 0 && unixSeconds < MOST_USUAL))
    return value === utcText(unixSeconds);
  const whole = Math.floor(unixSeconds);
  const second = whole % DAY;
  return (
    value.length === 23 &&
    value.endsWith(SECONDS[second % 60]!) &&
    value.startsWith(minuteOf(Math.floor(second / 60)), 11) &&
    value.startsWith(dateOf((whole - second) / DAY)) &&
    value[10] === ' '
  );
}

/** Dates by day, and minutes, as far as they were asked for: there are few of them, and many rows. */
const dates = new Map<number, string>();

function dateOf(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * DAY * 1000).toISOString().split('T')[0]!;
  dates.set(day, text);
  return text;
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));
const clockOf = (second: number): string => `${minuteOf(Math.floor(second / 60))}${two(second % 60)}`;

/** `HH:MM:` by minute of the day. */
const minutes: string[] = Array.from({ length: 1440 }, () => '');
const minuteOf = (minute: number): string =>
  (minutes[minute] ||= `${two(Math.floor(minute / 60))}:${two(minute % 60)}:`);
const SECONDS: readonly string[] = Array.from({ length: 60 }, (_, second) => `${two(second)} UTC`);
