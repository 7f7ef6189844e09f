/** The reference model of a push finds what it is there to find: each verdict from made-up ends. */
import type { PreviewLine } from '../../src/core/plan-preview';
import type { PixelRecord } from '../../local/everflow';
import { judgePush, type Found, type Told } from './push-model';
import type { PushScenario } from './push-scenario';
import type { Verdict } from './verdict';

const MARKER = 'crash-create-01';

function record(id: number, changes: Partial<PixelRecord> = {}): PixelRecord {
  return {
    network_pixel_id: id,
    network_id: 1,
    network_affiliate_id: 12,
    network_offer_id: 40,
    network_offer_payout_revenue_id: 0,
    delivery_method: 'postback',
    pixel_level: 'specific',
    pixel_status: 'active',
    pixel_type: 'conversion',
    postback_url: 'https://a.example/p',
    html_code: '',
    delay_ms: 0,
    description: 'as pulled',
    time_created: 1,
    time_saved: 1,
    facebook_pixel: null,
    ...changes,
  };
}

const change = (field: string, before: unknown, after: unknown): PreviewLine['changes'][number] =>
  ({ field, before, after }) as PreviewLine['changes'][number];

const lines = [
  { seq: 1, kind: 'update', id: 501, changes: [change('delay_ms', 0, 5)] },
  { seq: 2, kind: 'create', changes: [change('description', '', MARKER)] },
] as unknown as PreviewLine[];

/** Switched off by a partner after the pull, and edited here in another field; and one new row. */
const scenario = {
  pulled: [record(501)],
  before: [record(501, { pixel_status: 'inactive' })],
  lines,
  ids: { gap: [] },
} as unknown as PushScenario;

const done = record(501, { pixel_status: 'inactive', delay_ms: 5, time_saved: 9 });
const made = record(900, { description: MARKER });
const told = (update: string, create: string): Told[] => [
  { seq: 1, outcome: update, id: 501 },
  { seq: 2, outcome: create, id: create === 'Created' ? 900 : 0 },
];
const good: Found = {
  told: told('Updated', 'Created'),
  after: [done, made],
  tab: [
    { id: 501, description: 'as pulled' },
    { id: 900, description: MARKER },
  ],
};
const rowWithoutId = [good.tab[0]!, { id: 0, description: MARKER }];
const UNCLEAR = 'Unclear (look before retrying)';

const judged = (found: Partial<Found>): Verdict => judgePush(scenario, { ...good, ...found }).verdict;

describe('[J1] the reference model of a push', () => {
  test('finds nothing wrong where everything is as planned', () => {
    expect(judged({})).toEqual({
      duplicates: 0,
      lost: 0,
      wronglyRevived: 0,
      unclear: 0,
      inGap: 0,
      wrong: [],
    });
  });

  test.each<[string, Partial<Found>, Partial<Verdict>]>([
    [
      'a create that is there twice',
      { after: [done, made, { ...made, network_pixel_id: 901 }] },
      { duplicates: 1 },
    ],
    ['two rows that claim it', { tab: [...good.tab, good.tab[1]!] }, { duplicates: 1 }],
    ['a create that is said to be there and is not', { after: [done] }, { lost: 1 }],
    [
      'a new row that vanished',
      { tab: [good.tab[0]!], told: told('Updated', 'Not sent'), after: [done] },
      { lost: 1 },
    ],
    ['an update that is said to be done and is not', { after: [scenario.before[0]!, made] }, { lost: 1 }],
    [
      'a record that is neither as before nor as planned',
      { after: [{ ...done, html_code: 'x' }, made] },
      { lost: 1 },
    ],
    ['one that fires again', { after: [{ ...done, pixel_status: 'active' }, made] }, { wronglyRevived: 1 }],
    [
      'an unclear one that could have been found',
      { told: told('Updated', UNCLEAR), tab: rowWithoutId },
      { unclear: 1 },
    ],
    ['an untrue word of an update', { told: told('Not sent', 'Created') }, {}],
    ['an untrue word of a create', { told: told('Updated', 'Not sent') }, {}],
    ['a postback that nobody asked for', { after: [done, made, record(77)] }, {}],
  ])('finds %s', (_what, found, counts) => {
    const verdict = judged(found);
    expect(verdict.wrong).not.toEqual([]);
    expect(verdict).toMatchObject(counts);
  });

  test('an update that was not sent, and a create of which nobody can know, are no fault', () => {
    const found = { told: told('Not sent', UNCLEAR), after: [scenario.before[0]!], tab: rowWithoutId };
    expect(judged(found)).toMatchObject({ lost: 0, unclear: 1, wrong: [] });
    const { left, leftNew } = judgePush(scenario, { ...good, ...found });
    expect([...left, ...leftNew]).toEqual([501, MARKER]);
  });
});
