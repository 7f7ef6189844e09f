/**
 * Who may talk to Everflow: API keys in user properties, one for each host and network (S2), and the client for the network that this
 * spreadsheet is bound to (S4). A key leaves this file only inside the client.
 */
import type { ApiHost, Network } from '../core/postback';
import { Refusal, type RefusalCode } from '../core/words';
import { EverflowClient } from '../everflow/client';
import { maskKey, type ApiError, type Reply } from '../everflow/errors';
import { readRateState, type Speed } from '../everflow/rate';
import { isCancelWished } from './jobs';
import type { Ports } from './ports';

const KEY_PREFIX = 'postbackDesk.key/';
/** Document property: what is known of the rate window, shared by all who push from this spreadsheet. */
export const RATE_KEY = 'postbackDesk.rate';
/** User property: gentle, normal or full. */
const SPEED_KEY = 'postbackDesk.speed';

interface SavedKey {
  readonly key: string;
  readonly networkName: string;
}

/** What may be shown of a saved key. */
export interface Connection {
  readonly host: ApiHost;
  readonly networkId: number;
  readonly networkName: string;
  /** Last four characters of the key. */
  readonly lastFour: string;
}

function storeKey(host: ApiHost, networkId: number): string {
  return `${KEY_PREFIX}${host}/${networkId}`;
}

export function networkLabel(network: { readonly id: number; readonly name: string }): string {
  return network.name === '' ? `network ${network.id}` : network.name;
}

export function saveKey(ports: Ports, network: Network, key: string): void {
  const saved: SavedKey = { key, networkName: network.name };
  ports.userValues.set(storeKey(network.host, network.id), JSON.stringify(saved));
}

export function forgetKey(ports: Ports, host: ApiHost, networkId: number): void {
  ports.userValues.remove(storeKey(host, networkId));
}

/** The acting user's saved keys, without the keys. */
export function listConnections(ports: Ports): Connection[] {
  return ports.userValues
    .keys()
    .filter((name) => name.startsWith(KEY_PREFIX))
    .sort()
    .flatMap((name) => {
      const [host, id] = name.slice(KEY_PREFIX.length).split('/') as [ApiHost, string];
      const saved = loadKey(ports, host, Number(id));
      return saved
        ? [{ host, networkId: Number(id), networkName: saved.networkName, lastFour: saved.key.slice(-4) }]
        : [];
    });
}

function loadKey(ports: Ports, host: ApiHost, networkId: number): SavedKey | undefined {
  const text = ports.userValues.get(storeKey(host, networkId));
  return text === null ? undefined : (JSON.parse(text) as SavedKey);
}

/** What may be told of the key in use: its last four characters, and a text in which it is masked if somebody typed it there (B3). */
export function aboutKey(
  ports: Ports,
  { host, id }: Network,
  text: string,
): { readonly lastFour: string; readonly masked: string } {
  const key = loadKey(ports, host, id)?.key ?? '';
  return { lastFour: key.slice(-4), masked: key === '' ? text : maskKey(text, key) };
}

export function readSpeed(ports: Ports): Speed {
  const speed = ports.userValues.get(SPEED_KEY);
  return speed === 'gentle' || speed === 'full' ? speed : 'normal';
}

export function saveSpeed(ports: Ports, speed: Speed): void {
  ports.userValues.set(SPEED_KEY, speed);
}

/** A client for a key that is not saved yet. */
export function clientForKey(ports: Ports, host: ApiHost, key: string): EverflowClient {
  return new EverflowClient({ http: ports.http, clock: ports.clock, host, key, speed: readSpeed(ports) });
}

/**
 * A client for one network, with the user's saved key.
 * @param waits whether a wish to cancel ends them
 * @throws Refusal no-key, or other-network if only keys of other networks are saved
 */
export function clientFor(
  ports: Ports,
  network: Network,
  waits: 'end-by-cancel' | 'patient' = 'end-by-cancel',
): EverflowClient {
  const saved = loadKey(ports, network.host, network.id);
  if (!saved) throw noKeyFor(ports, network);
  return new EverflowClient({
    http: ports.http,
    clock: ports.clock,
    host: network.host,
    key: saved.key,
    networkId: network.id,
    speed: readSpeed(ports),
    rate: readRateState(ports.documentValues.get(RATE_KEY)),
    ...(waits === 'end-by-cancel' ? { giveUp: () => isCancelWished(ports) } : {}),
  });
}

function noKeyFor(ports: Ports, network: Network): Refusal {
  const [other] = listConnections(ports);
  if (!other) return new Refusal('no-key');
  return new Refusal(
    'other-network',
    networkLabel({ id: other.networkId, name: other.networkName }),
    networkLabel(network),
  );
}

/** Keeps what the client learnt about the rate window for the next step. */
export function keepRate(ports: Ports, client: EverflowClient): void {
  ports.documentValues.set(RATE_KEY, JSON.stringify(client.rateState));
}

/**
 * Proves that the key in use belongs to the network: keys can be exchanged in Everflow, and a step must not write anywhere else (S4).
 * @throws Refusal
 */
export function proveNetwork(client: EverflowClient, network: Network): void {
  const answer = valueOf(client.network());
  // An id of 0 means that nobody may tell; every record that is read is compared as well.
  if (answer.id === 0 || answer.id === network.id) return;
  throw new Refusal('other-network', networkLabel(answer), networkLabel(network));
}

const REFUSAL_OF: { readonly [C in ApiError['code']]: RefusalCode } = {
  'bad-key': 'bad-key',
  realm: 'realm',
  'ip-list': 'ip-list',
  permission: 'permission',
  'not-found': 'not-found',
  refused: 'refused',
  rate: 'rate',
  server: 'server',
  'not-json': 'not-json',
  'no-answer': 'no-answer',
  unreachable: 'unreachable',
  'google-quota': 'google-quota',
  'google-permission': 'google-permission',
  'wrong-network': 'other-network',
};

/** The refusal that tells a user about an API error. */
export function refusalOf(error: ApiError): Refusal {
  const code = REFUSAL_OF[error.code];
  if (code === 'other-network')
    return new Refusal(code, 'another network', 'the network it was started with');
  return new Refusal(code, error.serverMessage);
}

/** @throws Refusal if the request failed */
export function valueOf<T>(reply: Reply<T>): T {
  if (!reply.ok) throw refusalOf(reply.error);
  return reply.value;
}
