/** The page of the suite, as a browser would run its scripts, and what the suite refuses to touch. */
import { runInNewContext } from 'node:vm';
import { pageEntries } from '../../contract/entries/page';
import { LocalAppsScript, Person, Workbook, worlds } from '../../local/apps-script';
import { builtSuite, judged, suiteIn } from './support';

const dist = builtSuite('');

/** Runs the scripts of the page that is shown, each by itself, with google.script.run in front of the local Apps Script. */
function browse(google: LocalAppsScript): void {
  const { html } = google.dialogs.at(-1) as { html: string };
  const runner = (success: (value: unknown) => void, failure: (error: object) => void): object =>
    new Proxy(
      {},
      {
        get(_target, name: string) {
          if (name === 'withSuccessHandler') return (next: typeof success) => runner(next, failure);
          if (name === 'withFailureHandler') return (next: typeof failure) => runner(success, next);
          if (name.endsWith('_')) return undefined;
          return (...args: unknown[]) => {
            let value: unknown;
            try {
              value = google.run(name, args);
            } catch (error) {
              failure({ message: (error as Error).message });
              return;
            }
            success(value);
          };
        },
      },
    );
  const said = { textContent: '' };
  const page: Record<string, unknown> = {
    google: {
      script: {
        run: runner(
          () => undefined,
          () => undefined,
        ),
      },
    },
    document: { getElementById: () => said },
  };
  page['window'] = page;
  for (const [, script] of html.matchAll(/<script>([\s\S]*?)<\/script>/g)) {
    try {
      runInNewContext(script!, page);
    } catch (error) {
      // A script that does not parse leaves the others alone, as in a browser.
      if ((error as Error).name !== 'SyntaxError') throw error;
    }
  }
  expect(said.textContent).toContain('Done');
}

const seenBy = (google: LocalAppsScript): Record<string, string> =>
  Object.fromEntries(
    judged(google)
      .results.filter(({ id }) => id.startsWith('page.'))
      .map(({ id, seen }) => [id, seen]),
  );

test('the page asks every entry of a page, and the local Apps Script answers as is reported of Google', () => {
  const google = suiteIn(dist(), worlds.plain);
  google.run('contractPage');
  browse(google);
  expect(Object.keys(seenBy(google))).toEqual(pageEntries.map(({ id }) => id));
  expect(seenBy(google)).toEqual({
    'page.template-literal': 'stripped',
    'page.date': 'null',
    'page.error': 'message',
    'page.private': 'no function',
  });
});

test('a platform that leaves template literals alone, and fails for a Date, is told as such', () => {
  const google = new LocalAppsScript({ dist: dist(), stripTemplateComments: false, strictResults: true });
  google.openSpreadsheet();
  google.run('contractPage');
  browse(google);
  expect(seenBy(google)).toMatchObject({ 'page.template-literal': 'kept', 'page.date': 'failure' });
});

describe('what the suite does not touch', () => {
  const working = [
    'contract',
    'contractPage',
    'contractBefore',
    'contractAfter',
    'contractRecord',
    'contractCleanUp',
  ];

  test.each(working)('%s refuses a spreadsheet with a Postbacks tab, and changes nothing', (name) => {
    const google = suiteIn(dist(), worlds.plain);
    const anna = new Person(google.workbook!, 'anna@acme.test');
    anna.renameSheet('Sheet1', 'Postbacks');
    anna.type('Postbacks', 'A1', 'Postback ID');
    expect(() => google.run(name)).toThrow('This spreadsheet has a tab called "Postbacks". Nothing was done');
    expect(google.workbook!.sheets.map((sheet) => sheet.name)).toEqual(['Postbacks']);
    expect(google.counters.writes).toBe(0);
  });

  test('a tab of somebody else that has the name of the results stays, and the run says so', () => {
    const google = suiteIn(dist(), worlds.plain);
    const anna = new Person(google.workbook!, 'anna@acme.test');
    anna.renameSheet('Sheet1', 'Contract results');
    anna.type('Contract results', 'A1', 'mine');
    expect(() => google.run('contract')).toThrow('There is a tab called "Contract results" already');
    google.run('contractCleanUp');
    expect(google.workbook!.sheet('Contract results').text('A1')).toBe('mine');
  });

  test('another locale is refused, since its answers are others', () => {
    const google = suiteIn(dist(), worlds.plain);
    google.openSpreadsheet(
      new Workbook({
        id: 'german',
        world: worlds.plain,
        now: () => google.clock.now(),
        owner: 'anna@acme.test',
        editors: [],
        locale: 'de_DE',
      }),
    );
    expect(() => google.run('contract')).toThrow('locale United States');
  });
});

describe('an execution that is ended', () => {
  const scratchTabs = (google: LocalAppsScript): string[] =>
    google.workbook!.sheets.map(({ name }) => name).filter((name) => name.startsWith('Contract scratch'));
  const asked = (google: LocalAppsScript): number =>
    judged(google).results.filter(({ verdict }) => verdict !== 'not asked').length;

  /** A first run that dies in the middle of its entries. */
  function endedRun(): LocalAppsScript {
    const google = suiteIn(dist(), worlds.plain);
    endAgain(google);
    return google;
  }

  function endAgain(google: LocalAppsScript): void {
    google.plan({ killAfter: 300 });
    expect(() => google.run('contract')).toThrow('Exceeded maximum execution time');
  }

  test('leaves its scratch tabs to the next run, which removes them before it makes others', () => {
    const google = endedRun();
    expect(scratchTabs(google)).not.toEqual([]);
    let left: string[] | null = null;
    google.beforeCall(({ method }) => {
      if (method === 'insertSheet') left ??= scratchTabs(google);
    });
    endAgain(google);
    expect(left).toEqual([]);
  });

  test('is gone on with: what was asked is not asked again, and what ended it is left out', () => {
    const google = endedRun();
    const before = asked(google);
    expect(before).toBeGreaterThan(10);
    // Whoever asks again would overwrite this.
    new Person(google.workbook!, 'anna@acme.test').type('Contract results', 'E2', 'as it was');
    endAgain(google);
    const { results } = judged(google);
    expect(results[0]!.seen).toBe('as it was');
    expect(asked(google)).toBeGreaterThan(before + 5);
    const ended = results.filter(({ detail }) => detail === 'the execution was ended while it was asked');
    expect(ended.map(({ id }) => results.findIndex((result) => result.id === id))).toEqual([before]);
  });

  test('a run stops by itself before its time is over, and the next one goes on', () => {
    const google = new LocalAppsScript({ dist: dist(), costs: { serviceCallMs: 1_500 } });
    google.openSpreadsheet();
    expect(google.run('contract')).toContain('run contract again');
    const before = asked(google);
    google.run('contract');
    expect(asked(google)).toBeGreaterThan(before);
  });
});
