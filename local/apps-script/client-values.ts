/**
 * What may cross between a page and the server with google.script.run, and in which form it arrives.
 * Source: developers.google.com/apps-script/guides/html/communication#parameters_and_return_values
 */
import { tagOf } from './strict';

/** What arrives: plain JSON. */
export type ClientValue = number | boolean | string | null | ClientValue[] | { [key: string]: ClientValue };

/** Told the path of an illegal value, e.g. "2" or "0.rows.5"; returns what arrives instead, or throws. */
export type OnIllegal = (path: string, kind: string) => ClientValue;

/**
 * A plain copy of `value`. Legal: number, boolean, string, null, and arrays and objects of these. Undefined arrives as null; as a property of an
 * object it is left out. Everything else (Date, function, Map, class of the language, NaN, BigInt, a circle) goes to `onIllegal`.
 */
export function plainCopy(
  value: unknown,
  onIllegal: OnIllegal,
  path = '',
  parents: object[] = [],
): ClientValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : onIllegal(path, String(value));
  if (typeof value !== 'object') return onIllegal(path, typeof value);
  if (parents.includes(value)) return onIllegal(path, 'circular reference');
  const inside = [...parents, value];
  const join = (key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);
  if (Array.isArray(value)) {
    return Array.from(value as unknown[], (item, i) => plainCopy(item, onIllegal, join(i), inside));
  }
  if (tagOf(value) !== 'Object') return onIllegal(path, tagOf(value));
  const copy: { [key: string]: ClientValue } = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) copy[key] = plainCopy(item, onIllegal, join(key), inside);
  }
  return copy;
}

/** Arguments as the server gets them. Throws with the reported text (tanaikech.github.io, 2023-08-28). */
export function copyArguments(args: readonly unknown[]): ClientValue[] {
  return args.map((arg, i) =>
    plainCopy(
      arg,
      (path) => {
        throw new Error(`Failed due to illegal value in property: ${path}`);
      },
      String(i),
    ),
  );
}

/**
 * A result as the success handler gets it. Reported (tanaikech.github.io, 2023-08-28): a Date anywhere makes the whole result null, in silence,
 * and a Promise is resolved. `strict` throws instead, naming the place, since nobody wants either.
 */
export function copyResult(value: unknown, strict: boolean): ClientValue {
  const illegal = new Error('illegal');
  try {
    return plainCopy(value, (path, kind) => {
      if (!strict && kind === 'Date') throw illegal;
      throw new Error(
        `google.script.run cannot return a ${kind}${path === '' ? '' : ` (at ${path})`}: the page would silently get null`,
      );
    });
  } catch (error) {
    if (error === illegal) return null;
    throw error;
  }
}
