/** The windows beside the panel: what they are opened with, what the wide list reads, and when it is told that its preview is over (D2, X2). */
import { refusalOf, Scene } from './push-support';

let scene: Scene;
let ids: number[];
beforeAll(async () => {
  scene = await Scene.open({ size: 60 });
  ids = await scene.plain(12);
});
afterAll(() => scene.close());

interface Window {
  readonly kind: string;
  readonly title: string;
  readonly html: string;
  readonly width: number | null;
  readonly height: number | null;
}
const lastWindow = (): Window => scene.google.state.screen.dialogs.at(-1) as Window;

test('[X2] the guide is shown at a section, in a window beside which one can work', () => {
  scene.anna.call('showGuide', { section: 'push-5-first' });
  const { kind, title, html } = lastWindow();
  expect([kind, title]).toEqual(['modeless', 'Postback Desk guide']);
  expect(html).toContain('<body data-section="push-5-first">');
  expect(html).toContain('id="push-5-first"');
});

test('[X1] what a page is opened with is text: no mark breaks out of its attribute', () => {
  scene.anna.call('showGuide', { section: '"><script>$&harm()' });
  expect(lastWindow().html).toContain('<body data-section="&quot;&gt;&lt;script&gt;$&amp;harm()">');
});

test('[D2] the wide window is opened with preview and choice, and nothing more', () => {
  const leaveOut = { effects: ['turns-on'], hosts: ['t.example/"<&'] } as const;
  scene.anna.call('showChanges', { previewId: 'p1', leaveOut });
  const { kind, title, width, height, html } = lastWindow();
  expect({ kind, title, width, height }).toEqual({
    kind: 'modeless',
    title: 'Every change, old → new',
    width: 1100,
    height: 700,
  });
  const [, mark] = /data-shown="([^"]*)"/.exec(html)!;
  const text = mark!.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
  expect(JSON.parse(text)).toEqual({ previewId: 'p1', leaveOut });
});

describe('[D2] changes are found', () => {
  const find = (effect: '' | 'turns-off' | 'other', text: string): number[] => {
    const page = scene.anna.call('changesFound', {
      previewId: scene.anna.preview().previewId,
      leaveOut: {},
      find: { effect, text },
      offset: 0,
    });
    expect(page.total).toBe(page.lines.length);
    return page.lines.map(({ id }) => id!);
  };
  beforeAll(() => {
    scene.editAll(ids.slice(0, 4), { URL: 'https://found.example/Path?tx={transaction_id}' });
    scene.editAll(ids.slice(4, 7), { Status: 'inactive' });
  });

  test.each([
    ['everything', '', '', 7],
    ['by what they do', 'turns-off', '', 3],
    ['by a text of the new value, whatever its capitals', '', ' FOUND.example/path ', 4],
    ['by both together', 'turns-off', 'found.example', 0],
    ['by a text that is nowhere', '', 'nowhere at all', 0],
  ] as const)('%s', (_name, effect, text, count) => {
    expect(find(effect, text)).toHaveLength(count);
  });

  test('by the id', () => {
    expect(find('', `#${ids[5]}`)).toEqual([ids[5]]);
  });

  test('less what the choice leaves out, from the line that is asked for', () => {
    const { previewId } = scene.anna.preview();
    const page = scene.anna.call('changesFound', {
      previewId,
      leaveOut: { ids: [ids[0]!] },
      find: { effect: '', text: 'found.example' },
      offset: 1,
    });
    expect(page).toMatchObject({ offset: 1, total: 3, next: null });
    expect(page.lines.map(({ id }) => id)).toEqual([ids[2], ids[3]]);
  });
});

test('[D3] a list whose preview is over says why: another was opened, it was confirmed, postbacks were pulled', () => {
  const find = { effect: '', text: '' } as const;
  const ask = (previewId: string): string =>
    refusalOf(() => scene.anna.call('changesFound', { previewId, leaveOut: {}, find, offset: 0 }));
  const first = scene.anna.preview().previewId;
  const second = scene.preview();
  expect(ask(first)).toBe('plan-unknown');
  scene.confirm(second);
  expect(ask(second.preview.previewId)).toBe('plan-unknown');
  const third = scene.anna.preview().previewId;
  scene.anna.pull();
  expect(ask(third)).toBe('plan-old');
});
