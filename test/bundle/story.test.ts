/**
 * The main job as `npm run demo` tells it, from the first key to the proof: in every world, and with each misfortune.
 */
import { worlds } from '../../local/apps-script';
import { STORY_FAULTS } from '../../local/story/faults';
import { runStory, type StoryOptions, type StoryReport, type Teller } from '../../local/story/run';
import { DIST } from './push-support';

const nothing = (): void => undefined;
const SILENT: Teller = {
  chapter: nothing,
  progress: nothing,
  slipped: nothing,
  told: nothing,
  recovered: nothing,
  connected: nothing,
  pulled: nothing,
  edited: nothing,
  checked: nothing,
  fixed: nothing,
  previewed: nothing,
  killed: nothing,
  pushed: nothing,
  proved: nothing,
};

const SIZE = 110;
/** Told with real HTTP, as `npm start` does; the others without, which is faster. */
const OVER_HTTP = ['lost-answers', 'killed'];

const tell = (options: Partial<StoryOptions>): Promise<StoryReport> =>
  runStory({ dist: DIST, postbacks: SIZE, seed: 1, world: worlds.plain, fault: 'none', ...options }, SILENT);

/** Told without a misfortune; the others meet one each below. */
const CALM = ['plain', 'formula-literal', 'normalising'];
const WORLDS = worlds.all.map((world) => [world.name, world] as const);
const FAULTS = Object.keys(STORY_FAULTS)
  .filter((name) => name !== 'none')
  .map((fault, at) => [fault, ...WORLDS[at % WORLDS.length]!] as const);

describe('[D3] the server holds exactly what was previewed', () => {
  test.each(WORLDS.filter(([name]) => CALM.includes(name)))('in world %s', async (_name, world) => {
    const report = await tell({ world, overHttp: world === worlds.plain });
    expect(report).toMatchObject({ differences: 0, serverMatches: true, pulled: SIZE, conflicts: 0 });
    // Where "=" makes a formula even in text cells, one of the six new rows has a formula in it and waits.
    expect(report.creates).toBeGreaterThanOrEqual(5);
    expect(report.updates).toBeGreaterThan(30);
    expect(report.problems).toBeGreaterThan(5);
    expect(report.slips).toMatchObject({ copiedRows: 23, clearedIds: 12 });
    expect(Object.entries(report.slips).filter(([, rows]) => rows < 1)).toEqual([]);
  });

  test.each(FAULTS)('in spite of %s, in world %s', async (fault, _name, world) => {
    const report = await tell({ fault, world, overHttp: OVER_HTTP.includes(fault) });
    expect(report).toMatchObject({ fault, differences: 0, serverMatches: true });
    expect(report.creates + report.updates).toBeGreaterThan(55);
    if (['killed', 'lost-creates'].includes(fault))
      expect(report.outcomes['Unclear (look before retrying)']).toBe(0);
    if (fault === 'partner-edits') expect(report.conflicts).toBeGreaterThan(0);
    const words = Object.values(report.outcomes).reduce((sum, count) => sum + count, 0);
    expect(words).toBeGreaterThanOrEqual(report.creates + report.updates);
  });

  test('[D3] with another network, where texts become formulas and apostrophes stay', async () => {
    expect(
      await tell({ seed: 7, world: worlds.all.find(({ name }) => name === 'formula-literal')! }),
    ).toMatchObject({
      serverMatches: true,
    });
  });
});
