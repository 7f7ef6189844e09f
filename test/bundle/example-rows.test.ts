/**
 * The example rows: what people type and paste, and what the add-on must say to it. Each goes through the built bundle, from the cells to
 * the record on the server. The tables are in `example-rows-*.ts`.
 *
 * Texts and cells are tried in worlds that have every answer between them, since the worlds differ in what a cell makes of "=", apostrophes, dates, line ends and control
 * characters. Ids, levels, delays and rows hold none of these, so that one world tells all.
 */
import { worlds } from '../../local/apps-script';
import { ExampleDesk } from './example-desk';
import { CELL_ROWS } from './example-rows-cells';
import { ID_ROWS } from './example-rows-ids';
import { PEOPLE_ROWS } from './example-rows-rows';
import { FIELD_ROWS, URL_ROWS } from './example-rows-url';
import { tryExample } from './example-verdict';

const TEXT_ROWS = [...URL_ROWS, ...CELL_ROWS];
const ALL_ROWS = [...ID_ROWS, ...FIELD_ROWS, ...PEOPLE_ROWS, ...TEXT_ROWS];

/** Between them every answer to every open question. */
const WORLDS = worlds.all.filter(({ name }) =>
  ['plain', 'formula-literal', 'dates', 'normalising'].includes(name),
);

describe.each(WORLDS)('in world $name', (world) => {
  let desk: ExampleDesk;
  beforeAll(async () => {
    desk = await ExampleDesk.open(world);
  });
  afterAll(() => desk.close());

  const rows = world === worlds.plain ? ALL_ROWS : TEXT_ROWS;
  test.each(rows.map((example) => [example.rule, example.id, example.what, example] as const))(
    '[%s] %s: %s',
    async (_rule, _id, _what, example) => {
      await tryExample(desk, example);
    },
  );
});

test('[V11] every number of the table stands for one example', () => {
  const ids = ALL_ROWS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
