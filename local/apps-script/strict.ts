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
    get: (target, key) => asMethod(lookUp(name, target, key)),
    set: (_target, key) => refuseToSet(name, key),
  });
}

/** By the name of a kind of object: in which of its parts each method stands, as its first one showed. */
const placesByName = new Map<string, ReadonlyMap<string | symbol, number>>();

/**
 * As {@link modelled}, for kinds of objects of which very many are made and hardly a method is asked for: each part is made when one of its methods is.
 * @param parts always the same for objects of that name; of methods that stand in several the last counts
 */
export function modelledInParts(name: string, parts: readonly (() => object)[]): object {
  const made: object[] = [];
  const part = (at: number): object => (made[at] ??= parts[at]!());
  let places = placesByName.get(name);
  if (!places) {
    places = new Map(parts.flatMap((_, at) => Reflect.ownKeys(part(at)).map((key) => [key, at] as const)));
    placesByName.set(name, places);
  }
  const methods = places;
  return new Proxy(
    {},
    {
      get(target, key) {
        const at = methods.get(key);
        return asMethod(lookUp(name, at === undefined ? target : part(at), key));
      },
      set: (_target, key) => refuseToSet(name, key),
    },
  );
}

function lookUp(name: string, methods: object, key: string | symbol): unknown {
  if (typeof key === 'string' && !(key in methods) && !askedOfAnything.has(key)) {
    throw new NotModelled(`${name}.${key}`);
  }
  return Reflect.get(methods, key, methods) as unknown;
}

function refuseToSet(name: string, key: string | symbol): never {
  throw new NotModelled(`Setting ${name}.${String(key)}`);
}

/** A function as the script gets it. */
function asMethod(value: unknown): unknown {
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
