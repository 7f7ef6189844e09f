/** The audit in a real browser: a push with a reason, a snapshot, a partner's changes, comparing, undoing the push and verifying [A2][A3][A4][U2]. */
import { Visitor } from '../../local/browser/visitor';

let visitor: Visitor;
afterEach(() => visitor.leave());

const ROWS = 300;
const url = (id: number): string => `https://new.example/p?o=${id}&tx={transaction_id}`;

async function toAudit(way: string): Promise<void> {
  await visitor.menu('Open panel');
  await visitor.press('Audit and undo');
  await visitor.press(way);
}

/** Confirms the preview that is shown, and pushes all of it. */
async function pushAll(writes: number, reason: string): Promise<void> {
  await visitor.sees(`Push ${writes} changes to Acme Network (US)?`);
  await visitor.panel.getByLabel(`Type ${writes} to confirm`).fill(String(writes));
  await visitor.panel.getByLabel(/Reason or ticket/).fill(reason);
  await visitor.acceptWarnings();
  await visitor.press('Push all');
  await visitor.sees('Push finished');
  await visitor.idle();
}

test('[A][U2] pull, change 300 rows, push with a reason, snapshot, a partner changes 3, compare, undo, verify', async () => {
  visitor = await Visitor.arrive({ postbacks: 800 });
  await visitor.connectAndPull();
  const before = new Map((await visitor.records()).map((record) => [record.network_pixel_id, record]));
  const first = await visitor.startOfPlainBlock(ROWS);
  const ids = Array.from({ length: ROWS }, (_, at) => Number(visitor.text('Postback ID', first + at)));
  await visitor.paste(
    'URL',
    first,
    ids.map((id) => [url(id)]),
  );
  await visitor.menu('Review and push');
  await pushAll(ROWS, 'TICKET-7');
  const pushed = new Map((await visitor.records()).map((record) => [record.network_pixel_id, record]));
  const ours = ids.filter((id) => pushed.get(id)!.postback_url === url(id));
  expect(ours.length).toBeGreaterThan(ROWS - 3);

  await visitor.menu('Take audit snapshot');
  await visitor.press('Take snapshot');
  await visitor.sees('Snapshot taken');
  const digest = await visitor.panel.getByLabel('Digest').inputValue();
  expect(digest).toMatch(/^[\da-f]{64}$/);

  const { control } = visitor.running.workbench.practice.everflow;
  const [moved, off, told] = ours as [number, number, number];
  await control.change(moved, { postback_url: 'https://theirs.example/' });
  await control.change(off, { pixel_status: 'inactive' });
  await control.change(told, { description: 'theirs' });
  await visitor.menu('Pull postbacks');
  await visitor.sees('Read integration details');
  await visitor.press('Pull postbacks');
  await visitor.sees(/^Pulled/);
  await toAudit('Compare snapshots');
  await visitor.press('Compare');
  await visitor.sees('3 postbacks changed, 0 only in B, 0 only in A');
  await visitor.sees('3 differences by others, seen by a pull or push');

  await visitor.menu('Undo a push');
  await visitor.sees('TICKET-7');
  await visitor.press('Undo this push');
  const back = ours.length - 1;
  await visitor.sees(`${back} rows brought back`);
  await visitor.sees('1 field or row changed in Everflow since');
  await visitor.press(`Review ${back} changes`);
  await pushAll(back, 'takes TICKET-7 back');

  const after = new Map((await visitor.records()).map((record) => [record.network_pixel_id, record]));
  expect(after.get(moved)!.postback_url).toBe('https://theirs.example/');
  expect(after.get(off)!.pixel_status).toBe('inactive');
  expect(after.get(told)!['description']).toBe('theirs');
  // Everflow refuses an address with a line break, even one that it held before.
  const clean = ours.slice(1).filter((id) => !/\s/.test(before.get(id)!.postback_url));
  expect(clean.length).toBeGreaterThan(ROWS - 5);
  for (const id of clean) expect(after.get(id)!.postback_url).toBe(before.get(id)!.postback_url);

  await toAudit('Verify or restore a snapshot');
  await visitor.press('Verify');
  await visitor.panel.getByLabel(/^Digest that you kept/).fill(digest);
  await visitor.press('Verify');
  await visitor.sees('As it was taken');
  await visitor.sees('The digest that you pasted is that of the tab.');
  await toAudit('Change log');
  await visitor.press('Verify log');
  await visitor.sees(/^All [\d,]+ lines are as they were written/);
  expect(visitor.troubles).toEqual([]);
});
