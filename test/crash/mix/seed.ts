/** One mixture from beginning to end, all of it chosen by its seed. */
import { TAB } from '../../../local/story/page';
import { columnLetters } from '../../../local/apps-script/spreadsheet';
import { ANNA, BEN, type Moment, type World } from '../world';
import { Dice, Story, type Tally } from './dice';
import { answerSome } from './asked';
import { copyFile, rewind, versionOf, type Version } from './file';
import { Ledger } from './ledger';
import { Misfortunes } from './misfortunes';
import { editOf, newRows, postbacks } from './network';
import { Hand } from './operator';
import { partnerActions, partnersAct, twinActions } from './partners';
import { peopleAct, peopleIntrude } from './people';
import { judgeRest } from './rest';
import { rivalOf } from './rival';
import { Scene } from './scene';
import { TAG } from './sheet';
import { Weather } from './weather';

/** What came of one seed. */
export interface TriedSeed {
  readonly seed: number;
  readonly wrong: readonly string[];
  /** What was done, in words. */
  readonly story: readonly string[];
  readonly tally: Tally;
  readonly inGap: number;
  readonly ms: number;
}

/** Pulled networks that seeds share. */
export const NETWORKS = 12;
/** Calls after which a push that does not end is stuck. */
const MOST_CALLS = 60;

/** A pulled spreadsheet with an own column of tags. */
export async function prepareNetwork(world: World, beginning: Moment, number: number): Promise<Moment> {
  await world.restore(beginning);
  for (const fields of postbacks(new Dice(1000 + number))) await world.control.create(fields);
  world.connect();
  world.anna.pull();
  const sheet = world.file.sheet(TAB);
  const { numColumns, numRows } = sheet.dataArea();
  const column = columnLetters(numColumns + 1);
  const person = world.personOf(ANNA);
  person.insertColumns(TAB, numColumns + 1);
  person.setNumberFormat(TAB, `${column}1:${column}${numRows}`, 'general');
  const tags = Array.from({ length: numRows - 1 }, (_, at) => [`t${at + 1}`]);
  person.pasteText(TAB, `${column}1`, [[TAG], ...tags]);
  return world.save();
}

export async function trySeed(world: World, moment: Moment, seed: number): Promise<TriedSeed> {
  const startMs = Date.now();
  const dice = new Dice(seed);
  const story = new Story();
  await world.restore(moment);
  const scene = new Scene(world, dice, story, await Ledger.open(world.control));
  const misfortunes = new Misfortunes(world, dice, story, {
    partner: (id) => partnerActions(scene, id),
    twin: () => twinActions(scene),
    intrusion: () => (dice.chance(0.4) ? rivalOf(scene) : peopleIntrude(scene, dice.pick([ANNA, BEN]))),
  });
  scene.misfortunes = misfortunes;
  misfortunes.install(() => scene.arrived());
  try {
    await play(scene);
  } catch (error) {
    scene.fail([`broken: ${(error as Error).stack?.slice(0, 600)}`]);
  }
  const { wrong } = scene;
  return {
    seed,
    wrong,
    story: story.lines,
    tally: story.tally,
    inGap: scene.plans.inGap,
    ms: Date.now() - startMs,
  };
}

async function play(scene: Scene): Promise<void> {
  const { dice, misfortunes } = scene;
  const weather = new Weather(scene);
  edit(scene, 1);
  const hand = new Hand(scene, 1);
  await trouble(scene, hand, weather);
  await weather.clear();
  misfortunes.level = 0;
  hand.whim = 0;
  await settle(scene, hand);
  if (scene.isWrong) return;
  if (dice.chance(0.7)) await answerSome(scene, hand.as);
  if (!scene.isWrong && dice.chance(0.6)) await anotherRound(scene, hand);
  if (scene.isWrong) return;
  hand.wantsPull = true;
  await settle(scene, hand);
  if (!scene.isWrong) await judgeRest(scene);
}

/** Anna's edits and new rows. */
function edit(scene: Scene, firstMarker: number): void {
  const { dice, sheet, ledger, story } = scene;
  const rows = sheet.lines().filter(({ id }) => ledger.records.has(id));
  const chosen = dice.some(rows, dice.between(5, 14));
  for (const line of chosen)
    for (const [header, text] of Object.entries(editOf(dice, ledger.records.get(line.id)!, 'mine')))
      sheet.type(ANNA, line, header, text);
  const fresh = newRows(dice, firstMarker);
  for (const rowNumber of sheet.page(ANNA).pasteBelow(fresh)) sheet.noteRow(sheet.tagRow(rowNumber, ANNA));
  sheet.remember();
  story.tell(`edited: ${chosen.map(({ id }) => `#${id}`).join(' ')}; ${fresh.length} new rows`);
}

/** The push, with everything that may go wrong. */
async function trouble(scene: Scene, hand: Hand, weather: Weather): Promise<void> {
  const { dice, misfortunes, world } = scene;
  misfortunes.level = dice.pick([0.2, 0.4, 0.7]);
  const busy = dice.pick([0.15, 0.35, 0.6]);
  const [mayRewind, mayCopy] = [dice.chance(0.2), dice.chance(0.15)];
  const versions: Version[] = [];
  for (let left = dice.between(8, 20); left > 0 && !scene.isWrong && hand.rounds < 3; left -= 1) {
    if (mayRewind && dice.chance(0.5)) versions.push(versionOf(scene));
    if (dice.chance(busy)) peopleAct(scene, dice.pick([ANNA, ANNA, BEN]));
    if (dice.chance(busy)) await partnersAct(scene);
    if (dice.chance(0.06)) await weather.change();
    if (dice.chance(0.1)) world.google.clock.advance(dice.pick([60_000, 180_000, 480_000]));
    if (versions.length > 0 && scene.plan && dice.chance(0.12)) {
      rewind(scene, dice.pick([ANNA, BEN]), dice.pick(versions));
      versions.length = 0;
    }
    if (mayCopy && scene.plan && dice.chance(0.15)) await copyFile(scene);
    await hand.next();
    if (!hand.isIdle) continue;
    if (dice.chance(0.2)) await answerSome(scene, hand.as);
    if (dice.chance(0.2)) hand.wantsPull = true;
    if (hand.isEmpty) break;
  }
}

/** Goes on until nothing is under way. */
async function settle(scene: Scene, hand: Hand): Promise<void> {
  if (hand.known !== 'pulling') hand.known = 'unsure';
  for (let calls = 0; calls < MOST_CALLS; calls += 1) {
    if (scene.isWrong) return;
    if (hand.isIdle && !hand.wantsPull) return;
    await hand.next();
  }
  scene.fail([`stuck: no end after ${MOST_CALLS} calls`]);
}

/** A further preview and push, without misfortunes; partners may have acted since. */
async function anotherRound(scene: Scene, hand: Hand): Promise<void> {
  if (scene.dice.chance(0.5)) await partnersAct(scene);
  hand.isEmpty = false;
  const rounds = hand.rounds + 1;
  for (let calls = 0; calls < MOST_CALLS && !scene.isWrong; calls += 1) {
    if (hand.isEmpty || hand.rounds >= rounds) break;
    await hand.next();
  }
  await settle(scene, hand);
}
