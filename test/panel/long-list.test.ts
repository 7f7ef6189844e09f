/**
 * @jest-environment jsdom
 *
 * Lists of 5,000: only what is in view is in the page, and pages come from the server as they are scrolled to [X1].
 */
import { refuse } from './fake-server';
import { alertText, button, openPanel, press, screen, scrollList, unfold } from './open-panel';
import { pushing } from './preview-support';
import { preview, previewAnswer } from './sample-answers';
import type { Preview } from '../../src/panel/preview/choice';

const TOTAL = 5_000;

const line = (at: number): Preview['page']['lines'][number] => ({
  seq: at + 1,
  kind: 'update',
  id: 10_000 + at,
  firesFor: 'Partner 7',
  changes: [{ field: 'description', header: 'Description', before: 'a', after: `b${at}` }],
  effects: ['other'],
  warnings: [],
});

function pageAt(offset: number, most = 500): Preview['page'] {
  const lines = Array.from({ length: Math.min(most, TOTAL - offset) }, (_, at) => line(offset + at));
  const next = offset + lines.length;
  return { offset, total: TOTAL, lines, next: next < TOTAL ? next : null };
}

function serving(most = 500) {
  const all = preview({ writes: TOTAL, page: pageAt(0, most) });
  return pushing({
    previewStart: () => previewAnswer({ all, chosen: all }),
    previewShow: ({ offset }) => preview({ writes: TOTAL, page: pageAt(offset, most) }),
  });
}

const drawn = (): number => document.querySelectorAll('.long li').length;
/** Height of the list, in px: of what is drawn, and of the room that is kept for the rest. */
function room(): number {
  const [before, after] = document.querySelectorAll<HTMLElement>('.long > div');
  return Number.parseFloat(before!.style.height) + drawn() * 64 + Number.parseFloat(after!.style.height);
}
const offsets = (server: ReturnType<typeof serving>): number[] =>
  server.argsOf('previewShow').map(([{ offset }]) => offset);

test('[X1] wherever it is scrolled to, some dozen rows are in the page, and each page is asked for once', async () => {
  const server = serving();
  await openPanel(server, 'push');
  await unfold(/^Every change/);
  expect(document.querySelector('.long')!.getAttribute('aria-label')).toBe('5,000 rows');
  expect(drawn()).toBeLessThan(30);
  expect(offsets(server)).toEqual([]);
  for (const at of [300, 499, 2_600, 4_990, 2_700, 0]) {
    await scrollList(at);
    expect(screen()).toContain(`#${10_000 + at}`);
    expect(drawn()).toBeLessThan(30);
    expect(room()).toBe(TOTAL * 64);
  }
  expect(offsets(server)).toEqual([500, 2_500, 4_500]);
  const [first] = document.querySelectorAll('.long li');
  expect([first!.getAttribute('aria-posinset'), first!.getAttribute('aria-setsize')]).toEqual(['1', '5000']);
});

test('[X1] pages that end early, because their lines are long, are gone on with', async () => {
  const server = serving(180);
  await openPanel(server, 'push');
  await unfold(/^Every change/);
  await scrollList(2_900);
  expect(screen()).toContain('#12900');
  expect(offsets(server)).toEqual([2_500, 2_895]);
});

test('[S5] a page that fails is told, and asked for again on demand and not by itself', async () => {
  const server = serving();
  await openPanel(server, 'push');
  await unfold(/^Every change/);
  server.answer({ previewShow: () => refuse('plan-old') });
  await scrollList(1_000);
  expect(alertText()).toContain('This preview is out of date');
  await scrollList(1_050);
  expect(offsets(server)).toEqual([500]);
  server.answer({ previewShow: ({ offset }) => preview({ writes: TOTAL, page: pageAt(offset) }) });
  await press('Try again');
  expect(screen()).toContain('#11050');
});

test('[X1] the focus stays in the list when the row that had it scrolls away', async () => {
  await openPanel(serving(), 'push');
  await unfold(/^Every change/);
  const first = button(/^Leave out #10000/);
  first.focus();
  await scrollList(400);
  expect(first.isConnected).toBe(false);
  expect(document.activeElement).toBe(document.querySelector('.long'));
});

test('[D2] a row is left out by its own button, and all come back by one', async () => {
  const server = serving();
  await openPanel(server, 'push');
  await unfold(/^Every change/);
  await press(/^Leave out #10003/);
  expect(server.argsOf('previewShow').at(-1)![0].leaveOut).toMatchObject({ ids: [10_003], rowKeys: [] });
  await press('Leave out…');
  expect(screen()).toContain('1 row left out one by one.');
  await press('All rows again');
  expect(server.argsOf('previewShow').at(-1)![0].leaveOut).toMatchObject({ ids: [] });
});

test('[D2] the wide window is opened for what is ticked now', async () => {
  const server = serving();
  server.answer({ showChanges: () => true });
  await openPanel(server, 'push');
  await unfold(/^Every change/);
  await press(/^Leave out #10003/);
  await press('Show in a wide window');
  expect(server.argsOf('showChanges')).toEqual([
    [{ previewId: 'p1', leaveOut: expect.objectContaining({ ids: [10_003] }) as unknown }],
  ]);
});
