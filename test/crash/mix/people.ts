/** What people do in the tab between and during calls of the add-on. Each is one action chosen by chance; no rule of the add-on is known here. */
import { columnLetters } from '../../../local/apps-script/spreadsheet';
import { TAB } from '../../../local/story/page';
import { markerOf } from './cells';
import { editOf } from './network';
import type { Scene } from './scene';
import type { Line } from './sheet';

interface Act {
  readonly name: string;
  /** True if rows move or vanish. */
  readonly moves: boolean;
  /** False if it is left for between the executions. */
  readonly anyTime: boolean;
  /** Returns what it was done to, in words. */
  readonly act: (scene: Scene, who: string) => string;
}

const withId = (scene: Scene): Line[] => scene.sheet.lines().filter(({ id }) => id > 0);
const isPlanned = (scene: Scene, id: number): boolean =>
  scene.plan?.lines.some((line) => line.id === id) ?? false;

const nameOf = ({ tag, id, rowNumber }: Line): string => `${tag} (#${id}, row ${rowNumber})`;

function typeEdit(scene: Scene, who: string, line: Line | undefined): string {
  const record = line && scene.ledger.records.get(line.id);
  if (!record) return 'nothing';
  const cells = editOf(scene.dice, record, `later ${scene.calls}`);
  for (const [header, text] of Object.entries(cells)) scene.sheet.type(who, line, header, text);
  return `${nameOf(line)} ${JSON.stringify(cells)}`;
}

const pickOr = <T>(scene: Scene, list: readonly T[]): T | undefined =>
  list.length === 0 ? undefined : scene.dice.pick(list);

function sortAll(scene: Scene, who: string): string {
  const page = scene.sheet.page(who);
  const { numColumns } = scene.world.file.sheet(TAB).dataArea();
  const by = scene.dice.pick(['URL', 'Description', 'Postback ID', 'Status', 'Tag']);
  page.person.sort(
    TAB,
    `A2:${columnLetters(numColumns)}${page.lastRow()}`,
    page.column(by),
    scene.dice.chance(0.5),
  );
  return by;
}

/** Copies a whole row below the last one. */
function copyRow(scene: Scene, who: string): string {
  const line = pickOr(scene, scene.sheet.lines());
  if (!line) return 'nothing';
  const page = scene.sheet.page(who);
  const target = page.lastRow() + 1;
  page.person.paste(TAB, `A${target}`, page.person.copyRows(TAB, line.rowNumber));
  const tag = scene.sheet.tagRow(target, who);
  scene.sheet.noteCopy(line.tag, tag);
  const marker = line.id === 0 ? markerOf(line.values['Description']) : '';
  if (marker !== '') scene.plans.creates.allowMore(marker);
  return `${nameOf(line)} as ${tag}`;
}

const ACTS: readonly Act[] = [
  {
    name: 'types into a planned row',
    moves: false,
    anyTime: false,
    act: (scene, who) =>
      typeEdit(
        scene,
        who,
        pickOr(
          scene,
          withId(scene).filter(({ id }) => isPlanned(scene, id)),
        ),
      ),
  },
  {
    name: 'types into an unplanned row',
    moves: false,
    anyTime: true,
    act: (scene, who) =>
      typeEdit(
        scene,
        who,
        pickOr(
          scene,
          withId(scene).filter(({ id }) => !isPlanned(scene, id)),
        ),
      ),
  },
  { name: 'sorts', moves: true, anyTime: true, act: sortAll },
  {
    name: 'inserts rows',
    moves: true,
    anyTime: true,
    act: (scene, who) => {
      const { person } = scene.sheet.page(who);
      const before = scene.dice.between(2, 12);
      person.insertRows(TAB, before, scene.dice.between(1, 3));
      return `above row ${before}`;
    },
  },
  {
    name: 'deletes a row',
    moves: true,
    anyTime: true,
    act: (scene, who) => {
      const line = pickOr(scene, scene.sheet.lines());
      if (line) scene.sheet.page(who).person.deleteRows(TAB, line.rowNumber);
      return line ? nameOf(line) : 'nothing';
    },
  },
  { name: 'pastes a copy of a row', moves: false, anyTime: false, act: copyRow },
  {
    name: 'clears an id',
    moves: false,
    anyTime: false,
    act: (scene, who) => {
      const line = pickOr(scene, withId(scene));
      if (!line) return 'nothing';
      const page = scene.sheet.page(who);
      const isCopy = scene.sheet.byId(line.id).length > 1;
      page.person.clear(TAB, page.cell('Postback ID', line.rowNumber));
      if (!isCopy) return nameOf(line);
      // Of two rows of one postback, one without an id is a new one, and gets words of its own.
      page.type('Description', line.rowNumber, scene.newMarker());
      scene.sheet.noteRow(line.tag);
      return `${nameOf(line)}, a copy`;
    },
  },
  {
    name: 'moves a column',
    moves: true,
    anyTime: false,
    act: (scene, who) => {
      const { numColumns } = scene.world.file.sheet(TAB).dataArea();
      const [from, to] = [scene.dice.between(1, numColumns), scene.dice.between(1, numColumns)];
      scene.sheet.page(who).person.moveColumn(TAB, from, to);
      return `${from} to ${to}`;
    },
  },
  {
    name: 'hides a column',
    moves: false,
    anyTime: true,
    act: (scene, who) => {
      const column = scene.dice.between(1, 10);
      scene.sheet.page(who).person.hideColumns(TAB, column);
      return String(column);
    },
  },
];

function act(scene: Scene, who: string, one: Act): void {
  let what = '';
  scene.sheet.people(() => {
    what = one.act(scene, who);
  });
  scene.story.tell(`   ${who.replace(/@.*/, '')} ${one.name}: ${what}`);
}

/** Somebody does something in the tab, between two calls. */
export function peopleAct(scene: Scene, who: string): void {
  const one = scene.dice.pick(ACTS);
  scene.story.met(`person: ${one.name}`);
  act(scene, who, one);
}

/** One such action for the middle of an execution. */
export function peopleIntrude(
  scene: Scene,
  who: string,
): { readonly name: string; readonly moves: boolean; readonly act: () => void } {
  const one = scene.dice.pick(ACTS.filter(({ anyTime }) => anyTime));
  return {
    name: one.name,
    moves: one.moves,
    act: () => act(scene, who, one),
  };
}
