/**
 * A workbook of books layout 3 (B4), as the build of commit b49395b left it: a finished push, a field changed on both sides, a postback that is gone
 * from Everflow, an edit that is not pushed. In layout 4 baseline rows stand by columns.
 */
import { deskById } from '../../local/story/desk-rows';
import { STATES } from '../../src/core/words';
import { layoutsOf, readOldWorkbook, useOldWorkbook, type OldWorkbook } from './old-workbook';
import { bookRows } from './push-books';

interface Fixture extends OldWorkbook {
  readonly conflictId: number;
  readonly pushedIds: readonly number[];
  readonly openId: number;
  readonly goneId: number;
}

const FIXTURE = readOldWorkbook(3) as Fixture;

const scene = useOldWorkbook(FIXTURE);

const baselineRows = (): ReturnType<typeof bookRows> =>
  bookRows(scene.file).filter(({ head }) => head.stream.startsWith('baseline/'));
const state = (id: number): unknown => deskById(scene.file).get(id)?.values['State'];

it('[B4] is what it is said to be', () => {
  expect(layoutsOf(bookRows(scene.file))).toEqual([3]);
  expect(baselineRows().length).toBeGreaterThan(0);
});

it('[B4] a check says of it what the build that wrote it said, and leaves its blocks alone', () => {
  const before = baselineRows();
  expect(scene.anna.check()).toMatchObject({
    certain: true,
    unknown: 0,
    edited: 2,
    groups: [{ cause: 'changed-there-too', count: 1 }],
  });
  expect([FIXTURE.conflictId, FIXTURE.goneId, FIXTURE.openId].map(state)).toEqual([
    STATES.conflict,
    STATES.gone,
    STATES.edited,
  ]);
  expect(baselineRows()).toEqual(before);
});

it('[B4] a push sends the open edit alone, and puts what it learnt beside the old blocks', async () => {
  expect(scene.anna.push(scene.anna.preview()).counts).toMatchObject({ Updated: 1 });
  expect((await scene.stage.everflow.control.record(FIXTURE.openId))?.delay_ms).toBe(4321);
  expect(layoutsOf(baselineRows())).toEqual([3, 4]);
  expect(scene.anna.check()).toMatchObject({ certain: true, unknown: 0, edited: 1 });
});

it('[B4] a pull finds nothing changed, keeps both edits, and writes all that is pulled in the present layout', () => {
  expect(scene.anna.pull({ details: 'skip' })).toMatchObject({ complete: true, added: 0, changed: 0 });
  expect(layoutsOf(baselineRows())).toEqual([4]);
  expect(scene.anna.check()).toMatchObject({ certain: true, unknown: 0, edited: 2 });
});
