/**
 * The contract with the grid component in a real browser: what a person does becomes acts as they did it, and what the server tells is what
 * the screen shows. A new version of the component is held to this.
 */
import type { Act } from '../../local/workbench/protocol';
import { readFileSync } from 'node:fs';
import { Visitor } from '../../local/browser/visitor';

const SHEET = 'Sheet1';

let visitor: Visitor;
let acts: Act[][];

beforeEach(async () => {
  visitor = await Visitor.arrive({ postbacks: 300 });
  acts = [];
  visitor.page.on('request', (request) => {
    if (!request.url().includes('/api/act')) return;
    const done = request.postDataJSON() as Act[];
    if (done.some((act) => act.do !== 'select')) acts.push(done);
  });
});
afterEach(async () => {
  expect(visitor.troubles).toEqual([]);
  await visitor.leave();
});

const inPage = <T>(call: string, ...args: readonly unknown[]): Promise<T> =>
  visitor.page.evaluate(`window.workbench.${call}(...${JSON.stringify(args)})`);
const select = (a1: string): Promise<void> => inPage('select', SHEET, a1);
const shown = (a1: string): Promise<string> => inPage('cell', SHEET, a1);
const rectOf = (a1: string): Promise<{ x: number; y: number; width: number; height: number }> =>
  inPage('rectOf', SHEET, a1);
const held = (a1: string): string => visitor.running.workbench.practice.workbook.sheet(SHEET).text(a1);
const press = async (keys: string): Promise<void> => {
  await visitor.page.keyboard.press(keys);
  await visitor.idle();
};
const enter = async (a1: string, text: string): Promise<void> => {
  await select(a1);
  await visitor.page.keyboard.type(text);
  await press('Enter');
};
/** What was reported since the last time. */
const reported = (): Act[][] => acts.splice(0);
const toClipboard = (text: string): Promise<void> =>
  visitor.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);

test('[page] typed texts are reported as typed, one act each; the screen shows what the server made of them', async () => {
  const texts = [
    '007',
    '5,000',
    '1e5',
    'TRUE',
    '=1+1',
    ' x',
    '12:30',
    '50%',
    '2026-01-02',
    "'5",
    '$5',
    'a  b ',
  ];
  for (const [at, text] of texts.entries()) await enter(`B${at + 2}`, text);
  expect(reported()).toEqual(
    texts.map((text, at) => [{ do: 'type', tab: expect.any(Number), row: at + 2, column: 2, text }]),
  );
  for (const [at] of texts.entries()) expect(await shown(`B${at + 2}`)).toBe(held(`B${at + 2}`));
  expect([await shown('B2'), await shown('B5')]).toEqual(['7', 'TRUE']);

  // Looking at a cell in its editor is no edit, whatever is in it; escaping from one neither.
  for (const [at] of texts.entries()) {
    await select(`B${at + 2}`);
    await visitor.page.keyboard.press('F2');
    await press('Enter');
  }
  await select('B2');
  await visitor.page.keyboard.type('nothing');
  await press('Escape');
  expect(reported()).toEqual([]);

  // A formula is edited as a formula, and several cells at once by Ctrl+Enter.
  await select('B6');
  await visitor.page.keyboard.press('F2');
  await visitor.page.keyboard.type('0');
  await press('Enter');
  await select('D2:D3');
  await visitor.page.keyboard.type('x');
  await press('Control+Enter');
  expect(reported().map((all) => all.map((act) => (act.do === 'type' ? act.text : act.do)))).toEqual([
    ['=1+10'],
    ['x', 'x'],
  ]);
});

test("[page] paste of text and of cells, cut, fill, delete; undo and redo are the server's, of all that anyone did", async () => {
  await toClipboard('007\ta\n"two\nlines"\t=1');
  await select('B2');
  await press('Control+v');
  expect(reported()).toEqual([
    [
      {
        do: 'paste-text',
        tab: expect.any(Number),
        row: 2,
        column: 2,
        rows: [
          ['007', 'a'],
          ['two\nlines', '=1'],
        ],
      },
    ],
  ]);
  expect([await shown('B2'), await shown('B3')]).toEqual(['7', 'two\nlines']);

  // Cells that were copied here come with all that is on them, as often as they fit in; cut ones once.
  await select('B2:C2');
  await press('Control+c');
  await select('E2:F5');
  await press('Control+v');
  await select('E5:F5');
  await press('Control+x');
  await select('H2');
  await press('Control+v');
  expect(reported().map(([act]) => act)).toEqual([
    expect.objectContaining({
      do: 'paste-cells',
      cut: false,
      area: { row: 2, column: 5, numRows: 4, numColumns: 2 },
    }),
    expect.objectContaining({
      do: 'paste-cells',
      cut: true,
      area: { row: 2, column: 8, numRows: 1, numColumns: 2 },
    }),
  ]);
  expect([await shown('F4'), await shown('E5'), await shown('I2')]).toEqual(['a', '', 'a']);

  await select('C2:C6');
  await press('Control+d');
  await select('E2:F3');
  await press('Delete');
  expect([await shown('C6'), await shown('E2'), await shown('E4')]).toEqual(['a', '', '7']);

  await press('Control+z');
  await press('Control+z');
  expect([await shown('C6'), await shown('E2'), await shown('C3')]).toEqual(['', '7', '1']);
  await press('Control+y');
  expect(await shown('C6')).toBe('a');
  await visitor.do({ do: 'type', tab: 0, row: 20, column: 1, text: 'of a colleague' });
  await expect(shownSoon('A20')).resolves.toBe('of a colleague');
  await press('Control+z');
  expect([await shown('A20'), await shown('C6')]).toEqual(['', 'a']);
});

test('[page] dragging the corner: a series goes on, a single value is copied', async () => {
  await enter('B2', '1');
  await enter('B3', '3');
  await enter('C2', 'same');
  reported();
  await drag('B2:B3', 'B3', 'B7');
  await drag('C2', 'C2', 'C4');
  expect(await Promise.all(['B4', 'B7', 'C4'].map(shown))).toEqual(['5', '11', 'same']);
  expect(reported().map((all) => all.map((act) => act.do))).toEqual([['fill', 'put'], ['fill']]);
  // One thing a person did is one thing to undo.
  await press('Control+z');
  await press('Control+z');
  expect(await Promise.all(['B3', 'B4', 'C3'].map(shown))).toEqual(['3', '', '']);
});

test('[page] what scripts and colleagues do appears: cells, rows, tabs, hidden ones, a filter', async () => {
  await visitor.connectAndPull();
  const { tabId } = visitor;
  const second = visitor.text('Postback ID', 3);
  await visitor.do({ do: 'insert', tab: tabId, axis: 'rows', before: 3, count: 2 });
  await visitor.page.waitForFunction(
    `window.workbench.cell('Postbacks', '${visitor.at('Postback ID', 5)}') === '${second}'`,
  );
  expect(await visitor.shown('Postback ID', 3)).toBe('');
  await visitor.do({ do: 'tab-add', name: 'Theirs' }, { do: 'tab-rename', tab: 0, name: 'Ours' });
  await visitor.page.getByText('Theirs', { exact: true }).waitFor();
  await visitor.page.getByText('Ours', { exact: true }).waitFor();
  await visitor.do({ do: 'tab-hide', tab: 0, hidden: true });
  await visitor.page.getByText('Ours', { exact: true }).waitFor({ state: 'hidden' });

  // A filter of a person: what is hidden stays out of what is copied.
  const partner = visitor.at('Partner', 2);
  const name = visitor.text('Partner', 2);
  const column = partner.replace(/\d+/, '');
  await visitor.do({
    do: 'filter',
    tab: tabId,
    filter: {
      area: { row: 1, column: 1, numRows: visitor.lastRow, numColumns: 27 },
      hiddenTexts: [[column.charCodeAt(0) - 64, [name]]],
    },
  });
  await visitor.select('Partner', 6);
  await inPage('select', 'Postbacks', `${column}1:${column}8`);
  await press('Control+c');
  const copied: string = await visitor.page.evaluate('navigator.clipboard.readText()');
  expect(copied.split('\n')).not.toContain(name);
  expect(copied.split('\n')[0]).toBe('Partner');
});

test('[page] what Sheets does not allow is said in a window, nothing changes, and the keys go on in the grid', async () => {
  await enter('B2', 'before');
  const { workbook } = visitor.running.workbench.practice;
  const tooLong = 'x'.repeat(50_001);
  await toClipboard(tooLong);
  await select('B2');
  await press('Control+v');
  await visitor.page.getByRole('dialog', { name: 'There was a problem' }).waitFor();
  expect([await shown('B2'), workbook.sheet(SHEET).text('B2')]).toEqual(['before', 'before']);
  await visitor.page.keyboard.press('Escape');
  await visitor.page.getByRole('dialog').waitFor({ state: 'hidden' });
  await enter('B3', 'after');
  expect(await shown('B3')).toBe('after');
});

test('[page] the menus go by keys; what stands around the grid has no fault that axe knows', async () => {
  const { page } = visitor;
  const focused = (): Promise<string> => page.evaluate('document.activeElement.innerText');
  await page.getByRole('menuitem', { name: 'File' }).focus();
  for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowDown']) await page.keyboard.press(key);
  expect(await focused()).toContain('Postback Desk');
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toContain('Open panel');
  expect(await faults()).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await focused()).toContain('Postback Desk');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await visitor.sees('API key');

  await page.keyboard.press('Control+h');
  await select('A1');
  await press('Control+h');
  await page.getByRole('dialog', { name: 'Find and replace' }).waitFor();
  await page.getByRole('button', { name: 'Everflow ▾' }).click();
  expect(await faults()).toEqual([]);
});

async function faults(): Promise<string[]> {
  await visitor.page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  return visitor.page.evaluate(`axe
    .run({ exclude: ['#grid', 'iframe'] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'] })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target).join(' ')))`);
}

async function shownSoon(a1: string): Promise<string> {
  await visitor.page.waitForFunction(`window.workbench.cell('${SHEET}', '${a1}') !== ''`);
  return shown(a1);
}

/** Selects an area and drags its corner, which is that of `last`, down to a cell. */
async function drag(area: string, last: string, to: string): Promise<void> {
  await select(area);
  const corner = await rectOf(last);
  const end = await rectOf(to);
  const { mouse } = visitor.page;
  await mouse.move(corner.x + corner.width - 1, corner.y + corner.height - 1);
  await mouse.down();
  await mouse.move(corner.x + corner.width, corner.y + corner.height + 10, { steps: 3 });
  await mouse.move(end.x + 10, end.y + 10, { steps: 5 });
  await mouse.up();
  await visitor.idle();
}
