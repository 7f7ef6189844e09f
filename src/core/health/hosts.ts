/**
 * Hosts that look like a slip of the keyboard (H2): used once or twice, and one character away from one that is used often. Careful rather
 * than complete: what people do on purpose (numbers, countries, letters that count servers) is passed over.
 */

import { gather } from './known';

/** Postbacks that use a host that may be a slip, at most. */
const RARE = 2;
/** Postbacks that use a host that is surely meant, at least. */
const OFTEN = 10;

/**
 * @param uses active postbacks by host, in small letters
 * @returns the host that is probably meant, by the one that was written. Linear: only hosts that share a spelling with one character
 *   left out are compared (L1)
 */
export function misspeltHosts(uses: ReadonlyMap<string, number>): ReadonlyMap<string, string> {
  const meantFor = [...uses].filter(([, count]) => count >= OFTEN);
  const often = gather(
    meantFor.flatMap(([host]) => spellings(host).map((spelling) => ({ host, spelling }))),
    ({ spelling }) => spelling,
  );
  const meant = new Map<string, string>();
  if (often.size === 0) return meant;
  for (const [host, count] of uses) {
    if (count > RARE) continue;
    const near = spellings(host)
      .flatMap((spelling) => often.get(spelling) ?? [])
      .map((other) => other.host)
      .filter((other) => isSlip(host, other))
      .sort((a, b) => uses.get(b)! - uses.get(a)! || (a < b ? -1 : 1));
    if (near[0] !== undefined) meant.set(host, near[0]);
  }
  return meant;
}

/** The host, and the host with each of its characters left out. */
function spellings(host: string): string[] {
  const all = [host];
  for (let at = 0; at < host.length; at += 1) all.push(host.slice(0, at) + host.slice(at + 1));
  return all;
}

/** True if one character is left out, added, replaced, or swapped with its neighbour, in a place where that is no name of its own. */
function isSlip(rare: string, often: string): boolean {
  // t1 and t2 are two servers, and a macro may become any host.
  if (/[^\d.a-z-]/.test(rare) || rare.replace(/\D/g, '') !== often.replace(/\D/g, '')) return false;
  let start = 0;
  while (start < rare.length && rare[start] === often[start]) start += 1;
  let end = 0;
  const most = Math.min(rare.length, often.length) - start;
  while (end < most && rare[rare.length - 1 - end] === often[often.length - 1 - end]) end += 1;
  const was = often.slice(start, often.length - end);
  const is = rare.slice(start, rare.length - end);
  const swapped = is.length === 2 && is === `${was[1]}${was[0]}`;
  if (!swapped && (was.length > 1 || is.length > 1)) return false;
  // A dot that is missing, or one too many, makes another host of the same letters.
  if (`${was}${is}`.includes('.')) return true;
  const before = often.slice(0, start);
  const after = often.slice(often.length - end);
  // A letter of its own counts servers: trk-a, trk-b.
  if (/(?:^|[.-])$/.test(before) && /^(?:$|[.-])/.test(after)) return false;
  const from = before.lastIndexOf('.') + 1;
  const label = often.slice(from).split('.')[0]!;
  // eu and us, api and app: short names are chosen. Of endings com and its like are long enough.
  const isLast = from + label.length === often.length;
  return label.length >= (isLast ? 3 : 4);
}

/** The last two parts: hosts that share them belong to one owner, as far as that can be told without a list. */
export const ownerOf = (host: string): string => host.split('.').slice(-2).join('.');
