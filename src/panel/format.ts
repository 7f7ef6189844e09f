/** How numbers, times and names are written in the panel. English throughout, whatever the browser speaks. */
import type { ApiHost } from '../core/postback';

/** Region of an API host, as people know it. */
export const REGIONS: { readonly [H in ApiHost]: string } = {
  'api.eflow.team': 'US',
  'api-eu.eflow.team': 'EU',
};

/** 3012 → `3,012` */
export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 row`, `3,012 rows` */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** A moment in the reader's time zone. @param ms milliseconds since the epoch */
export function moment(ms: number): string {
  return new Date(ms).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}

/** A time of day in the reader's time zone. @param ms milliseconds since the epoch */
export function clock(ms: number): string {
  return new Date(ms).toLocaleTimeString('en-GB', { timeStyle: 'short' });
}

const UTC_TIME = /(?:(\d{4}-\d\d-\d\d) )?(\d\d:\d\d)(?::\d\d)? UTC/g;
const DAY_MS = 86_400_000;

/**
 * Words of the server with their times in the reader's time zone: the server names UTC, since it does not know where people sit. A time of
 * day without a date is the last one that was so.
 * @param now milliseconds since the epoch
 */
export function localTimes(words: string, now: number): string {
  return words.replace(UTC_TIME, (_all, date: string | undefined, time: string) => {
    if (date !== undefined) return moment(Date.parse(`${date}T${time}:00Z`));
    const today = new Date(now).toISOString().slice(0, 10);
    const at = Date.parse(`${today}T${time}:00Z`);
    return clock(at > now ? at - DAY_MS : at);
  });
}

/** Who did something; Google does not always tell. */
export function who(address: string): string {
  return address === '' ? 'somebody' : address;
}

/** `Somebody`, at the beginning of a sentence. */
export function whoFirst(address: string): string {
  return address === '' ? 'Somebody' : address;
}

/** `under a minute`, `10 minutes`, `2.5 hours`; rounded up, since it is an estimate. @param seconds 0 and up */
export function duration(seconds: number): string {
  if (seconds < 60) return 'under a minute';
  if (seconds < 5400) return count(Math.ceil(seconds / 60), 'minute');
  return `${(Math.ceil(seconds / 360) / 10).toLocaleString('en-US')} hours`;
}

/** `Acme Network (US)`; a key may not read its network's name, and then the id stands in. */
export function networkText(network: {
  readonly id: number;
  readonly name: string;
  readonly host: ApiHost;
}): string {
  return `${network.name === '' ? `network ${network.id}` : network.name} (${REGIONS[network.host]})`;
}

/** `Enter an Acme Network key`; the network of the spreadsheet is not known before the first pull. */
export function enterKeyText(network: { readonly name: string } | null): string {
  const name = network?.name ?? '';
  if (name === '') return 'Enter a key';
  return `Enter ${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name} key`;
}

/** Characters of a value that are shown in a list. */
const SHOWN = 400;

/** A cell's value for a list of changes: never empty, never endless. @param most characters that are shown at most */
export function shownValue(value: number | string, most = SHOWN): string {
  const text = String(value);
  if (text === '') return '(empty)';
  return text.length <= most ? text : `${text.slice(0, most)}… (${count(text.length, 'character')})`;
}
