/** Bulk work in a real browser: hundreds of pasted cells, problems, fixes, a preview, a careful push [D2][V11][W8]. */
import { Visitor } from '../../local/browser/visitor';

let visitor: Visitor;
afterEach(() => visitor.leave());

test('[D2][V11][W8] 300 × 3 cells pasted, fixed, previewed, some left out, confirmed, 5 pushed first, then all', async () => {
  visitor = await Visitor.arrive({ postbacks: 800 });
  await visitor.connectAndPull();
  const first = await visitor.startOfPlainBlock(300);
  const ids = Array.from({ length: 300 }, (_, at) => Number(visitor.text('Postback ID', first + at)));
  // URL, Host and HTML code stand side by side: three columns of which one is fixed would be a slip of its own.
  const headers = ['URL', 'Delay (ms)', 'Description'] as const;
  await visitor.bringTogether(headers);
  const url = (id: number): string => `https://new.example/p?o=${id}&tx={transaction_id}`;
  const pasted = ids.map((id, at) => [at < 40 ? ` ${url(id)}` : url(id), '250', `moved ${id}`]);
  await visitor.paste('URL', first, pasted);
  expect(visitor.text('URL', first + 299)).toBe(url(ids[299]!));

  await visitor.press(/^Check/);
  await visitor.sees(/Spaces|space/);
  await visitor.press(/\(40\)$/);
  await visitor.sees('40 rows repaired');
  expect(visitor.text('URL', first)).toBe(url(ids[0]!));
  await visitor.press('Review 300 changes');
  await visitor.sees('Push 300 changes to Acme Network (US)?');

  await visitor.press('Leave out…');
  await visitor.panel.getByRole('checkbox', { name: /^Delay \(ms\)/ }).uncheck();
  await visitor.panel.getByText(/^Every change, old → new/).click();
  await visitor.press(new RegExp(`^Leave out #${ids[0]},`));
  await visitor.sees('Push 299 changes to Acme Network (US)?');
  await visitor.panel.getByLabel(/Type 299 to confirm/).fill('299');
  await visitor.panel.getByLabel(/Reason or ticket/).fill('TICKET-7');
  await visitor.panel.getByRole('checkbox', { name: /^I have looked at these warnings/ }).check();
  await visitor.press('Push 5 first');
  await visitor.button(/^Go on|^Push the other/).waitFor();
  const after5 = (await visitor.records()).filter(({ postback_url }) =>
    postback_url.startsWith('https://new.example/'),
  );
  expect(after5).toHaveLength(5);
  await visitor.press(/^Go on|^Push the other/);
  await visitor.sees('Push finished');
  // One of them holds a number that no spreadsheet can keep, which is seen only when it is read by its id.
  await visitor.sees('Updated: 298');
  await visitor.sees('Not sent: 1');
  await visitor.idle();

  const records = new Map((await visitor.records()).map((record) => [record.network_pixel_id, record]));
  const changed = ids.filter((id) => records.get(id)!['postback_url'] === url(id));
  expect(changed).toHaveLength(298);
  expect(changed).not.toContain(ids[0]);
  expect(ids.filter((id) => records.get(id)!['delay_ms'] === 250)).toEqual([]);
  expect(await visitor.shown('State', first + 1)).toContain('pushed');
  // What was left out is still a change in the sheet.
  expect(visitor.text('Delay (ms)', first + 1)).toBe('250');
  expect(visitor.troubles).toEqual([]);
});
