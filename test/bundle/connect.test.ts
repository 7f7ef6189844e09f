/** Connecting: where the key is and is not, what each refusal says, and that a key of another network gets nowhere. */
import { storeKeys, type LocalAppsScript, type Workbook } from '../../local/apps-script';
import { toJson } from '../../local/apps-script/spreadsheet';
import type { Settings } from '../../local/everflow';
import { Operator, Refused } from '../../local/story/operator';
import { Page } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';
import { DIST, fileJson, firstDifference, refusalOf, startAfresh, tabJson, writesOf } from './pull-support';

const ANNA = 'anna@acme.test';
const ONLY_SHEETS = 'https://www.googleapis.com/auth/spreadsheets.currentonly';
const EVERYTHING = {
  status: '',
  types: [],
  offerIds: [],
  partnerIds: [],
  methods: [],
  searches: [],
} as const;

const OPTIONS = { dist: DIST, size: 60, everflow: { betaSize: 0 } };

let stage: Stage;
let anna: Operator;

beforeAll(async () => {
  stage = await setStage(OPTIONS);
});
afterAll(() => stage.close());

async function begin(settings: Partial<Settings> = {}): Promise<Workbook> {
  const file = await startAfresh(stage);
  await stage.everflow.control.settings(settings);
  anna = new Operator(stage.google);
  return file;
}

const userStore = (google: LocalAppsScript, email = ANNA): Map<string, string> =>
  google.state.properties.get(storeKeys.user(email)) ?? new Map();

/** Every text that anybody but the user's own properties could show. */
function everythingElse(google: LocalAppsScript, file: Workbook, answers: readonly unknown[]): string {
  const { properties, caches, log } = google.state;
  const stores = [...properties]
    .filter(([name]) => name !== storeKeys.user(ANNA))
    .map(([, store]) => [...store]);
  const parts = [
    toJson(file),
    stores,
    [...caches.values()],
    log,
    answers,
    google.executions,
    google.dialogs,
    file.toasts,
  ];
  return JSON.stringify(parts);
}

describe('[S2] the API key', () => {
  it('is kept in user properties and never reaches a cell, another store, the log, the panel or an error', async () => {
    const file = await begin();
    const { google, everflow } = stage;
    const key = everflow.keys.main;
    const run = jest.spyOn(google, 'run');
    anna.connect(key);
    anna.pull();
    const page = new Page(file, ANNA);
    const row = page.rows().find(({ text }) => text['Method'] === 'postback' && text['Status'] === 'active')!;
    page.type('Status', row.rowNumber, 'inactive');
    anna.check();
    anna.push(anna.preview());
    // A server that repeats the key in its own words, as an answer and as a reason.
    await everflow.control.arm({
      match: { path: 'pixelstable', count: 'all' },
      answer: { kind: 'status', status: 400, body: { error: `no such key: ${key}` } },
    });
    expect(refusalOf(() => anna.pull()).message).toContain('no such key');
    google.onRequest(() => ({ when: 'before', fault: 'dns' }));
    expect(refusalOf(() => anna.connect(key)).code).toBe('unreachable');
    anna.call('status');
    anna.call('connections');

    const answers = run.mock.results.map((result) => result.value as unknown);
    expect(JSON.stringify([...userStore(google)])).toContain(key);
    expect(answers.length).toBeGreaterThan(10);
    expect(everythingElse(google, file, answers)).not.toContain(key);
  });

  it('is listed by network and last four characters, for its user alone, and can be forgotten', async () => {
    await begin();
    const { google, everflow } = stage;
    anna.connect(everflow.keys.main);
    anna.connect(everflow.keys.beta, 'api-eu.eflow.team');
    expect(anna.call('connections')).toEqual([
      { host: 'api-eu.eflow.team', networkId: 2, networkName: 'Beta Network', lastFour: '0M7N' },
      { host: 'api.eflow.team', networkId: 1, networkName: 'Acme Network', lastFour: '0A1B' },
    ]);
    expect(new Operator(google, {}, { user: 'ben@acme.test' }).call('connections')).toEqual([]);

    expect(anna.call('forgetConnection', { host: 'api.eflow.team', networkId: 1 })).toHaveLength(1);
    expect(JSON.stringify([...userStore(google)])).not.toContain(everflow.keys.main);
    expect(
      refusalOf(() =>
        anna.call('pullStart', {
          query: EVERYTHING,
          details: 'skip',
          network: { host: 'api.eflow.team', id: 1 },
        }),
      ).code,
    ).toBe('no-key');
  });
});

describe('[S3] Test connection', () => {
  it('tells the network of the key', async () => {
    await begin();
    expect(anna.connect(`  ${stage.everflow.keys.main}\n`)).toEqual({
      host: 'api.eflow.team',
      networkId: 1,
      networkName: 'Acme Network',
      lastFour: '0A1B',
      nameKnown: true,
    });
    expect((await stage.everflow.control.log()).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/networks',
    ]);
  });

  it('asks one row of the table where the network itself is refused', async () => {
    await begin({ networksRefused: true });
    expect(anna.connect(stage.everflow.keys.main)).toMatchObject({
      networkId: 1,
      networkName: '',
      nameKnown: false,
    });
    const last = (await stage.everflow.control.log()).at(-1);
    expect(last?.path).toBe('/v1/networks/pixelstable?page=1&page_size=1');
    expect(anna.pull()).toMatchObject({ rows: 60, complete: true });
  });
});

describe('[S5] each trouble has its own words and a next step', () => {
  type Trouble = readonly [name: string, code: string, title: string, meet: () => Promise<() => unknown>];
  const connectWith = (key: keyof Stage['everflow']['keys']) => async () => () =>
    anna.connect(stage.everflow.keys[key]);
  const afterKeyChange = (change: object) => async () => {
    anna.connect(stage.everflow.keys.main);
    await stage.everflow.control.key('main', change);
    return () => anna.pull();
  };
  const whileAnswer = (fault: 'dns' | 'refused' | 'timeout' | 'lost') => async () => {
    stage.google.onRequest(() => ({ when: 'before', fault }));
    return () => anna.connect(stage.everflow.keys.main);
  };
  const troubles: readonly Trouble[] = [
    [
      'an empty field',
      'key-shape',
      'That does not look like an API key',
      async () => () => anna.connect(' '),
    ],
    [
      'a key with a space',
      'key-shape',
      'That does not look like an API key',
      async () => () => anna.connect('abc def ghi'),
    ],
    [
      'a wrong key',
      'bad-key',
      'Everflow does not accept this API key',
      async () => () => anna.connect('mistyped-key-000'),
    ],
    ['a revoked key', 'bad-key', 'Everflow does not accept this API key', connectWith('revoked')],
    [
      'a key revoked later',
      'bad-key',
      'Everflow does not accept this API key',
      afterKeyChange({ revoked: true }),
    ],
    ['a key of another portal', 'realm', 'This is not a network key', connectWith('affiliate')],
    [
      'a key without permission',
      'permission',
      'The key has no permission for this',
      afterKeyChange({ read: false }),
    ],
    [
      'an address list',
      'ip-list',
      'The key only accepts certain addresses',
      async () => {
        await stage.everflow.control.settings({ ipAllowList: ['203.0.113.7'] });
        return () => anna.connect(stage.everflow.keys.main);
      },
    ],
    ['an unknown host', 'unreachable', 'Everflow cannot be reached', whileAnswer('dns')],
    ['an address that does not respond', 'no-answer', 'Everflow did not answer', whileAnswer('refused')],
    ['no answer', 'no-answer', 'Everflow did not answer', whileAnswer('timeout')],
    [
      'an empty network whose name is refused',
      'network-unknown',
      'It cannot be told which network this key belongs to',
      async () => {
        await stage.everflow.control.settings({ networksRefused: true });
        return () => anna.connect(stage.everflow.keys.beta);
      },
    ],
    [
      'a daily quota',
      'google-quota',
      'The daily number of requests of your Google account is used up',
      async () => {
        stage.google.state.fetchQuota.limit = 0;
        return () => anna.connect(stage.everflow.keys.main);
      },
    ],
    ['no key at all', 'no-key', 'No API key saved for this network', async () => () => anna.pull()],
  ];

  it.each(troubles)('%s: %s', async (_name, code, title, meet) => {
    const file = await begin();
    const call = await meet();
    const before = toJson(file);
    const refusal = refusalOf(call);
    expect(refusal).toMatchObject({ code, title });
    expect(refusal.message).not.toMatch(/exception|undefined|\bat \w+ \(|https?:/i);
    // A pull that had begun is told by the change log; nothing else is there that was not before.
    const others = toJson(file).sheets.filter(({ hidden, name }) => !hidden && name !== 'Change log');
    expect(others).toEqual(before.sheets);
  });

  it('a missing Google permission', async () => {
    const { google, everflow, close } = await setStage({
      ...OPTIONS,
      google: { grantedScopes: [ONLY_SHEETS] },
    });
    google.openSpreadsheet();
    expect(refusalOf(() => new Operator(google).connect(everflow.keys.main))).toMatchObject({
      code: 'google-permission',
      title: 'Google permission is missing',
    });
    await close();
  });
});

describe('[S4] the first pull binds the spreadsheet to a network', () => {
  async function bound(): Promise<Workbook> {
    const file = await begin();
    anna.connect(stage.everflow.keys.main);
    anna.pull();
    return file;
  }
  const OTHERS = 'This key belongs to Beta Network; this spreadsheet belongs to Acme Network';

  it('a key of another network is not even saved here', async () => {
    await bound();
    expect(refusalOf(() => anna.connect(stage.everflow.keys.beta))).toMatchObject({
      code: 'other-network',
      title: OTHERS,
    });
    expect(anna.call('connections').map((one) => one.networkId)).toEqual([1]);
  });

  it('the same network on the other host is another network', async () => {
    await bound();
    expect(refusalOf(() => anna.connect(stage.everflow.keys.main, 'api-eu.eflow.team')).code).toBe(
      'other-network',
    );
  });

  it('with only a key of another network nothing starts', async () => {
    const file = await bound();
    stage.google.openSpreadsheet();
    anna.connect(stage.everflow.keys.beta);
    anna.call('forgetConnection', { host: 'api.eflow.team', networkId: 1 });
    stage.google.openSpreadsheet(file);
    const before = fileJson(file);
    expect(refusalOf(() => anna.pull())).toMatchObject({ code: 'other-network', title: OTHERS });
    expect(firstDifference(fileJson(file), before)).toBe('');
  });

  it('a key exchanged since is found out at the start of a pull', async () => {
    const file = await bound();
    await stage.everflow.control.key('main', { networkId: 2 });
    const before = fileJson(file);
    expect(refusalOf(() => anna.pull())).toMatchObject({ code: 'other-network', title: OTHERS });
    expect(firstDifference(fileJson(file), before)).toBe('');
  });

  it('a key exchanged between two steps of a pull brings no row of the other network in', async () => {
    const file = await bound();
    const before = tabJson(file);
    anna.call('pullStart', { query: EVERYTHING, details: 'load' });
    await stage.everflow.control.key('main', { networkId: 2 });
    expect(refusalOf(() => anna.finishPull()).code).toBe('other-network');
    expect(firstDifference(tabJson(file), before)).toBe('');
    await stage.everflow.control.key('main', { networkId: 1 });
    expect(anna.finishPull()).toMatchObject({ rows: 60, complete: true });
  });

  it('a key exchanged before or between steps of a push writes nothing anywhere', async () => {
    const file = await bound();
    const page = new Page(file, ANNA);
    const rows = page
      .rows()
      .filter(({ text }) => text['Method'] === 'postback' && text['Status'] === 'active');
    for (const { rowNumber } of rows.slice(0, 5)) page.type('Status', rowNumber, 'inactive');
    const preview = anna.preview();
    const all = { leaveOut: {}, typed: String(preview.all.writes), warningsAccepted: true, reason: '' };
    const confirmed = anna.call('previewConfirm', { previewId: preview.previewId, ...all });
    await stage.everflow.control.key('main', { networkId: 2 });
    expect(refusalOf(() => anna.call('pushStart', confirmed))).toMatchObject({
      code: 'other-network',
      title: OTHERS,
    });
    await stage.everflow.control.key('main', { networkId: 1 });
    anna.call('pushStart', confirmed);
    await stage.everflow.control.key('main', { networkId: 2 });
    expect(() => anna.finishPush()).toThrow(Refused);
    expect(await writesOf(stage.everflow)).toEqual([]);
    await stage.everflow.control.key('main', { networkId: 1 });
    expect(anna.finishPush().counts).toMatchObject({ Updated: 5 });
  });
});

it.each(['hidden', 'throws'] as const)(
  '[S5] an e-mail address that Google %s stops nothing',
  async (emails) => {
    const { google, everflow, close } = await setStage({ ...OPTIONS, google: { emails } });
    const file = google.openSpreadsheet();
    const nobody = new Operator(google);
    nobody.connect(everflow.keys.main);
    nobody.pull();
    const page = new Page(file, ANNA);
    const row = page.rows().find(({ text }) => text['Method'] === 'postback' && text['Status'] === 'active')!;
    page.type('Status', row.rowNumber, 'inactive');
    expect(nobody.check()).toMatchObject({ edited: 1, pushable: 1 });
    expect(nobody.push(nobody.preview()).counts).toMatchObject({ Updated: 1 });
    expect(nobody.call('status').person).toBe('');
    await close();
  },
);
