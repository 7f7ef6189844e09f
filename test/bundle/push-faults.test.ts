/**
 * What goes wrong on the way to Everflow and back: every row ends in one word, the server agrees with that word, and no create is sent
 * twice.
 */
import { OUTCOMES } from '../../src/core/words';
import type { AnswerFault, Fault } from '../../local/everflow';
import { newRow, outcomesById, Scene, type Pushed } from './push-support';

const PUT = { method: 'PUT' } as const;
const POST = { method: 'POST', path: 'pixels$' } as const;
const GET = { method: 'GET', path: 'pixels/' } as const;

/** Numbers from 1 that no test has used, so that every push changes something. */
let nextDelay = 1;

function editAll(scene: Scene, ids: readonly number[]): number {
  nextDelay += 1;
  scene.editAll(ids, { 'Delay (ms)': String(nextDelay) });
  return nextDelay;
}

function expectWords({ rows, result }: Pushed): void {
  for (const { outcome } of rows) expect(OUTCOMES).toContain(outcome);
  expect(rows).toHaveLength(result.total);
  expect(Object.values(result.counts).reduce((sum, count) => sum + count, 0)).toBe(result.total);
}

describe('updates that meet trouble', () => {
  let scene: Scene;
  let ids: number[];
  beforeAll(async () => {
    scene = await Scene.open({ size: 80 });
    ids = await scene.plain(25);
  });
  afterAll(() => scene.close());
  beforeEach(() => scene.everflow.control.disarm());

  const status = (code: number, more: object = {}): AnswerFault => ({
    kind: 'status',
    status: code,
    ...more,
  });
  const passing: readonly (readonly [string, Fault])[] = [
    ['429 without Retry-After', { match: { ...PUT, nth: 7, count: 3 }, answer: status(429) }],
    [
      '429 with Retry-After',
      { match: { ...PUT, nth: 7, count: 3 }, answer: status(429, { retryAfterS: 12 }) },
    ],
    ['429 while reading', { match: { ...GET, nth: 5, count: 4 }, answer: status(429) }],
    ['500', { match: { ...PUT, nth: 3, count: 2 }, answer: status(500) }],
    ['503 although applied', { match: { ...PUT, nth: 3, count: 2 }, answer: status(503, { applied: true }) }],
    ['408 although applied', { match: { ...PUT, nth: 3, count: 2 }, answer: status(408, { applied: true }) }],
    ['an HTML page with 502', { match: { ...PUT, nth: 4, count: 5 }, answer: { kind: 'html502' } }],
    [
      'an HTML page with 502 although applied',
      { match: { ...PUT, nth: 4 }, answer: { kind: 'html502', applied: true } },
    ],
    [
      'an HTML page with 200 although applied',
      { match: PUT, answer: status(200, { applied: true, body: '<html>', contentType: 'text/html' }) },
    ],
    [
      'a connection dropped before applying',
      { match: { ...PUT, nth: 4 }, answer: { kind: 'drop', when: 'before' } },
    ],
    [
      'a connection dropped after applying',
      { match: { ...PUT, nth: 4 }, answer: { kind: 'drop', when: 'after' } },
    ],
    [
      'a connection dropped in mid-answer',
      { match: { ...PUT, nth: 14 }, answer: { kind: 'drop', when: 'midAnswer' } },
    ],
    [
      'connections dropped while reading',
      { match: { ...GET, nth: 4, count: 3 }, answer: { kind: 'drop', when: 'before' } },
    ],
    ['a slow answer', { match: { ...PUT, nth: 4 }, answer: { kind: 'slow', ms: 20_000 } }],
    [
      'an answer later than the time-out',
      { match: { ...PUT, nth: 4 }, answer: { kind: 'slow', ms: 45_000 } },
    ],
    ['reads later than the time-out', { match: { ...GET, nth: 2 }, answer: { kind: 'slow', ms: 45_000 } }],
  ];
  test.each(passing)('[W3][W5] %s: passes, and every row ends as Updated', async (_name, fault) => {
    const value = editAll(scene, ids);
    const chosen = scene.preview({ only: { ids, rowKeys: [] } });
    const before = await scene.everflow.control.records();
    await scene.everflow.control.arm(fault);
    const pushed = scene.push(chosen);
    expectWords(pushed);
    expect((await scene.everflow.control.faults())[0]!.struck).toBeGreaterThan(0);
    expect(pushed.result.counts).toEqual({ Updated: ids.length });
    expect(await scene.proof(before, pushed)).toEqual([]);
    expect((await scene.record(ids[7]!)).delay_ms).toBe(value);
    expect(scene.anna.check().edited).toBe(0);
  });

  test('[W3] Retry-After is obeyed: nothing is sent before it', async () => {
    editAll(scene, ids);
    const chosen = scene.preview({ only: { ids, rowKeys: [] } });
    await scene.everflow.control.clearLog();
    await scene.everflow.control.arm({ match: { ...PUT, nth: 3 }, answer: status(429, { retryAfterS: 25 }) });
    scene.push(chosen);
    const log = await scene.everflow.control.log();
    const refused = log.find((entry) => entry.status === 429)!;
    const next = log.find((entry) => entry.atMs > refused.atMs)!;
    expect(next.atMs - refused.atMs).toBeGreaterThanOrEqual(25_000);
  });

  const lasting: readonly (readonly [string, AnswerFault, string])[] = [
    ['500', status(500), 'No answer (safe to retry)'],
    ['429', status(429), 'No answer (safe to retry)'],
    ['a dropped connection', { kind: 'drop', when: 'before' }, 'No answer (safe to retry)'],
    ['a refusal', status(400, { body: { error: 'delay_ms is not liked' } }), 'Refused by Everflow'],
  ];
  test.each(lasting)(
    '[W5] %s for good on one row: it is said of that row, and the others go',
    async (_name, answer, word) => {
      editAll(scene, ids);
      const [bad] = ids.slice(4) as [number];
      const chosen = scene.preview({ only: { ids, rowKeys: [] } });
      const before = await scene.everflow.control.records();
      await scene.everflow.control.arm({ match: { ...PUT, pixelId: bad, count: 'all' }, answer });
      const pushed = scene.push(chosen);
      expectWords(pushed);
      const outcomes = outcomesById(pushed.rows);
      // A batch that is lost as a whole can take a row along: then it is not known either, and said so.
      const unexpected = (await scene.proof(before, pushed)).filter(
        ({ id }) => outcomes[id] !== 'No answer (safe to retry)',
      );
      expect(unexpected).toEqual([]);
      expect(outcomes[bad]).toBe(word);
      expect(pushed.result.counts['Updated']).toBeGreaterThan(0);
      const others = Object.values(outcomes).filter((outcome) => outcome !== 'Updated' && outcome !== word);
      expect(others).toEqual([]);
      expect(scene.anna.check().edited).toBe(ids.length - pushed.result.counts['Updated']!);
      if (word.startsWith('Refused')) expect(pushed.rows[4]!.message).toContain('delay_ms is not liked');
      await scene.everflow.control.disarm();
      const again = scene.push(scene.preview({ only: { ids, rowKeys: [] } }));
      expect(again.rows.every(({ outcome }) => /^(Updated|Nothing to change)$/.test(outcome))).toBe(true);
      expect(scene.anna.check().edited).toBe(0);
    },
  );

  test('[W5] a write that reached Everflow is never called "Not sent", even if the key is refused right after it', async () => {
    editAll(scene, ids);
    const chosen = scene.preview({ only: { ids, rowKeys: [] } });
    await scene.everflow.control.arm(
      {
        match: { ...PUT, nth: 4 },
        answer: { kind: 'drop', when: 'after' },
      },
      // The first reading after the loss.
      { match: { ...GET, nth: 21 }, before: [{ do: 'key', key: 'main', change: { revoked: true } }] },
    );
    const before = await scene.everflow.control.records();
    const pushed = scene.push(chosen);
    await scene.everflow.control.key('main', { revoked: false });
    expectWords(pushed);
    const now = await scene.everflow.control.records();
    const changed = now
      .filter((one, at) => one.delay_ms !== before[at]!.delay_ms)
      .map((one) => one.network_pixel_id);
    const outcomes = outcomesById(pushed.rows);
    expect(changed.length).toBeGreaterThan(0);
    for (const id of changed) expect(['Updated', 'No answer (safe to retry)']).toContain(outcomes[id]);
    expect(Object.values(outcomes)).toContain('Not sent');
    const again = scene.push(scene.preview({ only: { ids, rowKeys: [] } }));
    expect(again.result.counts).toEqual({
      'Nothing to change': changed.length,
      Updated: ids.length - changed.length,
    });
  });
});

describe('creates that meet trouble', () => {
  let scene: Scene;
  let n = 0;
  beforeAll(async () => {
    scene = await Scene.open();
  });
  afterAll(() => scene.close());

  const cases: readonly (readonly [string, AnswerFault, string])[] = [
    ['dropped before applying', { kind: 'drop', when: 'before' }, 'Unclear (look before retrying)'],
    ['dropped after applying', { kind: 'drop', when: 'after' }, 'Created'],
    ['500', { kind: 'status', status: 500 }, 'Unclear (look before retrying)'],
    ['an HTML page with 502, applied', { kind: 'html502', applied: true }, 'Created'],
    ['408, applied', { kind: 'status', status: 408, applied: true }, 'Created'],
    ['429', { kind: 'status', status: 429 }, 'Unclear (look before retrying)'],
    ['an answer later than the time-out', { kind: 'slow', ms: 45_000 }, 'Created'],
    ['400', { kind: 'status', status: 400, body: { error: 'no such offer' } }, 'Refused by Everflow'],
  ];
  const counts = [1, 4] as const;
  const table = cases.flatMap(([name, answer, word]) =>
    counts.map((count) => [name, count, answer, word] as const),
  );

  test.each(table)(
    '[W4][W5] %s, %i new rows: each is sent once, what was made is found, and what is not known is called unclear',
    async (_name, count, answer, word) => {
      const first = scene.page.lastRow() + 1;
      const rows = scene.page.pasteBelow(
        Array.from({ length: count }, () =>
          newRow({ URL: `https://new.example/${(n += 1)}?tx={transaction_id}` }),
        ),
      );
      const chosen = scene.preview();
      expect(chosen.lines).toHaveLength(count);
      const before = await scene.everflow.control.records();
      await scene.everflow.control.disarm();
      await scene.everflow.control.clearLog();
      await scene.everflow.control.arm({ match: { ...POST, nth: count === 1 ? 1 : 2 }, answer });
      const pushed = scene.push(chosen);
      expectWords(pushed);
      const posts = await scene.writes('POST');
      expect(new Set(posts.map((post) => post.body)).size).toBe(count);
      expect(posts).toHaveLength(count);
      const after = await scene.everflow.control.records();
      const made = after.length - before.length;
      expect(made).toBeLessThanOrEqual(count);
      const of = (outcome: string): number => pushed.rows.filter((row) => row.outcome === outcome).length;
      expect(of(word)).toBeGreaterThan(0);
      // Whatever was made was found.
      expect(of('Created')).toBe(made);
      for (const row of pushed.rows) {
        if (row.outcome === 'Created')
          expect(after.some((one) => one.network_pixel_id === row.id)).toBe(true);
        else expect(row.id).toBe(0);
      }
      if (word.startsWith('Unclear'))
        expect(scene.page.rows()[first - 2]!.text['Message']).toMatch(/Unclear|Created/);
      for (const row of [...rows].reverse()) scene.page.person.deleteRows('Postbacks', row);
    },
  );

  test('[W4] a host that cannot be found or refuses the connection has created nothing: "Not sent", not unclear', async () => {
    const rows = scene.page.pasteBelow([newRow({ URL: 'https://dns.example/?tx={transaction_id}' })]);
    const chosen = scene.preview();
    await scene.everflow.control.disarm();
    scene.google.onRequest(({ url, method }) =>
      method.toUpperCase() === 'POST' && url.endsWith('/pixels')
        ? { when: 'before', fault: 'dns' }
        : undefined,
    );
    const pushed = scene.push(chosen);
    scene.google.onRequest(null);
    expect(pushed.rows.map((row) => row.outcome)).toEqual(['Not sent']);
    for (const row of rows) scene.page.person.deleteRows('Postbacks', row);
  });
});
