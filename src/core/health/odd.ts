/** Postbacks that are unlike all others of their partner (H2): a single one that goes to another host, or uses another method. */
import { ownerOf } from './hosts';
import { gather, type Known } from './known';

/** Others that a single one has to stand against, at least. */
const OTHERS = 5;
/** Facebook and the like come beside a postback on purpose. */
const PLAIN_METHODS: readonly unknown[] = ['postback', 'html'];

/** A single postback, and what all others have in its place. */
type Lone = readonly [known: Known, others: string];

/** Those with a host for themselves; of hosts of one owner each is taken to be meant. */
export function loneHosts(active: readonly Known[]): Lone[] {
  const calling = active.filter(({ host }) => host !== undefined);
  return alone(calling, ({ host }) => host!).filter(
    ([{ host }, others]) => ownerOf(host!) !== ownerOf(others),
  );
}

export function loneMethods(active: readonly Known[]): Lone[] {
  const plain = active.filter(({ fields }) => PLAIN_METHODS.includes(fields.delivery_method));
  return alone(plain, ({ fields }) => String(fields.delivery_method));
}

/** Judged by partner and type: an event or a click may go elsewhere by design. */
function alone(list: readonly Known[], valueOf: (known: Known) => string): Lone[] {
  const ofPartners = list.filter(({ fields }) => fields.pixel_level !== 'global_offer');
  const sides = gather(ofPartners, ({ fields: { network_affiliate_id: partner, pixel_type: type } }) =>
    [partner, type === 'event' ? 'post_conversion' : type].join(' '),
  );
  return [...sides.values()].flatMap((side): Lone[] => {
    if (side.length <= OTHERS) return [];
    const [first, second, ...more] = [...gather(side, valueOf)];
    if (!first || !second || more.length > 0) return [];
    const [[, few], [others]] = first[1].length < second[1].length ? [first, second] : [second, first];
    return few.length === 1 ? [[few[0]!, others]] : [];
  });
}
