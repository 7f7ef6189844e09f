/** What a tested key turned out to be (S3). Pure. */
import type { Value } from '../bridge';
import { networkText } from '../format';

export function connectedText({ networkId, networkName, host, nameKnown }: Value<'connectKey'>): string {
  const network = networkText({ id: networkId, name: networkName, host });
  const id = networkName === '' ? '' : `, network ID ${networkId}`;
  return `This key belongs to ${network}${id}.${nameKnown ? '' : ' It may not read the name of its network.'}`;
}
