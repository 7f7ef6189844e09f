/**
 * Sequences of what people do in the tab, what partners do on Everflow, and checks, fixes, refreshes and pushes in between, on the built
 * bundle. After each of them: no edit is lost, no value stands at another postback, and no change is passed over in silence.
 *
 * `npm run model` runs 1,000 of them. When one fails, it is printed with its seed; it is run again alone with
 * `MODEL_SEED=… MODEL_PATH=… MODEL_REPLAY=… npm run model`.
 */
import fc from 'fast-check';
import { worlds } from '../../local/apps-script';
import { check } from './hands-addon';
import { push } from './hands-push';
import { sequences } from './hands-commands';
import { HandsDesk } from './hands-desk';
import { Tally } from '../unit/core/laws';
import { HandsModel } from './hands-model';

const RUNS = Number(process.env['MODEL_RUNS'] ?? 60);
const SEED = Number(process.env['MODEL_SEED'] ?? 20_261_122);
const PATH = process.env['MODEL_PATH'];
const WORLD = worlds.all.find(({ name }) => name === (process.env['MODEL_WORLD'] ?? 'plain'))!;

/** Situations that must be met, with the least number of times in 60 sequences. */
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
  'push: Changed in Everflow too': 2,
  'push: nothing to push': 20,
};

jest.setTimeout(Math.max(120_000, RUNS * 5_000));

test(`[P6] ${RUNS} sequences lose no edit, move no value and hide no change`, async () => {
  const desk = await HandsDesk.open(WORLD);
  const tally = new Tally();
  try {
    await fc.assert(
      fc.asyncProperty(sequences(process.env['MODEL_REPLAY']), async (commands) => {
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
          throw new Error(`${String(error)}\nafter\n${model.story.join('\n')}`, { cause: error });
        }
      }),
      { seed: SEED, numRuns: RUNS, ...(PATH ? { path: PATH } : {}) },
    );
    // A model that meets nothing proves nothing. The numbers are for 60 sequences and grow with them.
    const missed = Object.entries(MET).filter(([what, least]) => tally.of(what) < (least * RUNS) / 60);
    expect(PATH ? [] : missed.map(([what]) => `${what}: ${tally.of(what)}`)).toEqual([]);
    if (process.env['MODEL_TALLY']) console.log(tally);
  } finally {
    await desk.close();
  }
});
