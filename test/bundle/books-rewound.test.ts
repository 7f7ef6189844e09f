/** Books that were set back (J4): by version history, by Ctrl+Z, wholly or in part. What is missing is noticed, and only all of Everflow makes up for it. */
import { ExecutionKilled, storeKeys, type Workbook } from '../../local/apps-script';
import { toJson } from '../../local/apps-script/spreadsheet';
import { EVERYTHING } from '../../src/everflow/query';
import { deskById } from '../../local/story/desk-rows';
import { Operator } from '../../local/story/operator';
import { Page } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';
import { BOOKS, checkpoint, DIST, refusalOf, startAfresh, writesOf } from './pull-support';
import { isAnnounced } from './journal-entries';
import { bookRows } from './push-books';
import { isPlain, newRow } from './push-support';

const SIZE = 60;
const ANNA = 'anna@acme.test';
const MINE = 'edited before it was set back';

let stage: Stage;
let anna: Operator;
let file: Workbook;
let page: Page;
let ids: number[];
let pulled: ReturnType<typeof checkpoint>;

beforeAll(async () => {
  stage = await setStage({ dist: DIST, size: SIZE, seed: 8 });
  stage.google.openSpreadsheet();
  anna = new Operator(stage.google);
  anna.connect(stage.everflow.keys.main);
  anna.pull();
  pulled = checkpoint(stage);
});
afterAll(() => stage.close());
beforeEach(async () => {
  stage.google.beforeCall(null);
  file = await pulled();
  page = new Page(file, ANNA);
  ids = (await stage.everflow.control.records()).filter(isPlain).map((one) => one.network_pixel_id);
  type(ids[0]!, 'Description', MINE);
});

const cell = (id: number, header: string): unknown => deskById(file).get(id)?.values[header];
const refused = (): string => refusalOf(() => anna.preview()).code;
const filtered = { query: { ...EVERYTHING, status: 'active' as const } };
const counter = (): Map<string, string> => stage.google.state.properties.get(storeKeys.document(file.id))!;

function type(id: number, header: string, text: string): void {
  page.type(header, deskById(file).get(id)!.rowNumber, text);
}

function confirm(): { planId: string; digest: string } {
  const preview = anna.preview();
  return anna.call('previewConfirm', {
    previewId: preview.previewId,
    leaveOut: {},
    typed: String(preview.all.writes),
    warningsAccepted: true,
    reason: '',
  });
}

/** Ends the execution at the first call of that kind for which `when` says yes. */
function killAt(when: (call: { kind: string; method: string; service: string }) => boolean): void {
  stage.google.beforeCall((call) => {
    if (when(call)) throw new ExecutionKilled();
  });
}

/** Begins at the same moment again and again; each time the next step of the pull dies one call later. */
function killedEverywhere(begun: ReturnType<Stage['google']['checkpoint']>, then: (n: number) => void): void {
  for (let fired = true, n = 1; fired; n += 1) {
    stage.google.restore(begun);
    file = stage.google.workbook!;
    const plan = stage.google.plan({ killBefore: n });
    try {
      anna.call('pullStep');
    } catch (error) {
      if (!(error instanceof ExecutionKilled)) throw error;
    }
    fired = plan.fired;
    then(n);
  }
}

/** Goes on with a pull, if it has not ended. */
const goOn = (): ReturnType<Operator['finishPull']> | undefined =>
  anna.call('status').job === null ? undefined : anna.finishPull();

function killed(call: () => unknown): void {
  expect(call).toThrow(ExecutionKilled);
  stage.google.beforeCall(null);
}

describe('[J4] only a complete pull without a filter makes up for what is missing', () => {
  beforeEach(() => {
    const version = toJson(file);
    anna.pull();
    page.person.restoreVersion(version);
  });

  it('a filtered one is allowed and does not', () => {
    expect(refused()).toBe('books-rewound');
    expect(anna.call('status').trouble).toMatchObject({ code: 'books-rewound', choices: [] });
    anna.pull(filtered);
    expect(refused()).toBe('books-rewound');
    expect(refusalOf(() => anna.check()).message).toContain('without a filter');
    anna.pull();
    expect(anna.check()).toMatchObject({ edited: 1, certain: true });
    expect(anna.call('status').trouble).toBeNull();
  });

  it('an incomplete one does not', async () => {
    const paging = { page: 1, page_size: 2000, total_count: SIZE };
    const records = (await stage.everflow.control.records()).slice(1);
    const body = { pixels: records, paging } as never;
    await stage.everflow.control.arm({
      match: { path: 'page=1&page_size=2000', count: 'all' },
      answer: { kind: 'status', status: 200, body },
    });
    expect(anna.pull({ details: 'skip' })).toMatchObject({ complete: false, missing: 1 });
    expect(refused()).toBe('books-rewound');
    await stage.everflow.control.disarm();
  });

  it('a cancelled one does not', () => {
    anna.call('pullStart', { query: EVERYTHING, details: 'skip' });
    anna.call('cancel');
    anna.call('pullStep');
    expect(refused()).toBe('books-rewound');
  });

  it('edits are kept, and are pushed afterwards', () => {
    anna.pull();
    expect(cell(ids[0]!, 'Description')).toBe(MINE);
    expect(anna.push(anna.preview()).counts).toEqual({ Updated: 1 });
  });
});

describe('[J4] an unfinished push', () => {
  const posts = async (): Promise<number> =>
    (await writesOf(stage.everflow)).filter(({ method }) => method === 'POST').length;

  it('cannot be gone on with, can be ended with honest words, and makes nothing twice', async () => {
    page.pasteBelow([newRow()]);
    const { planId, digest } = confirm();
    const version = toJson(file);
    anna.call('pushStart', { planId, digest });
    let sent = false;
    killAt(({ kind, method }) => {
      if (kind === 'fetch' && sent) return true;
      if (kind === 'flush') sent = true;
      return method === 'never';
    });
    killed(() => anna.call('pushStep'));
    page.person.restoreVersion(version);
    expect(refusalOf(() => anna.patiently(() => anna.call('pushStep'))).code).toBe('books-rewound');
    anna.call('cancel');
    const { result } = anna.call('pushStep');
    expect(result).toMatchObject({ cancelled: true, stopped: { code: 'push-lost' } });
    expect(result!.stopped!.text).toContain('may have been sent already');
    expect(refused()).toBe('books-rewound');
    anna.pull();
    expect(anna.check().certain).toBe(true);
    expect(await posts()).toBeLessThanOrEqual(1);
  });

  it('whose records were set back behind the wish to end it keeps new pushes waiting, too', () => {
    page.pasteBelow([newRow()]);
    const confirmed = confirm();
    anna.call('pushStart', confirmed);
    const row = bookRows(file).find(({ head }) => head.stream.startsWith('plan/'))!.rowNumber;
    let announced = false;
    killAt(({ kind }) => {
      if (announced && kind === 'fetch') return true;
      announced ||= isAnnounced(file);
      return false;
    });
    killed(() => anna.call('pushStep'));
    page.person.type(BOOKS, `B${row}`, 'z');
    anna.call('cancel');
    expect(anna.patiently(() => anna.call('pushStep')).result).toMatchObject({
      stopped: { code: 'push-lost' },
    });
    expect(refused()).toBe('push-lost');
    anna.pull();
    expect(anna.check()).toMatchObject({ certain: true });
  });
});

it('[J4] set back to before the first pull: nothing can be pushed until everything is pulled', async () => {
  file = await startAfresh(stage);
  anna.connect(stage.everflow.keys.main);
  const empty = toJson(file);
  anna.pull();
  new Page(file, ANNA).person.restoreVersion(empty);
  expect(refused()).toBe('books-missing');
  anna.pull(filtered);
  expect(refused()).toBe('books-replaced');
  anna.pull();
  expect(anna.check()).toMatchObject({ edited: 0, created: 0, certain: true });
});

it.each([1, 2])(
  '[J4] set back to write %i of a pull under way: it ends right or says that it is damaged, and never half',
  (at) => {
    anna.call('pullStart', { query: EVERYTHING, details: 'load' });
    let flushes = 0;
    let version = toJson(file);
    killAt(({ kind }) => {
      if (kind === 'flush') flushes += 1;
      if (kind === 'flush' && flushes === at) version = toJson(file);
      return flushes > at;
    });
    killed(() => anna.call('pullStep'));
    page.person.restoreVersion(version);
    let ended = '';
    try {
      ended = anna.finishPull().complete ? 'complete' : 'incomplete';
    } catch (error) {
      ended = (error as { code: string }).code;
      anna.call('cancel');
      expect(anna.patiently(() => anna.call('pullStep')).result).toMatchObject({ cancelled: true });
      expect(refused()).toBe('books-rewound');
      anna.pull();
    }
    expect(['complete', 'pull-damaged']).toContain(ended);
    expect(anna.check()).toMatchObject({ edited: 1, unchanged: SIZE - 1, certain: true });
    expect(deskById(file).size).toBe(SIZE);
  },
);

it('[J4] a window from before that goes on with a filtered pull does not hide that something is missing', () => {
  const version = toJson(file);
  anna.push(anna.preview());
  anna.call('pullStart', { ...filtered, details: 'skip' });
  page.person.restoreVersion(version);
  anna.finishPull();
  expect(refused()).toBe('books-rewound');
  anna.pull();
  expect(anna.check()).toMatchObject({ edited: 0, certain: true });
});

it('[J4] Ctrl+Z that takes back the last write into the hidden tab alone is noticed, and so is its end', () => {
  const before = toJson(file);
  anna.push(anna.preview());
  const after = toJson(file);
  page.person.undoIn(BOOKS, before);
  expect(refused()).toBe('books-rewound');
  page.person.undoIn(BOOKS, after);
  expect(anna.check()).toMatchObject({ edited: 0, certain: true });
});

it('[J4] Ctrl+Z of one append in the middle of a push is noticed', () => {
  for (const id of ids.slice(0, 25)) type(id, 'Description', `pushed ${id}`);
  const last = (): number => bookRows(file).at(-1)!.rowNumber;
  anna.push(anna.preview());
  page.person.clear(BOOKS, `A${last()}:B${last()}`);
  page.person.clear(BOOKS, `A${last()}:B${last()}`);
  expect(refused()).toBe('books-rewound');
});

it('[J4] what is appended to books that were set back does not hide it, whenever the execution dies', () => {
  const version = toJson(file);
  anna.pull();
  page.person.restoreVersion(version);
  anna.call('pullStart', { query: EVERYTHING, details: 'skip' });
  const begun = stage.google.checkpoint();
  let cancelled = 0;
  killedEverywhere(begun, (n) => {
    anna.call('cancel');
    if (goOn()?.complete !== false) return;
    cancelled += 1;
    expect([n, refused()]).toEqual([n, 'books-rewound']);
  });
  expect(cancelled).toBeGreaterThan(10);
});

describe('[J4] the count stands outside of the books', () => {
  it('an append that was flushed before its number was set counts', () => {
    let flushed = false;
    killAt(({ kind, service, method }) => {
      if (kind === 'flush') flushed = true;
      return flushed && service === 'Properties' && method.startsWith('setPropert');
    });
    const had = counter().get('postbackDesk.counter');
    killed(() => anna.preview());
    expect(counter().get('postbackDesk.counter')).toBe(had);
    expect(bookRows(file).at(-1)!.head.n).toBeGreaterThan(Number(had));
    expect(anna.check()).toMatchObject({ edited: 1, certain: true });
    expect(anna.push(anna.preview()).counts).toEqual({ Updated: 1 });
  });

  it('a number without its append is a gap of one, and a complete pull closes it', () => {
    const key = 'postbackDesk.counter';
    counter().set(key, String(Number(counter().get(key)) + 1));
    expect(refused()).toBe('books-rewound');
    anna.pull();
    expect(anna.push(anna.preview()).counts).toEqual({ Updated: 1 });
  });
});

describe('[J4] [D1] set back to the middle of a push, and that push has ended since', () => {
  const THEIRS = 4_321;
  let [both, unsent] = [0, 0];

  /** What a push had learnt was in the books, and not in the tab yet, when this version was kept. */
  async function setBack(): Promise<void> {
    [both, unsent] = ids.slice(1) as [number, number];
    type(both, 'Offer ID', '81');
    const confirmed = confirm();
    await stage.everflow.control.change(both, { delay_ms: THEIRS });
    type(unsent, 'Description', 'not in the push');
    anna.call('pushStart', confirmed);
    const blocks = (): number =>
      bookRows(file).filter(({ head }) => head.stream.startsWith('baseline/')).length;
    const before = blocks();
    killAt(({ kind, service }) => kind === 'write' && service === 'Range' && blocks() > before);
    killed(() => anna.call('pushStep'));
    expect(cell(both, 'State')).not.toMatch(/pushed/);
    const version = toJson(file);
    anna.finishPush();
    expect(cell(both, 'Delay (ms)')).toBe(THEIRS);
    page.person.restoreVersion(version);
    expect(cell(both, 'Delay (ms)')).not.toBe(THEIRS);
  }

  it('cells that the push had not come to follow Everflow, and are no edits; what people typed stays', async () => {
    await setBack();
    anna.pull();
    expect(cell(both, 'Delay (ms)')).toBe(THEIRS);
    expect(anna.check()).toMatchObject({ edited: 1, created: 0, stopped: 0, groups: [] });
    expect(cell(unsent, 'Description')).toBe('not in the push');
  });

  it('so it is if that pull dies anywhere and is gone on with', async () => {
    await setBack();
    anna.call('pullStart', { query: EVERYTHING, details: 'skip' });
    const begun = stage.google.checkpoint();
    killedEverywhere(begun, (n) => {
      goOn();
      expect([n, cell(both, 'Delay (ms)')]).toEqual([n, THEIRS]);
    });
    expect(anna.check()).toMatchObject({ edited: 1, groups: [] });
  });
});
