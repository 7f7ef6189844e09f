/**
 * Connecting: tests an API key, shows which network it belongs to, and saves it for the acting user (S2, S3).
 */
import { API_HOSTS, type ApiHost, type Network } from '../../core/postback';
import { Refusal } from '../../core/words';
import { clientForKey, networkLabel, saveKey, valueOf } from '../access';
import { boundNetwork } from '../head';
import type { Ports } from '../ports';

export interface ConnectResult {
  readonly host: ApiHost;
  readonly networkId: number;
  /** '' where the key may not read its network's name. */
  readonly networkName: string;
  readonly lastFour: string;
  /** False if only a row of the table told the network: the name stays unknown. */
  readonly nameKnown: boolean;
}

/** Shortest text that could be a key; a sanity check against an empty or half-copied field. */
const LEAST_KEY_LENGTH = 8;

/**
 * "Test connection": asks Everflow which network the key belongs to and saves the key under it.
 * @throws Refusal key-shape, other-network if this spreadsheet is bound to another one, network-unknown, and all API refusals
 */
export function connect(ports: Ports, host: string, keyText: string): ConnectResult {
  const key = keyText.trim();
  const known = API_HOSTS.find((name) => name === host);
  if (!known || key.length < LEAST_KEY_LENGTH || !/^[\x21-\x7e]+$/.test(key)) throw new Refusal('key-shape');
  const answer = valueOf(clientForKey(ports, known, key).network());
  if (answer.id === 0) throw new Refusal('network-unknown');
  const network: Network = { id: answer.id, name: answer.name, host: known };
  const bound = boundNetwork(ports);
  if (bound && (bound.id !== network.id || bound.host !== network.host)) {
    throw new Refusal('other-network', networkLabel(network), networkLabel(bound));
  }
  saveKey(ports, network, key);
  return {
    host: known,
    networkId: network.id,
    networkName: network.name,
    lastFour: key.slice(-4),
    nameKnown: answer.from === 'networks',
  };
}
