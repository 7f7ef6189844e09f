/**
 * The core of the local Apps Script: what every local Google service calls before it does anything.
 * It counts, charges virtual time, enforces authorisation modes and scopes, lets a test act as a user or inject a fault,
 * and kills an execution that has run too long. It knows no particular service.
 */

/** Authorisation modes of Apps Script. Source: developers.google.com/workspace/add-ons/concepts/editor-auth-lifecycle */
export type AuthModeName = 'NONE' | 'LIMITED' | 'FULL';

/**
 * Answers to questions on which public sources disagree. Each field is one question; a world is one set of answers.
 * The add-on must be right in every world.
 */
export interface World {
  readonly name: string;
  /** Text beginning with "=" written by a script (or typed) into a cell formatted "@": stays text, or becomes a formula. */
  readonly equalsInTextCell: 'text' | 'formula';
  /** A leading apostrophe written or typed into a cell formatted "@": taken as quote prefix and dropped, or kept as a character. */
  readonly apostropheInTextCell: 'dropped' | 'kept';
  /** An ISO date or other date-like string written by a script into a cell formatted "@". */
  readonly dateInTextCell: 'text' | 'date';
  /** CR LF in a written string: kept, or turned into LF. */
  readonly lineEnds: 'kept' | 'lf';
  /** Control characters (other than tab, LF, CR) in a written string: kept, or dropped. */
  readonly controlCharacters: 'kept' | 'dropped';
  /** A script write that violates a validation rule with setAllowInvalid(false): accepted, or throws. */
  readonly invalidScriptWrite: 'accepted' | 'throws';
  /** File > Make a copy: document properties of the add-on stay behind, or come along. */
  readonly copiedProperties: 'dropped' | 'kept';
}

/** One call of one service method, described before it takes effect. */
export interface ServiceCall {
  /** Service class as documented, e.g. "Range", "Sheet", "UrlFetchApp", "Properties". */
  readonly service: string;
  /** Method as documented, e.g. "setValues". */
  readonly method: string;
  /**
   * navigate: finds or describes an object without a round trip (getRange, builders, getName) – counted apart, no cost.
   * read / write: a round trip. flush: applies pending writes. fetch: HTTP. wait: Utilities.sleep.
   */
  readonly kind: 'navigate' | 'read' | 'write' | 'flush' | 'fetch' | 'wait';
  /** Key of the one property that it reads or writes. */
  readonly key?: string;
  /** Cells moved by this call (0 when none). */
  readonly cells?: number;
  /** HTTP requests made by this call (fetch only). */
  readonly requests?: number;
  /** Scopes of which at least one must be granted. Empty or absent: no scope needed. */
  readonly anyScope?: readonly string[];
  /** The least mode in which the call is allowed; default FULL. */
  readonly leastMode?: AuthModeName;
}

/** Virtual time: nothing here ever really waits. */
export interface VirtualClock {
  /** Milliseconds since the epoch. */
  now(): number;
  advance(ms: number): void;
}

/** What a service sees of the running execution. */
export interface Kernel {
  readonly world: World;
  readonly clock: VirtualClock;
  /** E-mail of the user at the keyboard of this execution; services that model protection compare with it. */
  readonly userEmail: string;
  /**
   * To be called first by every service method. Throws when the mode or scopes do not allow the call, when a planned fault
   * says so, or when the execution is dead. After it returns, the method may take effect.
   */
  enter(call: ServiceCall): void;
  /** A function running in the bundle's realm, so that a Date handed to the bundle is `instanceof Date` there. */
  makeDate(ms: number): Date;
}

/** Thrown through the bundle when the execution is killed; every later service call of that execution throws it again. */
export class ExecutionKilled extends Error {
  override readonly name = 'ExecutionKilled';
}
