/**
 * Names of partners and offers, as far as pulled postbacks tell them.
 */
import type { Baseline } from './baseline';
import type { FieldValue } from './postback';

export interface Names {
  /** '' where no pulled postback tells it. */
  readonly partner: (id: number) => string;
  readonly offer: (id: number) => string;
  /** Ids of that name, ascending; case and outer spaces do not count. Empty for a blank name. */
  readonly partnersNamed: (name: string) => readonly number[];
  readonly offersNamed: (name: string) => readonly number[];
}

const NONE: readonly number[] = [];

export const NO_NAMES: Names = {
  partner: () => '',
  offer: () => '',
  partnersNamed: () => NONE,
  offersNamed: () => NONE,
};

/** How names are compared: people retype them by heart. */
const plain = (name: string): string => name.trim().toLowerCase();

/** One kind of id with its names: what was read last names it now, every name it had is understood. */
class NameList {
  private readonly names = new Map<number, { readonly name: string; readonly readAt: number }>();
  private readonly ids = new Map<string, Set<number>>();
  private sorted: Map<string, readonly number[]> | undefined;

  add(id: number, name: string, readAt: number): void {
    if (name === '' || id === 0) return;
    const known = this.names.get(id);
    if (known?.name === name && known.readAt >= readAt) return;
    if (!known || readAt > known.readAt) this.names.set(id, { name, readAt });
    const key = plain(name);
    const ids = this.ids.get(key);
    if (ids) ids.add(id);
    else this.ids.set(key, new Set([id]));
  }

  nameOf(id: number): string {
    return this.names.get(id)?.name ?? '';
  }

  named(name: string): readonly number[] {
    const key = plain(name);
    if (key === '') return NONE;
    this.sorted ??= new Map([...this.ids].map(([text, ids]) => [text, [...ids].sort((a, b) => a - b)]));
    return this.sorted.get(key) ?? NONE;
  }
}

const idOf = (value: FieldValue | undefined): number =>
  typeof value === 'number' ? value : Number(value ?? 0);

/** The names that the baseline tells; reads it once. */
export function namesOf(baseline: Baseline): Names {
  const partners = new NameList();
  const offers = new NameList();
  for (const { postback, theirs, readAt } of baseline.values()) {
    const { fields, partnerName, offerName } = postback;
    // The names are those of Everflow's ids, also where a row keeps its first "as pulled" of an id that was changed on both sides (P6).
    partners.add(idOf(theirs?.network_affiliate_id ?? fields.network_affiliate_id), partnerName, readAt);
    offers.add(idOf(theirs?.network_offer_id ?? fields.network_offer_id), offerName, readAt);
  }
  return {
    partner: (id) => partners.nameOf(id),
    offer: (id) => offers.nameOf(id),
    partnersNamed: (name) => partners.named(name),
    offersNamed: (name) => offers.named(name),
  };
}
