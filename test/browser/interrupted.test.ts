/** Pushes that do not go straight through, in a real browser: cancelled, closed, killed, in conflict, unclear [J1][M2][W4][W7]. */
import { Visitor } from '../../local/browser/visitor';

let visitor: Visitor;
async function arrive(postbacks = 300): Promise<void> {
  visitor = await Visitor.arrive({ postbacks });
  await visitor.connectAndPull();
}
afterEach(() => visitor.leave());

const urlOf = async (id: number): Promise<unknown> => (await visitor.record(id))['postback_url'];

/** Changes the URL of so many plain rows, as a colleague's paste would, and reviews them. @returns their ids */
async function editAndReview(count: number, url: string): Promise<number[]> {
  const first = await visitor.startOfPlainBlock(count);
  const ids = Array.from({ length: count }, (_, at) => Number(visitor.text('Postback ID', first + at)));
  await visitor.paste(
    'URL',
    first,
    ids.map((id) => [`${url}&o=${id}`]),
  );
  await visitor.menu('Review and push');
  await visitor.sees(`Push ${count === 1 ? '1 change' : `${count} changes`} to Acme Network (US)?`);
  return ids;
}

test('[M2] a partner changes the same URLs: the conflicts are shown, settled by hand, and pushed', async () => {
  await arrive();
  const ids = await editAndReview(5, 'https://mine.example/?tx={transaction_id}');
  await visitor.strip('A partner edits 3 postbacks');
  await visitor.acceptWarnings();
  await visitor.press('Push 5 changes');
  await visitor.sees('Changed in Everflow too: 3');
  await visitor.press('Settle 3 conflicts');
  await visitor.sees('3 rows were changed in Everflow too');
  const names = await visitor.panel.getByRole('button', { name: /^Use mine: #\d+$/ }).all();
  expect(names).toHaveLength(3);
  const mine = Number(/#(\d+)/.exec((await names[0]!.getAttribute('aria-label')) ?? '')![1]);
  await names[0]!.click();
  await visitor.sees('2 rows were changed in Everflow too');
  await visitor.press('Use Everflow’s for all');
  await visitor.sees('No row was changed in Everflow too');
  await visitor.press('Review and push');
  await visitor.sees('Push 1 change to Acme Network (US)?');
  await visitor.acceptWarnings();
  await visitor.press('Push 1 change');
  await visitor.sees('Updated: 1');
  expect(await urlOf(mine)).toContain('mine.example');
  const urls = await Promise.all(ids.map(urlOf));
  expect(urls.filter((url) => String(url).includes('moved.partner.example'))).toHaveLength(2);
});

test('[J1] Google ends a step, the panel is closed, and somebody goes on: every change arrives once', async () => {
  await arrive();
  const ids = await editAndReview(60, 'https://later.example/?tx={transaction_id}');
  await visitor.acceptWarnings();
  await visitor.panel.getByLabel(/Type 60 to confirm/).fill('60');
  await visitor.strip('End the next step');
  await visitor.press('Push all');
  await visitor.sees('It is not known how far the push came');
  await visitor.page.getByRole('button', { name: 'Close', exact: true }).click();
  expect(await visitor.page.locator('iframe[title="Postback Desk"]').count()).toBe(0);
  await visitor.strip('2 minutes pass');
  await visitor.strip('2 minutes pass');
  await visitor.strip('2 minutes pass');
  await visitor.strip('2 minutes pass');
  await visitor.menu('Open panel');
  await visitor.sees(/The last push stopped after/);
  await visitor.press('Go on');
  await visitor.sees('Push finished');
  await visitor.sees('Updated: 60');
  expect(new Set(await Promise.all(ids.map(urlOf))).size).toBe(60);
  expect(
    (await visitor.records()).filter((record) => record.postback_url.includes('later.example')),
  ).toHaveLength(60);
});

test('[W7] cancelled half-way: what was done is told, and the rest can be pushed later', async () => {
  await arrive(700);
  // As one who shares Everflow's limit with much else: fewer rows in a step.
  visitor.running.workbench.practice.google.run('setSpeed', ['gentle']);
  await editAndReview(200, 'https://half.example/?tx={transaction_id}');
  await visitor.acceptWarnings();
  await visitor.panel.getByLabel(/Type 200 to confirm/).fill('200');
  // Until the answer to the first step comes back, the push is under way.
  visitor.gate.hold('pushStep');
  await visitor.press('Push all');
  await visitor.sees('Pushing changes');
  await visitor.press('Cancel');
  await visitor.sees('Stopping after what is under way');
  visitor.gate.release();
  await visitor.sees('Push cancelled');
  const text = await visitor.panel.locator('main').innerText();
  const count = (outcome: string): number => Number(new RegExp(`${outcome}: (\\d+)`).exec(text)?.[1] ?? 0);
  const onServer = async (): Promise<number> =>
    (await visitor.records()).filter((record) => record.postback_url.includes('half.example')).length;
  expect(count('Not sent')).toBeGreaterThan(0);
  expect(count('Updated') + count('Not sent')).toBe(200);
  expect(await onServer()).toBe(count('Updated'));
  await visitor.press('Check edits');
  await visitor.press(`Review ${count('Not sent')} changes`);
  await visitor.acceptWarnings();
  const left = String(count('Not sent'));
  await visitor.panel.getByLabel(new RegExp(`Type ${left} to confirm`)).fill(left);
  await visitor.press('Push all');
  await visitor.sees('Push finished');
  // One of them holds a number that no spreadsheet can keep, which is seen only when it is read by its id.
  await visitor.sees('Not sent: 1');
  expect(await onServer()).toBe(199);
});

test('[W4] a new postback without an answer waits for a person, and is sent once by their word', async () => {
  await arrive();
  const [row] = visitor.plainRows(1);
  const headers = [
    'Partner ID',
    'Offer ID',
    'Event ID',
    'Type',
    'Level',
    'Method',
    'Status',
    'URL',
    'Delay (ms)',
  ];
  const below = visitor.lastRow + 1;
  for (const header of headers) {
    const text = header === 'URL' ? 'https://once.example/?tx={transaction_id}' : visitor.text(header, row!);
    await visitor.paste(header, below, [[text]]);
  }
  const before = (await visitor.records()).length;
  await visitor.menu('Review and push');
  await visitor.sees('Push 1 change to Acme Network (US)?');
  await visitor.acceptWarnings();
  await visitor.strip('Cut the next new one');
  await visitor.press('Push 1 change');
  await visitor.sees('Unclear (look before retrying): 1');
  await visitor.press('Answer 1 new row');
  await visitor.sees('Unclear: was this postback created?');
  expect((await visitor.records()).length).toBe(before);
  await visitor.press(/^It was not created: send it/);
  await visitor.sees('may be sent');
  await visitor.press(/Review/);
  await visitor.sees('Push 1 change to Acme Network (US)?');
  await visitor.acceptWarnings();
  await visitor.press('Push 1 change');
  await visitor.sees('Created: 1');
  const made = (await visitor.records()).filter((record) => record.postback_url.includes('once.example'));
  expect(made).toHaveLength(1);
  await visitor.idle();
  expect(visitor.text('Postback ID', below)).toBe(String(made[0]!.network_pixel_id));
});
