/** The example postbacks #501 and #502 in a small tab, and short forms for what reading it gave. */
import type { Baseline, BaselineRow } from '../../../src/core/baseline';
import type { DeskDrafts, Draft } from '../../../src/core/draft';
import type { FieldValues, Postback } from '../../../src/core/postback';
import { FakeDesk } from './fake-desk';

export const FIELDS_501: FieldValues = {
  network_affiliate_id: 12,
  network_offer_id: 40,
  network_offer_payout_revenue_id: 0,
  pixel_type: 'conversion',
  pixel_level: 'specific',
  delivery_method: 'postback',
  pixel_status: 'active',
  postback_url: 'https://t.acme.io/p?c={sub1}&tx={transaction_id}',
  html_code: '',
  delay_ms: 0,
  description: '',
  'facebook_pixel.network_affiliate_integration_facebook_business_id': 0,
  'facebook_pixel.pixel_id': '',
  'facebook_pixel.event_name': '',
  'facebook_pixel.user_data': '',
  'facebook_pixel.custom_data': '',
};
export function row(id: number, over: FieldValues = {}, more: Partial<Postback> = {}): BaselineRow {
  const postback: Postback = {
    id,
    networkId: 1,
    fields: { ...FIELDS_501, ...over },
    partnerName: 'Acme',
    offerName: 'Shoes',
    timeCreated: 1_496_184_631 + id,
    timeSaved: 1_498_173_406,
    other: '',
    fixed: '',
    ...more,
  };
  return { postback, readAt: 0, filter: '' };
}
export const baselineOf = (...rows: BaselineRow[]): Baseline =>
  new Map(rows.map((one) => [one.postback.id, one]));

export const R501 = row(501);
export const R502 = row(502, { network_offer_id: 41 });
export const BOTH = baselineOf(R501, R502);
/** A tab with #501 in row 0 and #502 in row 1. */
export const desk = (): FakeDesk => new FakeDesk([R501, R502]);

export const causes = (draft: Draft | undefined): string[] =>
  (draft?.problems ?? []).map((problem) => problem.cause);
export const kinds = (read: DeskDrafts): string[] =>
  read.drafts.map((draft) => `${draft.row} ${draft.kind} ${causes(draft).join()}`.trim());
export const fixes = (draft: Draft | undefined): string[] =>
  (draft?.problems ?? []).flatMap((problem) => problem.fixes.map((fix) => fix.label));
