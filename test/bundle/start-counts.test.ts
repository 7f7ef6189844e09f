/** What the start of the panel tells without a check, held against what the checks and lists themselves say (X1). */
import { newRow, refusalOf, Scene } from './push-support';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open({ size: 80 });
});
afterAll(() => scene.close());

const NOTHING = { edits: 0, waiting: 0, conflicts: 0, news: { lines: 0, switchedOff: 0 } };

test('[D1] after a pull there is nothing, and nothing in the file is changed by counting', () => {
  const before = JSON.stringify(scene.file.sheet('Postbacks').texts());
  expect(scene.anna.call('startCounts')).toEqual(NOTHING);
  expect(JSON.stringify(scene.file.sheet('Postbacks').texts())).toBe(before);
});

test('[X1] edits are as many as a check finds, faulty rows and new ones included', async () => {
  const [first, second, third] = await scene.plain(3);
  scene.edit(first!, { URL: 'https://one.example/p?tx={transaction_id}' });
  scene.edit(second!, { URL: 'no url' });
  scene.edit(third!, { 'Last changed': 'x' });
  scene.page.pasteBelow([newRow()]);
  const { edits } = scene.anna.call('startCounts');
  const { edited, created } = scene.anna.check();
  expect(edits).toBe(edited + created);
  expect(edits).toBe(3);
});

test('[M2] [P9] conflicts and news are as many as their lists have', async () => {
  const [first, , , fourth] = await scene.plain(4);
  await scene.everflow.control.change(first!, { postback_url: 'https://theirs.example/p' });
  await scene.everflow.control.change(fourth!, { pixel_status: 'inactive' });
  scene.anna.pull();
  const { conflicts, news } = scene.anna.call('startCounts');
  expect(conflicts).toBe(scene.anna.call('conflicts', { offset: 0 }).total);
  expect(conflicts).toBe(1);
  const page = scene.anna.call('changesPage', { offset: 0 });
  expect(news).toEqual({ lines: page.total, switchedOff: page.switchedOff });
  expect(news.switchedOff).toBe(1);
  scene.anna.call('changesSeen', { upTo: page.upTo });
  expect(scene.anna.call('startCounts').news).toEqual(NOTHING.news);
});

test('[W4] rows that wait for an answer are as many as their list has', () => {
  scene.google.onRequest(({ method, url }) =>
    method.toUpperCase() === 'POST' && url.endsWith('/pixels')
      ? { when: 'before', fault: 'lost' }
      : undefined,
  );
  scene.push();
  scene.google.onRequest(null);
  const { total } = scene.anna.call('waitingRows', { offset: 0 });
  expect(total).toBe(1);
  // A new row that was never sent waits for nobody.
  scene.page.pasteBelow([newRow({ URL: 'https://second.example/p?tx={transaction_id}' })]);
  expect(scene.anna.call('startCounts').waiting).toBe(total);
});

test('[V11] all places of a group are listed, page after page, as many as the check counts', async () => {
  scene.editAll(await scene.plain(30), { URL: 'htp://wrong' });
  const { groups } = scene.anna.check();
  const group = groups.find(({ count }) => count === 30)!;
  const { cause, severity, examples } = group;
  const page = scene.anna.call('problemsPage', { cause, severity, offset: 0 });
  expect(page.total).toBe(30);
  expect(page.lines.slice(0, examples.length)).toEqual(examples);
  expect(scene.anna.call('problemsPage', { cause, severity, offset: 28 }).lines).toEqual(
    page.lines.slice(28),
  );
});

test('[P8] nothing is counted while a pull is under way', () => {
  scene.anna.call('pullStart', {
    query: { status: '', types: [], methods: [], partnerIds: [], offerIds: [], searches: [] },
    details: 'skip',
  });
  expect(refusalOf(() => scene.anna.call('startCounts'))).toBe('busy');
});
