/**
 * The JavaScript world of one execution: a fresh context with the services as globals, into which gas-local loads the bundle.
 * Knows how Apps Script's V8 differs from Node's; no service, no execution rules.
 * Source of the differences: developers.google.com/apps-script/guides/v8-runtime
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { types } from 'node:util';
import { createContext, Script } from 'node:vm';
import { require as loadScripts } from 'gas-local';

export interface Realm {
  /** Parses JSON into objects of the realm. */
  parse(json: string): unknown;
  makeDate(ms: number): Date;
  /** Runs the bundle's top-level code. Throws what it throws; must be called once, before `functionNamed`. */
  load(): void;
  /** A function that the bundle declared at top level, or null. Built-ins and services do not count. */
  functionNamed(name: string): ((...args: unknown[]) => unknown) | null;
}

interface Patches {
  readonly now: () => number;
  readonly random: () => number;
  readonly isHostError: (value: unknown) => boolean;
}

/**
 * Runs inside the realm. Date and Math.random follow the virtual clock and the seed. `instanceof Error` and `instanceof Array` also hold
 * for what the services (host objects) throw and return, as they do on Google's servers, where there is one realm only.
 */
const patch = new Script(`(function (patches) {
  'use strict';
  const RealDate = Date;
  RealDate.now = function now() { return patches.now(); };
  const VirtualDate = new Proxy(RealDate, {
    construct(target, args, newTarget) {
      const made = newTarget === VirtualDate ? target : newTarget;
      return Reflect.construct(target, args.length === 0 ? [patches.now()] : args, made);
    },
    apply() { return new RealDate(patches.now()).toString(); },
  });
  RealDate.prototype.constructor = VirtualDate;
  Object.defineProperty(globalThis, 'Date', { value: VirtualDate, writable: true, configurable: true });
  Math.random = function random() { return patches.random(); };
  const ordinary = Function.prototype[Symbol.hasInstance];
  const widen = (constructor, also) => Object.defineProperty(constructor, Symbol.hasInstance, {
    value: function (value) { return ordinary.call(this, value) || (this === constructor && also(value)); },
  });
  widen(Error, patches.isHostError);
  widen(Array, Array.isArray);
  return { parse: JSON.parse, makeDate: (ms) => new RealDate(ms) };
})`);

/** A file of `dist`, checked and compiled once in this process: every execution loads it anew, and reading and compiling it takes longer than running it. */
export interface Compiled {
  readonly script: Script;
  /** True once gas-local has loaded it. */
  wasLoaded: boolean;
}

/** By path, size and time. */
const known = new Map<string, Compiled>();

/** Environment variable with the key of a file that was parsed already, for processes that are begun afterwards: there may be hundreds. */
const PARSED = 'POSTBACK_DESK_PARSED';
/** Half a megabyte that most processes do not need. */
const load = createRequire(__filename);

function parseStrictly(file: string, code: string): void {
  try {
    (load('acorn') as typeof import('acorn')).parse(code, { ecmaVersion: 2020, sourceType: 'script' });
  } catch (error) {
    throw new Error(`Apps Script could not load ${basename(file)}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/**
 * Reads a script. Refuses what Apps Script's parser is documented to refuse: modules, #private and static fields. ECMAScript 2020 without class fields
 * is the strictest reading of developers.google.com/apps-script/guides/v8-runtime#class_limitations.
 */
function compiledOf(file: string): Compiled {
  const { size, mtimeMs } = statSync(file);
  const key = `${file}:${size}:${mtimeMs}`;
  const present = known.get(key);
  if (present) return present;
  const code = readFileSync(file, 'utf8');
  if (process.env[PARSED] !== key) parseStrictly(file, code);
  process.env[PARSED] = key;
  const compiled = { script: new Script(code, { filename: file }), wasLoaded: false };
  known.set(key, compiled);
  return compiled;
}

/** Reads the scripts of a folder once, for this process and those that it begins. @throws Error if Apps Script could not load one */
export function readScripts(dist: string): ReadonlyMap<string, Compiled> {
  const folder = resolve(dist);
  const names = readdirSync(folder).filter((name) => name.endsWith('.js'));
  return new Map(names.map((name) => [name, compiledOf(join(folder, name))]));
}

/** `globals` must be a fresh object: it becomes the realm's global object. */
export function createRealm(dist: string, globals: object, sources: Omit<Patches, 'isHostError'>): Realm {
  const folder = resolve(dist);
  const files = readScripts(folder);
  const context = createContext(globals);
  const apply = patch.runInContext(context) as (patches: Patches) => Pick<Realm, 'parse' | 'makeDate'>;
  const patched = apply({ ...sources, isHostError: (value) => types.isNativeError(value) });
  const before = new Set(Object.getOwnPropertyNames(context));
  let loaded: Record<string, unknown> = {};
  return {
    ...patched,
    load() {
      // gas-local loads each file once; what it would read and compile anew after that is run from what was compiled.
      const isNew = (file: string): boolean => files.get(basename(file))?.wasLoaded === false;
      loaded = loadScripts(folder, context, { filter: isNew });
      for (const compiled of files.values()) {
        if (compiled.wasLoaded) compiled.script.runInContext(context);
        compiled.wasLoaded = true;
      }
    },
    functionNamed(name) {
      const own = Object.prototype.hasOwnProperty.call(loaded, name) && !before.has(name);
      const value = own ? loaded[name] : null;
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown) : null;
    },
  };
}
