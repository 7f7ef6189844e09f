/**
 * Active postbacks that are the same, and that fire for the same (H1), as groups that each say why. A postback is in one group of a kind at
 * most, whatever the order of the rows.
 */
import { firesFor } from '../baseline';
import { roughText, twinText } from '../check/doubles';
import { FiringIndex, firesNoMore, firingOf, firingTogether, type Firing } from '../check/firing';
import { ALL } from '../effects';
import { gather, type Known, type Survey } from './known';

/** A postback in a list. */
export interface Member {
  readonly known: Known;
  /** What is to be said of it beside its values; '' if nothing. */
  readonly note: string;
}

export interface Group {
  /** Two or more, by id, ascending. */
  readonly members: readonly Member[];
  /** A sentence or two. */
  readonly why: string;
}

/** Identical but for the description. Compared are those whose details are known. */
export function duplicates({ active }: Survey): Group[] {
  // Most postbacks are alone with their partner, offer and method, and need no closer look (L1).
  const rough = setsBy(
    active.filter(({ isLoaded }) => isLoaded),
    ({ fields }) => roughText(fields),
  );
  const sets = rough.flatMap((set) =>
    setsBy(set, ({ fields, postback }) => [twinText(fields), postback.other].join('\n')),
  );
  return inOrder(sets).map((members) => ({
    members: members.map(plain),
    why: `Identical but for the description: ${sentenceOf(members[0]!)}${to(members[0]!)}.`,
  }));
}

/** Those that fire for the same and send it to the same place, unless they are duplicates and nothing else. */
export function firingTwice(survey: Survey): Group[] {
  const { active } = survey;
  const groupOf = new Map<Known, Group>();
  for (const group of duplicates(survey)) for (const { known } of group.members) groupOf.set(known, group);
  const firings = active.map(({ fields }) => firingOf(fields));
  const standsFor = firingTogether(firings);
  const at = new Map(active.map((known, position) => [known, position]));
  const sets = setsBy(active, (known) => standsFor[at.get(known)!]).filter(([first, ...others]) => {
    const same = groupOf.get(first!);
    return !same || others.some((known) => groupOf.get(known) !== same);
  });
  return inOrder(sets).map((members) =>
    groupOfFiring(
      members,
      members.map((known) => firings[at.get(known)!]!),
    ),
  );
}

export const plain = (known: Known): Member => ({ known, note: '' });

/** Sets of two and more with the same key. */
const setsBy = (list: readonly Known[], keyOf: (known: Known) => unknown): Known[][] =>
  [...gather(list, keyOf).values()].filter((set) => set.length > 1);

/** The largest first: it tells most about where they come from. */
function inOrder(sets: readonly Known[][]): Known[][] {
  return [...sets].sort((a, b) => b.length - a.length || a[0]!.id - b[0]!.id);
}

function groupOfFiring(members: readonly Known[], firings: readonly Firing[]): Group {
  // One that fires for everything is among the widest, of which any tells as much.
  const width = ({ partner, offer, event }: Firing): number =>
    [partner, offer, event].filter((id) => id === ALL).length;
  const at = firings.reduce((best, one, place) => (width(one) > width(firings[best]!) ? place : best), 0);
  const [known, widest] = [members[at]!, firings[at]!];
  const isSame = firings.every((one) => firesNoMore(one, widest));
  if (isSame || firings.every((one) => firesNoMore(widest, one))) {
    const who = isSame
      ? 'All of them fire for'
      : `#${known.id} fires for everything that the others fire for:`;
    return { members: members.map(plain), why: `${who} ${sentenceOf(known)}${to(known)}.` };
  }
  return {
    members: withNotes(members, firings),
    why: `They overlap in part${to(known)}; each says with which.`,
  };
}

/** Each with those that fire for the same. */
function withNotes(members: readonly Known[], firings: readonly Firing[]): Member[] {
  const index = new FiringIndex<number>();
  const fired = members.map(({ id }, at) => ({ who: id, firing: firings[at]!, receiverBefore: '' }));
  for (const one of fired) index.add(one);
  return members.map((known, at) => {
    const { count, some } = index.newlySame(fired[at]!);
    const more = count > some.length ? ` and ${count - some.length} more` : '';
    return { known, note: `With ${some.map((id) => `#${id}`).join(', ')}${more}.` };
  });
}

export function sentenceOf({ fields, postback }: Known): string {
  return firesFor(fields, postback.partnerName, postback.offerName);
}

/** Where it goes to, to be read after what it fires for. */
function to({ fields, host }: Known): string {
  switch (fields.delivery_method) {
    case 'postback':
      return `, to ${host || 'the same URL'}`;
    case 'facebook':
      return `, to Facebook data set ${fields['facebook_pixel.pixel_id']}`;
    case 'html':
      return ', with the same HTML code';
    default:
      return '';
  }
}
