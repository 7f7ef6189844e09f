/** Hostile texts in the change log in every world of the platform: each reads back exactly and the chain holds (T1, T2, A1). */
import { worlds, type World } from '../../local/apps-script';
import { chainFaults, LOG_TAB, logLines } from '../../local/story/change-log';
import { CLEAN, verified } from './log-support';
import { Scene } from './push-support';

const HOSTILE = [
  '=1+1',
  '+49 30 1234567',
  '-2',
  '@home',
  "'quoted",
  "''twice",
  '007',
  '2026-03-01',
  '5/10',
  'TRUE',
  '50%',
  '1e5',
  '\tTab',
  'two\nlines',
  '"quotes", commas',
  '=HYPERLINK("https://x.example","y")',
];

test.each(worlds.all.map((world): [string, World] => [world.name, world]))(
  '[T2] in the world %s',
  async (_name, world) => {
    const scene = await Scene.open({ size: 60, world });
    const ids = await scene.plain(HOSTILE.length);
    for (const [at, id] of ids.entries())
      await scene.everflow.control.change(id, { description: HOSTILE[at]! });
    await scene.everflow.control.change(ids[0]!, { html_code: 'x'.repeat(60_000) });
    scene.anna.pull();
    const seen = logLines(scene.file).filter(
      ({ Outcome, Field }) => Outcome === 'Seen' && Field === 'Description',
    );
    expect(seen.map(({ New }) => New)).toEqual(
      HOSTILE.map((text) => expect.stringMatching(exactly(text)) as string),
    );
    const long = logLines(scene.file).find(({ Field }) => Field === 'HTML code')!;
    expect(long.New).toMatch(/^⟦too long for a cell: 60000 characters, SHA-256 [0-9a-f]{64}⟧$/);
    // And as old values of a push.
    scene.editAll(ids, { Description: 'plain' });
    scene.push();
    const old = logLines(scene.file).filter(
      ({ What, Field }) => What === 'Update' && Field === 'Description',
    );
    expect(old.map(({ Old }) => Old)).toEqual(
      HOSTILE.map((text) => expect.stringMatching(exactly(text)) as string),
    );
    expect(chainFaults(scene.file)).toEqual([]);
    expect(verified(scene.anna)).toMatchObject(CLEAN);
    const sheet = scene.file.sheet(LOG_TAB);
    const cells = logLines(scene.file).flatMap((_, at) => [`G${at + 2}`, `H${at + 2}`]);
    expect(cells.filter((cell) => sheet.formula(cell) !== '')).toEqual([]);
    await scene.close();
  },
);

/** The text itself. */
const exactly = (text: string): RegExp => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
