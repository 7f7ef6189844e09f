/**
 * A workbook of books layout 1 (B4), as the build of commit 8bd9e01 left it: a field changed on both sides, a preview, and a push that was cut off
 * after its first batch with five creates announced. `test/fixtures/workbook-v1.json` is that workbook with its document properties and what
 * Everflow held; it is data of the past and is never made anew.
 */
import { deskById } from '../../local/story/desk-rows';
import { Page } from '../../local/story/page';
import { layoutsOf, readOldWorkbook, useOldWorkbook, type OldWorkbook } from './old-workbook';
import { BOOKS, refusalOf, writesOf } from './pull-support';
import { bookRows } from './push-books';

interface Fixture extends OldWorkbook {
  readonly conflictId: number;
  readonly previewOnlyId: number;
  readonly previewId: string;
  readonly planId: string;
  readonly writes: number;
}

const FIXTURE = readOldWorkbook(1) as Fixture;
const THEIRS = 'theirs, never shown here';
const MINE = 'mine, kept first';

const scene = useOldWorkbook(FIXTURE);

const layouts = (): number[] => layoutsOf(bookRows(scene.file));
const cell = (id: number, header: string): unknown => deskById(scene.file).get(id)?.values[header];
const creates = async (): Promise<number> =>
  (await writesOf(scene.stage.everflow)).filter(({ method }) => method === 'POST').length;

it('[B4] is what it is said to be', () => {
  expect(layouts()).toEqual([1]);
  expect(bookRows(scene.file).map(({ head }) => head.stream.split('/')[0])).toEqual(
    expect.arrayContaining(['head', 'baseline', 'plan', 'preview', 'run', 'intent']),
  );
  expect(scene.file.sheet(BOOKS).hidden).toBe(true);
});

it('[B4] the push of the old version is gone on with, and blocks of both layouts stand beside each other', async () => {
  expect(scene.anna.call('status')).toMatchObject({ trouble: null, job: { kind: 'push' } });
  const result = scene.anna.finishPush();
  expect(result.counts).toEqual({
    Updated: 14,
    'Changed in Everflow too': 1,
    'Unclear (look before retrying)': 5,
    Created: 2,
  });
  expect(result.total).toBe(FIXTURE.writes);
  expect(await creates()).toBe(2);
  expect(layouts()).toEqual([1, 4]);
  expect(scene.anna.check()).toMatchObject({ certain: true, unknown: 0, edited: 2 });
  expect((await scene.stage.everflow.control.record(FIXTURE.conflictId))?.description).toBe(THEIRS);
});

it('[B4] it can be cancelled; what was announced stays unclear', async () => {
  scene.anna.call('cancel');
  expect(scene.anna.call('pushStep').result).toMatchObject({
    cancelled: true,
    counts: { Updated: 14, 'Unclear (look before retrying)': 5, 'Not sent': 2 },
  });
  expect(scene.anna.check().groups.map(({ cause, count }) => [cause, count])).toContainEqual([
    'unclear-create',
    5,
  ]);
  expect(await creates()).toBe(0);
});

describe('[B4] a field that kept its first "as pulled" before anybody wrote down what Everflow holds', () => {
  beforeEach(() => void scene.anna.finishPush());

  it('is checked as an edit against it, and a push finds the conflict by reading', async () => {
    expect(scene.anna.check()).toMatchObject({ certain: true });
    const line = scene.anna.preview().all.page.lines.find(({ id }) => id === FIXTURE.conflictId)!;
    expect(line.changes).toMatchObject([{ field: 'description', after: MINE }]);
    expect(line.changes[0]!.before).not.toBe(THEIRS);
    expect(scene.anna.push(scene.anna.preview()).counts).toMatchObject({ 'Changed in Everflow too': 1 });
    expect((await scene.stage.everflow.control.record(FIXTURE.conflictId))?.description).toBe(THEIRS);
  });

  it('is refreshed like any other: the edit stays, the conflict too, and everything is layout 2 but what is not pulled', () => {
    expect(scene.anna.pull()).toMatchObject({ complete: true });
    expect(cell(FIXTURE.conflictId, 'Description')).toBe(MINE);
    expect(scene.anna.push(scene.anna.preview()).counts).toMatchObject({ 'Changed in Everflow too': 1 });
    const old = bookRows(scene.file).filter(({ head }) => head.v === 1);
    expect(old.filter(({ head }) => head.stream.startsWith('baseline/'))).toEqual([]);
  });
});

it('[B4] a preview of the old version can still be shown', () => {
  scene.anna.finishPush();
  const choice = { previewId: FIXTURE.previewId, leaveOut: {}, offset: 0 };
  expect(scene.anna.call('previewShow', choice).writes).toBe(FIXTURE.writes + 1);
});

it('[B4] [B2] a row of layout 1 has no sum of its own: changed anywhere, it puts all in doubt and nothing is certain', () => {
  scene.anna.finishPush();
  const { rowNumber } = bookRows(scene.file).find(
    ({ head }) => head.v === 1 && head.stream.startsWith('baseline/'),
  )!;
  new Page(scene.file, 'anna@acme.test').person.type(BOOKS, `B${rowNumber}`, 'z');
  expect(scene.anna.check()).toMatchObject({ certain: false, unknown: FIXTURE.size + 2 });
  expect(refusalOf(() => scene.anna.preview()).code).toBe('books-changed');
  scene.anna.pull();
  expect(scene.anna.check()).toMatchObject({ certain: true, unknown: 0 });
});

it('[S7] [B4] a copy of it is told, and can be worked in', () => {
  scene.stage.google.openSpreadsheet(scene.stage.google.copySpreadsheet());
  expect(scene.anna.call('status')).toMatchObject({ job: null, trouble: { code: 'copied-file' } });
  scene.anna.call('workInCopy');
  scene.anna.pull();
  expect(cell(FIXTURE.conflictId, 'Description')).toBe(MINE);
  expect(scene.anna.check().groups.map(({ cause, count }) => [cause, count])).toContainEqual([
    'unclear-create',
    7,
  ]);
  expect(scene.anna.check().certain).toBe(true);
});
