/** What the content of a wrecked tab proves about its headers, on both sides of each limit, and what is left alone (C4). */
import type { BaselineRow } from '../../../src/core/baseline';
import { COLUMNS, type ColumnKey } from '../../../src/core/columns';
import { fillingHeader, planHeaders, type HeaderPlan } from '../../../src/core/repair-headers';
import { columnOf } from '../../../src/core/columns';
import { baselineOf, row } from './examples';
import { FakeDesk } from './fake-desk';

const COUNT = 10;
const ROWS: BaselineRow[] = Array.from({ length: COUNT }, (_, at) =>
  row(at + 1, {
    network_affiliate_id: 700 + at,
    network_offer_id: 40 + at,
    postback_url: `https://t${at}.example/`,
    description: `text ${at}`,
  }),
);
const BASE = baselineOf(...ROWS);
const at = (key: ColumnKey): number => COLUMNS.findIndex((column) => column.key === key);

/** A pulled tab whose grid may be changed at will. */
function tab(): { grid: unknown[][]; plan: (base?: typeof BASE) => HeaderPlan } {
  const { grid } = new FakeDesk(ROWS);
  const plan = (base = BASE): HeaderPlan =>
    planHeaders(
      {
        headers: grid[0]!.map(String),
        rowCount: grid.length - 1,
        value: (line, position) => grid[line + 1]![position] ?? '',
      },
      base,
    )!;
  return { grid, plan };
}
const texts = (plan: HeaderPlan): unknown[] => [...plan.texts].sort((a, b) => a[0] - b[0]);
const fill = (grid: unknown[][], key: ColumnKey, from: number, value: unknown): void => {
  for (let line = from + 1; line < grid.length; line += 1) grid[line]![at(key)] = value;
};
/** Puts a column of one's own at the far left. */
const insert = (grid: unknown[][], header: string, cell: (line: number) => unknown): void =>
  grid.forEach((line, index) => line.unshift(index === 0 ? header : cell(index)));

test('[C4] headers that are right need nothing', () => {
  expect(tab().plan()).toMatchObject({
    texts: new Map(),
    missing: undefined,
    unclear: [],
    firstRowIsData: false,
  });
});

test.each([
  [8, true],
  [7, false],
])('[C4] %i of 10 cells as pulled prove a column wherever it stands: %s', (same, proven) => {
  const { grid, plan } = tab();
  // Moved to the far left, so that no neighbours tell anything.
  const urls = grid.map((line) => line.splice(at('url'), 1)[0]);
  insert(grid, 'Link', (line) => (line <= same ? urls[line] : `https://mine${line}.example/`));
  expect(texts(plan())).toEqual(proven ? [[0, 'URL']] : []);
  expect(plan().missing?.column.key).toBe(proven ? undefined : 'url');
});

test.each([
  ['Text', 5, true],
  ['Text', 4, false],
  ['', 4, true],
  ['', 0, true],
])(
  '[C4] between its neighbours, with header "%s" and %i of 10 cells as pulled: %s',
  (header, same, restored) => {
    const { grid, plan } = tab();
    grid[0]![at('description')] = header;
    fill(grid, 'description', same, 'mine');
    expect(texts(plan())).toEqual(restored ? [[at('description'), 'Description']] : []);
  },
);

test('[C4] a gap with a column of one’s own in it is no exact gap', () => {
  const { grid, plan } = tab();
  // Two columns that hold nothing, and one of the user’s between them.
  for (const key of ['fbPixel', 'fbEvent'] as const) grid[0]![at(key)] = '';
  expect(texts(plan())).toEqual([
    [at('fbPixel'), 'FB pixel ID'],
    [at('fbEvent'), 'FB event'],
  ]);
  grid.forEach((line, index) => line.splice(at('fbEvent'), 0, index === 0 ? 'Notes' : ''));
  expect(texts(plan())).toEqual([]);
});

test('[C4] a column that was emptied with its header is filled anew, in its place', () => {
  const { grid, plan } = tab();
  grid[0]![at('description')] = '';
  fill(grid, 'description', 0, '');
  expect(plan()).toMatchObject({
    missing: { position: at('description'), isThere: true, column: columnOf('description') },
  });
  expect(plan().missing!.cells).toEqual(ROWS.map(({ postback }) => postback.fields.description));
});

test('[C4] a column that is being filled is believed in nothing, and filled again', () => {
  const { grid, plan } = tab();
  grid[0]![at('url')] = fillingHeader(columnOf('url'));
  expect(texts(plan())).toEqual([]);
  expect(plan().missing).toMatchObject({ position: at('url'), isThere: true });
});

test('[C4] of two columns with the same content, neighbours decide', () => {
  const { grid, plan } = tab();
  const urls = grid.map((line) => line[at('url')]);
  grid[0]![at('url')] = 'Link';
  insert(grid, 'my copy', (line) => urls[line]);
  expect(texts(plan())).toEqual([[at('url') + 1, 'URL']]);
});

test('[C4] content that may be two columns proves neither; both gaps are told by neighbours', () => {
  const same = ROWS.map((one) => ({
    ...one,
    postback: {
      ...one.postback,
      fields: { ...one.postback.fields, network_offer_id: one.postback.fields.network_affiliate_id! },
    },
  }));
  const { grid, plan } = tab();
  fill(grid, 'offerId', 0, '');
  for (let line = 1; line < grid.length; line += 1) grid[line]![at('offerId')] = grid[line]![at('partnerId')];
  grid[0]![at('partnerId')] = 'a';
  grid[0]![at('offerId')] = 'b';
  expect(texts(plan(baselineOf(...same)))).toEqual([
    [at('partnerId'), 'Partner ID'],
    [at('offerId'), 'Offer ID'],
  ]);
  // Without its neighbours neither place says which it is.
  const moved = tab();
  const ids = moved.grid.map((line) => line.splice(at('partnerId'), 1)[0]);
  insert(moved.grid, 'a', (line) => ids[line]);
  const offer = moved.grid[0]!.indexOf('Offer ID');
  for (let line = 1; line < moved.grid.length; line += 1) moved.grid[line]![offer] = moved.grid[line]![0];
  moved.grid[0]![offer] = 'b';
  expect(moved.plan(baselineOf(...same)).texts.has(0)).toBe(false);
  // The same with the other column gone: one place that may be either.
  for (const line of moved.grid) line.splice(offer, 1);
  expect(moved.plan(baselineOf(...same)).texts.has(0)).toBe(false);
});

test('[C4] a column of one’s own with the add-on’s words for an empty header is no Message column', () => {
  const { grid, plan } = tab();
  grid[0]![at('message')] = '';
  grid[3]![at('message')] = 'ask Bob';
  expect(texts(plan())).toEqual([]);
  expect(plan().missing).toMatchObject({ column: { key: 'message' }, isThere: false });
  grid[3]![at('message')] = 'Message';
  expect(texts(plan())).toEqual([[at('message'), 'Message']]);
});

test('[C4] the State column is known by its words', () => {
  const { grid, plan } = tab();
  const states = grid.map((line) => line.splice(at('state'), 1)[0]);
  states[2] = '● edited';
  grid.forEach((line, index) => line.push(index === 0 ? 'what' : states[index]));
  expect(texts(plan())).toEqual([[grid[0]!.length - 1, 'State']]);
});

test('[C6] rows of which two bear the same id fill nothing', () => {
  const { grid, plan } = tab();
  grid.push([...grid[1]!]);
  for (const line of grid) line.splice(at('url'), 1);
  expect(plan().missing!.cells.slice(0, 2)).toEqual(['', 'https://t1.example/']);
  expect(plan().missing!.cells[COUNT]).toBe('');
});

test('[C4] ids are found again by content, if one column alone can be it', () => {
  const { grid, plan } = tab();
  grid[0]![at('id')] = 'No.';
  expect(texts(plan())).toEqual([[at('id'), 'Postback ID']]);
  grid[0]![at('rowKey')] = '';
  expect(texts(plan()).map((entry) => (entry as unknown[])[1])).toEqual(['Postback ID', 'Row key']);
  insert(grid, 'my ids', (line) => line);
  expect(texts(plan()).map((entry) => (entry as unknown[])[1])).toContain('Row key');
  // 8 of 10 are enough, 7 are not.
  const half = tab();
  half.grid[0]![at('id')] = 'No.';
  for (const line of [1, 2]) half.grid[line]![at('id')] = 99_000 + line;
  expect(texts(half.plan())).toEqual([[at('id'), 'Postback ID']]);
  half.grid[3]![at('id')] = 99_003;
  for (const line of half.grid) line.splice(at('rowKey'), 1);
  expect(half.plan()).toBeUndefined();
});

test('[C4] a first row that is a postback’s needs a row above it before anything else', () => {
  const { grid, plan } = tab();
  grid.shift();
  expect(plan()).toMatchObject({ firstRowIsData: true, texts: new Map(), missing: undefined });
});

test('[C4] doubled headers: content decides, equal content the first, nothing neither', () => {
  const { grid, plan } = tab();
  const urls = grid.map((line) => line[at('url')]);
  insert(grid, 'URL', (line) => (line === 3 ? 'x' : urls[line]));
  expect(texts(plan())).toEqual([[0, 'URL (copy)']]);
  grid[3]![0] = urls[3];
  expect(texts(plan())).toEqual([[at('url') + 1, 'URL (copy)']]);
  grid[3]![0] = 'x';
  grid[4]![at('url') + 1] = 'y';
  expect(plan()).toMatchObject({ texts: new Map(), unclear: [columnOf('url')] });
  for (let line = 1; line < grid.length; line += 1) {
    grid[line]![0] = 'a';
    grid[line]![at('url') + 1] = 'a';
  }
  expect(plan()).toMatchObject({ texts: new Map(), unclear: [columnOf('url')] });
  for (let line = 1; line < grid.length; line += 1) grid[line]![0] = 'b';
  expect(plan()).toMatchObject({ texts: new Map(), missing: undefined, unclear: [columnOf('url')] });
});
