/** The part of the suite in which a person acts, with a person of the local Apps Script, in every world that differs in it. */
import { handEntries } from '../../contract/entries/by-hand';
import type { HandPlace } from '../../contract/hands';
import { ExecutionKilled, Person, worlds, type LocalAppsScript, type World } from '../../local/apps-script';
import { toJson } from '../../local/apps-script/spreadsheet';
import { builtSuite, judged, suiteIn, unexpected } from './support';

const dist = builtSuite('');
const HANDS = 'Contract by hand';
const WORLDS = [...worlds.all, worlds['copying-properties']].map((world): [string, World] => [
  world.name,
  world,
]);

/** The first own cell of an entry, as the tab tells it. */
function cellOf(google: LocalAppsScript, id: string, right = 0, down = 0): string {
  const rows = google.workbook!.sheet(HANDS).texts();
  const row = rows.findIndex(([first]) => first === id) + 1;
  return `${'DE'[right]}${row + down}`;
}

const resultsOf = (google: LocalAppsScript): Record<string, string> =>
  Object.fromEntries(
    judged(google)
      .results.filter(({ id }) => id.startsWith('hand.'))
      .map(({ id, seen }) => [id, seen || 'not asked']),
  );

function begin(world: World): { google: LocalAppsScript; anna: Person } {
  const google = suiteIn(dist(), world);
  google.run('contractBefore');
  return { google, anna: new Person(google.workbook!, 'anna@acme.test') };
}

/** Does all that the tab asks for, but for the copy. */
function actAll(google: LocalAppsScript, anna: Person): void {
  anna.type(HANDS, cellOf(google, 'hand.undo-of-script', 1), 'done');
  anna.replace({ find: 'contract-old', replacement: 'contract-new', where: 'all' });
  const paste = 'hand.paste-brings-format';
  anna.paste(HANDS, cellOf(google, paste, 1), anna.copy(HANDS, cellOf(google, paste)));
  anna.type(HANDS, cellOf(google, 'hand.typed-equals'), '=1+1');
  anna.type(HANDS, cellOf(google, 'hand.typed-date'), '2026-03-01');
  meanwhile(google, anna);
  expect(() => google.run('contractUntilKilled')).toThrow(ExecutionKilled);
}

/** Sorts and tries the lock while `contractMeanwhile` sleeps. */
function meanwhile(google: LocalAppsScript, anna: Person): void {
  const sort = 'hand.sort-meanwhile';
  google.beforeCall(({ method }) => {
    if (method !== 'sleep') return;
    anna.sort(HANDS, `${cellOf(google, sort)}:${cellOf(google, sort, 1, 2)}`, 'D', false);
    google.run('contractTryLock');
  });
  google.run('contractMeanwhile');
  google.beforeCall(null);
}

describe.each(WORLDS)('world %s', (_name, world) => {
  test('after everything was done, each entry sees what the world says, and the copy sees the rest', () => {
    const { google, anna } = begin(world);
    actAll(google, anna);
    google.run('contractAfter');
    const inOriginal = handEntries.filter(({ inCopy }) => !inCopy).map(({ id }) => id);
    expect(unexpected(world, judged(google), (id) => inOriginal.includes(id))).toEqual([]);
    expect(resultsOf(google)).toMatchObject({
      'hand.undo-of-script': 'kept',
      'hand.replace-in-hidden-tabs': 'changed',
      'hand.sort-meanwhile': 'at its position',
      'hand.killed-unflushed': 'lost',
      'hand.copied-tabs': 'not asked',
    });

    google.openSpreadsheet(google.copySpreadsheet());
    google.run('contractAfter');
    expect(unexpected(world, judged(google), (id) => id.startsWith('hand.'))).toEqual([]);
  });
});

test('what nobody has done is not asked', () => {
  const { google } = begin(worlds.plain);
  google.run('contractAfter');
  const asked = Object.entries(resultsOf(google)).filter(([, seen]) => seen !== 'not asked');
  expect(asked).toEqual([['hand.next-execution-memory', 'forgotten']]);
});

test('a platform that keeps memory between executions would be noticed', () => {
  // In this process nothing is loaded anew.
  const entry = handEntries.find(({ id }) => id === 'hand.next-execution-memory')!;
  entry.before({} as HandPlace);
  expect(entry.after({} as HandPlace)).toBe('kept');
});

test('contractMeanwhile without anybody acting tells nothing', () => {
  const { google } = begin(worlds.plain);
  google.run('contractMeanwhile');
  google.run('contractAfter');
  expect(resultsOf(google)).toMatchObject({
    'hand.sort-meanwhile': 'not asked',
    'hand.lock-meanwhile': 'not asked',
  });
});

test('the write that Ctrl+Z meets is the last one, after everything else is prepared', () => {
  const google = suiteIn(dist(), worlds.plain);
  const isLast: boolean[] = [];
  google.beforeCall(() => {
    const file = google.workbook!;
    if (!file.sheets.some(({ name }) => name === HANDS)) return;
    const isLaid = file.sheet(HANDS).texts().length > 3;
    if (!isLaid || file.sheet(HANDS).text(cellOf(google, 'hand.undo-of-script')) === '') return;
    const hidden = file.sheets.find(({ name }) => name === 'Contract hidden')?.hidden ?? false;
    isLast.push(hidden && file.sheet(HANDS).text(cellOf(google, 'hand.sort-meanwhile', 0, 2)) === '3');
  });
  google.run('contractBefore');
  expect(isLast).not.toEqual([]);
  expect(isLast).not.toContain(false);
});

test('a write that Ctrl+Z took back is seen, alone or with its tab', () => {
  const { google, anna } = begin(worlds.plain);
  const before = toJson(google.workbook!);
  anna.clear(HANDS, cellOf(google, 'hand.undo-of-script'));
  google.run('contractAfter');
  expect(resultsOf(google)['hand.undo-of-script']).toBe('taken back');

  anna.restoreVersion(before);
  anna.deleteSheet(HANDS);
  google.run('contractAfter');
  expect(resultsOf(google)).toMatchObject({
    'hand.undo-of-script': 'taken back',
    'hand.undo-of-properties': 'not asked',
  });
});

test('before can be run again, and then begins anew', () => {
  const { google, anna } = begin(worlds.plain);
  actAll(google, anna);
  google.run('contractAfter');
  google.run('contractBefore');
  expect(Object.values(resultsOf(google)).every((seen) => seen === 'not asked')).toBe(true);
});

test('acting before anything is prepared is refused in words', () => {
  const google = suiteIn(dist(), worlds.plain);
  for (const name of ['contractMeanwhile', 'contractUntilKilled'])
    expect(() => google.run(name)).toThrow('run contractBefore first');
});
