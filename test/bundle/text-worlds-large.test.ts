/** The same at the size of a real network: 5,000 postbacks with hostile texts in one world, 1,000 in the others. */
import { worlds, type World } from '../../local/apps-script';
import { deskById, partiesOf, wrongCells } from '../../local/story/desk-rows';
import { Operator } from '../../local/story/operator';
import { setStage } from '../../local/story/stage';
import { DIST, throughCell } from './pull-support';

const SEED = 47;
const LARGE = ['formula-literal'];

const sizeIn = ({ name }: World): number => (LARGE.includes(name) ? 5_000 : 1_000);

it.each(worlds.all.map((world): [string, number, World] => [world.name, sizeIn(world), world]))(
  `[T1] [T2] [T4] [D1] world %s: %i hostile postbacks stand exactly in the cells and are no edits (seed ${SEED})`,
  async (_name, size, world) => {
    const { everflow, google, close } = await setStage({
      dist: DIST,
      world,
      seed: SEED,
      size,
      everflow: { hostile: true },
    });
    try {
      const file = google.openSpreadsheet();
      const anna = new Operator(google);
      anna.connect(everflow.keys.main);
      expect(anna.pull({ details: 'skip' })).toMatchObject({ rows: size, added: size, complete: true });
      const expectation = {
        ...(await partiesOf(everflow.control)),
        through: throughCell(world),
        details: false,
      };
      expect(wrongCells(await everflow.control.records(), deskById(file), expectation)).toEqual([]);
      expect(anna.check()).toMatchObject({ edited: 0, created: 0, unchanged: size, groups: [] });
    } finally {
      await close();
    }
  },
);
