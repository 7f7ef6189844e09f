/** Properties, cache, locks and session: who shares what, for how long, and within which limits. */
import { lockKeys, storeKeys } from '../../../local/apps-script';
import { googleRunning, googleWith } from './support';

const catching =
  'const message = (work) => { try { work(); } catch (error) { return error.message; } return "no exception"; };';

describe('PropertiesService', () => {
  const code = `
    const store = (kind) => PropertiesService['get' + kind + 'Properties']();
    function put(kind, key, value) { store(kind).setProperty(key, value); }
    function all(kind) { return store(kind).getProperties(); }
  `;

  test('user properties belong to the user, document properties to the spreadsheet, script properties to all', () => {
    const google = googleWith(code);
    const first = google.workbook ?? undefined;
    for (const kind of ['User', 'Document', 'Script']) google.run('put', [kind, 'k', kind]);
    const ben = { user: 'ben@acme.test' };
    expect(['User', 'Document', 'Script'].map((kind) => google.run('all', [kind], ben))).toEqual([
      {},
      { k: 'Document' },
      { k: 'Script' },
    ]);
    google.openSpreadsheet();
    expect(['User', 'Document', 'Script'].map((kind) => google.run('all', [kind]))).toEqual([
      { k: 'User' },
      {},
      { k: 'Script' },
    ]);
    google.openSpreadsheet(first);
    expect(google.run('all', ['Document'])).toEqual({ k: 'Document' });
    expect(google.state.properties.get(storeKeys.user('anna@acme.test'))?.get('k')).toBe('User');
  });

  test('values are strings, and getProperties() is a copy', () => {
    const google = googleRunning(`
      const p = PropertiesService.getUserProperties();
      p.setProperties({ n: 1.5, o: { a: 1 }, u: undefined }).setProperty('b', true);
      p.getProperties().n = 'changed';
      const before = [p.getProperty('n'), p.getProperty('o'), p.getProperty('u'), p.getProperty('b'), p.getProperty('absent')];
      p.setProperties({ only: 'this' }, true);
      const keys = p.getKeys();
      p.deleteProperty('only').setProperty('x', '');
      const empty = p.getProperty('x');
      p.deleteAllProperties();
      return [before, keys, empty, p.getKeys()];`);
    expect(google.run('main')).toEqual([
      ['1.5', '[object Object]', 'undefined', 'true', null],
      ['only'],
      '',
      [],
    ]);
  });

  test('a value may have 9 KB, a store 500 KB, and a refused write changes nothing', () => {
    const google = googleRunning(
      `${catching}
      const p = PropertiesService.getUserProperties();
      const results = [9216, 9217].map((size) => message(() => p.setProperty('big', 'x'.repeat(size))));
      const umlauts = message(() => p.setProperty('u', 'ö'.repeat(4609)));
      p.deleteAllProperties();
      let stored = 0;
      const full = message(() => { for (; ; stored += 1) p.setProperty('k' + String(stored).padStart(9, '0'), 'x'.repeat(9206)); });
      return [results, umlauts, stored, full, p.getKeys().length];`,
      { costs: { serviceCallMs: 0 } },
    );
    const perEntry = 9206 + 10;
    const fitting = Math.floor((500 * 1024) / perEntry);
    expect(google.run('main')).toEqual([
      ['no exception', 'Argument too large: value'],
      'Argument too large: value',
      fitting,
      'You have exceeded the property storage quota. Please remove some properties and try again.',
      fitting,
    ]);
  });

  test('reads and writes have a daily quota', () => {
    const google = googleRunning('PropertiesService.getUserProperties().getProperty("a");');
    google.state.propertyQuota.limit = 1;
    google.run('main');
    expect(() => google.run('main')).toThrow('Service invoked too many times for one day: properties.');
  });

  test('without a document there are no document properties, cache or lock', () => {
    const google = googleRunning(
      'return [PropertiesService.getDocumentProperties(), CacheService.getDocumentCache(), LockService.getDocumentLock()];',
    );
    google.workbook = null;
    expect(google.run('main')).toEqual([null, null, null]);
  });
});

describe('CacheService', () => {
  const code = `${catching}
    const cache = () => CacheService.getUserCache();
    function put(key, value, seconds) { cache().put(key, value, seconds === null ? undefined : seconds); }
    function get(key) { return cache().get(key); }
    function check() { return [
      message(() => cache().put('k'.repeat(250), 'v')), message(() => cache().put('k'.repeat(251), 'v')),
      message(() => cache().put('k', 'v'.repeat(102400))), message(() => cache().put('k', 'v'.repeat(102401))),
      message(() => cache().put('k', null)),
    ]; }
    function many() { for (let i = 0; i <= 1000; i += 1) cache().put('k' + i, 'v', 600 + i); return [0, 100, 101, 1000].map((i) => cache().get('k' + i)); }
    function batch() { cache().putAll({ a: 1, b: 'x' }); cache().remove('b'); const found = cache().getAll(['a', 'b', 'c']); cache().removeAll(['a']); return [found, cache().get('a')]; }
  `;

  test.each([
    [null, 600],
    [10, 10],
    [0, 1],
    [-5, 1],
    [100_000, 21_600],
  ])('an item put for %s seconds lives %s', (seconds, livesSeconds) => {
    const google = googleWith(code, { costs: { loadMs: 0, serviceCallMs: 0 } });
    google.run('put', ['a', 'v', seconds]);
    google.clock.advance(livesSeconds * 1000 - 1);
    expect(google.run('get', ['a'])).toBe('v');
    google.clock.advance(1);
    expect(google.run('get', ['a'])).toBeNull();
  });

  test('keys, values and numbers of items are limited, batches work, and eviction may come at any time', () => {
    const google = googleWith(code, { costs: { serviceCallMs: 0 } });
    expect(google.run('check')).toEqual([
      'no exception',
      'Argument too large: key',
      'no exception',
      'Argument too large: value',
      'Invalid argument: value',
    ]);
    expect(google.run('batch')).toEqual([{ a: '1' }, null]);
    google.run('put', ['gone', 'v', null]);
    google.evictCaches();
    expect(google.run('get', ['gone'])).toBeNull();
    expect(google.run('many')).toEqual([null, null, 'v', 'v']);
  });
});

describe('LockService', () => {
  const code = `
    function take(kind, ms) { return LockService['get' + kind + 'Lock']().tryLock(ms); }
    function wait(ms) { LockService.getDocumentLock().waitLock(ms); return 'locked'; }
    function takeTwiceAndRelease() { const lock = LockService.getDocumentLock(); const taken = [lock.tryLock(0), lock.tryLock(0), lock.hasLock()]; lock.releaseLock(); return [...taken, lock.hasLock()]; }
    function takeAndAsk() { const lock = LockService.getDocumentLock(); lock.waitLock(0); SpreadsheetApp.getUi().alert('still there?'); return lock.hasLock(); }
    function outer(kind) { LockService['get' + kind + 'Lock']().waitLock(0); PropertiesService.getUserProperties().getProperty('now'); return 'done'; }
  `;
  const free = { costs: { loadMs: 0, serviceCallMs: 0 } };

  test('a lock can be taken again by its holder, released, and is free after the end', () => {
    const google = googleWith(code);
    expect(google.run('takeTwiceAndRelease')).toEqual([true, true, true, false]);
    expect([google.run('take', ['Document', 0]), google.run('take', ['Document', 0])]).toEqual([true, true]);
    google.plan({ killAfter: 1 });
    expect(() => google.run('take', ['Document', 0])).toThrow('Exceeded');
    expect(google.run('take', ['Document', 0])).toBe(true);
  });

  test('a held lock is waited for in virtual time', () => {
    const google = googleWith(code, free);
    const key = lockKeys.document(google.workbook?.id ?? '');
    google.holdLock(key, 5000);
    const startMs = google.clock.now();
    expect(google.run('take', ['Document', 2000])).toBe(false);
    expect(google.clock.now() - startMs).toBe(2000);
    expect(google.run('take', ['Document', 10_000])).toBe(true);
    expect(google.clock.now() - startMs).toBe(5000);
    google.holdLock(key, 5000);
    expect(() => google.run('wait', [4999])).toThrow(
      'Lock timeout: another process was holding the lock for too long.',
    );
  });

  test.each([
    ['Document', false, false],
    ['User', false, true],
    ['Script', false, false],
  ])(
    'the %s lock, held by a running execution: same user gets it %s, another user %s',
    (kind, same, other) => {
      const google = googleWith(code, free);
      let seen: unknown[] = [];
      google.beforeCall((call) => {
        if (call.method !== 'getProperty') return;
        seen = [google.run('take', [kind, 0]), google.run('take', [kind, 0], { user: 'ben@acme.test' })];
      });
      google.run('outer', [kind]);
      expect(seen).toEqual([same, other]);
    },
  );

  test('a lock does not survive a question to the user', () => {
    const google = googleWith(code);
    google.answer({ button: 'OK' });
    expect(google.run('takeAndAsk')).toBe(false);
  });
});

describe('Session', () => {
  const body = 'return [Session.getActiveUser().getEmail(), Session.getEffectiveUser().getEmail()];';
  test('tells the address, nothing, or throws', () => {
    expect(googleRunning(body).run('main', [], { user: 'ben@acme.test' })).toEqual([
      'ben@acme.test',
      'ben@acme.test',
    ]);
    expect(googleRunning(body, { emails: 'hidden' }).run('main')).toEqual(['', '']);
    expect(googleRunning(body).run('main', [], { authMode: 'LIMITED' })).toEqual(['', '']);
    expect(() => googleRunning(body, { emails: 'throws' }).run('main')).toThrow('You do not have permission');
  });

  test('tells the time zone of the script, and a key per user that rotates every 30 days', () => {
    const google = googleRunning(
      'return [Session.getScriptTimeZone(), Session.getTemporaryActiveUserKey()];',
      {
        manifest: { timeZone: 'Europe/Berlin' },
      },
    );
    const [zone, key] = google.run('main') as string[];
    expect(zone).toBe('Europe/Berlin');
    expect((google.run('main') as string[])[1]).toBe(key);
    expect((google.run('main', [], { user: 'ben@acme.test' }) as string[])[1]).not.toBe(key);
    google.clock.advance(30 * 24 * 60 * 60 * 1000);
    expect((google.run('main') as string[])[1]).not.toBe(key);
  });
});
