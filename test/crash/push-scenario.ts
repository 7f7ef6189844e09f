/**
 * The push scenario up to the moment at which the confirmed plan is about to be pushed, with everything that a model of the rest needs.
 */
import type { PreviewLine } from '../../src/core/plan-preview';
import type { PixelRecord } from '../../local/everflow';
import { partiesOf, type Expectation } from '../../local/story/desk-rows';
import { Page } from '../../local/story/page';
import { allLines } from '../../local/story/run';
import { edits, LATER_TEXT, newRows, partnersAct, populate, typeAll, type Ids } from './network';
import { ANNA, World, type Moment, type WorldOptions } from './world';

export interface PushScenario {
  /** Confirmed, not started. */
  readonly moment: Moment;
  readonly planId: string;
  readonly digest: string;
  readonly ids: Ids;
  /** Records when they were pulled, and when the push began: what differs was changed by partners. */
  readonly pulled: readonly PixelRecord[];
  readonly before: readonly PixelRecord[];
  /** Every line that the preview showed. */
  readonly lines: readonly PreviewLine[];
  readonly parties: Pick<Expectation, 'partners' | 'offers'>;
}

export async function openPushWorld(
  options: Partial<WorldOptions> = {},
): Promise<{ readonly world: World; readonly scenario: PushScenario }> {
  const world = await World.open({ size: 12, seed: 3, ...options });
  return { world, scenario: await preparePush(world) };
}

async function preparePush(world: World): Promise<PushScenario> {
  const { control, anna } = world;
  const ids = await populate(control);
  world.connect();
  anna.pull();
  const pulled = await control.records();
  const page = new Page(world.file, ANNA);
  typeAll(page, edits(ids));
  page.pasteBelow(newRows());
  const preview = anna.preview();
  const lines = allLines(anna, preview, {});
  const confirmed = anna.call('previewConfirm', {
    previewId: preview.previewId,
    leaveOut: {},
    typed: String(lines.length),
    warningsAccepted: true,
    ticks: preview.all.warnings.map(({ cause }) => cause),
    reason: '',
  });
  await partnersAct(control, ids);
  const later = [...ids.later, ...ids.unrelated];
  typeAll(page, new Map(later.map((id) => [id, { Description: LATER_TEXT }])));
  return {
    moment: await world.save(),
    planId: confirmed.planId,
    digest: confirmed.digest,
    ids,
    pulled,
    before: await control.records(),
    lines,
    parties: await partiesOf(control),
  };
}
