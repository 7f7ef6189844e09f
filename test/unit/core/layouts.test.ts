/** Steps from one layout of the books to the next (B4): ordered, without gaps, and inventing nothing. */
import { baselineRows } from '../../../src/core/baseline-text';
import { LAYOUT, STEPS, upgradeBlock } from '../../../src/core/layouts';
import { baselineRows as pulledRows } from './generators';
import { holds } from './laws';

test('[B4] the steps lead from layout 1 to the present one without gap or fork', () => {
  expect(STEPS.map(({ from, to }) => [from, to])).toEqual(
    Array.from({ length: LAYOUT - 1 }, (_, at) => [at + 1, at + 2]),
  );
});

test.each(['head', 'plan/1', 'intent/1', 'staging/1/1', 'baselines', 'count', 'unclears'])(
  '[B4] the stream %s is the same in all layouts, whatever its texts say',
  (stream) => {
    const text = '[{"keepsFirst":true}]';
    expect(upgradeBlock(1, stream, text)).toBe(text);
  },
);

test.each([1, 2])('[B4] results of a push of layout %i are an entry of its journal', (version) => {
  const results = [{ seq: 1, id: 501, outcome: 'Updated', message: '', status: 200 }];
  expect(JSON.parse(upgradeBlock(version, 'run/1', JSON.stringify(results)))).toEqual([
    { kind: 'results', results },
  ]);
});

test.each(['unclear', 'unclear/mended'])(
  '[B4] rows of %s that waited in layout 2 say that nobody wrote down when and what was sent',
  (stream) => {
    expect(JSON.parse(upgradeBlock(2, stream, '["n-1","n-2"]'))).toEqual([
      { rowKey: 'n-1', why: 'unclear', at: 0, known: [] },
      { rowKey: 'n-2', why: 'unclear', at: 0, known: [] },
    ]);
  },
);

/** Baseline rows of an old layout as this build reads them. */
const upgraded = (version: number, rows: unknown): unknown[] =>
  baselineRows(upgradeBlock(version, 'baseline/1', JSON.stringify(rows)));

test('[B4] a row that kept its first "as pulled" says so without a value that nobody knows', () => {
  const rows = [
    { postback: { id: 1, fields: { description: 'x' } }, keepsFirst: true, readAt: 5, filter: '' },
    { postback: { id: 2, fields: {} }, readAt: 5, filter: '' },
    { postback: { id: 3, fields: {} }, keepsFirst: false, readAt: 5, filter: '' },
    {
      postback: { id: 4, fields: {} },
      keepsFirst: true,
      theirs: { description: 'y' },
      readAt: 5,
      filter: '',
    },
  ];
  expect(upgraded(1, rows)).toEqual([
    { postback: { id: 1, fields: { description: 'x' } }, theirs: {}, readAt: 5, filter: '' },
    { postback: { id: 2, fields: {} }, readAt: 5, filter: '' },
    { postback: { id: 3, fields: {} }, readAt: 5, filter: '' },
    { postback: { id: 4, fields: {} }, theirs: { description: 'y' }, readAt: 5, filter: '' },
  ]);
});

test('[B4] a text that only mentions the old flag in a value is not touched in that value', () => {
  const rows = [{ postback: { id: 1, fields: { description: '"keepsFirst":true' } }, readAt: 5, filter: '' }];
  expect(upgraded(1, rows)).toEqual(rows);
});

test('[B4] a block of the present layout is not touched, a layout without a step is loud', () => {
  expect(upgradeBlock(LAYOUT, 'baseline/1', '[{"keepsFirst":true}]')).toBe('[{"keepsFirst":true}]');
  expect(() => upgradeBlock(0, 'baseline/1', '[]')).toThrow('layout 0');
});

test('[B4] rows of layout 1 to 3 without the flag come out as they went in', () => {
  holds(
    pulledRows,
    (rows, tally) => {
      if (rows.length > 1) tally.count('several');
      for (const version of [1, 2, 3]) expect(upgraded(version, rows)).toEqual(rows);
    },
    { several: 100 },
  );
});
