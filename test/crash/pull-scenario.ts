/**
 * The pull scenarios, a first one and a refresh with unsent edits, and the judgement of their end: the same sheet as without any misfortune.
 */
import { toJson } from '../../local/apps-script/spreadsheet';
import { deskRows } from '../../local/story/desk-rows';
import { Page, TAB } from '../../local/story/page';
import { PullJourney } from './journeys';
import { edits, newRows, partnersAct, populate, typeAll, type Ids } from './network';
import { leftOver } from './push-end';
import { together, type Verdict } from './verdict';
import { ANNA, World, type Moment, type WorldOptions } from './world';

/** What an undisturbed pull ends in. */
interface Finished {
  readonly sheet: string;
  readonly check: string;
}

interface Begun {
  readonly moment: Moment;
  readonly finished: Finished;
}

export interface PullWorld {
  readonly world: World;
  readonly begun: { readonly [K in 'first-pull' | 'refresh']: Begun };
}

export async function openPullWorld(options: Partial<WorldOptions> = {}): Promise<PullWorld> {
  const world = await World.open({ size: 12, seed: 5, ...options });
  const { control } = world;
  const ids = await populate(control);
  world.connect();
  const first = await begin(world);
  await prepareRefresh(world, ids);
  return { world, begun: { 'first-pull': first, refresh: await begin(world) } };
}

/** The sheet was just pulled; edits are typed, and partners change, add and remove postbacks. */
async function prepareRefresh(world: World, ids: Ids): Promise<void> {
  const page = new Page(world.file, ANNA);
  typeAll(page, edits(ids));
  page.pasteBelow(newRows());
  await partnersAct(world.control, ids);
  await world.control.disarm();
  await world.control.remove(ids.idle[0]!);
}

/** Remembers where the pull begins, and what it ends in when nothing disturbs it. */
async function begin(world: World): Promise<Begun> {
  const moment = await world.save();
  const journey = new PullJourney();
  while (!journey.next(world.anna));
  return { moment, finished: finishedOf(world) };
}

/** The marks of what is kept are salted by file, and times differ with how long it took. */
function finishedOf(world: World): Finished {
  const sheet = toJson(world.file).sheets.find(({ name }) => name === TAB);
  const text = JSON.stringify(sheet)
    .replace(/^{"id":\d+,/, '{')
    .replace(/kept \(\w{8}\)/g, 'kept')
    .replace(/2026-11-\d\d \d\d:\d\d:\d\d UTC/g, 'today');
  const { edited, created, unknown, certain } = world.anna.check();
  return { sheet: text, check: JSON.stringify({ edited, created, unknown, certain }) };
}

export async function judgePull(world: World, wanted: Finished): Promise<Verdict> {
  const found = finishedOf(world);
  const wrong: string[] = [];
  if (found.sheet !== wanted.sheet) wrong.push(`sheet: ${firstDifference(found.sheet, wanted.sheet)}`);
  if (found.check !== wanted.check) wrong.push(`check: ${found.check} instead of ${wanted.check}`);
  const writes = (await world.control.log()).filter(
    ({ method, path }) => method === 'PUT' || (method === 'POST' && path.endsWith('/pixels')),
  );
  if (writes.length > 0) wrong.push(`sent: a pull wrote ${writes.length} times to the server`);
  const ids = deskRows(world.file).map(({ values }) => Number(values['Postback ID']));
  const doubled = ids.filter((id, at) => id !== 0 && ids.indexOf(id) !== at);
  const parts = [{ wrong }, { duplicates: doubled.length }, leftOver(world)];
  return together(parts);
}

function firstDifference(found: string, wanted: string): string {
  let at = 0;
  while (found[at] === wanted[at]) at += 1;
  return `${found.slice(at - 40, at + 80)} instead of ${wanted.slice(at - 40, at + 80)}`;
}
