/** What people do with the whole file in the middle of things: restore an older version, make a copy. */
import { toJson } from '../../../local/apps-script/spreadsheet';
import type { Workbook } from '../../../local/apps-script';
import { TAB } from '../../../local/story/page';
import type { Scene } from './scene';
import type { SavedSheet } from './sheet';

type WorkbookJson = ReturnType<typeof toJson>;

/** A version of the spreadsheet, as version history keeps it. */
export interface Version {
  readonly json: WorkbookJson;
  readonly sheet: SavedSheet;
}

export function versionOf(scene: Scene): Version {
  return { json: toJson(scene.world.file), sheet: scene.sheet.save() };
}

const booksOf = (json: WorkbookJson): string =>
  JSON.stringify(json.sheets.filter(({ name }) => name !== TAB));

/** Restores an older version. If the hidden tabs were written since, nothing may be sent before a complete pull. */
export function rewind(scene: Scene, who: string, { json, sheet }: Version): void {
  const isOlder = booksOf(json) !== booksOf(toJson(scene.world.file));
  scene.story.tell(`   ${who.replace(/@.*/, '')} restores an older version${isOlder ? '' : ' of the tab'}`);
  scene.story.met(isOlder ? 'file: set back' : 'file: tab set back');
  scene.sheet.page(who).person.restoreVersion(json);
  scene.sheet.restore(sheet);
  if (!isOlder) return;
  scene.plans.closed = 'although the spreadsheet was set back';
}

/** A complete pull has made up for it. */
export function madeUp(scene: Scene): void {
  scene.plans.creates.pulled();
  if (scene.plans.closed === '') return;
  scene.plans.closed = '';
  scene.plans.creates.epoch += 1;
}

/** Makes a copy, tries to work in it, and comes back to the original. */
export async function copyFile(scene: Scene): Promise<void> {
  const { world, plans, story, dice } = scene;
  const original: Workbook = world.file;
  const closed = plans.closed;
  story.tell('   a copy of the file is made and opened');
  story.met('file: copied');
  await scene.ledger.advance();
  world.google.openSpreadsheet(world.google.copySpreadsheet());
  scene.sheet.remember();
  plans.closed = 'from a copy';
  const as = dice.pick([world.anna, world.ben]);
  await scene.call(as, 'pushStep in the copy', (one) => one.call('pushStep'));
  const { plan } = scene;
  if (plan)
    await scene.call(as, 'pushStart in the copy', (one) =>
      one.call('pushStart', { planId: plan.id, digest: plan.digest }),
    );
  await scene.call(as, 'previewStart in the copy', (one) => one.call('previewStart'));
  world.google.openSpreadsheet(original);
  scene.sheet.remember();
  plans.closed = closed;
}
