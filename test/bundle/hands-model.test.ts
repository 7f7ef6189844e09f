/**
 * Sequences of what people do in the tab, what partners do on Everflow, and checks, fixes, refreshes and pushes in between, on the built
 * bundle. After each of them: no edit is lost, no value stands at another postback, and no change is passed over in silence.
 *
 * `npm run model` runs 1,000 of them. When one fails, it is printed with its world, seed, path and replay path, and is run again alone by
 * `MODEL_WORLD=… MODEL_SEED=… MODEL_PATH=… MODEL_REPLAY=… npm run model`.
 */
import fc from 'fast-check';
import { worlds, type World } from '../../local/apps-script';
import { Tally } from '../unit/core/laws';
import { check } from './hands-addon';
import { sequences } from './hands-commands';
import { HandsDesk } from './hands-desk';
import { HandsModel } from './hands-model';
import { push } from './hands-push';

const RUNS = Number(process.env['MODEL_RUNS'] ?? 32);
const SEED = Number(process.env['MODEL_SEED'] ?? 20_261_122);
const PATH = process.env['MODEL_PATH'];
const REPLAY = process.env['MODEL_REPLAY'];

/** The share of each world in the sequences; the others differ from these in what a pull meets, and no person here does. */
const SHARES: Readonly<Record<string, number>> = { plain: 0.5, 'formula-literal': 0.25, normalising: 0.25 };

/** Situations that must be met, with the least number of times in 80 sequences: a model that meets nothing proves nothing. */
const MET: Readonly<Record<string, number>> = {
  'check: nothing to do': 20,
  'check: something to do': 100,
  'fix make-new': 5,
  'fix put-id-back': 2,
  'refresh: edit kept': 20,
  'refresh: changed on both sides': 3,
  'refresh: row added': 10,
  'push: Updated': 60,
  'push: Created': 5,
  'push: taken over': 3,
  'push: Changed in Everflow too': 2,
  'push: nothing to push': 20,
};

jest.setTimeout(Math.max(120_000, RUNS * 5_000));

const tally = new Tally();

async function run(world: World, runs: number): Promise<void> {
  // Other sequences in each world; a seed that is given is meant as it is.
  const seed = process.env['MODEL_SEED'] ? SEED : SEED + worlds.all.indexOf(world);
  const desk = await HandsDesk.open(world);
  try {
    await fc.assert(
      fc.asyncProperty(sequences(REPLAY), async (commands) => {
        await desk.begin();
        const model = new HandsModel(desk, tally);
        await model.begin();
        try {
          await fc.asyncModelRun(() => ({ model, real: desk }), commands as never);
          // Whatever was left undone is looked at once more, and everything that may go is sent.
          await check(model);
          await push(model);
          await check(model);
        } catch (error) {
          const story = ['', `in world ${world.name} after`, ...model.story].join('\n');
          throw new Error(String(error) + story, { cause: error });
        }
      }),
      { seed, numRuns: runs, ...(PATH ? { path: PATH } : {}) },
    );
  } finally {
    await desk.close();
  }
}

const chosen = worlds.all.filter(({ name }) =>
  process.env['MODEL_WORLD'] ? name === process.env['MODEL_WORLD'] : name in SHARES,
);

test.each(chosen)('[P6] in world $name no sequence loses an edit, moves a value or hides a change', (world) =>
  run(world, Math.ceil(RUNS * (process.env['MODEL_WORLD'] ? 1 : SHARES[world.name]!))),
);

test('[V11] the sequences meet what they are made for', () => {
  const missed = Object.entries(MET).filter(([what, least]) => tally.of(what) < (least * RUNS) / 80);
  expect(PATH ? [] : missed.map(([what]) => `${what}: ${tally.of(what)}`)).toEqual([]);
});
