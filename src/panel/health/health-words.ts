/** What Health says of each list: what was found, how often, and what to do about it. Pure. */
import type { Value } from '../bridge';
import { count } from '../format';

type Health = Value<'health'>;
type Finding = Health['findings'][number];
type Words = readonly [one: string, many: string, text: string];

const FINDINGS: { readonly [L in Finding['list']]: Words } = {
  duplicate: [
    'group of exact duplicates',
    'groups of exact duplicates',
    'The same active postback, made more than once: each event is sent once for each of them. Keep one of a group and set Status of the others to inactive.',
  ],
  firing: [
    'group of postbacks that fire for the same',
    'groups of postbacks that fire for the same',
    'One event is sent more than once to the same place, for example by a global postback and by one for a single offer. Switch one off, or make one fire for less.',
  ],
  'switched-off': [
    'postback was switched off by Everflow',
    'postbacks were switched off by Everflow',
    'Usually after repeated delivery errors at the partner’s server. They stay off until you set Status to active and push. Check the partner’s server first. Those that you marked as seen are not listed.',
  ],
  'click-id': [
    'URL carries no click id',
    'URLs carry no click id',
    'Neither {transaction_id} nor one of {sub1} to {sub10} stands there, so the partner cannot know which click converted. Ask in which sub id its click id comes.',
  ],
  misspelt: [
    'postback goes to a host that looks misspelt',
    'postbacks go to hosts that look misspelt',
    'One or two postbacks use such a host, and it differs in one character from one that many use. If it is a slip, nothing arrives.',
  ],
  lone: [
    'postback is unlike all others of its partner',
    'postbacks are unlike all others of their partner',
    'A single one goes to another host, or uses another method. It may be meant; look whether the partner has moved.',
  ],
  http: [
    'postback uses plain http',
    'postbacks use plain http',
    'Click ids and amounts can be read on the way. Ask the partner whether its server takes https before you change it.',
  ],
};

export function findingTitle({ list, groups, postbacks }: Finding): string {
  const [one, many] = FINDINGS[list];
  return count(groups || postbacks, one, many);
}

export const findingText = ({ list }: Finding): string => FINDINGS[list][2];

/** True if it does harm for sure; the others may be meant. */
export const isBad = ({ list }: Finding): boolean => list !== 'lone' && list !== 'http';

/** What is counted, and of which postbacks. */
export const COUNTS: { readonly [L in Health['counts'][number]['list']]: string } = {
  host: 'Hosts of active postbacks',
  status: 'Status of all postbacks',
  type: 'Type of active postbacks',
  method: 'Method of active postbacks',
  level: 'Level of active postbacks',
};

/** Why something may be missing, each in a sentence or two; empty if all was looked at. */
export function limitTexts({ limits }: Health): string[] {
  const { damaged, incomplete, filter, notRefreshed, notLoaded } = limits;
  return [
    damaged && 'Part of what was pulled can no longer be read. Pull again to mend this.',
    incomplete && 'The last pull is incomplete. What it lacks is not looked at; pull again for the rest.',
    filter !== '' &&
      `Only some postbacks were pulled (${filter}). The others are not looked at; pull all for a whole picture.`,
    notRefreshed > 0 &&
      `${count(notRefreshed, 'postback was', 'postbacks were')} not read by the last pull and may have changed since.`,
    notLoaded > 0 &&
      `Details of ${count(notLoaded, 'active postback')} were not loaded: duplicates among them are not found.`,
  ].filter((text) => text !== false);
}
