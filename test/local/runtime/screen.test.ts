/** What people see and do: menu, sidebar, dialogs, and what crosses between a page and the server. */
import { NotModelled } from '../../../local/apps-script';
import { googleRunning, googleWith } from './support';

describe('the menu', () => {
  const code = `
    function onOpen() {
      const ui = SpreadsheetApp.getUi();
      ui.createAddonMenu().addItem('Pull', 'pull').addSeparator()
        .addSubMenu(ui.createMenu('More').addItem('Hidden thing', 'hidden_')).addToUi();
    }
    function pull() { console.log('pulled by ' + Session.getActiveUser().getEmail() + ' with ' + arguments.length); }
    function hidden_() { console.log('hidden'); }
  `;

  test('is recorded per person, and an item runs its function in FULL', () => {
    const google = googleWith(code);
    google.trigger('onOpen', { authMode: 'NONE' });
    expect(google.menu).toEqual([
      { kind: 'item', caption: 'Pull', functionName: 'pull' },
      { kind: 'separator' },
      {
        kind: 'menu',
        caption: 'More',
        entries: [{ kind: 'item', caption: 'Hidden thing', functionName: 'hidden_' }],
      },
    ]);
    google.clickMenu('Pull');
    google.clickMenu('Hidden thing');
    expect(google.log.map((entry) => entry.text)).toEqual(['pulled by anna@acme.test with 0', 'hidden']);
    expect(google.executions.map((record) => record.kind)).toEqual(['trigger', 'menu', 'menu']);
    expect(() => google.clickMenu('Push')).toThrow('no item "Push"');
    expect(() => google.clickMenu('Pull', { user: 'ben@acme.test' })).toThrow('no item "Pull"');
  });

  test('a menu that was not added is not there', () => {
    const google = googleWith(
      "function onOpen() { SpreadsheetApp.getUi().createAddonMenu().addItem('Pull', 'pull'); }",
    );
    google.trigger('onOpen');
    expect(google.menu).toEqual([]);
  });

  test('menu and sidebar belong to the open spreadsheet', () => {
    const google = googleWith(`${code}
      function show() { SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput('x')); }`);
    google.trigger('onOpen');
    google.run('show');
    google.openSpreadsheet();
    expect([google.menu, google.sidebar]).toEqual([[], null]);
  });
});

describe('pages', () => {
  const files = { 'panel.html': '<p>panel</p>' };

  test('a sidebar shows a file of the project, 300 px wide', () => {
    const google = googleRunning(
      "SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutputFromFile('panel').setTitle('Postbacks').setWidth(500));",
      { files },
    );
    google.run('main');
    expect(google.sidebar).toEqual({
      kind: 'sidebar',
      title: 'Postbacks',
      html: '<p>panel</p>',
      width: 300,
      height: null,
      user: 'anna@acme.test',
    });
  });

  test('a dialog has the title and size given', () => {
    const google = googleRunning(
      "SpreadsheetApp.getUi().showModalDialog(HtmlService.createHtmlOutput('<b>').append('x').setWidth(400).setHeight(200), 'Sure?');",
    );
    google.run('main');
    expect(google.dialogs).toEqual([
      { kind: 'modal', title: 'Sure?', html: '<b>x', width: 400, height: 200, user: 'anna@acme.test' },
    ]);
  });

  test('a missing file throws', () => {
    expect(() => googleRunning("HtmlService.createHtmlOutputFromFile('nope');").run('main')).toThrow(
      'No HTML file named nope was found.',
    );
    expect(() => googleRunning("HtmlService.createTemplateFromFile('panel');").run('main')).toThrow(
      NotModelled,
    );
  });

  test('[X3] comment-like text in template literals of scripts is stripped, unless switched off', () => {
    const page =
      '<p>// stays</p><script>const a = `https://a.test/${1}/*x*/y`; const b = "https://b.test"; // comment\nconst c = `// gone\nkept`;</script>';
    const stripped =
      '<p>// stays</p><script>const a = `https:${1}y`; const b = "https://b.test"; // comment\nconst c = `\nkept`;</script>';
    const content = (stripTemplateComments: boolean): unknown =>
      googleRunning('return HtmlService.createHtmlOutputFromFile("page.html").getContent();', {
        files: { 'page.html': page },
        stripTemplateComments,
      }).run('main');
    expect(content(true)).toBe(stripped);
    expect(content(false)).toBe(page);
  });
});

describe('alert and prompt', () => {
  test('take the queued answers and are recorded', () => {
    const google = googleRunning(`
      const ui = SpreadsheetApp.getUi();
      const first = ui.alert('Title', 'Text', ui.ButtonSet.YES_NO);
      const second = ui.prompt('Name?');
      return [first === ui.Button.YES, String(first), second.getSelectedButton() === ui.Button.CLOSE, second.getResponseText()];`);
    google.answer({ button: 'YES', afterMs: 5000 });
    google.answer({ button: 'CLOSE', text: 'half' });
    const startMs = google.clock.now();
    expect(google.run('main')).toEqual([true, 'YES', true, 'half']);
    expect(google.clock.now() - startMs).toBe(500 + 80 + 5000 + 80);
    expect(google.dialogs).toMatchObject([
      { kind: 'alert', title: 'Title', text: 'Text', buttons: 'YES_NO' },
      { kind: 'prompt', title: '', text: 'Name?', buttons: 'OK' },
    ]);
  });

  test('without a queued answer are a gap, not a guess', () => {
    expect(() => googleRunning('SpreadsheetApp.getUi().alert("Hm");').run('main')).toThrow(
      'An answer to Ui.alert "Hm" that no test queued',
    );
  });
});

describe('google.script.run', () => {
  const echo = googleWith(
    'let kept; function main(x) { kept = x; if (x && x.list) x.list.push("changed"); return x === undefined ? "undefined" : x; } function many() { return arguments.length; }',
  );

  test.each([[1.5], ['text'], [true], [null], [[1, [2, null]]], [{ a: { b: ['c'] } }]])(
    '%j goes there and back',
    (value) => {
      expect(echo.run('main', [value])).toEqual(value);
    },
  );

  test('arguments and results are copies; undefined arrives as null', () => {
    const argument = { list: ['a'] };
    const result = echo.run('main', [argument]);
    expect(argument).toEqual({ list: ['a'] });
    expect(result).toEqual({ list: ['a', 'changed'] });
    expect(echo.run('main', [undefined])).toBeNull();
    expect(echo.run('main', [[undefined, 1]])).toEqual([null, 1]);
    expect(echo.run('main', [{ a: undefined }])).toEqual({});
    expect(echo.run('many', [1, undefined, 3])).toBe(3);
    expect(googleRunning('').run('main')).toBeNull();
  });

  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  test.each([
    ['Date', [1, new Date(0)], '1'],
    ['nested Date', [{ rows: [[0, new Date(0)]] }], '0.rows.0.1'],
    ['function', [{ f: () => 1 }], '0.f'],
    ['Map', [new Map()], '0'],
    ['circle', [circle], '0.self'],
    ['NaN', [Number.NaN], '0'],
  ])('an argument with a %s fails and names the place', (_kind, args, path) => {
    expect(() => echo.run('main', args)).toThrow(`Failed due to illegal value in property: ${path}`);
  });

  test.each([
    ['new Date()', 'Date'],
    ['[{ a: new Date() }]', 'Date (at 0.a)'],
    ['() => 1', 'function'],
    ['new Map()', 'Map'],
    ['Promise.resolve(1)', 'Promise'],
    ['1n', 'bigint'],
    ['0 / 0', 'NaN'],
  ])('a result %s fails loudly', (value, kind) => {
    expect(() => googleRunning(`return ${value};`).run('main')).toThrow(
      `google.script.run cannot return a ${kind}`,
    );
  });

  test('a Date in a result can be made to arrive as null, as reported', () => {
    const google = googleRunning('return [{ a: 1, b: new Date() }];', { strictResults: false });
    expect(google.run('main')).toBeNull();
  });
});
