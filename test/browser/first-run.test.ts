/** The main job in a real browser, from an empty spreadsheet to a changed postback [X1][X2]. */
import { Visitor } from '../../local/browser/visitor';

const FRESH = 'https://fresh.example/p?tx={transaction_id}';

let visitor: Visitor;
beforeEach(async () => {
  visitor = await Visitor.arrive();
});
afterEach(async () => {
  await visitor.leave();
});

test('[X2] first run to pushed change by mouse, along what the screen offers', async () => {
  const { page } = visitor;
  await page.getByRole('button', { name: 'Open panel' }).click();
  await visitor.sees('API key');
  await visitor.fillInKey();
  await visitor.press('Test connection');
  await visitor.sees('Acme Network');
  await visitor.press('Pull postbacks');
  await visitor.press('Pull postbacks');
  await visitor.sees('Pulled 300 postbacks');
  const [row] = visitor.plainRows(1);
  const id = Number(visitor.text('Postback ID', row!));
  await visitor.click('URL', row!);
  await visitor.enter('URL', row!, FRESH);
  expect(visitor.text('URL', row!)).toBe(FRESH);
  await visitor.press('Check edits');
  await visitor.press('Review 1 change');
  await visitor.press('Push 1 change');
  await visitor.sees('Updated');
  expect((await visitor.record(id)).postback_url).toBe(FRESH);
  await visitor.idle();
  expect(await visitor.shown('State', row!)).toContain('pushed');
  expect(visitor.troubles).toEqual([]);
});

/** Presses a key until the focus is on something of that name, in whatever frame it is. */
async function pressUntilOn(key: string, name: string): Promise<void> {
  const met: string[] = [];
  while (met.length < 120) {
    const focused = await visitor.focused();
    if (focused === name) return;
    met.push(focused);
    await visitor.page.keyboard.press(key);
  }
  throw new Error(`The key ${key} does not lead to ${name}, but along ${[...new Set(met)].join(' · ')}`);
}
const tabTo = (name: string): Promise<void> => pressUntilOn('Tab', name);

test('[X1] the same by keyboard alone', async () => {
  const { page } = visitor;
  const { keyboard } = page;
  // Out of the sheet, along the menu bar, and down to the add-on's first item.
  await keyboard.press('Control+Alt+Shift+KeyM');
  await pressUntilOn('ArrowRight', 'Extensions');
  await keyboard.press('Enter');
  await pressUntilOn('ArrowDown', 'Postback Desk');
  await keyboard.press('ArrowRight');
  await pressUntilOn('ArrowDown', 'Open panel');
  await keyboard.press('Enter');
  await visitor.sees('API key');
  await pressUntilOn('Shift+Tab', 'grid');
  await keyboard.press('Control+Alt+Shift+KeyM');
  await pressUntilOn('Shift+Tab', 'Fill in a practice key');
  await keyboard.press('Enter');
  await page.getByText('The practice key is in the field.').waitFor();
  await keyboard.press('Enter');
  await visitor.sees('Acme Network');
  await tabTo('Pull postbacks');
  await keyboard.press('Enter');
  await visitor.sees('Read integration details');
  await tabTo('Pull postbacks');
  await keyboard.press('Enter');
  await visitor.sees('Pulled 300 postbacks');
  const [row] = visitor.plainRows(1);
  const id = Number(visitor.text('Postback ID', row!));
  // Into the grid, and by arrows to the cell.
  await tabTo('grid');
  await keyboard.press('ControlOrMeta+Home');
  for (let down = 2; down <= row!; down++) await keyboard.press('ArrowDown');
  const letters = visitor.at('URL', row!).replace(/\d+/, '');
  for (let right = 65; right < letters.charCodeAt(0); right++) await keyboard.press('ArrowRight');
  await visitor.enter('URL', row!, FRESH);
  expect(visitor.text('URL', row!)).toBe(FRESH);
  for (const name of ['Check edits', 'Review 1 change', 'Push 1 change']) {
    await visitor.button(name).waitFor();
    if ((await visitor.focused()) === 'grid') await keyboard.press('Control+Alt+Period');
    await tabTo(name);
    await keyboard.press('Enter');
  }
  await visitor.sees('Updated');
  expect((await visitor.record(id)).postback_url).toBe(FRESH);
});
