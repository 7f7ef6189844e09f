/** A stage on which everything was pulled once, opened as it was then for each test. No rule of the add-on is known here. */
import { Operator } from '../../local/story/operator';
import { Page } from '../../local/story/page';
import { setStage, type Stage } from '../../local/story/stage';
import { checkpoint, DIST } from './pull-support';

export interface PulledStage {
  readonly stage: Stage;
  readonly anna: Operator;
  readonly page: Page;
}

/** Sets the stage before the tests of a file and takes it down after them. Returns how a test opens the spreadsheet as pulled. */
export function pulledStage(options: {
  readonly size: number;
  readonly seed: number;
}): () => Promise<PulledStage> {
  let stage: Stage;
  let anna: Operator;
  let pulled: ReturnType<typeof checkpoint>;
  beforeAll(async () => {
    stage = await setStage({ dist: DIST, ...options });
    stage.google.openSpreadsheet();
    anna = new Operator(stage.google);
    anna.connect(stage.everflow.keys.main);
    anna.pull();
    pulled = checkpoint(stage);
  });
  afterAll(() => stage.close());
  return async () => ({ stage, anna, page: new Page(await pulled(), 'anna@acme.test') });
}
