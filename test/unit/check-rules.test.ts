/** Each rule on both sides of its limits, and how heavy old faults weigh. */
import { STATES } from '../../src/core/words';
import {
  messageOf,
  MAX_MESSAGE_CHARACTERS,
  problemsByRow,
  problemsOf,
  stateOf,
  verdictOf,
} from '../../src/core/check/verdict';
import { checkDesk } from '../../src/core/check';
import { nearest } from '../../src/core/check/near';
import type { FieldValues } from '../../src/core/postback';
import type { Problem } from '../../src/core/problem';
import { causes, check, create, FACEBOOK, newRow, P501, U, update, withFix, without } from './check-support';

const errorsOf = (pulled: FieldValues, edits: FieldValues): string[] =>
  causes(check(update(pulled, edits)), 'error');
const warningsOf = (pulled: FieldValues, edits: FieldValues): string[] =>
  causes(check(update(pulled, edits)), 'warning');
const url = (postback_url: string): string[] => causes(check(newRow({ postback_url })));
const BROKEN: FieldValues = { ...P501, postback_url: 'htp://x' };

describe('[V2] an old fault never blocks', () => {
  test('another field edited: the old fault is a warning that says so', () => {
    const problems = check(update(BROKEN, { description: 'x' }));
    expect(causes(problems, 'error')).toEqual([]);
    expect(problems[0]).toMatchObject({ severity: 'warning', cause: 'url-scheme' });
    expect(problems[0]!.message).toMatch(/already so as pulled/);
  });
  test('in a postback that is off it does not matter', () => {
    expect(check(update({ ...BROKEN, pixel_status: 'inactive' }, { description: 'x' }))).toEqual([]);
  });
  test('switched on, it begins to matter', () => {
    expect(errorsOf({ ...BROKEN, pixel_status: 'inactive' }, { pixel_status: 'active' })).toEqual([
      'url-scheme',
    ]);
  });
  test('it matters when the method begins to use it', () => {
    const html: FieldValues = { ...BROKEN, delivery_method: 'html', html_code: '<p>' };
    expect(errorsOf(html, { delivery_method: 'postback', html_code: '' })).toEqual(['url-scheme']);
    expect(check(update(html, { description: 'x' }))).toEqual([]);
  });
  test('missing html code and facebook details as pulled are warnings only', () => {
    expect(warningsOf({ ...P501, delivery_method: 'html', postback_url: '' }, { description: 'x' })).toEqual([
      'html-missing',
    ]);
    expect(warningsOf({ ...FACEBOOK, 'facebook_pixel.event_name': '' }, { description: 'x' })).toEqual([
      'fbEvent-missing',
    ]);
  });
  test('values of closed lists that the server holds are never judged', () => {
    const odd: FieldValues = {
      ...P501,
      pixel_type: 'lead',
      pixel_level: 'region',
      delivery_method: 'carrier',
    };
    expect(check(update(odd, { description: 'x' }))).toEqual([]);
  });
  test('a missing partner as pulled warns; it stops the row once the level is edited', () => {
    const lost: FieldValues = {
      ...P501,
      pixel_level: 'global',
      network_affiliate_id: 0,
      network_offer_id: 0,
    };
    expect(warningsOf(lost, { description: 'x' })).toEqual(['partner-missing']);
    expect(errorsOf(lost, { pixel_type: 'cpc' })).toEqual(['partner-missing']);
  });
});

describe('[P7] fixed postbacks', () => {
  test('any edit is an error that gives the reason', () => {
    const [problem, ...more] = check(update(P501, { pixel_status: 'inactive' }, { fixed: 'Too large.' }));
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ rule: 'P7', severity: 'error', column: 'status' });
    expect(problem!.message).toContain('Too large.');
  });
});

describe('[V3] closed lists', () => {
  const message = (given: FieldValues): string => check(newRow(given))[0]!.message;
  test('a near word is a hint and no fix', () => {
    expect(message({ pixel_type: 'post-conversion' })).toMatch(/Did you mean post_conversion\?/);
    expect(message({ pixel_status: 'paused' })).toMatch(/Did you mean inactive\?/);
    expect(message({ pixel_level: 'globl' })).toMatch(/Did you mean global\?/);
    expect(message({ delivery_method: 'xyz' })).not.toMatch(/Did you mean/);
    expect(check(newRow({ pixel_type: 'post-conversion' }))[0]!.fixes).toEqual([]);
  });
  test('a status other than active and inactive cannot be typed', () => {
    expect(errorsOf(P501, { pixel_status: 'deleted' })).toEqual(['pixel_status-unknown']);
  });
  test('postback, html and facebook may change into each other; into an integration nothing can', () => {
    expect(errorsOf(FACEBOOK, { delivery_method: 'postback', postback_url: U })).toEqual([]);
    expect(errorsOf(P501, { delivery_method: 'TikTok' })).toEqual(['method-integration']);
    expect(errorsOf({ ...P501, delivery_method: 'tiktok' }, { delivery_method: 'snapchat' })).toEqual([
      'method-leaves-integration',
    ]);
  });
  test('an unreadable cell is not judged a second time', () => {
    const draft = { ...create(without(newRow().fields, 'pixel_level')), unreadable: ['level' as const] };
    expect(check(draft)).toEqual([]);
  });
  test('nearest: within a third of the word, not beyond', () => {
    expect(nearest('activ', ['active'])).toBe('active');
    expect(nearest('actixx', ['active'])).toBe('active');
    expect(nearest('axxxxx', ['active'])).toBeUndefined();
    expect(nearest('on', ['cpc', 'of'])).toBeUndefined();
    expect(nearest('x'.repeat(41), ['x'.repeat(40)])).toBeUndefined();
  });
});

describe('[V4] url', () => {
  test.each([
    ['HTTPS://a.b/p', ['url-scheme-case']],
    ['Http://a.b/p', ['url-scheme-case', 'url-plain-http']],
    ['https://user:pw@a.b/p', ['url-credentials']],
    ['https://a.b/p?x=\u201cq\u201d', ['url-smart-quotes']],
    ['https://a.b/p?x={sub1', ['url-braces']],
    ['https://a.b/p?x=sub1}', ['url-braces']],
    ['https://a.b/p?x=}sub1{', ['url-braces']],
    ['https://a.b/p?x={a{sub1}}', []],
    ['https://a.b/p?x=\u200b1', ['url-spaces']],
    ['https://a.b/p?x=\u200d1', []],
    ['https://a.b/p?x=1#top', []],
    ['https://a.b/p?x={sub1}#top?', []],
    ['https:// a.b', ['url-spaces']],
    ['https://user@/p', ['url-credentials', 'url-host']],
    ['https://:8080/p', ['url-host']],
    ['https:\\\\a.b', ['url-scheme']],
    ['', ['url-missing']],
    [' ', ['url-missing']],
  ])('%j', (text, expected) => {
    expect(url(text).sort()).toEqual([...expected].sort());
  });

  test.each([
    'localhost',
    'localhost:3000',
    'tracker',
    'box.local',
    'a.internal',
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.1',
    '192.168.1.1',
    '169.254.1.1',
    '100.64.0.1',
    '100.127.0.1',
    '[::1]',
    '[fd00::1]',
    '[fe80::1]',
    '0.0.0.0',
  ])('%s is private', (host) => expect(url(`https://${host}/p`)).toEqual(['url-private-host']));
  test.each([
    'a.b',
    '11.0.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '192.169.1.1',
    '100.63.0.1',
    '100.128.0.1',
    '[2001:db8::1]',
    'local.io',
    '10.example.com',
  ])('%s is not', (host) => expect(url(`https://${host}/p`)).toEqual([]));

  test('plain http warns only where it is new', () => {
    const http: FieldValues = { ...P501, postback_url: 'http://a.b/1' };
    expect(warningsOf(http, { postback_url: 'http://a.b/2' })).toEqual([]);
    expect(warningsOf(P501, { postback_url: 'http://a.b/2' })).toEqual(['url-plain-http']);
    expect(warningsOf(http, { description: 'x' })).toEqual([]);
  });
  test('warnings are about what was edited', () => {
    const odd: FieldValues = { ...P501, postback_url: 'https://localhost/?x?%7B&amp;#{y}' };
    expect(check(update(odd, { description: 'x' }))).toEqual([]);
  });
  test('trim is only offered where it cures', () => {
    expect(check(newRow({ postback_url: ' htp://a.b' })).flatMap((p) => p.fixes)).toEqual([]);
    expect(url(' https://a.b/x y ')).toEqual(['url-trim', 'url-spaces']);
  });
  test('the scheme is respelt and nothing else', () => {
    const draft = newRow({ postback_url: 'HTTPS://A.b/P?X={Sub}' });
    expect(withFix(draft, check(draft)[0]!.fixes[0]!).fields.postback_url).toBe('https://A.b/P?X={Sub}');
  });
  test('a URL of an integration is judged when it is edited, and may be empty', () => {
    const tiktok: FieldValues = { ...P501, delivery_method: 'tiktok' };
    expect(errorsOf(tiktok, { postback_url: 'x' })).toEqual(['url-scheme']);
    expect(errorsOf(tiktok, { postback_url: '' })).toEqual([]);
  });
});

describe('[V5] delay', () => {
  test.each([
    [299_999, []],
    [300_000, []],
    [300_001, ['delay-range']],
  ])('%d ms', (delay_ms, expected) => expect(errorsOf(P501, { delay_ms })).toEqual(expected));
  test('with another method than postback: an error with a fix where delay or method was edited', () => {
    const html: FieldValues = { ...P501, delivery_method: 'html', html_code: '<p>', postback_url: '' };
    expect(errorsOf(html, { delay_ms: 1 })).toEqual(['delay-method']);
    expect(
      errorsOf({ ...P501, delay_ms: 1 }, { delivery_method: 'html', html_code: '<p>', postback_url: '' }),
    ).toEqual(['delay-method']);
    expect(check(update({ ...html, delay_ms: 1 }, { description: 'x' }))).toEqual([]);
    expect(
      check(newRow({ delivery_method: 'html', html_code: '<p>', postback_url: '', delay_ms: 1 }))[0]!.fixes,
    ).toMatchObject([{ label: 'Set delay to 0' }]);
  });
});

describe('[V6] level and ids', () => {
  const scope = (pixel_level: string, partner: number, offer: number): string[] =>
    causes(check(newRow({ pixel_level, network_affiliate_id: partner, network_offer_id: offer })));
  test.each([
    ['global', 0, 0, ['partner-missing']],
    ['global', 1, 0, []],
    ['global', 1, 1, ['offer-ignored']],
    ['specific', 0, 0, ['partner-missing', 'offer-missing']],
    ['specific', 1, 0, ['offer-missing']],
    ['specific', 0, 1, ['partner-missing']],
    ['specific', 1, 1, []],
    ['global_offer', 0, 0, ['offer-missing']],
    ['global_offer', 0, 1, []],
    ['global_offer', 1, 1, ['partner-ignored']],
  ] as const)('%s, partner %d, offer %d', (level, partner, offer, expected) => {
    expect(scope(level, partner, offer)).toEqual(expected);
  });
  test('ignored ids that nobody touched go back as read', () => {
    const pulled: FieldValues = { ...P501, pixel_level: 'global' };
    expect(check(update(pulled, { description: 'x' }))).toEqual([]);
    for (const edits of [
      { pixel_type: 'post_conversion' },
      { network_affiliate_id: 13 },
      { network_offer_id: 41 },
    ]) {
      expect(errorsOf(pulled, edits)).toEqual(['offer-ignored']);
    }
  });
  test('"Set level to specific" is only offered where both ids are there', () => {
    const problem = check(newRow({ pixel_level: 'global_offer', network_offer_id: 0 })).find(
      (found) => found.cause === 'partner-ignored',
    );
    expect(problem!.fixes.map((fix) => fix.label)).toEqual(['Set partner to 0']);
  });
  test('an event goes with post_conversion, in either spelling', () => {
    const event = { network_offer_payout_revenue_id: 77 };
    expect(check(newRow({ ...event, pixel_type: 'event' }))).toEqual([]);
    expect(errorsOf(P501, event)).toEqual(['event-type']);
    expect(errorsOf({ ...P501, ...event }, { description: 'x' })).toEqual([]);
  });
  test('cpc as pulled is not told again', () => {
    const pulled: FieldValues = {
      ...P501,
      pixel_type: 'cpc',
      delivery_method: 'html',
      html_code: '<p>',
      postback_url: '',
    };
    expect(check(update(pulled, { description: 'x' }))).toEqual([]);
  });
  test('cpc warns for what was edited', () => {
    expect(
      causes(
        check(newRow({ pixel_type: 'cpc', delivery_method: 'html', html_code: '<p>', postback_url: '' })),
      ),
    ).toEqual(['cpc-method']);
    expect(
      check(
        update(
          { ...P501, pixel_type: 'cpc', pixel_level: 'global', network_offer_id: 0 },
          { description: 'x' },
        ),
      ),
    ).toEqual([]);
  });
});

describe('[V7] content', () => {
  const USER = 'facebook_pixel.user_data';
  test('facebook needs business, pixel id and event name', () => {
    const bare = newRow({ delivery_method: 'facebook', postback_url: '' });
    expect(causes(check(bare), 'error')).toEqual([
      'fbBusiness-missing',
      'fbPixel-missing',
      'fbEvent-missing',
    ]);
    expect(causes(check(bare), 'warning')).toEqual(['fbUserData-empty']);
  });
  test('what is not loaded is never judged', () => {
    const unloaded = without(FACEBOOK, 'facebook_pixel.pixel_id', 'facebook_pixel.event_name', USER);
    expect(check(update(unloaded, { description: 'x' }))).toEqual([]);
  });
  test('emptying a needed detail is an error', () => {
    expect(errorsOf(FACEBOOK, { 'facebook_pixel.event_name': ' ' })).toEqual(['fbEvent-missing']);
  });
  test('added field names are a closed list; those already there stay', () => {
    const held: FieldValues = { ...FACEBOOK, [USER]: 'shoe_size={sub1}' };
    expect(errorsOf(held, { [USER]: 'shoe_size={sub2}\nemail={sub1}' })).toEqual([]);
    expect(errorsOf(held, { [USER]: 'shoe_size=1\nshoe_size=2' })).toEqual(['fbUserData-names']);
    expect(errorsOf(FACEBOOK, { [USER]: 'emial={sub1}' })).toEqual(['fbUserData-names']);
    expect(errorsOf(FACEBOOK, { [USER]: '[{"field":"email","value":1}]' })).toEqual(['fbUserData-names']);
    expect(errorsOf(FACEBOOK, { 'facebook_pixel.custom_data': 'email=1' })).toEqual(['fbCustomData-names']);
  });
  test('a spelling is repaired and the values stay', () => {
    const draft = update(FACEBOOK, { [USER]: 'Email= {sub1}\nphone={sub2}' });
    const [problem] = check(draft);
    expect(problem!.cause).toBe('fbUserData-spelling');
    expect(withFix(draft, problem!.fixes[0]!).fields[USER]).toBe('email= {sub1}\nphone={sub2}');
  });
  test('content that the method has no use for warns where it was brought about', () => {
    expect(warningsOf(P501, { html_code: '<p>' })).toEqual(['html-unused']);
    expect(warningsOf({ ...P501, html_code: '<p>' }, { description: 'x' })).toEqual([]);
    expect(warningsOf(P501, { delivery_method: 'html', html_code: '<p>' })).toEqual(['url-unused']);
  });
});

describe('[V11] verdict, State and Message', () => {
  const error: Problem = {
    rule: 'C5',
    cause: 'formula-url',
    severity: 'error',
    row: null,
    column: 'url',
    title: 't',
    message: 'Formula.',
    fixes: [],
  };
  const warning: Problem = { ...error, cause: 'url-hash', severity: 'warning', row: 0, message: 'Warned.' };
  const judged = (draft: Parameters<typeof problemsOf>[0], ...problems: Problem[]) =>
    problemsOf(draft, problemsByRow(problems));

  test("a column's error stops the rows that edit the column, and no others", () => {
    const edits = update(P501, { postback_url: U });
    const other = update(P501, { description: 'x' });
    expect(verdictOf(edits, judged(edits, error))).toBe('stopped');
    expect(verdictOf(newRow(), judged(newRow(), error))).toBe('stopped');
    expect(verdictOf(other, judged(other, error))).toBe('pushable');
    expect(verdictOf(other, judged(other, { ...error, column: 'id' }))).toBe('stopped');
    expect(verdictOf(other, judged(other, { ...error, column: null }))).toBe('stopped');
  });
  test('the words of the State cell', () => {
    const draft = update(P501, { description: 'x' });
    expect(stateOf(draft, [])).toBe(STATES.edited);
    expect(stateOf(newRow(), [])).toBe(STATES.new);
    expect(stateOf(draft, [warning])).toBe(STATES.warning);
    expect(stateOf(draft, [warning, error])).toBe(STATES.stopped);
    expect(stateOf({ ...draft, unreadable: ['url'] }, [])).toBe(STATES.stopped);
  });
  test('the message has errors first, each text once', () => {
    expect(messageOf([warning, error, { ...error, cause: 'formula-html' }])).toBe('Formula. Warned.');
    expect(messageOf([])).toBe('');
  });
  test.each([MAX_MESSAGE_CHARACTERS - 1, MAX_MESSAGE_CHARACTERS, MAX_MESSAGE_CHARACTERS + 1])(
    'a message of %d characters',
    (length) => {
      const text = messageOf([{ ...error, message: 'x'.repeat(length) }]);
      expect(text.length).toBe(Math.min(length, MAX_MESSAGE_CHARACTERS));
      expect(text.endsWith('…')).toBe(length > MAX_MESSAGE_CHARACTERS);
    },
  );
  test('what does not fit is counted', () => {
    const many = [1, 2, 3, 4].map((n) => ({ ...error, message: `${n}`.repeat(200) }));
    expect(messageOf(many)).toMatch(/^1{200} 2{200} \(and 2 more\)$/);
  });
  test('checkDesk tells columns, cells and rules', () => {
    const draft = { ...newRow({ pixel_level: 'x' }), problems: [warning] };
    const desk = { drafts: [draft], columnProblems: [error], rowWarnings: [], unchanged: 0, unknown: [] };
    expect(causes(checkDesk(desk, { baseline: new Map() }))).toEqual([
      'formula-url',
      'url-hash',
      'pixel_level-unknown',
    ]);
  });
});
