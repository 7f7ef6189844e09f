/** Executions: a fresh realm each time, modes and scopes, virtual time and its limits, faults and kills. */
import { ExecutionKilled, NotCallable, NotModelled, ScriptError } from '../../../local/apps-script';
import type { ServiceCall } from '../../../local/apps-script';
import { googleRunning, googleWith, scopes } from './support';

describe('each execution starts from nothing', () => {
  test('loads the bundle anew, so that global state does not persist', () => {
    const google = googleWith('let count = 0; class Once {}; function next() { count += 1; return count; }');
    expect([google.run('next'), google.run('next')]).toEqual([1, 1]);
    expect(google.counters.executions).toBe(2);
  });

  test('exposes top-level functions only, and none whose name ends in "_"', () => {
    const google = googleWith(
      'function open() { return 1; } function secret_() {} const held = { inner() {} }; var number = 5;',
    );
    expect(google.run('open')).toBe(1);
    for (const name of [
      'secret_',
      'inner',
      'held',
      'number',
      'Date',
      'eval',
      'console',
      'toString',
      'SpreadsheetApp',
    ]) {
      expect(() => google.run(name)).toThrow(NotCallable);
    }
  });

  test.each([
    'class A { #x = 1; }',
    'class A { static x = 1; }',
    'export const a = 1;',
    "import a from 'a';",
  ])('refuses to load what the parser of Apps Script refuses: %s', (code) => {
    const google = googleWith(`${code}\nfunction main() {}`);
    expect(() => google.run('main')).toThrow('Apps Script could not load Code.js');
  });

  test('lacks the globals that Apps Script lacks', () => {
    const google = googleRunning('return args[0].filter((name) => typeof globalThis[name] !== "undefined");');
    const absent =
      'setTimeout setInterval fetch URL URLSearchParams TextEncoder TextDecoder atob btoa crypto window process require module Buffer structuredClone AbortController performance';
    expect(google.run('main', [absent.split(' ')])).toEqual([]);
  });
});

describe('the realm', () => {
  test('takes the time from the virtual clock', () => {
    const google = googleRunning(
      'const a = Date.now(); Utilities.sleep(1500); const b = new Date(); return [a, b.getTime() - a, b instanceof Date, b.constructor === Date, new Date(0).toISOString(), typeof Date(), new Date(2020, 1).getFullYear()];',
      { costs: { loadMs: 0 }, startMs: 1_000_000 },
    );
    expect(google.run('main')).toEqual([
      1_000_000,
      1500,
      true,
      true,
      '1970-01-01T00:00:00.000Z',
      'string',
      2020,
    ]);
  });

  test('is the same for the same seed, in Math.random and getUuid', () => {
    const body = 'return [Math.random(), Utilities.getUuid(), Utilities.getUuid()];';
    const [a, b, c] = [7, 7, 8].map((seed) => googleRunning(body, { seed }).run('main'));
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
    expect(a).toEqual([
      expect.any(Number),
      expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      expect.any(String),
    ]);
    expect((a as string[])[1]).not.toBe((a as string[])[2]);
  });

  test('sees errors and arrays of services as its own', () => {
    const google = googleRunning(`
      class Own extends Error {}
      let caught;
      try { Utilities.base64Decode('?'); } catch (error) { caught = error; }
      const bytes = Utilities.newBlob('a').getBytes();
      return [caught instanceof Error, caught instanceof Own, caught.name, String(caught), bytes instanceof Array, Array.isArray(bytes), ({}) instanceof Array, ({}) instanceof Error, new Own() instanceof Own];
    `);
    expect(google.run('main')).toEqual([
      true,
      false,
      'Exception',
      'Exception: Could not decode string.',
      true,
      true,
      false,
      false,
      true,
    ]);
  });
});

describe('what the caller sees', () => {
  test.each([
    ["throw new Error('plain')", 'plain'],
    ["throw new TypeError('typed')", 'TypeError: typed'],
    ["throw Object.assign(new Error('x'), { code: 5 })", 'x'],
    ["throw 'text'", 'text'],
    ["Utilities.base64Decode('?')", 'Exception: Could not decode string.'],
  ])('an exception arrives with its message only: %s', (body, message) => {
    const google = googleRunning(body);
    let caught: unknown;
    try {
      google.run('main');
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(ScriptError);
    expect((caught as Error).message).toBe(message);
    expect(caught).not.toHaveProperty('code');
    expect(google.executions).toMatchObject([{ functionName: 'main', outcome: 'failed', message }]);
  });

  test('a gap of the local Apps Script is named', () => {
    const google = googleRunning('return DriveApp.getFiles();');
    expect(() => google.run('main')).toThrow(NotModelled);
    expect(() => google.run('main')).toThrow('DriveApp.getFiles is not modelled');
    expect(() => googleRunning('Utilities.parseCsv("a")').run('main')).toThrow(
      'Utilities.parseCsv is not modelled',
    );
  });

  test('the log can be searched', () => {
    const google = googleRunning(
      "console.warn('key is %s', 'abc'); Logger.log({ a: 1 }); console.log('x', 2);",
    );
    google.run('main');
    expect(google.log.map(({ level, text }) => `${level} ${text}`)).toEqual([
      'warn key is abc',
      'log { a: 1 }',
      'log x 2',
    ]);
  });
});

describe('authorisation', () => {
  const calls = {
    NONE: [
      "Logger.log('x')",
      'Utilities.getUuid()',
      'Session.getScriptTimeZone()',
      'SpreadsheetApp.getUi().createAddonMenu().addItem("a", "b").addToUi()',
    ],
    LIMITED: [
      'SpreadsheetApp.getActiveSpreadsheet().getId()',
      'PropertiesService.getUserProperties().getProperty("a")',
      'CacheService.getUserCache().get("a")',
      'LockService.getDocumentLock().tryLock(0)',
    ],
    FULL: [
      'UrlFetchApp.getRequest("https://a.test/")',
      'SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput("x"))',
    ],
  };
  const modes = ['NONE', 'LIMITED', 'FULL'] as const;
  const cases = modes.flatMap((least) =>
    calls[least].flatMap((call) =>
      modes.map((mode) => [call, mode, modes.indexOf(mode) >= modes.indexOf(least)] as const),
    ),
  );

  test.each(cases)('%s in %s: allowed %s', (call, authMode, allowed) => {
    const google = googleRunning(`${call};`);
    const run = (): unknown => google.run('main', [], { authMode });
    if (allowed) expect(run).not.toThrow();
    else expect(run).toThrow('You do not have permission to call');
  });

  test('a service call at top level breaks onOpen in NONE and works in LIMITED', () => {
    const google = googleWith(
      'var id = PropertiesService.getScriptProperties().getProperty("a"); function onOpen() {}',
    );
    expect(() => google.trigger('onOpen', { authMode: 'NONE' })).toThrow('You do not have permission');
    google.trigger('onOpen', { authMode: 'LIMITED' });
  });

  test('a scope that the manifest does not list is named in the exception; without a list all are detected', () => {
    const body = 'Session.getActiveUser().getEmail();';
    const listed = googleRunning(body, { manifest: { oauthScopes: [scopes.sheet] } });
    expect(() => listed.run('main')).toThrow(
      `You do not have permission to call User.getEmail. Required permissions: ${scopes.email}`,
    );
    googleRunning(body, { manifest: { oauthScopes: undefined } }).run('main');
    const refused = googleRunning(body, { grantedScopes: [scopes.sheet] });
    expect(() => refused.run('main')).toThrow('You do not have permission');
  });

  test('a trigger gets its mode, and its document unless the mode is NONE', () => {
    const google = googleWith(
      'function onOpen(e) { console.log(String(e.authMode), e.authMode === ScriptApp.AuthMode.NONE, JSON.stringify(e.authMode), e.source ? e.source.getId() : "no source"); } function onInstall(e) { onOpen(e); }',
    );
    google.trigger('onOpen', { authMode: 'NONE' });
    google.trigger('onOpen');
    google.trigger('onInstall');
    const id = google.workbook?.id ?? '';
    expect(google.log.map((entry) => entry.text)).toEqual([
      'NONE true "NONE" no source',
      `LIMITED false "LIMITED" ${id}`,
      `FULL false "FULL" ${id}`,
    ]);
  });
});

describe('virtual time', () => {
  const sleepy = 'for (let i = 0; i < args[0]; i += 1) Utilities.sleep(60000); return "done";';

  test('an execution may last 6 minutes and not longer; catch and finally cannot save anything', () => {
    const google = googleRunning(sleepy, { costs: { loadMs: 0 } });
    expect(google.run('main', [6])).toBe('done');
    expect(() => google.run('main', [7])).toThrow(ExecutionKilled);
    const swallowing = googleRunning(`
      const store = PropertiesService.getUserProperties();
      try { for (;;) Utilities.sleep(60000); } catch (error) { try { store.setProperty('a', 'caught'); } catch (again) {} } finally { try { store.setProperty('b', 'finally'); } catch (again) {} }
      return 'survived';
    `);
    const startMs = swallowing.clock.now();
    expect(() => swallowing.run('main')).toThrow('Exceeded maximum execution time');
    expect([...(swallowing.state.properties.get('user:anna@acme.test') ?? [])]).toEqual([]);
    expect(swallowing.clock.now() - startMs).toBe(6 * 60_000);
    expect(swallowing.executions.at(-1)?.outcome).toBe('killed');
  });

  test('a simple trigger may last 30 seconds', () => {
    const google = googleWith(
      'function onOpen() { Utilities.sleep(29000); } function onEdit() { Utilities.sleep(31000); }',
    );
    google.trigger('onOpen');
    expect(() => google.trigger('onEdit')).toThrow(ExecutionKilled);
  });

  test('calls cost time by their kind, and navigation nothing', () => {
    const google = googleRunning(
      "const p = PropertiesService.getUserProperties(); p.setProperty('a', 1); p.getProperty('a'); SpreadsheetApp.flush();",
      { costs: { loadMs: 1000, serviceCallMs: 10, flushMs: 300 } },
    );
    const startMs = google.clock.now();
    google.run('main');
    expect(google.clock.now() - startMs).toBe(1000 + 10 + 10 + 300);
  });
});

describe('counters', () => {
  test('count by kind and by method, in total and per execution', () => {
    const google = googleRunning(
      "const p = PropertiesService.getUserProperties(); p.setProperty('a', 1); p.getProperty('a'); Utilities.sleep(5);",
    );
    google.run('main');
    google.run('main');
    expect(google.counters).toMatchObject({
      executions: 2,
      reads: 2,
      writes: 2,
      sleeps: 2,
      sleptMs: 10,
      navigates: 2,
      roundTrips: 6,
    });
    expect(google.counters.byMethod['Properties.setProperty']).toBe(2);
    expect(google.executions[1]?.counters).toMatchObject({
      executions: 1,
      reads: 1,
      writes: 1,
      roundTrips: 3,
    });
    google.counters.reset();
    expect(google.counters).toMatchObject({ executions: 0, reads: 0, byMethod: {} });
  });
});

describe('planned faults', () => {
  const body = `
    const p = PropertiesService.getUserProperties();
    for (const key of ['a', 'b', 'c']) { try { p.setProperty(key, key); } catch (error) { console.log(error.message); } }
  `;
  const stored = (google: ReturnType<typeof googleRunning>): string[] => [
    ...(google.state.properties.get('user:anna@acme.test') ?? new Map<string, string>()).keys(),
  ];

  test.each([
    [{ killBefore: 2 }, ['a']],
    [{ killAfter: 2 }, ['a', 'b']],
  ])('%j ends the execution at that call', (plan, kept) => {
    const google = googleRunning(body);
    const handle = google.plan(plan);
    expect(() => google.run('main')).toThrow(ExecutionKilled);
    expect(handle.fired).toBe(true);
    expect(stored(google)).toEqual(kept);
    expect(google.log).toEqual([]);
  });

  test('killAfter the last call still counts as killed', () => {
    const google = googleRunning(body);
    google.plan({ killAfter: 3 });
    expect(() => google.run('main')).toThrow(ExecutionKilled);
    expect(stored(google)).toEqual(['a', 'b', 'c']);
  });

  test('throwAt fails one call and the script goes on', () => {
    const google = googleRunning(body);
    google.plan({ throwAt: 2, message: 'Service error: try again' });
    google.run('main');
    expect(stored(google)).toEqual(['a', 'c']);
    expect(google.log.map((entry) => entry.text)).toEqual(['Service error: try again']);
  });

  test('a plan holds for one execution, and tells when its call never came', () => {
    const google = googleRunning(body);
    const handle = google.plan({ killBefore: 4 });
    google.run('main');
    expect(handle.fired).toBe(false);
    google.plan({ killBefore: 1 });
    expect(() => google.run('main')).toThrow(ExecutionKilled);
    google.run('main');
  });

  test('beforeCall sees each round trip with its number, may throw, kill, or run another execution', () => {
    const google = googleWith(
      `function main() { ${body} } function other() { return PropertiesService.getUserProperties().getKeys(); }`,
    );
    const seen: [string, number][] = [];
    google.beforeCall((call: ServiceCall, index) => {
      seen.push([`${call.service}.${call.method}`, index]);
    });
    google.run('main');
    expect(seen).toEqual([1, 2, 3].map((index) => ['Properties.setProperty', index]));

    let nested: unknown = null;
    google.beforeCall((call, index) => {
      if (call.method === 'setProperty' && index === 1) throw new Error('fault');
      if (call.method === 'setProperty' && index === 2)
        nested = google.run('other', [], { user: 'ben@acme.test' });
      if (index === 3) throw new ExecutionKilled();
    });
    expect(() => google.run('main')).toThrow(ExecutionKilled);
    expect(nested).toEqual([]);
    expect(google.log.map((entry) => entry.text)).toEqual(['fault']);
    google.beforeCall(null);
    google.run('main');
  });

  test('beforeCall does not interrupt the executions that it starts', () => {
    const google = googleRunning(body);
    const seen: number[] = [];
    google.beforeCall((_call, index) => {
      seen.push(index);
      google.run('main', [], { user: 'ben@acme.test' });
    });
    google.run('main');
    expect(seen).toEqual([1, 2, 3]);
    expect(google.counters.executions).toBe(4);
  });
});
