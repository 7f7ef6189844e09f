/** An even sample of the points of a flow as tests, one for each, named so that it can be tried alone. */
import { Bench } from './bench';
import { nameOf, sampleOf, type Point } from './points';

/**
 * @param rule under which the tests stand
 * @param survives what it means, as the end of the test's name
 */
export function sampleTests(rule: string, flow: string, count: number, survives: string): void {
  describe(`[${rule}] ${flow}`, () => {
    let bench: Bench;
    let points: readonly Point[] = [];
    beforeAll(async () => {
      bench = new Bench();
      points = sampleOf(await bench.points(flow), count);
    });
    afterAll(() => bench.close());

    it('without any misfortune ends as the model says', async () => {
      expect((await bench.undisturbed(flow)).wrong).toEqual([]);
    });

    it(`${survives}, at ${count} points`, async () => {
      const wrong: string[] = [];
      for (const point of points) {
        const verdict = await bench.try(point);
        wrong.push(...verdict.wrong.map((line) => `npm run crash -- --only ${nameOf(point)}  ${line}`));
      }
      expect(points).toHaveLength(count);
      expect(wrong).toEqual([]);
    });
  });
}
