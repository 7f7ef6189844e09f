/** Going back to a saved moment: everything durable, clock and chance included, as often as wanted. */
import { Person, type LocalAppsScript } from '../../../local/apps-script';
import { googleRunning } from './support';

const BODY = `
  const store = PropertiesService.getDocumentProperties();
  store.setProperty('n', String(Number(store.getProperty('n') || 0) + 1));
  CacheService.getDocumentCache().put('n', store.getProperty('n'));
  const sheet = SpreadsheetApp.getActiveSpreadsheet().getSheets()[0];
  sheet.appendRow([store.getProperty('n')]);
  return [store.getProperty('n'), sheet.getLastRow(), CacheService.getDocumentCache().get('n'), Math.random(), Utilities.getUuid(), Date.now()];
`;

describe('a checkpoint', () => {
  let google: LocalAppsScript;
  beforeEach(() => {
    google = googleRunning(BODY);
    google.run('main');
  });

  test('is a moment that can be lived through again, with the same time and the same chance', () => {
    const checkpoint = google.checkpoint();
    const first = google.run('main');
    google.clock.advance(60_000);
    google.run('main');
    google.restore(checkpoint);
    expect(google.run('main')).toEqual(first);
    google.restore(checkpoint);
    expect(google.run('main')).toEqual(first);
  });

  test('shares nothing with what happens afterwards', () => {
    const checkpoint = google.checkpoint();
    new Person(google.workbook!, 'anna@acme.test').type('Sheet1', 'B1', 'typed later');
    google.holdLock('document:local-spreadsheet-1', 60_000);
    const file = google.restore(checkpoint)!;
    expect(file).toBe(google.workbook);
    expect(file.sheet('Sheet1').texts()).toEqual([['1']]);
    expect(google.checkpoint()).toEqual(checkpoint);
  });

  test('ends hooks and plans, and forgets what was logged and counted', () => {
    const checkpoint = google.checkpoint();
    google.beforeCall(() => {
      throw new Error('of an earlier test');
    });
    google.plan({ killBefore: 1 });
    google.restore(checkpoint);
    google.run('main');
    expect(google.executions).toHaveLength(1);
    expect(google.counters.executions).toBe(1);
  });

  test('cannot be taken inside an execution', () => {
    google.beforeCall((call) => {
      if (call.method === 'getLastRow') google.checkpoint();
    });
    expect(() => google.run('main')).toThrow('There is no checkpoint inside an execution');
  });
});
