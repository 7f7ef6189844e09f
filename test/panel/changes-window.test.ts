/**
 * @jest-environment jsdom
 *
 * The wide window with the whole list old → new: read, searched, and told when its preview is over [D2].
 */
import axe from 'axe-core';
import type { Preview } from '../../src/panel/preview/choice';
import { FakeServer, refuse, type Handlers } from './fake-server';
import { alertText, buttons, fill, openPage, press, screen, scrollList } from './open-panel';
import { HOSTILE, preview } from './sample-answers';

type Line = Preview['page']['lines'][number];

const SHOWN = { previewId: 'p1', leaveOut: { effects: ['turns-on'], ids: [7] } } as const;

const line = (at: number): Line => ({
  seq: at,
  kind: 'update',
  id: 100 + at,
  firesFor: HOSTILE,
  changes: [
    {
      field: 'postback_url',
      header: 'URL',
      before: `https://t.old.example/${at}`,
      after: `https://t.new.example/${at}`,
    },
  ],
  effects: ['other'],
  warnings: [],
});

const pageOf = (lines: readonly Line[], offset = 0): Preview['page'] => ({
  offset,
  total: lines.length,
  lines: lines.slice(offset, offset + 500),
  next: offset + 500 < lines.length ? offset + 500 : null,
});

const LINES = Array.from({ length: 1_200 }, (_, at) => line(at));

function open(more: Handlers = {}): FakeServer {
  return new FakeServer({
    previewShow: ({ offset }) =>
      preview({
        writes: 1_200,
        effects: [{ effect: 'turns-off', label: '', count: 3, ticked: true }],
        page: pageOf(LINES, offset),
      }),
    changesFound: ({ find, offset }) =>
      pageOf(find.text === '' ? LINES : LINES.filter(({ id }) => String(id) === find.text), offset),
    ...more,
  });
}

async function shown(server: FakeServer): Promise<void> {
  const text = JSON.stringify(SHOWN).replaceAll('"', '&quot;');
  await openPage(server, 'Changes', 'data-shown=""', `data-shown="${text}"`);
}

beforeAll(() => {
  HTMLCanvasElement.prototype.getContext = () => null;
});

test('[D2] it shows the changes as ticked when it was opened, both values with the changed part marked', async () => {
  const server = open();
  await shown(server);
  expect(server.calls).toEqual([{ name: 'previewShow', args: [{ ...SHOWN, offset: 0 }] }]);
  expect(screen()).toContain('1,200 rows.');
  expect(screen()).toContain(`#100${HOSTILE}`);
  const marks = [...document.querySelectorAll('mark')].slice(0, 2).map(({ textContent }) => textContent);
  expect(marks).toEqual(['old', 'new']);
  expect(document.querySelectorAll('.long li').length).toBeLessThan(30);
  expect(document.querySelector('img')).toBeNull();
});

test('[D2] further pages are fetched as they are scrolled to', async () => {
  const server = open();
  await shown(server);
  await scrollList(1_100);
  expect(server.argsOf('changesFound')).toEqual([
    [{ ...SHOWN, find: { effect: '', text: '' }, offset: 1_000 }],
  ]);
  expect(screen()).toContain('#1200');
});

test('[D2] it is searched by what changes do and by a text, and says how many there are', async () => {
  const server = open();
  await shown(server);
  await fill('What it does', 'turns-off');
  await fill('Text in id, Fires for or a value', '107');
  await press('Search');
  const find = { effect: 'turns-off', text: '107' };
  expect(server.argsOf('changesFound')).toEqual([[{ ...SHOWN, find, offset: 0 }]]);
  expect(screen()).toContain('1 row found.');
  await fill('Text in id, Fires for or a value', 'nowhere');
  await press('Search');
  expect(screen()).toContain('No row is like that.');
});

test('[D3] it is for reading only: there is nothing in it that pushes or chooses', async () => {
  await shown(open());
  expect(buttons()).toEqual(['Search']);
  expect(document.querySelectorAll('input[type=checkbox]')).toHaveLength(0);
});

test('[D3] once the preview is over it says so, and keeps what it shows', async () => {
  const server = open();
  await shown(server);
  server.answer({ changesFound: () => refuse('plan-unknown') });
  await press('Search');
  expect(alertText()).toContain('This preview is no longer there');
  expect(screen()).toContain('#100');
});

test('[X1] it has no axe violation', async () => {
  await shown(open());
  jest.useRealTimers();
  const found = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});
