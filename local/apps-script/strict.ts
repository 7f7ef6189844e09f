/**
 * How a local service refuses what it does not model, and how it names its errors and enums.
 * Knows no service and no execution.
 */

import { asHost } from './script-cpu';

/** An exception of a Google service: a script sees `name` "Exception" (seen in every public stack trace of Apps Script). */
export class ServiceError extends Error {
  override readonly name = 'Exception';
}

/** The local Apps Script was asked for something it does not imitate: never a finding about the script, always a gap here. */
export class NotModelled extends Error {
  override readonly name = 'NotModelled';
  constructor(what: string) {
    super(`${what} is not modelled by the local Apps Script`);
  }
}

/** An error that the method running now owes its caller: thrown once it has taken effect. */
let owed: ServiceError | null = null;

/** The next method of a service that ends takes effect and then throws this, as a service does whose answer was lost. */
export function oweError(error: ServiceError): void {
  owed = error;
}

function takeOwedError(): ServiceError {
  const error = owed!;
  owed = null;
  return error;
}

/** Asked for by the language or by test tools on any object: absent without complaint. */
const askedOfAnything = new Set(['then', 'toJSON', 'asymmetricMatch', 'nodeType', 'tagName', '$$typeof']);

/**
 * `methods` with every other property name throwing {@link NotModelled} on reading and writing. A method that owes an error (`oweError`)
 * throws it in place of its result.
 */
export function modelled<T extends object>(name: string, methods: T): T {
  return new Proxy(methods, {
    get(target, key) {
      if (typeof key === 'string' && !(key in target) && !askedOfAnything.has(key)) {
        throw new NotModelled(`${name}.${key}`);
      }
      const value = Reflect.get(target, key, target) as unknown;
      if (typeof value !== 'function') return value;
      return function call(this: unknown, ...args: unknown[]): unknown {
        let result: unknown;
        try {
          result = asHost(() => Reflect.apply(value, this, args) as unknown);
        } catch (error) {
          // It failed by itself: its own error stands, and no other one is owed.
          owed = null;
          throw error;
        }
        if (owed !== null) throw takeOwedError();
        return result;
      };
    },
    set(_target, key) {
      throw new NotModelled(`Setting ${name}.${String(key)}`);
    },
  });
}

/** A global service of which nothing is modelled. */
export function unmodelledService(name: string): object {
  return modelled(name, Object.create(null) as object);
}

/** One value of an Apps Script enum: compared with ===, printed and JSON-stringified as its name. */
export interface EnumValue<N extends string = string> {
  toString(): N;
  toJSON(): N;
  name(): N;
  ordinal(): number;
}

/**
 * An enum whose values stringify to their names.
 * Source: developers.google.com/apps-script/guides/v8-runtime/migration ("enums JSON-stringify to their names").
 */
export function createEnum<N extends string>(
  enumName: string,
  names: readonly N[],
): Readonly<Record<N, EnumValue<N>>> {
  const values = Object.fromEntries(
    names.map((name, ordinal) => {
      const value: EnumValue<N> = {
        toString: () => name,
        toJSON: () => name,
        name: () => name,
        ordinal: () => ordinal,
      };
      return [name, Object.freeze(value)];
    }),
  ) as Record<N, EnumValue<N>>;
  return modelled(enumName, Object.freeze(values));
}

/** The class name a value shows in any realm, e.g. "Date", "Array", "Object": instanceof does not work across realms. */
export function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
