/**
 * New rows of which nobody can tell whether they were created, and those that Everflow has already: the search before and after, and a person's answers
 * (W4, W5).
 */
import { madeElsewhere, newRow, refusalOf, Scene, type Pushed } from './push-support';

const URL = 'https://waiting.example/p?tx={transaction_id}';
const LOST = { match: { method: 'POST', path: 'pixels$' } } as const;

let scene: Scene;
let turn = 0;
let url = '';

beforeAll(async () => {
  scene = await Scene.open({ size: 60 });
});
afterAll(() => scene.close());
beforeEach(async () => {
  turn += 1;
  url = `${URL}&n=${turn}`;
  await scene.everflow.control.disarm();
  await scene.everflow.control.clearLog();
});
afterEach(() => {
  const left = scene.page.rows().filter(({ text }) => text['Postback ID'] === '' && text['URL'] !== '');
  for (const { rowNumber } of left.reverse()) scene.page.person.deleteRows('Postbacks', rowNumber);
});

const paste = (changes: Readonly<Record<string, string>> = {}): number =>
  scene.page.pasteBelow([newRow({ URL: url, ...changes })])[0]!;
const rowText = (rowNumber: number): Readonly<Record<string, string>> =>
  scene.page.rows()[rowNumber - 2]!.text;
const recordsWith = async (text: string): Promise<number[]> =>
  (await scene.everflow.control.records())
    .filter(({ postback_url }) => postback_url === text)
    .map((one) => one.network_pixel_id);
const outcomes = ({ rows }: Pushed): string[] => rows.map(({ outcome }) => outcome);

/** Pushes one new row whose answer gets lost before it was applied: it ends as unclear. */
function pushUnclear(rowNumber = paste()): number {
  let lost = false;
  scene.google.onRequest(({ method, url: address }) => {
    if (lost || method.toUpperCase() !== 'POST' || !address.endsWith('/pixels')) return undefined;
    lost = true;
    return { when: 'before', fault: 'lost' };
  });
  expect(outcomes(scene.push())).toEqual(['Unclear (look before retrying)']);
  scene.google.onRequest(null);
  return rowNumber;
}

describe('[W4] before a create', () => {
  test('the server is searched once per partner and offer, in both statuses', async () => {
    scene.page.pasteBelow(
      [1, 2, 3, 4, 5, 6, 7].map((n) =>
        newRow({ URL: `${url}&r=${n}`, ...(n > 5 ? { 'Offer ID': '41' } : {}) }),
      ),
    );
    expect(scene.push().result.counts).toEqual({ Created: 7 });
    const searches = (await scene.everflow.control.log()).filter(({ path }) => path.includes('pixelstable'));
    expect(searches.map(({ body }) => (JSON.parse(body) as { query: unknown }).query)).toEqual(
      [40, 41].flatMap((offer) =>
        ['active', 'inactive'].map((status) => ({
          filters: { status, network_offer_ids: [offer], network_affiliate_ids: [12] },
        })),
      ),
    );
  });

  test.each([
    ['the same', {}],
    ['the same but for description and status', { description: 'else', pixel_status: 'inactive' }],
  ])('a postback made since the pull, %s: the row is not sent and waits', async (_name, more) => {
    const row = paste();
    const chosen = scene.preview();
    const { network_pixel_id: twin } = await scene.everflow.control.create(madeElsewhere(url, more));
    const pushed = scene.push(chosen);
    expect(outcomes(pushed)).toEqual(['Not sent']);
    expect(pushed.result.waiting).toBe(1);
    expect(rowText(row)['Message']).toContain(`#${twin}`);
    expect(await scene.writes('POST')).toEqual([]);
    const check = scene.anna.check();
    expect(check.groups.map(({ cause }) => cause)).toContain('twin-create');
    expect(check.pushable).toBe(0);
    expect(scene.anna.call('waitingRows', { offset: 0 })).toMatchObject({
      total: 1,
      rows: [{ why: 'twin', rowNumber: row, matches: [{ id: twin, hasRow: false }] }],
    });
  });

  test('one that differs in what it sends or fires for is no twin', async () => {
    paste();
    const chosen = scene.preview();
    await scene.everflow.control.create(madeElsewhere(`${url}&else=1`));
    await scene.everflow.control.create(madeElsewhere(url, { network_offer_id: 41 }));
    expect(outcomes(scene.push(chosen))).toEqual(['Created']);
  });

  test('a twin that was pulled was confirmed in the preview: it is sent', async () => {
    await scene.everflow.control.create(madeElsewhere(url));
    scene.anna.pull();
    paste();
    expect(outcomes(scene.push())).toEqual(['Created']);
    expect(await recordsWith(url)).toHaveLength(2);
  });

  test('a server that cannot be searched: not sent, and not in doubt', async () => {
    paste();
    const chosen = scene.preview();
    await scene.everflow.control.arm({
      match: { path: 'pixelstable', count: 'all' },
      answer: { kind: 'status', status: 500 },
    });
    const pushed = scene.push(chosen);
    expect(outcomes(pushed)).toEqual(['Not sent']);
    expect(pushed.rows[0]!.message).toMatch(/could not be searched/);
    expect(await scene.writes('POST')).toEqual([]);
    await scene.everflow.control.disarm();
    expect(outcomes(scene.push())).toEqual(['Created']);
  });
});

describe('[W4] a create without an answer', () => {
  test('that was made is found and adopted, with id, times and names', async () => {
    const row = paste();
    await scene.everflow.control.arm({ ...LOST, answer: { kind: 'drop', when: 'after' } });
    const pushed = scene.push();
    const [id] = await recordsWith(url);
    expect(pushed.rows).toMatchObject([{ outcome: 'Created', id }]);
    expect(rowText(row)).toMatchObject({ 'Postback ID': String(id), State: '✓ pushed', Partner: 'Acme' });
    expect(rowText(row)['Created']).not.toBe('');
    expect(scene.anna.check()).toMatchObject({ edited: 0, created: 0 });
  });

  test('facebook details are compared too: another postback is not adopted', async () => {
    const facebook = {
      Method: 'facebook',
      URL: '',
      'FB business ID': '5',
      'FB pixel ID': `77${turn}`,
      'FB event': 'Lead',
      'FB user data': 'email={sub1}',
    };
    paste(facebook);
    await scene.everflow.control.arm({
      ...LOST,
      before: [
        {
          do: 'create',
          fields: madeElsewhere('', {
            delivery_method: 'facebook',
            facebook_pixel: {
              network_affiliate_integration_facebook_business_id: 5,
              pixel_id: `78${turn}`,
              event_name: 'Lead',
              user_data: [{ field: 'email', value: '{sub1}' }],
              custom_data: [],
            },
          }),
        },
      ],
      answer: { kind: 'drop', when: 'after' },
    });
    const pushed = scene.push();
    expect(outcomes(pushed)).toEqual(['Created']);
    expect((await scene.record(pushed.rows[0]!.id)).facebook_pixel).toMatchObject({ pixel_id: `77${turn}` });
  });

  test('two that could be it: none is adopted, both are named', async () => {
    const row = paste();
    await scene.everflow.control.arm({
      ...LOST,
      before: [{ do: 'create', fields: madeElsewhere(url) }],
      answer: { kind: 'drop', when: 'after' },
    });
    const pushed = scene.push();
    const both = await recordsWith(url);
    expect(both).toHaveLength(2);
    expect(pushed.rows).toMatchObject([{ outcome: 'Unclear (look before retrying)', candidates: both }]);
    for (const id of both) expect(rowText(row)['Message']).toContain(`#${id}`);
  });

  test('one that Everflow stored differently is no exact match: it is named, and a person decides', async () => {
    const row = paste();
    await scene.everflow.control.arm({
      ...LOST,
      before: [{ do: 'create', fields: madeElsewhere(url, { pixel_status: 'inactive' }) }],
      answer: { kind: 'drop', when: 'before' },
    });
    const pushed = scene.push();
    const [id] = await recordsWith(url);
    expect(pushed.rows).toMatchObject([{ outcome: 'Unclear (look before retrying)', candidates: [id] }]);
    expect(rowText(row)['Message']).toContain(`#${id} (the same but for Status)`);
  });
});

describe('[W4] the answers of a person', () => {
  test('"It is #…": the row becomes that postback’s, and nothing is sent', async () => {
    const row = pushUnclear();
    const { network_pixel_id: id } = await scene.everflow.control.create(
      madeElsewhere(url, { description: 'by hand' }),
    );
    const [waiting] = scene.anna.call('waitingRows', { offset: 0 }).rows;
    expect(waiting).toMatchObject({
      why: 'unclear',
      rowNumber: row,
      matches: [{ id, differs: ['Description'] }],
    });
    await scene.everflow.control.clearLog();
    scene.anna.call('answerWaiting', { rowKey: waiting!.rowKey, answer: { is: id } });
    expect(await scene.writes()).toEqual([]);
    expect(rowText(row)).toMatchObject({ 'Postback ID': String(id), 'Row key': `p-${id}` });
    expect(scene.anna.call('waitingRows', { offset: 0 }).total).toBe(0);
    expect(scene.anna.check()).toMatchObject({ created: 0, stopped: 0 });
  });

  test('"It was not created: send it": it is in the next review, and is not asked about again', async () => {
    const row = pushUnclear();
    const [waiting] = scene.anna.call('waitingRows', { offset: 0 }).rows;
    scene.anna.call('answerWaiting', { rowKey: waiting!.rowKey, answer: { others: [] } });
    expect(scene.anna.call('waitingRows', { offset: 0 }).total).toBe(0);
    expect(outcomes(scene.push())).toEqual(['Created']);
    expect(rowText(row)['State']).toBe('✓ pushed');
    expect(await recordsWith(url)).toHaveLength(1);
  });

  test('"send it" beside a postback that was shown: that one is no twin any more, another one is', async () => {
    pushUnclear();
    const { network_pixel_id: seen } = await scene.everflow.control.create(madeElsewhere(url));
    const [waiting] = scene.anna.call('waitingRows', { offset: 0 }).rows;
    scene.anna.call('answerWaiting', {
      rowKey: waiting!.rowKey,
      answer: { others: waiting!.matches.map(({ id }) => id) },
    });
    expect(waiting!.matches.map(({ id }) => id)).toEqual([seen]);
    const chosen = scene.preview();
    const { network_pixel_id: unseen } = await scene.everflow.control.create(
      madeElsewhere(url, { description: 'later' }),
    );
    const pushed = scene.push(chosen);
    expect(pushed.rows).toMatchObject([{ outcome: 'Not sent', waits: 'twin', candidates: [unseen] }]);
    scene.anna.fix('twin-create', 'send-too');
    expect(outcomes(scene.push())).toEqual(['Created']);
  });

  test('the check’s own button for the whole group does the same', async () => {
    pushUnclear();
    scene.anna.check();
    expect(scene.anna.fix('unclear-create', 'send-again')).toBe(1);
    expect(outcomes(scene.push())).toEqual(['Created']);
    expect(await recordsWith(url)).toHaveLength(1);
  });

  test('an answer that cannot be right is refused, and the row still waits', async () => {
    const row = pushUnclear();
    const [waiting] = scene.anna.call('waitingRows', { offset: 0 }).rows;
    const [other] = await scene.plain(1);
    const answer = (is: number) => () =>
      scene.anna.call('answerWaiting', { rowKey: waiting!.rowKey, answer: { is } });
    expect(refusalOf(answer(other!))).toBe('waiting-other');
    const { network_pixel_id: elsewhere } = await scene.everflow.control.create(
      madeElsewhere(url, { network_offer_id: 41 }),
    );
    expect(refusalOf(answer(elsewhere))).toBe('waiting-other');
    expect(refusalOf(answer(999_999))).toBe('not-found');
    expect(
      refusalOf(() => scene.anna.call('answerWaiting', { rowKey: 'n-nobody', answer: { others: [] } })),
    ).toBe('waiting-gone');
    expect(scene.anna.call('waitingRows', { offset: 0 }).rows).toMatchObject([{ rowNumber: row }]);
  });

  test('what was found stays offered after a pull has brought it into a row of its own', async () => {
    pushUnclear();
    const { network_pixel_id: id } = await scene.everflow.control.create(madeElsewhere(url));
    scene.anna.pull();
    const [waiting] = scene.anna.call('waitingRows', { offset: 0 }).rows;
    expect(waiting!.matches).toMatchObject([{ id, hasRow: true }]);
    expect(
      refusalOf(() => scene.anna.call('answerWaiting', { rowKey: waiting!.rowKey, answer: { is: id } })),
    ).toBe('waiting-other');
  });
});

describe('[W5] retry', () => {
  test('takes rows without an answer and those not sent, and refused ones once they were edited; never unclear ones', async () => {
    const [lost, refused, edited, ok] = await scene.plain(4);
    scene.editAll([lost!, refused!, edited!, ok!], { 'Delay (ms)': String(1000 + turn) });
    const fresh = paste();
    const chosen = scene.preview();
    await scene.everflow.control.arm(
      { match: { method: 'PUT', pixelId: lost!, count: 'all' }, answer: { kind: 'status', status: 502 } },
      { match: { method: 'PUT', pixelId: refused! }, answer: { kind: 'status', status: 400 } },
      { match: { method: 'PUT', pixelId: edited! }, answer: { kind: 'status', status: 400 } },
      { ...LOST, answer: { kind: 'drop', when: 'before' } },
    );
    const { planId, digest } = scene.confirm(chosen);
    scene.anna.call('pushStart', { planId, digest });
    const { result } = scene.goOn(planId);
    expect(result.counts).toEqual({
      Updated: 1,
      'No answer (safe to retry)': 1,
      'Refused by Everflow': 2,
      'Unclear (look before retrying)': 1,
    });
    await scene.everflow.control.disarm();
    scene.edit(edited!, { 'Delay (ms)': String(2000 + turn) });
    const again = scene.anna.call('retryStart', { planId });
    expect(new Set(again.all.page.lines.map(({ id }) => id))).toEqual(new Set([lost, edited]));
    expect(scene.anna.push(again).counts).toEqual({ Updated: 2 });
    expect(refusalOf(() => scene.anna.call('retryStart', { planId }))).toBe('nothing-to-push');
    expect(rowText(fresh)['State']).not.toBe('✓ pushed');
    scene.edit(refused!, { 'Delay (ms)': '0' });
    expect(scene.anna.check()).toMatchObject({ edited: expect.any(Number) as number });
  });
});
