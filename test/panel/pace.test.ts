/**
 * @jest-environment jsdom
 *
 * Rate and time left of a push: the estimate by itself, and on the screen.
 */
import { paceOf, withSample, type Sample } from '../../src/panel/parts/pace';
import { fill, press, screen } from './open-panel';
import { openPreview, pushing } from './preview-support';
import { progress } from './sample-answers';

const samples = (...pairs: readonly (readonly [number, number])[]): Sample[] =>
  pairs.map(([seconds, done]) => ({ at: seconds * 1000, done }));

test.each<[string, Sample[], ReturnType<typeof paceOf>]>([
  ['one step', samples([0, 0], [20, 40]), undefined],
  ['two steps', samples([0, 0], [20, 40], [40, 80]), { rowsPerMinute: 120, secondsLeft: 60 }],
  [
    'a push taken up in the middle',
    samples([0, 100], [20, 120], [40, 140]),
    { rowsPerMinute: 60, secondsLeft: 60 },
  ],
  ['nothing done', samples([0, 5], [20, 5], [40, 5]), undefined],
  ['no time passed', samples([0, 0], [0, 5], [0, 10]), undefined],
  ['the end', samples([0, 0], [20, 100], [40, 200]), { rowsPerMinute: 300, secondsLeft: 0 }],
])('[W7] rate and time left after %s', (_what, seen, expected) => {
  expect(paceOf(seen, 200)).toEqual(expected);
});

test('[W7] the rate follows the last steps: old ones are forgotten', () => {
  let seen: readonly Sample[] = [];
  for (let step = 0; step < 20; step += 1) seen = withSample(seen, { at: step * 1000, done: step ** 2 });
  expect(seen).toHaveLength(8);
  expect(seen[0]!.done).toBe(144);
  expect(paceOf(seen, 400)!.rowsPerMinute).toBe(60 * 31);
});

test('[W7] a push shows its rate and about how long it will take, after some steps', async () => {
  const now = jest.spyOn(Date, 'now').mockReturnValue(0);
  let steps = 0;
  const server = pushing({
    pushStart: () => progress('Pushing changes', 0, 1000),
    pushStep: () => {
      steps += 1;
      now.mockReturnValue(steps * 20_000);
      if (steps === 2) expect(screen()).not.toContain('a minute');
      if (steps === 3) server.hold('pushStep');
      return { progress: progress('Pushing changes', steps * 50, 1000), paused: '' };
    },
  });
  await openPreview(server);
  await fill('Type 91 to confirm', '91');
  await press('Push all');
  expect(screen()).toContain('Pushing changes: 150 of 1,000');
  expect(screen()).toContain('150 rows a minute. About 6 minutes left.');
  now.mockRestore();
});
