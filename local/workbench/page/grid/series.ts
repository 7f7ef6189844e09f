/**
 * What dragging the corner of a selection makes, where it is more than a copy: numbers that grow evenly, days that follow each other,
 * texts that end in a number. Sheets does the same; its further guesses (weekdays, months, growth by a factor) are not imitated.
 */

export type Value = string | number | boolean | undefined;

const TAIL = /^(.*?)(\d+)$/s;

/** The value `steps` places after the last one of `source` (before the first one if negative), or null if these are no series. */
export function next(source: readonly Value[], dates: boolean): ((steps: number) => Value) | null {
  const last = source.at(-1);
  if (source.every((value): value is number => typeof value === 'number')) {
    const first = source[0];
    if (first === undefined || last === undefined) return null;
    if (source.length === 1) return dates ? (steps) => first + steps : null;
    const step = source[1]! - first;
    const even = source.every((value, index) => Math.abs(value - (first + step * index)) < 1e-9);
    if (!even || step === 0) return null;
    return (steps) =>
      Number((steps > 0 ? Number(last) + step * steps : first + step * steps).toPrecision(15));
  }
  const parts = source.map((value) => (typeof value === 'string' ? TAIL.exec(value) : null));
  const [start] = parts;
  const end = parts.at(-1);
  if (!start || !end || parts.some((part) => part?.[1] !== start[1])) return null;
  const numbers = parts.map((part) => Number(part![2]));
  const step = numbers.length === 1 ? 1 : numbers[1]! - numbers[0]!;
  if (step === 0 || numbers.some((value, index) => value !== numbers[0]! + step * index)) return null;
  const width = end[2]!.startsWith('0') ? end[2]!.length : 0;
  return (steps) => {
    const value = (steps > 0 ? numbers.at(-1)! : numbers[0]!) + step * steps;
    return value < 0 ? undefined : `${start[1]}${String(value).padStart(width, '0')}`;
  };
}
