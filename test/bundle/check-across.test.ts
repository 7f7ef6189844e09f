/** Doubles, unknown ids and names beside ids through the built bundle: cells in, messages and names out (V9, V10). */
import type { CheckResult } from '../../src/flows/check/check';
import { Operator } from '../../local/story/operator';
import { Page, TAB } from '../../local/story/page';
import type { Stage } from '../../local/story/stage';
import { tabJson } from './pull-support';
import { pulledStage } from './pulled-stage';

type Cells = Readonly<Record<string, string>>;

let stage: Stage;
let anna: Operator;
let page: Page;
let rows: ReturnType<Page['rows']>;
/** Row of an active specific conversion postback which is alone in what it fires. */
let row: number;
let cells: Cells;
/** Another partner and offer of the network, with their names. */
let other: { partnerId: string; partner: string; offerId: string; offer: string };

const open = pulledStage({ size: 120, seed: 3 });
beforeEach(async () => {
  ({ stage, anna, page } = await open());
  rows = page.rows();
  const plain = rows.filter(
    ({ text }) =>
      text['Method'] === 'postback' &&
      text['Status'] === 'active' &&
      text['Level'] === 'specific' &&
      text['Type'] === 'conversion' &&
      /^https:\/\/[\w.-]+\//.test(text['URL']!),
  );
  const alone = plain.find(({ text }) => sameReceiver(text).length === 1)!;
  row = alone.rowNumber;
  cells = alone.text;
  const elsewhere = rows.find(
    ({ text }) =>
      unique('Partner', text) &&
      unique('Offer', text) &&
      text['Partner'] !== cells['Partner'] &&
      text['Offer'] !== cells['Offer'],
  )!.text;
  other = {
    partnerId: elsewhere['Partner ID']!,
    partner: elsewhere['Partner']!,
    offerId: elsewhere['Offer ID']!,
    offer: elsewhere['Offer']!,
  };
});

/** Active rows with this host, whomever they fire for. */
const sameReceiver = (text: Cells): readonly unknown[] =>
  rows.filter((one) => one.text['Host'] === text['Host'] && one.text['Status'] === 'active');
/** True if all rows with the id have one name, and no other id has it. */
function unique(header: 'Partner' | 'Offer', text: Cells): boolean {
  const [name, id] = [text[header]!, text[`${header} ID`]!];
  const same = rows.filter((one) => one.text[header]!.trim().toLowerCase() === name.trim().toLowerCase());
  return name !== '' && !name.startsWith('=') && same.every((one) => one.text[`${header} ID`] === id);
}
const at = (rowNumber: number, header: string): string =>
  page.file.sheet(TAB).text(page.cell(header, rowNumber));
const causes = (checked: CheckResult): string[] =>
  checked.groups.map(({ severity, cause }) => `${severity} ${cause}`);
const following = (rowNumber: number): string[] =>
  ['Partner', 'Offer', 'Host', 'Fires for'].map((header) => at(rowNumber, header));
/** A copy of the row below all others, without its id, as a person makes one. */
function newRow(changes: Cells = {}): number {
  page.person.paste(TAB, `A${page.lastRow() + 1}`, page.person.copyRows(TAB, row));
  const copy = page.lastRow();
  for (const header of ['Postback ID', 'Row key', 'Created', 'Last changed']) page.type(header, copy, '');
  for (const [header, text] of Object.entries(changes)) page.type(header, copy, text);
  return copy;
}

describe('[V9] doubles', () => {
  it('R46 a copy made new without another change needs its own tick, which names the active original', () => {
    page.person.paste(TAB, `A${page.lastRow() + 1}`, page.person.copyRows(TAB, row));
    anna.check();
    anna.fix('copied-row', 'make-new');
    const checked = anna.check();
    expect(causes(checked)).toEqual(['own-tick twin-of-pulled']);
    expect(checked).toMatchObject({ created: 1, stopped: 0, pushable: 1 });
    expect(at(page.lastRow(), 'Message')).toContain(`identical to #${cells['Postback ID']} (active)`);
  });
  it('R47 a copy for another offer passes', () => {
    newRow({ 'Offer ID': other.offerId });
    expect(causes(anna.check())).toEqual([]);
  });
  it('R48 two equal new rows: the second is stopped and names the first; with another description both fire for the same', () => {
    const first = newRow({ 'Offer ID': other.offerId });
    const second = newRow({ 'Offer ID': other.offerId });
    expect(anna.check()).toMatchObject({ created: 2, stopped: 1, pushable: 1 });
    expect([at(first, 'State'), at(second, 'State')]).toEqual(['＋ new', '✖ cannot be pushed']);
    expect(at(second, 'Message')).toContain(`Row ${first} makes the same new postback`);
    page.type('Description', second, 'another');
    const checked = anna.check();
    expect(causes(checked)).toEqual(['warning double-firing']);
    expect(checked).toMatchObject({ stopped: 0, pushable: 2 });
    expect(at(second, 'Message')).toContain(`the new row ${first}, which is active`);
  });
  it('an edit that moves a postback onto another active one names it', () => {
    const moved = newRow({ 'Offer ID': other.offerId });
    anna.check();
    anna.push(anna.preview());
    expect(at(moved, 'State')).toBe('✓ pushed');
    page.type('Offer ID', moved, cells['Offer ID']!);
    expect(causes(anna.check())).toEqual(['warning double-firing']);
    expect(at(moved, 'Message')).toContain(`#${cells['Postback ID']}, which is active`);
  });
});

describe('[V10] ids', () => {
  it('R8 level → global with a blank offer is checked without a word, and shows whom it fires for', () => {
    page.type('Level', row, 'global');
    page.type('Offer ID', row, '');
    expect(causes(anna.check())).toEqual([]);
    expect(following(row)).toEqual([
      cells['Partner'],
      '',
      cells['Host'],
      `partner ${cells['Partner']} (${cells['Partner ID']}), all offers: conversions`,
    ]);
  });
  it('R10 an event seen with its offer passes; R11 with another offer it needs its own tick', () => {
    const seen = rows.find(
      ({ text }) => text['Type'] === 'post_conversion' && Number(text['Event ID']) > 0,
    )!.text;
    const event = { Type: 'post_conversion', 'Event ID': seen['Event ID']! };
    const made = newRow({ ...event, 'Offer ID': seen['Offer ID']! });
    expect(causes(anna.check())).not.toContain('own-tick event-of-another-offer');
    page.type(
      'Offer ID',
      made,
      rows.find(({ text }) => !['', '0', seen['Offer ID']].includes(text['Offer ID']))!.text['Offer ID']!,
    );
    expect(causes(anna.check())).toContain('own-tick event-of-another-offer');
    expect(at(made, 'Message')).toContain(`Event ${seen['Event ID']} was only seen with offer`);
  });
  it('R52 a name typed into an id cell is an error; one click puts the number in, and the name follows', () => {
    page.type('Partner ID', row, ` ${other.partner.toUpperCase()} `);
    const checked = anna.check();
    expect(causes(checked)).toEqual(['error partnerId-name']);
    expect(at(row, 'Message')).toContain(`is the name of partner ${other.partnerId}`);
    expect(following(row)).toEqual(['?', cells['Offer'], cells['Host'], '?']);
    expect(anna.fix('partnerId-name', `partnerId-${other.partnerId}`)).toBe(1);
    expect(anna.check()).toMatchObject({ stopped: 0, pushable: 1 });
    expect(at(row, 'Partner')).toBe(other.partner);
  });
  it('R53 a partner seen nowhere needs its own tick, and its name is "?"', () => {
    page.type('Partner ID', row, '99999');
    const checked = anna.check();
    expect(causes(checked)).toEqual(['own-tick partner-unseen']);
    expect(checked).toMatchObject({ stopped: 0, pushable: 1 });
    expect(following(row)).toEqual([
      '?',
      cells['Offer'],
      cells['Host'],
      expect.stringContaining('partner 99999, '),
    ]);
  });
});

describe('[V10] names beside edited ids', () => {
  it('follow the id, the URL and the level; taken back, the cells are as pulled again, and nothing is written twice', () => {
    const untouched = tabJson(page.file);
    page.type('Partner ID', row, other.partnerId);
    page.type('Offer ID', row, other.offerId);
    page.type('URL', row, 'https://new.example/p?tx={transaction_id}');
    anna.check();
    const wanted = [
      other.partner,
      other.offer,
      'new.example',
      `partner ${other.partner} (${other.partnerId}), offer ${other.offer} (${other.offerId}): conversions`,
    ];
    expect(following(row)).toEqual(wanted);
    const once = tabJson(page.file);
    anna.check();
    expect(tabJson(page.file)).toBe(once);
    for (const [header, text] of [
      ['Partner ID', '77777'],
      ['URL', 'https://newer.example/p'],
      ['Level', 'global'],
      ['Offer ID', '0'],
    ] as const) {
      page.type(header, row, text);
    }
    anna.check();
    expect(following(row)).toEqual(['?', '', 'newer.example', 'partner 77777, all offers: conversions']);
    for (const header of ['Partner ID', 'Offer ID', 'Level', 'URL']) page.type(header, row, cells[header]!);
    expect(anna.check()).toMatchObject({ edited: 0 });
    expect(tabJson(page.file)).toBe(untouched);
  });
  it("[C4] a person's own words stay, and so does a known name typed into an unedited row", () => {
    page.type('Partner ID', row, other.partnerId);
    page.type('Partner', row, 'ask Tom first');
    page.type('Host', row, 'the new one');
    const second = rows.find(({ rowNumber, text }) => rowNumber !== row && text['Offer'] !== other.offer)!;
    page.type('Offer', second.rowNumber, other.offer);
    anna.check();
    anna.check();
    expect([at(row, 'Partner'), at(row, 'Host'), at(second.rowNumber, 'Offer')]).toEqual([
      'ask Tom first',
      'the new one',
      other.offer,
    ]);
    expect(at(row, 'Fires for')).toContain(other.partner);
  });
  it('a row that was edited and is so no more gets back what was emptied meanwhile; an unmarked row is left alone', () => {
    page.type('Description', row, 'x');
    anna.check();
    page.type('Description', row, cells['Description']!);
    page.type('Partner', row, '');
    const second = rows.find(({ rowNumber, text }) => rowNumber !== row && text['Partner'] !== '')!.rowNumber;
    page.type('Partner', second, '');
    anna.check();
    expect([at(row, 'Partner'), at(second, 'Partner')]).toEqual([cells['Partner'], '']);
  });
  it('new rows show the names of their ids, not those of the row they were copied from', () => {
    const made = newRow({ 'Partner ID': other.partnerId, 'Offer ID': other.offerId });
    anna.check();
    expect(following(made).slice(0, 2)).toEqual([other.partner, other.offer]);
  });
  it('[W2] [P6] after a push the names stay, and a refresh takes them for no edit', () => {
    const made = newRow({ 'Partner ID': other.partnerId, 'Offer ID': other.offerId });
    page.type('Offer ID', row, other.offerId);
    anna.check();
    const shown = [following(made), following(row)];
    anna.push(anna.preview());
    expect([at(made, 'State'), at(row, 'State')]).toEqual(['✓ pushed', '✓ pushed']);
    expect([following(made), following(row)]).toEqual(shown);
    anna.pull();
    const after = tabJson(page.file);
    expect([following(made), following(row)]).toEqual(shown);
    expect(anna.check()).toMatchObject({ edited: 0, created: 0 });
    expect(tabJson(page.file)).toBe(after);
  });
  it('[P6] an edit that is kept through a refresh keeps its names, and loses them when it is taken back', async () => {
    page.type('Partner ID', row, other.partnerId);
    anna.check();
    const shown = following(row);
    await stage.everflow.control.change(Number(cells['Postback ID']), { description: 'from elsewhere' });
    anna.pull();
    anna.check();
    expect(following(row)).toEqual(shown);
    page.type('Partner ID', row, cells['Partner ID']!);
    anna.check();
    expect(following(row)).toEqual(['Partner', 'Offer', 'Host', 'Fires for'].map((header) => cells[header]));
  });
});
