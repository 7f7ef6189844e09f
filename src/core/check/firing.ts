/**
 * Which postbacks fire for the same and send it to the same place (V9, H1): what one postback fires, and an index that finds the others
 * in constant time for each, however many there are. Knows no rows and no words.
 */
import { hostOf } from '../baseline';
import { ALL, reachOf, type Reach } from '../effects';
import { PIXEL_LEVELS, PIXEL_TYPES, type FieldValue, type FieldValues } from '../postback';

/** What an active postback fires. */
export interface Firing extends Reach {
  /** `event` counts as `post_conversion`. */
  readonly type: string;
  readonly level: string;
  /** Method and receiver: the host of the URL, the HTML code, or the Facebook data set. */
  readonly receiver: string;
}

/**
 * What a postback with these values fires; undefined if it is off, or if that cannot be told: an unknown level, type or method, an id
 * missing that the level needs, details not loaded.
 */
export function firingOf(fields: FieldValues): Firing | undefined {
  if (fields.pixel_status !== 'active') return undefined;
  const level = String(fields.pixel_level ?? '');
  const type = fields.pixel_type === 'event' ? 'post_conversion' : String(fields.pixel_type ?? '');
  if (!(PIXEL_LEVELS as readonly string[]).includes(level)) return undefined;
  if (!(PIXEL_TYPES as readonly string[]).includes(type)) return undefined;
  const receiver = receiverOf(fields);
  const reach = reachOf(fields);
  if (receiver === undefined || reach.partner === 0 || reach.offer === 0) return undefined;
  return { ...reach, type, level, receiver };
}

/**
 * Where the notice goes. Two postbacks of one partner with different receivers are two systems that are told once each; with the same
 * one, it is told twice. Everflow documents no precedence between levels, so all that match are taken to fire:
 * https://helpdesk.everflow.io/en/articles/3578161-getting-started-partner-postbacks
 */
function receiverOf(fields: FieldValues): string | undefined {
  switch (fields.delivery_method) {
    case 'postback':
      return named('postback', hostOf(fields.postback_url).toLowerCase());
    case 'html':
      return named('html', fields.html_code);
    case 'facebook':
      return named('facebook', fields['facebook_pixel.pixel_id']);
    default:
      return undefined;
  }
}

function named(method: string, receiver: FieldValue | undefined): string | undefined {
  const text = String(receiver ?? '').trim();
  return text === '' ? undefined : `${method} ${text}`;
}

/** True if nothing fires in `after` that did not fire in `before`, whoever receives it. */
export function firesNoMore(before: Firing, after: Firing): boolean {
  return before.type === after.type && DIMENSIONS.every((d) => before[d] === ALL || before[d] === after[d]);
}
const DIMENSIONS = ['partner', 'offer', 'event'] as const;

/** One postback in the index. `T` is whatever the caller wants back. */
export interface Fired<T> {
  readonly who: T;
  readonly firing: Firing;
  /**
   * The receiver it had before the edits, if it does not fire for more than before; '' if it is new or does. Two postbacks with the same
   * one fired for the same already, so finding them is nothing new.
   */
  readonly receiverBefore: string;
}

/** Those that fire for the same as one postback. */
export interface Overlap<T> {
  readonly count: number;
  /** Some of them, at most `MAX_NAMED`. */
  readonly some: readonly T[];
}

/** Most postbacks that an overlap names. */
export const MAX_NAMED = 5;

/** Members of one bucket that had the same receiver before; one more than are named, since one of them may be the asker. */
interface Part<T> {
  count: number;
  readonly first: T[];
}
interface Bucket<T> {
  count: number;
  readonly parts: Map<string, Part<T>>;
}

/**
 * Active postbacks by what they fire for. A postback of one partner and offer meets those of the same partner and offer, those of all
 * offers of the partner and those of all partners of the offer; so each stands in a bucket for every way in which it is asked for, and a
 * bucket knows how many it holds. Buckets with events stand for one event each; event "all" meets all of them.
 */
export class FiringIndex<T> {
  private readonly buckets = new Map<string, Bucket<T>>();

  add(fired: Fired<T>): void {
    for (const key of placesOf(fired.firing)) this.put(key, fired);
  }

  private put(key: string, { who, receiverBefore }: Fired<T>): void {
    let bucket = this.buckets.get(key);
    if (!bucket) this.buckets.set(key, (bucket = { count: 0, parts: new Map() }));
    bucket.count += 1;
    const part = bucket.parts.get(receiverBefore);
    if (!part) bucket.parts.set(receiverBefore, { count: 1, first: [who] });
    else {
      part.count += 1;
      if (part.first.length <= MAX_NAMED) part.first.push(who);
    }
  }

  /** Members of the index, other than the asker, that fire for the same as it and did not do so before. The asker must be a member. */
  newlySame(asker: Fired<T>): Overlap<T> {
    const { receiverBefore } = asker;
    let count = receiverBefore === '' ? -1 : 0;
    const some: T[] = [];
    for (const key of questionsOf(asker.firing)) {
      const bucket = this.buckets.get(key);
      if (!bucket) continue;
      const old = receiverBefore === '' ? 0 : (bucket.parts.get(receiverBefore)?.count ?? 0);
      count += bucket.count - old;
      // Every part but the asker's own gives at least one name, so this ends after a few parts.
      for (const [receiver, { first }] of bucket.parts) {
        if (some.length >= MAX_NAMED) break;
        if (receiver === receiverBefore && receiver !== '') continue;
        for (const who of first) if (who !== asker.who && some.length < MAX_NAMED) some.push(who);
      }
    }
    return { count, some };
  }
}

function textOf({ type, receiver }: Firing): (...parts: readonly (string | FieldValue)[]) => string {
  return (...parts) => `${parts.join(' ')} ${type} ${receiver}`;
}

/** The buckets in which a postback stands. Ids are whole numbers and levels single words, so keys cannot be mistaken. */
function placesOf(firing: Firing): string[] {
  const { level, partner, offer, event } = firing;
  const key = textOf(firing);
  const byEvent = (...parts: readonly FieldValue[]): string[] => [
    key(...parts),
    key(...parts, 'event', event),
  ];
  switch (level) {
    case 'global':
      return [key('global'), key('global', partner)];
    case 'global_offer':
      return [key('global_offer'), ...byEvent('global_offer', offer)];
    default:
      return [key('partner', partner), ...byEvent('offer', offer), ...byEvent('specific', partner, offer)];
  }
}

/** The buckets that hold whatever fires for the same; no postback stands in two of them. */
function questionsOf(firing: Firing): string[] {
  const { level, partner, offer, event } = firing;
  const key = textOf(firing);
  const oneEvent = typeof event === 'number' && event !== 0;
  const byEvent = (...parts: readonly FieldValue[]): string[] =>
    oneEvent ? [key(...parts, 'event', event), key(...parts, 'event', ALL)] : [key(...parts)];
  switch (level) {
    case 'global':
      return [key('global', partner), key('partner', partner), key('global_offer')];
    case 'global_offer':
      return [key('global'), ...byEvent('global_offer', offer), ...byEvent('offer', offer)];
    default:
      return [
        key('global', partner),
        ...byEvent('global_offer', offer),
        ...byEvent('specific', partner, offer),
      ];
  }
}

/**
 * Which postbacks fire for the same, directly or by way of others (H1). Buckets come in pairs: the members of one are just those that ask the
 * other. So it joins all of a pair that each is joined with the first of every bucket that it asks: linear, however full they are (L1).
 * @param firings undefined for a postback of which it cannot be told
 * @returns for each position one that stands for all that fire for the same
 */
export function firingTogether(firings: readonly (Firing | undefined)[]): readonly number[] {
  const parents = firings.map((_, at) => at);
  const rootOf = (at: number): number => {
    let root = at;
    while (parents[root] !== root) root = parents[root] = parents[parents[root]!]!;
    return root;
  };
  const firstIn = new Map<string, number>();
  firings.forEach((firing, at) => {
    for (const key of firing ? placesOf(firing) : []) if (!firstIn.has(key)) firstIn.set(key, at);
  });
  firings.forEach((firing, at) => {
    for (const key of firing ? questionsOf(firing) : []) {
      const first = firstIn.get(key);
      if (first !== undefined) parents[rootOf(at)] = rootOf(first);
    }
  });
  return parents.map(rootOf);
}
