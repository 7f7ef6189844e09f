/**
 * Ports that ask before they write: whoever runs a step may write only while the step's lease is his (J2). Asking stands here, at the border, so that no
 * flow can forget it; so does the order of what is written. What a lease is, is not known here.
 */
import type { HttpRequest } from '../everflow/http';
import type { AuditTabs, Books, Desk, KeyValues, Layout, LogTab, Ports } from './ports';

const BOOKS_WRITES: readonly (keyof Books)[] = [
  'append',
  'remove',
  'reserve',
  'create',
  'startOver',
  'noteGap',
  'closeGap',
];
const DESK_WRITES: readonly (keyof Desk)[] = [
  'create',
  'append',
  'update',
  'writeAt',
  'removeRows',
  'keepValues',
];
const LAYOUT_WRITES: readonly (keyof Layout)[] = ['addHeaderRow', 'setHeaders', 'addColumn', 'dress'];
const LOG_WRITES: readonly (keyof LogTab)[] = ['create', 'grow', 'writeRows', 'rename'];
const AUDIT_WRITES: readonly (keyof AuditTabs)[] = ['create', 'fill', 'protect', 'show', 'remove'];
const VALUES_WRITES: readonly (keyof KeyValues)[] = ['set', 'remove'];

/** Each throws if nothing may be written any more. */
export interface Ask {
  /** Before something is written into the spreadsheet or its properties. */
  readonly here: () => void;
  /** Before a request that changes something in Everflow. */
  readonly outside: () => void;
}

/** The same ports, of which everything that changes something shared asks first: books, tab, document properties, and Everflow. */
export function guarded(ports: Ports, { here, outside }: Ask): Ports {
  // What was set before comes first: see `KeyValues`.
  const inOrder = (): void => {
    here();
    ports.documentValues.settle();
  };
  return {
    ...ports,
    books: asking(ports.books, BOOKS_WRITES, inOrder),
    desk: asking(ports.desk, DESK_WRITES, inOrder),
    layout: asking(ports.layout, LAYOUT_WRITES, inOrder),
    log: asking(ports.log, LOG_WRITES, inOrder),
    auditTabs: asking(ports.auditTabs, AUDIT_WRITES, inOrder),
    documentValues: asking(ports.documentValues, VALUES_WRITES, here),
    clock: {
      now: () => ports.clock.now(),
      random: () => ports.clock.random(),
      sleep(ms) {
        ports.documentValues.settle();
        ports.clock.sleep(ms);
      },
    },
    http: {
      send(requests) {
        ports.documentValues.settle();
        if (requests.some(changesSomething)) outside();
        return ports.http.send(requests);
      },
    },
  };
}

/** Creates and updates. The table is read by POST too. */
export function changesSomething({ method, url }: HttpRequest): boolean {
  return method === 'PUT' || (method === 'POST' && !url.includes('/pixelstable'));
}

function asking<P extends object>(port: P, writes: readonly (keyof P)[], ask: () => void): P {
  return new Proxy(port, {
    get(target, name: string | symbol): unknown {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      const asks = writes.includes(name as keyof P);
      return (...args: readonly unknown[]): unknown => {
        if (asks) ask();
        return Reflect.apply(member, target, args);
      };
    },
  });
}
