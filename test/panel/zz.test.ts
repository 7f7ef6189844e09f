/**
 * @jest-environment jsdom
 */
import { join } from 'node:path';
import { setStage } from '../../local/story/stage';
Object.assign(globalThis, { Uint8Array: Object.getPrototypeOf(Buffer) });
test('x', async () => {
  const stage = await setStage({ dist: join(__dirname, '../../dist'), size: 40 });
  stage.google.openSpreadsheet();
  process.stderr.write(JSON.stringify(stage.google.run('connectKey', [{ host: 'api.eflow.team', key: stage.everflow.keys.main }])) + stage.everflow.url + '\n');
  process.stderr.write(JSON.stringify(Object.keys(stage.google)) + '\n');
  await stage.close();
});
