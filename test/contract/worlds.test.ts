/** The suite as a maintainer runs it, in the local Apps Script, in every world: each entry sees what that world says. */
import { scriptEntries } from '../../contract/entries';
import { storeKeys, worlds, type LocalAppsScript, type World } from '../../local/apps-script';
import { worldsLike } from '../../contract/record';
import { builtSuite, judged, suiteIn, unexpected } from './support';

const dist = builtSuite();
const byScript = new Set(scriptEntries.map(({ id }) => id));

describe.each(worlds.all.map((world): [string, World] => [world.name, world]))('world %s', (_name, world) => {
  let google: LocalAppsScript;
  beforeAll(() => {
    google = suiteIn(dist(), world);
    google.run('contract');
  });

  test('every entry that a script can ask sees what the world says', () => {
    const judgement = judged(google);
    expect(unexpected(world, judgement, (id) => byScript.has(id))).toEqual([]);
    const bad = judgement.results.filter(
      ({ verdict, entry }) => verdict === 'not as expected' && !entry.notModelled,
    );
    expect(bad).toEqual([]);
  });

  test('what the local Apps Script lacks is not asked, or is seen to be missing', () => {
    const lacking = judged(google).results.filter(({ entry }) => entry.notModelled !== undefined);
    expect(lacking.length).toBeGreaterThan(3);
    const right = lacking.filter(
      ({ verdict }) => verdict === 'as expected' || verdict === 'another known answer',
    );
    expect(right.map(({ id }) => id)).toEqual([]);
  });

  test('the record tells which world it was', () => {
    const like = worldsLike(judged(google).switches, worlds.all);
    expect(like).toEqual([world.name]);
  });

  test('only the results are left in the spreadsheet', () => {
    expect(google.workbook!.sheets.map(({ name }) => name)).toEqual(['Sheet1', 'Contract results']);
    google.run('contractCleanUp');
    expect(google.workbook!.sheets.map(({ name }) => name)).toEqual(['Sheet1']);
    const store = google.state.properties.get(storeKeys.document(google.workbook!.id))!;
    expect([...store.keys()]).toEqual([]);
  });
});
