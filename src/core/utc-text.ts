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
    value.endsWith(' UTC') &&
    value.startsWith(clockOf(second), 11) &&
    value.startsWith(dateOf((whole - second) / DAY)) &&
    value[10] === ' '
  );
}

/** Dates by day and times by second, as far as they were asked for: there are few of them, and many rows. */
const dates = new Map<number, string>();
const clocks = new Map<number, string>();

function dateOf(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * DAY * 1000).toISOString().split('T')[0]!;
  dates.set(day, text);
  return text;
}

function clockOf(second: number): string {
  const known = clocks.get(second);
  if (known !== undefined) return known;
  const text = new Date(second * 1000).toISOString().slice(11, 19);
  clocks.set(second, text);
  return text;
}
