/** A call that takes effect and throws all the same, as a service does whose answer was lost. */
import type { LocalAppsScript } from '../../../local/apps-script';
import { googleRunning, startServer, type TestServer } from './support';

const TIMED_OUT = 'Service Spreadsheets timed out';

const caught = (call: string): string => `try { ${call} } catch (error) { console.log(error.message); }`;
const texts = (google: LocalAppsScript): string[] => google.log.map((entry) => entry.text);

describe('[J1] a call that throws although it was applied', () => {
  test('a property is set, and the script is told of an error', () => {
    const google = googleRunning(
      `const store = PropertiesService.getDocumentProperties(); ${caught("store.setProperty('a', '1')")} return store.getKeys();`,
    );
    const handle = google.plan({ throwAfter: 1, message: TIMED_OUT });
    expect(google.run('main')).toEqual(['a']);
    expect(handle.fired).toBe(true);
    expect(texts(google)).toEqual([TIMED_OUT]);
  });

  test('a flush has applied its writes; one that throws instead has left them pending', () => {
    for (const [plan, pending] of [
      [{ throwAfter: 2, message: TIMED_OUT }, 0],
      [{ throwAt: 2, message: TIMED_OUT }, 1],
    ] as const) {
      const google = googleRunning(
        `SpreadsheetApp.getActiveSpreadsheet().getSheets()[0].getRange('A1').setValue('x'); ${caught('SpreadsheetApp.flush()')} Utilities.sleep(1);`,
      );
      google.plan(plan);
      const seen: number[] = [];
      google.beforeCall((call) => {
        if (call.kind === 'wait') seen.push(google.workbook!.pendingCount);
      });
      google.run('main');
      expect(texts(google)).toEqual([TIMED_OUT]);
      expect(seen).toEqual([pending]);
    }
  });

  test('only that call throws, and a call that fails by itself keeps its own error', () => {
    const google = googleRunning(
      `const sheet = SpreadsheetApp.getActiveSpreadsheet().getSheets()[0]; ${caught("PropertiesService.getDocumentProperties().setProperty('', '1')")} return sheet.getLastRow();`,
    );
    google.plan({ throwAfter: 1, message: TIMED_OUT });
    expect(google.run('main')).toBe(0);
    expect(texts(google)).toEqual(['Invalid argument: key']);
  });

  describe('a request', () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startServer();
    });
    afterAll(() => server.stop());

    test('has reached the server, and its answer is lost', () => {
      const google = googleRunning(
        `${caught("UrlFetchApp.fetch('https://api.example/echo')")} return 'went on';`,
        { routes: { 'https://api.example': server.url } },
      );
      google.plan({ throwAfter: 1, message: 'Address unavailable' });
      expect(google.run('main')).toBe('went on');
      expect(texts(google)).toEqual(['Address unavailable']);
      expect(google.counters.requests).toBe(1);
    });
  });

  test('a script that does not catch it ends with it', () => {
    const google = googleRunning("PropertiesService.getDocumentProperties().setProperty('a', '1');");
    google.plan({ throwAfter: 1, message: TIMED_OUT });
    expect(() => google.run('main')).toThrow(TIMED_OUT);
    expect([...google.state.properties.values()].flatMap((store) => [...store.keys()])).toEqual(['a']);
  });
});
