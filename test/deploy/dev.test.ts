/** `npm run dev`: a source that is saved is built, and an open workbench shows the new build. */
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkbenchEvent } from '../../local/workbench/protocol';
import { Workbench } from '../../local/workbench/workbench';
import { watchSources } from '../../scripts/dev-watch';
import { copyProject, ROOT } from './support';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'postback-desk-dev-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a saved source is built; one that cannot be built leaves the last build and says why', async () => {
  copyProject(folder);
  let builds = 0;
  const said: string[] = [];
  let heard: () => void = () => undefined;
  /** Waits for words, and forgets all that was said up to them. */
  const until = async (words: RegExp): Promise<void> => {
    let at = said.findIndex((text) => words.test(text));
    while (at < 0) {
      await new Promise<void>((resolve) => (heard = resolve));
      at = said.findIndex((text) => words.test(text));
    }
    said.splice(0, at + 1);
  };
  const built = async (): Promise<void> => void (builds += 1);
  const watching = await watchSources(folder, built, (text) => {
    said.push(text);
    heard();
  });
  try {
    appendFileSync(join(folder, 'docs/guide.md'), '\nA sentence that is new.\n');
    await until(/^Built and reloaded/);
    expect(builds).toBe(1);
    const guide = (): string => readFileSync(join(folder, 'dist/Guide.html'), 'utf8');
    expect(guide()).toContain('A sentence that is new.');

    const main = join(folder, 'src/main.ts');
    const before = readFileSync(main, 'utf8');
    writeFileSync(main, 'export function onOpen( {');
    await until(/src\/main\.ts:1:/);
    await until(/^Not built/);
    expect(builds).toBe(1);
    expect(guide()).toContain('A sentence that is new.');

    writeFileSync(main, before);
    await until(/^Built and reloaded/);
    expect(builds).toBe(2);
  } finally {
    await watching.close();
  }
});

test('the workbench shows the new build, in the same spreadsheet, with the panel open', async () => {
  const dist = join(folder, 'dist');
  cpSync(join(ROOT, 'dist'), dist, { recursive: true });
  let real = Date.UTC(2026, 10, 26, 9);
  const workbench = new Workbench({
    dist,
    postbacks: 5,
    seed: 1,
    realNow: () => (real += 1),
    wait: () => Promise.resolve(),
    origins: { page: 'http://page.test', frame: 'http://frame.test' },
  });
  const events: WorkbenchEvent[] = [];
  workbench.open('p');
  workbench.listen('p', (event) => events.push(event));
  await workbench.menu('p', 'Open panel');
  await workbench.menu('p', 'Take audit snapshot');
  const shown = events.findLast((event) => event.type === 'frame')!;
  const tab = workbench.open('p').activeTab;
  workbench.act('p', [{ do: 'type', tab, row: 2, column: 2, text: 'typed before' }]);

  const page = join(dist, 'Panel.html');
  writeFileSync(page, readFileSync(page, 'utf8').replace('</body>', '<p>of the new build</p></body>'));
  appendFileSync(join(dist, 'Code.js'), '\nfunction newOne(){return 1}\n');
  events.length = 0;
  await workbench.rebuilt();

  const types = events.map(({ type }) => type);
  expect(events[0]).toEqual({ type: 'frame-closed', frame: shown.frame.frame });
  expect(types.indexOf('reload')).toBeLessThan(types.indexOf('frame'));
  const again = events.find((event) => event.type === 'frame')!;
  const frame = workbench.frame(again.frame.frame)!;
  expect(frame.page).toContain('of the new build');
  expect(await workbench.call(frame, 'newOne', [])).toEqual({ value: 1 });
  expect(frame.page).toContain('"newOne"');
  const view = workbench.open('q');
  expect(view.menu[0]).toEqual({ kind: 'item', caption: 'Open panel' });
  expect(JSON.stringify(view.sheets)).toContain('typed before');
});
