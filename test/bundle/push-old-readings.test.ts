/** Records of one batch that were read long before others of it (M3): what was read too long ago is read again before it is written over. */
import { Scene } from './push-support';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(() => scene.close());

it('[M3] a reading that had to be tried again and again does not make the other readings of its batch newer', async () => {
  const [early, late] = (await scene.plain(2)) as [number, number];
  scene.editAll([early, late], { Description: 'edited here' });
  const chosen = scene.preview();
  const { control } = scene.everflow;
  await control.arm({
    match: { method: 'GET', pixelId: late, count: 3 },
    answer: { kind: 'status', status: 429, retryAfterS: 20 },
  });
  await control.arm({
    match: { method: 'GET', pixelId: late, nth: 3 },
    before: [
      {
        do: 'change',
        id: early,
        fields: { postback_url: 'https://theirs.example/p', pixel_status: 'inactive' },
      },
    ],
  });
  scene.push(chosen);
  expect(await scene.record(early)).toMatchObject({
    description: 'edited here',
    postback_url: 'https://theirs.example/p',
    pixel_status: 'inactive',
  });
  const log = await control.log();
  const times = (method: string): number[] =>
    log.filter((one) => one.method === method && one.path.endsWith(`/${early}`)).map(({ atMs }) => atMs);
  expect(times('PUT')).toHaveLength(1);
  expect(times('PUT')[0]! - times('GET').at(-1)!).toBeLessThan(30_000);
});
