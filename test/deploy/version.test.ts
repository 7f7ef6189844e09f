/** Which build made something can be told: from the script itself, and from each audit snapshot. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { worlds } from '../../local/apps-script';
import { Operator } from '../../local/story/operator';
import { setStage } from '../../local/story/stage';
import { headOf, takeSnapshot } from '../bundle/audit-support';
import { DIST } from '../bundle/pull-support';
import { ROOT } from './support';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

test('the first line of the script tells its version', () => {
  const [first] = readFileSync(join(DIST, 'Code.js'), 'utf8').split('\n');
  expect(first).toContain(`Postback Desk ${version}. `);
});

test('[A2] the head of a snapshot tells the version that took it', async () => {
  const stage = await setStage({ dist: DIST, world: worlds.plain, seed: 3, size: 10 });
  try {
    const file = stage.google.openSpreadsheet();
    const anna = new Operator(stage.google);
    anna.connect(stage.everflow.keys.main);
    anna.pull();
    const { name } = takeSnapshot(anna);
    expect(headOf(file, name)['Add-on version']).toMatch(
      new RegExp(`^${version.replaceAll('.', '\\.')}, hidden tab layout \\d+$`),
    );
  } finally {
    await stage.close();
  }
});
