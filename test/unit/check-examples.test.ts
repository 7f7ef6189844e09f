/** The example rows that concern V1-V7, each with its number: verdict, cause and fixes. */
import { verdictOf } from '../../src/core/check/verdict';
import type { CreateDraft, UpdateDraft } from '../../src/core/draft';
import type { FieldValues } from '../../src/core/postback';
import { causes, check, create, fixLabels, newRow, P501, U, update, withFix } from './check-support';

const SAMPLE: FieldValues = {
  network_affiliate_id: 7,
  network_offer_id: 1,
  delivery_method: 'postback',
  pixel_level: 'global_offer',
  pixel_status: 'active',
  pixel_type: 'conversion',
  postback_url: 'https://test2.com?s2={sub2}&s1={sub1}',
};
const BROKEN: FieldValues = { ...P501, postback_url: 'htp://broken x' };
const TIKTOK: FieldValues = { ...P501, delivery_method: 'tiktok', postback_url: '' };
const URL = (postback_url: string): FieldValues => ({ postback_url });
const url = (text: string): CreateDraft => newRow(URL(text));
const EVENT: FieldValues = { pixel_type: 'post_conversion', network_offer_payout_revenue_id: 77 };

type Example = readonly [
  string,
  UpdateDraft | CreateDraft,
  { errors?: string[]; warnings?: string[]; fixes?: string[] },
];

const EXAMPLES: readonly Example[] = [
  [
    '[V6] R1 global with blank offer',
    create({
      ...SAMPLE,
      network_offer_id: 0,
      network_affiliate_id: 12,
      pixel_level: 'global',
      postback_url: U,
    }),
    {},
  ],
  [
    '[V6] R2 the sample of the API page',
    create(SAMPLE),
    { errors: ['partner-ignored'], fixes: ['Set level to specific', 'Set partner to 0'] },
  ],
  [
    '[V6] R3 global with an offer',
    newRow({ pixel_level: 'global' }),
    { errors: ['offer-ignored'], fixes: ['Set level to specific', 'Set offer to 0'] },
  ],
  ['[V2] R5 an old broken URL, switched off', update(BROKEN, { pixel_status: 'inactive' }), {}],
  ['[V4] R6 the broken URL edited', update(BROKEN, URL('htp://broken')), { errors: ['url-scheme'] }],
  [
    '[V6] R7 level to global, offer kept',
    update(P501, { pixel_level: 'global' }),
    { errors: ['offer-ignored'], fixes: ['Set level to specific', 'Set offer to 0'] },
  ],
  ['[V6] R8 level to global, offer blank', update(P501, { pixel_level: 'global', network_offer_id: 0 }), {}],
  ['[V6] R10 an event of the offer', newRow(EVENT), {}],
  [
    '[V6] R12 an event with type conversion',
    newRow({ ...EVENT, pixel_type: 'conversion' }),
    { errors: ['event-type'], fixes: ['Set type to post_conversion', 'Set event to 0'] },
  ],
  [
    '[V6] R13 an event with level global',
    newRow({ ...EVENT, pixel_level: 'global', network_offer_id: 0 }),
    { errors: ['event-level'], fixes: ['Set event to 0'] },
  ],
  ['[V3] R14 type event', newRow({ pixel_type: 'event' }), {}],
  [
    '[V3] R15 type "Event "',
    newRow({ pixel_type: 'Event ' }),
    { errors: ['pixel_type-spelling'], fixes: ['Set type to post_conversion'] },
  ],
  [
    '[V3] R15 status "Active"',
    newRow({ pixel_status: 'Active' }),
    { errors: ['pixel_status-spelling'], fixes: ['Set status to active'] },
  ],
  ['[V6] R17 cpc, specific, postback', newRow({ pixel_type: 'cpc' }), {}],
  [
    '[V6] R18 cpc, global_offer',
    newRow({ pixel_type: 'cpc', pixel_level: 'global_offer', network_affiliate_id: 0 }),
    { warnings: ['cpc-level'] },
  ],
  [
    '[V3] R19 new tiktok',
    newRow({ delivery_method: 'tiktok', postback_url: '' }),
    { errors: ['method-integration'] },
  ],
  ['[V3] R20 tiktok switched off', update(TIKTOK, { pixel_status: 'inactive' }), {}],
  [
    '[V3] R21 tiktok to postback',
    update(TIKTOK, { delivery_method: 'postback', postback_url: U }),
    { errors: ['method-leaves-integration'], fixes: ['Set method back to tiktok'] },
  ],
  [
    '[V3] R23 a deleted postback',
    update(
      { ...P501, pixel_status: 'deleted' },
      { description: 'x' },
      { fixed: 'Its status in Everflow is "deleted".' },
    ),
    { errors: ['fixed-status'] },
  ],
  [
    '[V4] R25 plain http, macros in the host',
    url('http://test2.com{sub2}{sub1}'),
    { warnings: ['url-plain-http', 'url-macro-host'] },
  ],
  ['[V4] R26 a macro as host', url('https://{sub1}/p'), { warnings: ['url-macro-host'] }],
  ['[V4] R28 a leading space', url(` ${U}`), { errors: ['url-trim'], fixes: ['Trim'] }],
  ['[V4] R28 a leading no-break space', url(`\u00a0${U}`), { errors: ['url-trim'], fixes: ['Trim'] }],
  ['[V4] R28 a trailing line break', url(`${U}\r\n`), { errors: ['url-trim'], fixes: ['Trim'] }],
  ['[V4] R29 a space inside, new', url('https://a.b/p?n=my offer'), { errors: ['url-spaces'] }],
  [
    '[V4] R29 a space inside, edited',
    update(P501, URL('https://a.b/p?n=my offer')),
    { errors: ['url-spaces'] },
  ],
  ['[V4] R30 https://', url('https://'), { errors: ['url-host'] }],
  ['[V4] R30 https:///p', url('https:///p'), { errors: ['url-host'] }],
  ['[V4] R30 //a.b/p', url('//a.b/p'), { errors: ['url-scheme'] }],
  ['[V4] R30 a.b/p', url('a.b/p'), { errors: ['url-scheme'] }],
  ['[V4] R30 ftp://a.b', url('ftp://a.b'), { errors: ['url-scheme'] }],
  ['[V4] R30 javascript:x', url('javascript:x'), { errors: ['url-scheme'] }],
  [
    '[V4] R32 percent-encoded braces',
    url('https://a.b/p?tx=%7Btransaction_id%7D'),
    { warnings: ['url-encoded-braces'] },
  ],
  [
    '[V4] R37 a second ?',
    url('https://a.b/p?x=1?tx={transaction_id}'),
    { warnings: ['url-second-question-mark'] },
  ],
  ['[V4] R37 &amp;', url('https://a.b/p?x=1&amp;tx={transaction_id}'), { warnings: ['url-amp'] }],
  [
    '[V4] R37 # before the last macro',
    url('https://a.b/#/p?tx={transaction_id}'),
    { warnings: ['url-hash'] },
  ],
  ['[V4] R38 port, parameters, encoded and plain letters', url('https://a.b:8443/p;v=1?q=%20é'), {}],
  ['[V4] R38 a host in other letters', url('https://münchen.example/p'), {}],
  [
    '[V4] R40 html code is not judged for braces',
    newRow({
      delivery_method: 'html',
      postback_url: '',
      html_code: '<style>a{b:c}</style><script>function f(){return {a:1}}</script>{',
    }),
    {},
  ],
  [
    '[V7] R41 html without code',
    newRow({ delivery_method: 'html', postback_url: '' }),
    { errors: ['html-missing'] },
  ],
  [
    '[V7] R42 html with a URL too',
    newRow({ delivery_method: 'html', html_code: '<p>' }),
    { warnings: ['url-unused'] },
  ],
  ['[V5] R44 delay 0', newRow({ delay_ms: 0 }), {}],
  ['[V5] R44 delay 300000', newRow({ delay_ms: 300_000 }), {}],
  ['[V5] R45 delay 300001', newRow({ delay_ms: 300_001 }), { errors: ['delay-range'] }],
  ['[V5] R45 delay -1', newRow({ delay_ms: -1 }), { errors: ['delay-range'] }],
  ['[V5] R45 delay 1.5', newRow({ delay_ms: 1.5 }), { errors: ['delay-range'] }],
  ['[T2] R56 a description that looks like a formula', newRow({ description: '=SUM(A1)' }), {}],
  [
    '[V7] R58 a facebook pixel id as text',
    newRow({
      delivery_method: 'facebook',
      postback_url: '',
      'facebook_pixel.network_affiliate_integration_facebook_business_id': 5,
      'facebook_pixel.pixel_id': '1234567890123456',
      'facebook_pixel.event_name': 'Purchase',
      'facebook_pixel.user_data': 'email={sub1}',
    }),
    {},
  ],
];

test.each(EXAMPLES)('%s', (_name, draft, { errors = [], warnings = [], fixes = [] }) => {
  const problems = check(draft);
  expect(causes(problems, 'error')).toEqual(errors);
  expect(causes(problems, 'warning')).toEqual(warnings);
  expect(fixLabels(problems)).toEqual(fixes);
  expect(verdictOf(draft, problems)).toBe(errors.length > 0 ? 'stopped' : 'pushable');
});

test('[V6] R2 passes after either fix', () => {
  const draft = create(SAMPLE);
  const [problem] = check(draft);
  const after = problem!.fixes.map((fix) => check(withFix(draft, fix)));
  expect(after).toEqual([[], []]);
});

test('[V3] R14 post_conversion on a row read as event is no edit, so there is nothing to check', () => {
  const draft = update({ ...P501, pixel_type: 'event' }, { pixel_type: 'post_conversion' });
  expect(draft.changes).toEqual([]);
  expect(verdictOf(draft, check(draft))).toBe('nothing');
});

test('[V4] R28 trimming leaves every other byte', () => {
  const draft = url(`\u00a0 ${U}%20é\t\n`);
  const [fix] = check(draft)[0]!.fixes;
  expect(withFix(draft, fix!).fields.postback_url).toBe(`${U}%20é`);
});
