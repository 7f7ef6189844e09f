/**
 * The slips of a working day. Each makes a mistake as people make it, shows what the add-on says, and takes the way out that it offers.
 * None of them may reach Everflow.
 */
import { Person, type LocalAppsScript, type Workbook } from '../apps-script';
import { copyFile, toJson } from '../apps-script/spreadsheet';
import type { CheckResult, GroupSummary } from '../../src/flows/check/check';
import { Operator, Refused } from './operator';
import { Page, TAB } from './page';

/** What a slip needs: the panel, the file, and somebody to tell it to. */
export interface SlipScene {
  readonly anna: Operator;
  readonly google: LocalAppsScript;
  readonly file: Workbook;
  readonly tell: SlipTeller;
}

export interface SlipTeller {
  chapter(title: string): void;
  /** What somebody did. */
  slipped(what: string, rows: number): void;
  /** What the add-on says to it. */
  told(title: string, text: string): void;
  /** What was done about it, and how many rows it put right. */
  recovered(what: string, rows: number): void;
}

/** Rows that were put right, by slip. */
export type Recovered = Readonly<Record<string, number>>;

type Row = ReturnType<Page['rows']>[number];

const ANNA = 'anna@acme.test';
const COPIED_ROWS = 40;
const CLEARED_ROWS = 12;
const NAMED_ROWS = 8;
const TOKEN_ROWS = 6;

/** Before anything is edited: what hits the file as a whole. */
export function slipsWithTheFile(scene: SlipScene): Recovered {
  return {
    sortedAlone: sortedAlone(scene),
    replacedEverywhere: replacedEverywhere(scene),
    copyOfTheFile: copyOfTheFile(scene),
  };
}

/** While rows are edited and added. */
export function slipsWithRows(scene: SlipScene): Recovered {
  return {
    copiedRows: copiedRows(scene),
    clearedIds: clearedIds(scene),
    namesForIds: namesForIds(scene),
    foreignTokens: foreignTokens(scene),
  };
}

/** One column sorted and not its rows: every postback would get its neighbour's URL. */
function sortedAlone({ anna, file, tell }: SlipScene): number {
  tell.chapter('A slip: one column sorted on its own');
  const page = new Page(file, ANNA);
  const column = page.column('URL');
  page.person.sort(TAB, `${column}2:${column}${page.lastRow()}`, column);
  tell.slipped('rows had their URLs sorted, and nothing else', page.lastRow() - 1);
  const rows = mendByLabel({ anna, tell }, 'Discard changes in URL');
  const { edited } = anna.check();
  if (edited > 0) throw new Error(`${edited} rows are still changed`);
  return rows;
}

/** Find and replace over all sheets: the hidden tab is one of them. */
function replacedEverywhere(scene: SlipScene): number {
  const { anna, file, tell } = scene;
  tell.chapter('A slip: find and replace in all sheets');
  const before = toJson(file);
  const person = new Person(file, ANNA);
  const cells = person.replace({ where: 'all', find: '12', replacement: '14' });
  tell.slipped('cells in all sheets, hidden ones too, had 12 replaced by 14', cells);
  tellCheck(scene);
  person.restoreVersion(before);
  const { edited, created } = anna.check();
  tell.recovered(`Ctrl+Z; the check finds ${edited + created} changes`, cells);
  return cells;
}

/** A copy of the file is no second place to push from. */
function copyOfTheFile({ anna, google, file, tell }: SlipScene): number {
  tell.chapter('A slip: working in a copy of the file');
  google.openSpreadsheet(copyFile(file));
  tell.slipped('copy made with File > Make a copy, and a pull started in it', 1);
  tellRefusal(tell, () => anna.pull());
  anna.call('keepAsRecord');
  google.openSpreadsheet(file);
  tell.recovered('the copy is kept as a record; the work goes on in the original', 1);
  return 1;
}

/** Says what a call is refused with. @throws if it is not refused */
function tellRefusal(tell: SlipTeller, call: () => unknown): void {
  try {
    call();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell.told(error.title, error.message);
    return;
  }
  throw new Error('It was not refused');
}

/** Says what a check finds: a refusal, or rows of which it cannot say anything any more. */
function tellCheck({ anna, file, tell }: SlipScene): void {
  let result: CheckResult;
  try {
    result = anna.check();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell.told(error.title, error.message);
    return;
  }
  if (result.certain) throw new Error('A hidden tab that was changed was not noticed');
  const row = new Page(file, ANNA).rows().find(({ text }) => text['Message'] !== '');
  tell.told(`${result.unknown} rows: ${row?.text['State'] ?? ''}`, row?.text['Message'] ?? '');
}

/** Ordinary rows that can be copied to another offer. */
function ordinary(page: Page): Row[] {
  return page
    .rows()
    .filter(
      ({ text }) =>
        text['Method'] === 'postback' &&
        text['Level'] === 'specific' &&
        text['Type'] === 'conversion' &&
        text['Status'] === 'active' &&
        (text['Postback ID'] ?? '') !== '' &&
        text['State'] !== '✖ cannot be pushed' &&
        /^https:\/\/[\w.-]+\/[!-~]*$/.test(text['URL'] ?? ''),
    );
}

/** Rows copied to make new ones, ids and all. */
function copiedRows({ anna, file, tell }: SlipScene): number {
  tell.chapter('A slip: rows copied with their ids');
  const page = new Page(file, ANNA);
  const rows = ordinary(page)
    .filter(({ text }) => text['Offer ID'] !== '81')
    .slice(0, COPIED_ROWS);
  const first = page.lastRow() + 1;
  rows.forEach(({ rowNumber }, at) => {
    page.person.paste(TAB, `A${first + at}`, page.person.copyRows(TAB, rowNumber));
    page.type('Offer ID', first + at, '81');
    page.type('Description', first + at, `for offer 81, like #${rows[at]!.text['Postback ID']}`);
  });
  tell.slipped('rows copied below for offer 81, with the ids of the rows they were copied from', rows.length);
  return mend({ anna, tell }, 'copied-row', 'make-new');
}

/** Id cells emptied by a stray Delete key. */
function clearedIds({ anna, file, tell }: SlipScene): number {
  tell.chapter('A slip: ids deleted');
  const page = new Page(file, ANNA);
  const rows = ordinary(page).slice(-CLEARED_ROWS);
  for (const { rowNumber } of rows) page.person.clear(TAB, page.cell('Postback ID', rowNumber));
  tell.slipped('id cells emptied', rows.length);
  return mend({ anna, tell }, 'lost-id', 'put-id-back');
}

/** New rows from a list that names partners instead of numbering them. */
function namesForIds({ anna, file, tell }: SlipScene): number {
  tell.chapter('A slip: names where ids belong');
  const page = new Page(file, ANNA);
  const offers = [...new Set(ordinary(page).map(({ text }) => text['Offer ID']!))].slice(0, NAMED_ROWS);
  page.pasteBelow(
    offers.map((offer) => ({
      'Partner ID': 'Acme',
      'Offer ID': offer,
      Type: 'conversion',
      Level: 'specific',
      Method: 'postback',
      Status: 'inactive',
      URL: `https://names.example/p?o=${offer}&tx={transaction_id}`,
    })),
  );
  tell.slipped('new rows pasted with the name Acme in Partner ID', offers.length);
  return mendByLabel({ anna, tell }, 'Set Partner ID to 12');
}

/** URLs from another platform's manual, with its tokens. */
function foreignTokens({ anna, file, tell }: SlipScene): number {
  tell.chapter("A slip: another platform's tokens");
  const page = new Page(file, ANNA);
  const rows = ordinary(page).slice(0, TOKEN_ROWS);
  for (const { rowNumber, text } of rows)
    page.type('URL', rowNumber, `${text['URL']}&c=#s2#&t={Transaction_ID}`);
  tell.slipped('URLs got #s2# and {Transaction_ID} from the manual of another platform', rows.length);
  return ['Replace #s2# by {sub2}', 'Replace {Transaction_ID} by {transaction_id}'].reduce(
    (sum, label) => sum + mendByLabel({ anna, tell }, label),
    0,
  );
}

/** Checks, shows the group that offers this fix, and applies it. */
function mendByLabel(scene: Pick<SlipScene, 'anna' | 'tell'>, label: string): number {
  for (const group of scene.anna.check().groups) {
    const fix = group.fixes.find((one) => one.label === label);
    if (fix) return applied(scene, group, fix.id);
  }
  throw new Error(`"${label}" was not offered`);
}

/** Checks, shows the group of that cause, and applies its fix to all of its rows. */
function mend(scene: Pick<SlipScene, 'anna' | 'tell'>, cause: string, fixId: string): number {
  const group = scene.anna.check().groups.find((one) => one.cause === cause);
  if (!group) throw new Error(`${cause} was not noticed`);
  return applied(scene, group, fixId);
}

function applied(
  { anna, tell }: Pick<SlipScene, 'anna' | 'tell'>,
  group: GroupSummary,
  fixId: string,
): number {
  tell.told(`${group.count} × ${group.title}`, group.examples[0]?.message ?? '');
  const rows = anna.fix(group.cause, fixId);
  tell.recovered(group.fixes.find(({ id }) => id === fixId)?.label ?? fixId, rows);
  const left = anna.check().groups.find(({ cause }) => cause === group.cause);
  if (left?.fixes.some(({ id }) => id === fixId))
    throw new Error(`${group.title}: still there after the fix`);
  return rows;
}

/**
 * Somebody restores an older version of the file: what was shown and stored since is gone from it. Nothing is pushed before a new pull,
 * which keeps the changed cells.
 * @param version the file as it was before
 * @param push what is refused now
 */
export function restoredVersion(
  { anna, file, tell }: SlipScene,
  version: ReturnType<typeof toJson>,
  push: () => unknown,
): Recovered {
  tell.chapter('A slip: an older version is restored');
  new Person(file, 'ben@acme.test').restoreVersion(version);
  tell.slipped('version from before the preview restored by a colleague', 1);
  tellRefusal(tell, push);
  const { rows } = anna.pull();
  const { edited, created } = anna.check();
  tell.recovered(`pulled again; ${edited} edited and ${created} new rows are still there`, rows);
  return { restoredVersion: edited + created };
}
