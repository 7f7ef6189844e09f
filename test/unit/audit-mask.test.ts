/** Laws of masking, of the digest without the platform, and of explaining differences by the log; advice on sharing [A4] [A5]. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { explainBy } from '../../src/core/audit/explain';
import type { LogLine } from '../../src/core/audit/log-chain';
import { MASK, maskText } from '../../src/core/audit/mask';
import { sharingAdvice } from '../../src/core/audit/sharing';
import { sha256 } from '../../src/core/audit/sha256';

const SEED = { seed: 20261126, numRuns: 1000 };

const from = (alphabet: string, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet.split('')), minLength, maxLength });
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const word = from(LETTERS, 3, 9);
const host = fc.tuple(word, word).map((parts) => `${parts.join('.')}.example`);
const macro = fc.constantFrom('{transaction_id}', '{sub1}', '{auth_code}', '%7Bsub2%7D', '{sale_amount}');
const hex = from('0123456789abcdef', 24, 64).filter((text) => /\d/.test(text) && /[a-f]/.test(text));
const mixed = from(`${LETTERS}${LETTERS.toUpperCase()}0123456789`, 24, 48).filter(
  (text) => (text.match(/[A-Za-z]\d|\d[A-Za-z]/g) ?? []).length > 3,
);
const secret = fc.oneof(hex, mixed, fc.uuid());
const secretName = fc.constantFrom(
  'token',
  'api_key',
  'Secret',
  'auth',
  'password',
  'pwd',
  'sig',
  'x-hash',
  'apiKey',
);
const anyValue = from(`${LETTERS}0123456789_-.~`, 4, 20);

interface Planted {
  readonly text: string;
  readonly secrets: readonly string[];
  readonly stays: readonly string[];
}

/** A URL with a secret in each place where one can stand. */
const planted: fc.Arbitrary<Planted> = fc
  .record({ host, user: anyValue, word, macro, secret, other: secret, name: secretName, value: anyValue })
  .map(({ host: h, user, word: w, macro: m, secret: s, other, name, value }) => ({
    text: `https://user:zz${user}@${h}/${w}/${s}?tx=${m}&${name}=qq${value}&x=${other}&n=${w}&${name}={sub3}`,
    secrets: [`zz${user}`, s, `qq${value}`, other],
    stays: [h, `/${w}/`, `tx=${m}`, `n=${w}`, `${name}={sub3}`],
  }));

describe('[A5] masking', () => {
  test('leaves no planted secret, and every macro, host and word', () => {
    fc.assert(
      fc.property(planted, ({ text, secrets, stays }) => {
        const masked = maskText(text);
        expect(secrets.filter((one) => masked.includes(one))).toEqual([]);
        expect(stays.filter((one) => !masked.includes(one))).toEqual([]);
      }),
      SEED,
    );
  });

  test('finds them in code, JSON and lists of fields too', () => {
    fc.assert(
      fc.property(fc.tuple(secretName, anyValue, secret), ([name, value, long]) => {
        const text = `<script>f({"${name}":"qq${value}"}, '${long}'); ${name}='zz${value}'</script>\n${name}=yy${value}`;
        const masked = maskText(text);
        for (const one of [`qq${value}`, `zz${value}`, `yy${value}`, long]) expect(masked).not.toContain(one);
        expect(masked).toContain('<script>f({');
      }),
      SEED,
    );
  });

  test('twice is once, for any text', () => {
    const any = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      planted.map(({ text }) => text),
    );
    fc.assert(
      fc.property(any, (text) => {
        expect(maskText(maskText(text))).toBe(maskText(text));
      }),
      SEED,
    );
  });

  test.each([
    'https://a.example/p?tx={transaction_id}&aff={affiliate_id}&s={sub1}_{sub2}',
    'https://a.example/postback-conversion-status-2.php?order=12345678901234567890',
    'https://d1a2b3c4d5e6f7a8b9c0.cdn.example/x?network_affiliate_id=1',
    'email={sub1}\nexternal_id={transaction_id}',
    'a text of ordinary words, e.g. for partner 12 (see ticket OPS-1234)',
  ])('leaves %s as it is', (text) => {
    expect(maskText(text)).toBe(text);
  });

  test.each([
    ['https://{sub1}:pw@h.example/p', `https://{sub1}${MASK}@h.example/p`],
    ['https://h.example/p?token=a{sub1}b', `https://h.example/p?token=${MASK}{sub1}${MASK}`],
    ['https://h.example/p?x=1?token=abc', `https://h.example/p?x=1?token=${MASK}`],
    ['{"search_type":"payload","value":"token=abc"}', `{"search_type":"payload","value":"token=${MASK}"}`],
    ['Authorization: Bearer abc.def', `Authorization: Bearer ${MASK}`],
  ])('%s becomes %s', (text, wanted) => {
    expect(maskText(text)).toBe(wanted);
  });
});

test('[A3] the digest is that of every other SHA-256', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.integer({ min: 0, max: 300 }).map((length) => 'é'.repeat(length)),
    fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      maxLength: 80,
    }),
  );
  fc.assert(
    fc.property(text, (one) => {
      expect(sha256(one)).toBe(createHash('sha256').update(one, 'utf8').digest('hex'));
    }),
    SEED,
  );
});

describe('[A4] a difference is explained', () => {
  const line = (over: Partial<LogLine>): LogLine => ({
    time: '',
    what: 'Update',
    who: 'anna@acme.test',
    id: '7',
    field: 'URL',
    before: '',
    after: '',
    outcome: 'Updated',
    http: '200',
    message: '',
    reference: '',
    ...over,
  });
  const mark = (lines: readonly LogLine[], before = 'a', after = 'c'): string =>
    explainBy(lines)('7', 'URL', before, after);

  test('by lines that lead from one value to the other: ours if all are', () => {
    const [ab, bc] = [line({ before: 'a', after: 'b' }), line({ before: 'b', after: 'c' })];
    expect(mark([ab, bc])).toBe('ours');
    expect(mark([ab, { ...bc, what: 'Changed in Everflow', outcome: 'Seen' }])).toBe('seen');
    expect(mark([line({ before: 'x', after: 'a' }), ab, bc, line({ before: 'c', after: 'd' })])).toBe('ours');
  });

  test('by nothing that was refused, is of another field or postback, breaks off, or goes the other way', () => {
    const ac = line({ before: 'a', after: 'c' });
    expect(mark([])).toBe('unexplained');
    expect(mark([{ ...ac, outcome: 'Refused by Everflow' }])).toBe('unexplained');
    expect(mark([{ ...ac, field: 'Description' }])).toBe('unexplained');
    expect(mark([{ ...ac, id: '8' }])).toBe('unexplained');
    expect(mark([line({ before: 'a', after: 'b' }), line({ before: 'x', after: 'c' })])).toBe('unexplained');
    expect(mark([line({ before: 'c', after: 'a' })])).toBe('unexplained');
  });

  test('a postback that came or went, by who made it or saw that it did', () => {
    const presence = (lines: readonly LogLine[], before: string, after: string): string =>
      explainBy(lines)('7', '', before, after);
    const made = line({ what: 'Create', outcome: 'Created', after: 'b' });
    const came = line({ what: 'New in Everflow', outcome: 'Seen', field: '' });
    const went = line({ what: 'Gone from Everflow', outcome: 'Seen', field: '' });
    expect(presence([made, { ...made, field: 'Status' }], '', 'active')).toBe('ours');
    expect(presence([came], '', 'active')).toBe('seen');
    expect(presence([went], 'active', '')).toBe('seen');
    expect(presence([{ ...made, outcome: 'Refused by Everflow' }, went], '', 'active')).toBe('unexplained');
    expect(presence([came], 'active', '')).toBe('unexplained');
  });

  test('by lines as a mask leaves them', () => {
    const hidden = (_field: string, text: string): string => text.replace('secret', MASK);
    const pushed = line({ before: 'secret', after: 'c' });
    expect(explainBy([pushed], hidden)('7', 'URL', MASK, 'c')).toBe('ours');
    expect(explainBy([pushed])('7', 'URL', MASK, 'c')).toBe('unexplained');
  });

  test('with nothing and 0 being the same, and line ends of a platform', () => {
    expect(mark([line({ before: '', after: '5' })], '0', '5')).toBe('ours');
    expect(mark([line({ before: 'a\r\nb', after: 'c' })], 'a\nb', 'c')).toBe('ours');
  });
});

describe('[A5] advice on sharing', () => {
  const warned = (masked: boolean, partnerIds: readonly number[]): string =>
    sharingAdvice('Snapshot 1', { masked, partnerIds }).warnings.join(' ');

  test('offers copy, CSV and PDF of the tab, and never the file', () => {
    const { ways } = sharingAdvice('Snapshot 1', { masked: false, partnerIds: [] });
    expect(ways.map(({ way }) => way)).toEqual(['copy', 'csv', 'pdf']);
    for (const { steps } of ways) expect(steps[0]).toContain('"Snapshot 1"');
  });

  test('warns of what is in it', () => {
    expect(warned(false, [])).toMatch(/Do not share this spreadsheet itself.*masked snapshot.*one partner/s);
    expect(warned(true, [12])).toMatch(/^Do not share this spreadsheet itself[^.]*\.$/);
    expect(warned(true, [12, 13])).toContain('several partners');
  });
});
