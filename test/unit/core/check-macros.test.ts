/** Macros and other platforms' tokens by example: what is said, how heavy it weighs, and what the button puts in its place. */
import type { Baseline } from '../../../src/core/baseline';
import { checkDrafts } from '../../../src/core/check';
import { LEARN_DOUBTED_FROM, LEARN_FROM } from '../../../src/core/check/macro-judge';
import { braceNames, macroTokens } from '../../../src/core/check/macro-tokens';
import { FOREIGN_FORMS, FOREIGN_TOKENS, LOOSE_FORMS } from '../../../src/core/data/foreign-tokens';
import { EVERFLOW_MACROS, MACROS_ELSEWHERE } from '../../../src/core/data/macros';
import { MAX_CELL_CHARACTERS } from '../../../src/core/cells';
import type { FieldValues } from '../../../src/core/postback';
import { groupProblems, type Problem } from '../../../src/core/problem';
import {
  baselineRow,
  check,
  FACEBOOK,
  newRow,
  P501,
  update,
  withFix,
  type CheckedDraft,
} from '../check-support';

const B = 'https://a.b/p?c=';
const url = (postback_url: string): FieldValues => ({ postback_url });
const inNew = (value: string): Problem[] => check(newRow(url(B + value)));
const v8 = (problems: readonly Problem[]): Problem[] => problems.filter(({ rule }) => rule === 'V8');
const inOld = (value: string): Problem[] => check(update(P501, url(B + value)));
const short = (problems: readonly Problem[]): string[][] =>
  problems.map(({ severity, cause, fixes }) => [severity, cause, ...fixes.map(({ label }) => label)]);
const hint = (problems: readonly Problem[]): string | undefined =>
  /Did you mean (\{\w+\})\?/.exec(problems[0]?.message ?? '')?.[1];

describe('[V8] example rows', () => {
  test.each([
    ['{Transaction_ID}', '{transaction_id}', true],
    ['{sub_1}', '{sub1}', true],
    ['{sub11}', '{sub1}', false],
  ])('R33 %s', (wrong, right, certain) => {
    const fix = certain ? [`Replace ${wrong} by ${right}`] : [];
    expect(short(inNew(wrong))).toEqual([['warning', `macro-unknown:${wrong.slice(1, -1)}`, ...fix]]);
    expect(hint(inNew(wrong))).toBe(right);
  });
  test.each([
    ['{clickid}', []],
    ['#s2#', ['Replace #s2# by {sub2}']],
    ['[clickid]', []],
  ])('R34 %s needs a tick of its own on a new row and is a warning on an existing one', (token, fix) => {
    expect(short(inNew(token))).toEqual([['own-tick', `macro-foreign:${token}`, ...fix]]);
    expect(short(inOld(token))).toEqual([['warning', `macro-foreign:${token}`, ...fix]]);
  });
  test('R35 all ten sub ids and advertiser values pass', () => {
    expect(inNew('{sub6}&y={adv10}')).toEqual([]);
  });
  test('R32 percent-encoded braces are told once, and not here', () => {
    expect(short(inNew('%7Bclickid%7D'))).toEqual([['warning', 'url-encoded-braces']]);
  });
  test('R40 html code is not looked at', () => {
    const html = { delivery_method: 'html', postback_url: '', html_code: 'f(){return {a:1}} {clickid} #s2#' };
    expect(check(newRow(html))).toEqual([]);
  });
});

describe('[V8] did you mean', () => {
  test.each([
    ['{transactionid}', '{transaction_id}', 1],
    ['{TRANSACTION_ID}', '{transaction_id}', 1],
    ['{ sub1 }', '{sub1}', 1],
    ['{offer_i}', '{offer_id}', 1],
    // Two slips, and numbers of their own: a hint, no button.
    ['{transation_idd}', '{transaction_id}', 0],
    ['{sub0}', '{sub1}', 0],
    ['{adv12}', '{adv1}', 0],
    ['{amount}', '{sale_amount}', 1],
  ])('%s: %s', (wrong, right, buttons) => {
    const problems = check(newRow({ ...FACEBOOK, 'facebook_pixel.user_data': `email=${wrong}` }));
    expect(hint(problems)).toBe(right);
    expect(problems[0]!.fixes).toHaveLength(buttons);
  });
  test.each(['{zzzzzzz}', '{order_id}', '{x:y}', `{${'q'.repeat(300)}}`])(
    '%s: no guess, no button',
    (wrong) => {
      const problems = inNew(wrong);
      expect(problems.map(({ severity }) => severity)).toEqual(['warning']);
      expect(hint(problems)).toBeUndefined();
      expect(problems[0]!.fixes).toEqual([]);
      expect(problems[0]!.message.length).toBeLessThan(300);
    },
  );
  test('each wrong spelling is a group of its own, with one button for all its rows', () => {
    const rows = ['{Sub1}', '{SUB1}', '{Sub1}'].map((value, row) => ({ ...newRow(url(B + value)), row }));
    const groups = groupProblems(v8(check(...rows)));
    expect(
      groups.map(({ cause, count, fixes }) => [cause, count, ...fixes.map((fix) => [fix.label, fix.count])]),
    ).toEqual([
      ['macro-unknown:Sub1', 2, ['Replace {Sub1} by {sub1}', 2]],
      ['macro-unknown:SUB1', 1, ['Replace {SUB1} by {sub1}', 1]],
    ]);
  });
  test('a macro that stands twice is told once and replaced twice', () => {
    const draft = newRow(url(`${B}{Sub1}&x={Sub2}&y={Sub1}`));
    const problems = check(draft);
    expect(problems.map(({ cause }) => cause)).toEqual(['macro-unknown:Sub1', 'macro-unknown:Sub2']);
    expect(withFix(draft, problems[0]!.fixes[0]!).fields.postback_url).toBe(`${B}{sub1}&x={Sub2}&y={sub1}`);
  });
});

describe('[V8] tokens of other platforms', () => {
  test.each([
    ['%subid1%', '{sub1}'],
    ['[aff_sub2]', '{sub2}'],
    ['{AFF_SUB}', '{sub1}'],
    ['{{sub1}}', '{sub1}'],
    ['{{clickid}}', ''],
    ['{{{Sub1}}}', '{sub1}'],
    ['${Payout}', '{payout}'],
    ['${SUBID}', ''],
    ['$clickid$', ''],
    ['<clickid>', ''],
    ['__CLICKID__', ''],
    ['__CLICK_ID__', ''],
    ['!!!awc!!!', ''],
    ['[[subid]]', ''],
    ['[=AFID=]', '{affiliate_id}'],
    ['[=ClickID=]', ''],
    ['%%CLICK%%', ''],
    ['#tid#', ''],
    ['#oid#', '{offer_id}'],
    ['{gaid}', '{google_aid}'],
    ['{replace_me}', ''],
    ['REPLACE', ''],
    ['{}', ''],
  ])('%s: %s', (token, right) => {
    const draft = newRow(url(`${B}${token}&tx={transaction_id}`));
    const found = check(draft).filter(({ rule }) => rule === 'V8');
    expect(found.map(({ cause, severity }) => [cause, severity])).toEqual([
      [`macro-foreign:${token}`, 'own-tick'],
    ]);
    expect(found[0]!.fixes.map(({ label }) => label)).toEqual(
      right === '' ? [] : [`Replace ${token} by ${right}`],
    );
    if (right === '') return;
    expect(withFix(draft, found[0]!.fixes[0]!).fields.postback_url).toBe(`${B}${right}&tx={transaction_id}`);
  });
  test.each([
    'https://a.b/#section',
    'https://a.b/p?options[test1]=1&list[]=2&x[sub1][]=3',
    'https://a.b/p?x=%20offer%20&y=50%off%20&z=%C3%A9%C3%A9',
    'https://a.b/p?price=$5&other=$6',
    'https://a.b/p?amount=${payout}',
    'https://a.b/a__b__c/MY__ID__X?x=__small__',
    'https://a.b/p?x=MY__ID__',
    'https://a.b/p?d={"a":1}',
    'https://a.b/p?a=REPLACED&b=xREPLACE&REPLACE=1',
    'https://a.b/p?a=~name~&b=*sub1*',
  ])('%s holds none', (text) => {
    expect(check(newRow(url(text))).filter(({ rule }) => rule === 'V8')).toEqual([]);
  });
  test('a token inside another is not touched by its fix', () => {
    const draft = newRow(url(`${B}{{gaid}}&x={gaid}`));
    const single = check(draft).find(({ cause }) => cause === 'macro-foreign:{gaid}')!;
    expect(withFix(draft, single.fixes[0]!).fields.postback_url).toBe(`${B}{{gaid}}&x={google_aid}`);
  });
  test('marks that share a character are read from the left', () => {
    expect(macroTokens('$a${Sub1}').map(({ text }) => text)).toEqual(['$a$', '{Sub1}']);
    expect(macroTokens('#s1#s2#s3#').map(({ text }) => text)).toEqual(['#s1#', '#s3#']);
  });
  test('advice names what can stand there', () => {
    expect(inNew('{clickid}')[0]!.message).toMatch(/\{sub1\} to \{sub10\}.*\{transaction_id\}/);
    expect(inNew('#price#')[0]!.message).toMatch(/\{payout\} and \{payout_amount\}/);
    expect(inNew('#s2#')[0]!.message).toMatch(/^URL holds #s2#, a token as used by CAKE\..*is \{sub2\}\.$/);
  });
});

describe('[V8] which cells are judged', () => {
  const old = { ...P501, postback_url: `${B}{Sub1}#s2#` };
  test('[V2] an old URL is left alone until it is edited or newly used', () => {
    expect(check(update(old, { description: 'x' }))).toEqual([]);
    expect(check(update({ ...old, pixel_status: 'inactive' }, { pixel_status: 'active' }))).toEqual([]);
    const html = { ...old, delivery_method: 'html', html_code: '<p>' };
    const causes = check(update(html, { delivery_method: 'postback', html_code: '' })).map(
      ({ cause }) => cause,
    );
    expect(causes).toEqual(expect.arrayContaining(['macro-unknown:Sub1', 'macro-foreign:#s2#']));
  });
  test('[V2] lines of Facebook data that were there before are left alone, wherever they stand now', () => {
    const was = { ...FACEBOOK, 'facebook_pixel.user_data': 'email={Sub1}\nphone={sub2}' };
    const edit = 'phone={Sub2}\nemail={Sub1}';
    const draft = update(was, { 'facebook_pixel.user_data': edit });
    const problems = check(draft);
    expect(short(problems)).toEqual([['warning', 'macro-unknown:Sub2', 'Replace {Sub2} by {sub2}']]);
    expect(problems[0]!.column).toBe('fbUserData');
    expect(withFix(draft, problems[0]!.fixes[0]!).fields['facebook_pixel.user_data']).toBe(
      'phone={sub2}\nemail={Sub1}',
    );
  });
  test('[V2] old Facebook data that a new method begins to use is judged; a URL that html does not use is not', () => {
    const was = {
      ...FACEBOOK,
      delivery_method: 'postback',
      postback_url: `${B}{sub1}`,
      'facebook_pixel.user_data': 'email={Sub1}',
    };
    const causes = v8(check(update(was, { delivery_method: 'facebook' }))).map(({ cause }) => cause);
    expect(causes).toEqual(['macro-unknown:Sub1']);
    expect(
      v8(check(newRow({ delivery_method: 'html', html_code: '<p>', postback_url: `${B}{Sub1}` }))),
    ).toEqual([]);
  });
  test('both Facebook columns of a new row are judged, its unused URL is not', () => {
    const draft = newRow({
      ...FACEBOOK,
      postback_url: `${B}{Sub9}`,
      'facebook_pixel.user_data': 'email={Sub1}',
      'facebook_pixel.custom_data': 'value=#price#',
    });
    expect(
      check(draft)
        .filter(({ rule }) => rule === 'V8')
        .map(({ column, severity }) => [column, severity]),
    ).toEqual([
      ['fbUserData', 'warning'],
      ['fbCustomData', 'own-tick'],
    ]);
  });
  test('what is not known, or cannot be read as lines, is not judged', () => {
    expect(
      check(newRow({ ...FACEBOOK, 'facebook_pixel.user_data': '{Sub1}' })).map(({ rule }) => rule),
    ).toEqual(['C7']);
    expect(check({ ...newRow(url(`${B}{Sub1}`)), unreadable: ['url'] })).toEqual([]);
  });
  test('[V4] unbalanced braces are told once; other marks still are', () => {
    expect(inNew('{clickid').map(({ cause }) => cause)).toEqual(['url-braces']);
    expect(inNew('}{clickid}{').map(({ cause }) => cause)).toEqual(['url-braces']);
    expect(inNew('{Sub1}}&x=[clickid]').map(({ cause }) => cause)).toEqual([
      'url-braces',
      'macro-foreign:[clickid]',
    ]);
  });
});

describe('[V8] learning from active postbacks', () => {
  /** A network in which so many postbacks hold this, with ids from 1. */
  const network = (count: number, fields: FieldValues): [number, ReturnType<typeof baselineRow>][] =>
    Array.from({ length: count }, (_, at) => [at + 1, baselineRow({ ...P501, ...fields }, at + 1)]);
  const V8 = (draft: CheckedDraft, baseline: Baseline): number =>
    checkDrafts([draft], { baseline }).filter(({ rule }) => rule === 'V8').length;
  const draft = newRow(url(`${B}{brand_code}`));

  test.each([
    [LEARN_FROM - 1, 1],
    [LEARN_FROM, 0],
    [LEARN_FROM + 1, 0],
  ])('a macro of no list in %i postbacks: %i warnings', (count, warnings) => {
    expect(V8(draft, new Map(network(count, url(`${B}{brand_code}`))))).toBe(warnings);
  });
  test.each([
    ['{Transaction_ID}', 0],
    ['{clickid}', 0],
    ['{amount}', 0],
    // Marks that are no curly brackets are no macros of Everflow, however often they stand there.
    ['[clickid]', 1],
    ['{{brand}}', 1],
  ])('what looks wrong takes more: %s', (token, atLast) => {
    const wrong = newRow(url(B + token));
    expect(V8(wrong, new Map(network(LEARN_DOUBTED_FROM - 1, url(B + token))))).toBe(1);
    expect(V8(wrong, new Map(network(LEARN_DOUBTED_FROM, url(B + token))))).toBe(atLast);
  });
  test('an old slip in two postbacks is told when either is edited, also in its copy', () => {
    const two = new Map(network(2, url(`${B}{Transaction_ID}`)));
    expect(
      V8(
        update({ ...P501, ...url(`${B}{Transaction_ID}`) }, url(`${B}{Transaction_ID}&x=1`), { id: 1 }),
        two,
      ),
    ).toBe(1);
    expect(V8(newRow(url(`${B}{Transaction_ID}`)), two)).toBe(1);
  });
  test('braces in other postbacks say nothing for other marks', () => {
    expect(V8(newRow(url(`${B}[clickid]`)), new Map(network(LEARN_DOUBTED_FROM, url(`${B}{clickid}`))))).toBe(
      1,
    );
  });
  test('an edit that brings a learnt macro finds all others as witnesses', () => {
    const baseline = new Map([
      ...network(LEARN_FROM, url(`${B}{brand_code}`)),
      [501, baselineRow(P501)] as const,
    ]);
    expect(V8(update(P501, url(`${B}{brand_code}`)), baseline)).toBe(0);
  });
  test('a postback is no evidence for itself', () => {
    const own = (count: number): number =>
      V8(
        update({ ...P501, ...url(`${B}{brand_code}`) }, url(`${B}{brand_code}&x=1`), { id: 1 }),
        new Map(network(count, url(`${B}{brand_code}`))),
      );
    expect([own(LEARN_FROM), own(LEARN_FROM + 1)]).toEqual([1, 0]);
  });
  test.each<[string, FieldValues, number]>([
    ['inactive ones teach nothing', { pixel_status: 'inactive', ...url(`${B}{brand_code}`) }, 1],
    ['html code teaches nothing', { delivery_method: 'html', html_code: '{brand_code}', ...url('') }, 1],
    [
      'a URL that method html does not use teaches nothing',
      { delivery_method: 'html', ...url(`${B}{brand_code}`) },
      1,
    ],
    ['Facebook data teaches', { ...FACEBOOK, 'facebook_pixel.custom_data': 'value={brand_code}' }, 0],
    ['one URL with the macro many times counts once', url(`${B}${'{brand_code}'.repeat(9)}`), 0],
    ['another case is another macro', url(`${B}{Brand_Code}`), 1],
  ])('%s', (_name, fields, warnings) => {
    expect(V8(draft, new Map(network(LEARN_FROM, fields)))).toBe(warnings);
  });
  test('nine times in one postback is one postback', () => {
    expect(V8(draft, new Map(network(1, url(`${B}${'{brand_code}'.repeat(9)}`))))).toBe(1);
  });
});

describe('[V8] hostile texts', () => {
  const many = (count: number): string => Array.from({ length: count }, (_, at) => `{zz${at}q}`).join('');
  test('after ten macros of one cell the rest is counted', () => {
    expect(inNew(many(10)).map(({ cause }) => cause)).not.toContain('macro-many');
    const problems = inNew(many(11));
    expect(problems).toHaveLength(11);
    expect(problems[10]).toMatchObject({ cause: 'macro-many', severity: 'warning' });
    expect(inNew(many(13))[10]!.message).toMatch(/holds 3 more macros/);
    expect(inNew(`${many(10)}[clickid]`)[10]).toMatchObject({ cause: 'macro-many', severity: 'own-tick' });
    expect(inOld(`${many(10)}[clickid]`)[10]).toMatchObject({ cause: 'macro-many', severity: 'warning' });
  });
  test('[T3] no button that would make the cell too long', () => {
    const text = (length: number): string => `${B}${'x'.repeat(length - B.length - 4)}#s2#`;
    const fixes = (length: number): number => check(newRow(url(text(length))))[0]!.fixes.length;
    expect([fixes(MAX_CELL_CHARACTERS - 2), fixes(MAX_CELL_CHARACTERS - 1)]).toEqual([1, 0]);
  });
});

describe('[V8] the lists', () => {
  const names = EVERFLOW_MACROS;
  const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  test('no macro stands twice, and none differs from another in case or underscores only', () => {
    const all = [...names, ...MACROS_ELSEWHERE.map(({ name }) => name)];
    expect(new Set(all.map(letters)).size).toBe(all.length);
  });
  test('counterparts and replacements are macros of the list', () => {
    const named = [
      ...FOREIGN_TOKENS.map((entry) => entry.counterpart),
      ...MACROS_ELSEWHERE.map((entry) => entry.instead),
    ];
    expect(named.filter((name) => name !== undefined && !names.includes(name))).toEqual([]);
  });
  test('no token stands twice, and no braced one is a spelling of an Everflow macro', () => {
    const braced = FOREIGN_TOKENS.filter(({ token }) => /^\{[^{]*\}$/.test(token)).map(({ token }) =>
      letters(token),
    );
    const other = FOREIGN_TOKENS.filter(({ token }) => !/^\{[^{]*\}$/.test(token)).map(({ token }) => token);
    expect(new Set(braced).size).toBe(braced.length);
    expect(new Set(other).size).toBe(other.length);
    expect(braced.filter((token) => names.map(letters).includes(token))).toEqual([]);
  });
  test('each listed token and each mark is found in a URL', () => {
    const marked = [...FOREIGN_FORMS, ...LOOSE_FORMS].map(({ open, close }) => `${open}QQQ${close}`);
    for (const token of [...FOREIGN_TOKENS.map((entry) => entry.token), ...marked]) {
      expect(macroTokens(`${B}${token}&x=1`).map(({ text }) => text)).toEqual([token]);
      expect(
        inNew(token)
          .filter(({ rule }) => rule === 'V8')
          .map(({ cause }) => cause),
      ).toEqual([`macro-foreign:${token}`]);
    }
  });
  test('braceNames: single braces only, each once', () => {
    expect([...braceNames('{a}{b}{a}{{c}}[d]${e}')]).toEqual(['a', 'b', 'e']);
  });
});
