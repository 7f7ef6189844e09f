/** Much data in a real browser: a preview of 5,000 changes stays quick, since only what is in view is there [D2][L1]. */
import { Visitor } from '../../local/browser/visitor';

let visitor: Visitor;
afterEach(() => visitor.leave());

test('[D2][L1] 5,000 changes are previewed, listed to the last, and left out one by one', async () => {
  visitor = await Visitor.arrive({ postbacks: 5400 });
  await visitor.connectAndPull();
  const rows = visitor.editableRows();
  expect(rows.length).toBeGreaterThan(4999);
  const column = visitor.columnOf('Description');
  // As a paste of one column would, but without a clipboard of that size.
  await visitor.do({
    do: 'put',
    tab: visitor.tabId,
    cells: rows.slice(0, 5000).map((row) => [row, column, { v: `moved ${row}` }] as const),
  });
  expect(await visitor.shown('Description', rows[4999]!)).toBe(`moved ${rows[4999]!}`);
  await visitor.menu('Review and push');
  await visitor.sees('Push 5,000 changes to Acme Network (US)?');
  await visitor.settled();
  await visitor.panel.getByText(/^Every change, old → new/).click();
  const list = visitor.panel.getByRole('group', { name: '5,000 rows' });
  const lines = visitor.panel.locator('.change');
  await lines.first().waitFor();
  expect(await lines.count()).toBeLessThan(60);
  // To the last line: heights of lines that were never drawn are guessed, so that the end is reached in a few jumps.
  const last = visitor.panel.locator('li[aria-posinset="5000"] .change');
  for (let jumps = 0; jumps < 12 && (await last.count()) === 0; jumps++) {
    await list.press('End');
    await visitor.settled();
  }
  expect(await last.innerText()).toContain(`moved ${rows[4999]!}`);
  expect(await lines.count()).toBeLessThan(60);
  await last.getByRole('button').click();
  await visitor.sees('Push 4,999 changes to Acme Network (US)?');
  expect(visitor.troubles).toEqual([]);
});
