/** The server's clock: the machine's, or virtual time told by the client. It never waits. */

/** Request header by which a client in virtual time tells its time, in milliseconds since the epoch. */
export const VIRTUAL_NOW_HEADER = 'x-virtual-now-ms';
/** Answer header: virtual milliseconds that this answer took; the client should move its clock by as much. */
export const VIRTUAL_ELAPSED_HEADER = 'X-Virtual-Elapsed-Ms';

export interface Clock {
  readonly kind: 'real' | 'header';
  /** Milliseconds since the epoch. */
  nowMs(): number;
  /** Moves virtual time forward to `ms` (never backward). Real time takes no notice. */
  seen(ms: number): void;
  /** Moves virtual time to `ms`, backward too. Real time takes no notice. */
  setBack(ms: number): void;
}

export function createClock(kind: 'real' | 'header', startMs: number): Clock {
  if (kind === 'real')
    return { kind, nowMs: () => Date.now(), seen: () => undefined, setBack: () => undefined };
  let latest = startMs;
  return {
    kind,
    nowMs: () => latest,
    seen: (ms) => {
      latest = Math.max(latest, ms);
    },
    setBack: (ms) => {
      latest = ms;
    },
  };
}
