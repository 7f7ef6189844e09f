/** "It is right: type SHUFFLED": a column that looks sorted on its own is pushed once its word was typed, as long as it stays as it is (C9, V1). */
import { newRow, refusalOf, Scene } from './push-support';

const CAUSE = 'shuffled-url';
const WORD = 'SHUFFLED';

describe('[C9] a column confirmed by its word', () => {
  let scene: Scene;
  let ids: number[];
  /** Each of so many postbacks gets the URL of the next. */
  const shuffle = (count: number): void => {
    const urls = ids.slice(0, count).map((id) => scene.text(id, 'URL'));
    ids.slice(0, count).forEach((id, at) => scene.edit(id, { URL: urls[(at + 1) % count]! }));
  };
  const blocked = (): boolean => {
    const group = scene.anna.check().groups.find(({ cause }) => cause === CAUSE);
    return group?.severity === 'error';
  };
  beforeEach(async () => {
    scene = await Scene.open({ size: 150 });
    const records = await scene.everflow.control.records();
    const times = new Map<string, number>();
    for (const { postback_url: url } of records) times.set(url, (times.get(url) ?? 0) + 1);
    ids = (await scene.plain(60)).filter((id) => times.get(scene.text(id, 'URL')) === 1);
    expect(ids.length).toBeGreaterThan(26);
    shuffle(25);
  });
  afterEach(() => scene.close());
  const confirm = (word: string, cause = CAUSE): number => scene.anna.call('confirmProblem', { cause, word });

  test('[C9] it is blocked, and only the very word opens it', () => {
    expect(blocked()).toBe(true);
    expect(refusalOf(() => scene.preview())).toBe('nothing-to-push');
    for (const word of ['', 'shuffled', ' SHUFFLED', 'SHUFFLED ', 'yes']) {
      expect(refusalOf(() => confirm(word))).toBe('confirm-word');
    }
    expect(refusalOf(() => confirm(WORD, 'url-spaces'))).toBe('confirm-gone');
    expect(blocked()).toBe(true);
    expect(confirm(WORD)).toBe(1);
    expect(blocked()).toBe(false);
    // It stays to be seen, as a warning that is not asked.
    const { all, chosen } = scene.anna.preview();
    expect(all.warnings).toContainEqual(
      expect.objectContaining({ cause: CAUSE, severity: 'warning', count: 25, confirmed: 25 }),
    );
    expect(chosen.writes).toBe(25);
    expect(refusalOf(() => confirm(WORD))).toBe('confirm-gone');
  });

  test('[C9] rows may move and other columns may change; one more value of the column asks again', () => {
    confirm(WORD);
    const { page } = scene;
    page.person.sort('Postbacks', `A2:AA${page.lastRow()}`, page.column('Postback ID'), false);
    scene.edit(ids[0]!, { Description: 'x' });
    page.pasteBelow([newRow()]);
    expect(blocked()).toBe(false);
    scene.edit(ids[25]!, { URL: 'https://one.example/p?tx={transaction_id}' });
    expect(blocked()).toBe(true);
    scene.edit(ids[25]!, { URL: 'https://two.example/p?tx={transaction_id}' });
    expect(blocked()).toBe(true);
    confirm(WORD);
    expect(blocked()).toBe(false);
    // A preview forgets what is out of date, and keeps what is not.
    scene.preview();
    expect(blocked()).toBe(false);
  });

  test('[C9] what is pushed is what was confirmed', async () => {
    confirm(WORD);
    const wanted = new Map(ids.slice(0, 25).map((id) => [id, scene.text(id, 'URL')]));
    expect(scene.push().result.counts).toEqual({ Updated: 25 });
    for (const [id, url] of wanted) expect((await scene.record(id)).postback_url).toBe(url);
  });

  test('[C9][U1] discarding the column puts every URL back, hidden ones too, and nothing else', () => {
    const { page } = scene;
    scene.editAll(ids.slice(0, 3), { Description: 'mine' });
    page.person.setFilter('Postbacks', `A1:AA${page.lastRow()}`, { [page.column('Status')]: ['active'] });
    const label = scene.anna
      .check()
      .groups.find(({ cause }) => cause === CAUSE)!
      .fixes.map((fix) => fix.label);
    expect(label).toEqual(['Discard changes in URL', 'It is right: type SHUFFLED']);
    expect(scene.anna.fix(CAUSE, 'discard')).toBe(25);
    const left = scene.preview().lines;
    expect(left.map(({ changes }) => changes.map(({ field }) => field))).toEqual(
      Array.from({ length: 3 }, () => ['description']),
    );
  });

  test('[C9][U1] slow service calls do not leave a part of it behind that nobody would notice', () => {
    scene.google.beforeCall(() => scene.google.clock.advance(700));
    scene.anna.fix(CAUSE, 'discard');
    scene.google.beforeCall(null);
    expect(scene.anna.check()).toMatchObject({ edited: 0, groups: [] });
  });
});
