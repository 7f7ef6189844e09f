/** A second pull: it takes what changed on Everflow and leaves what people did in the sheet. */
import { deskById } from '../../local/story/desk-rows';
import { Page, TAB } from '../../local/story/page';
import { Bench, firstDifference, idsOf, tabJson } from './pull-support';

const ANNA = 'anna@acme.test';

describe('[P6] a second pull', () => {
  let page: Page;
  const bench = new Bench(120);
  beforeAll(() => bench.open());
  beforeEach(async () => {
    await bench.begin();
    bench.anna.pull();
    page = new Page(bench.file, ANNA);
  });
  afterAll(() => bench.close());

  const plainIds = async (): Promise<number[]> =>
    idsOf(
      (await bench.records()).filter(
        (record) => record.delivery_method === 'postback' && record.pixel_status === 'active',
      ),
    );
  const cell = (id: number, header: string): unknown => deskById(bench.file).get(id)!.values[header];
  const rowOf = (id: number): number => deskById(bench.file).get(id)!.rowNumber;

  it('of an unchanged network writes nothing into the tab', async () => {
    const before = tabJson(bench.file);
    const { writtenCells } = bench.file.counts;
    expect(bench.anna.pull()).toMatchObject({ rows: 120, added: 0, changed: 0 });
    expect(firstDifference(tabJson(bench.file), before)).toBe('');
    // The books take a few cells of two columns; one column of the tab alone would be 120.
    expect(bench.file.counts.writtenCells - writtenCells).toBeLessThan(60);
  });

  it('keeps unsent edits, takes the rest from Everflow and adds what is new below', async () => {
    const [edited, changed] = await plainIds();
    page.type('Description', rowOf(edited!), 'mine, not sent');
    await bench.control.change(edited!, { postback_url: 'https://new.example/p' });
    await bench.control.change(changed!, { description: '=theirs()', pixel_status: 'inactive' });
    const { network_pixel_id: added } = await bench.control.create({
      description: 'made elsewhere',
    });
    expect(bench.anna.pull()).toMatchObject({ rows: 121, added: 1, changed: 2 });
    expect(cell(edited!, 'Description')).toBe('mine, not sent');
    expect(cell(edited!, 'URL')).toBe('https://new.example/p');
    expect(cell(changed!, 'Description')).toBe('=theirs()');
    expect(cell(changed!, 'Status')).toBe('inactive');
    expect(rowOf(added)).toBe(page.lastRow());
    expect(bench.anna.check()).toMatchObject({ edited: 1, pushable: 1 });
  });

  it('leaves own columns, their formulas, notes, moved columns, order and filters alone', async () => {
    const { person } = page;
    person.insertColumns(TAB, 3);
    person.setNumberFormat(TAB, 'C1:C121', 'general');
    person.type(TAB, 'C1', 'Owner');
    person.type(TAB, 'C2', '=1+1');
    person.type(TAB, 'C3', 'Ben');
    person.insertColumns(TAB, 1);
    const width = bench.file.sheet(TAB).maxColumns;
    person.moveColumn(TAB, width - 3, 2);
    const whole = `A2:${new Page(bench.file, ANNA).column('Row key')}${page.lastRow()}`;
    const byUrl = new Page(bench.file, ANNA);
    person.sort(TAB, whole, byUrl.column('URL'), false);
    person.setFilter(TAB, `A1:${byUrl.column('Row key')}${page.lastRow()}`, {
      [byUrl.column('Status')]: ['inactive'],
    });
    const orderBefore = [...deskById(bench.file).keys()];
    const before = tabJson(bench.file);
    bench.anna.pull();
    expect(firstDifference(tabJson(bench.file), before)).toBe('');

    const ids = await plainIds();
    for (const id of ids) await bench.control.change(id, { description: `changed ${id}` });
    expect(bench.anna.pull().changed).toBe(ids.length);
    expect([...deskById(bench.file).keys()]).toEqual(orderBefore);
    expect(
      await bench.wrongNow().then((wrong) => wrong.filter((line) => !line.includes('formula in Owner'))),
    ).toEqual([]);
    const owner = new Page(bench.file, ANNA).rows().map(({ text }) => text['Owner']);
    expect(new Set(owner)).toEqual(new Set(['', '2', 'Ben']));
    expect(bench.anna.check()).toMatchObject({ edited: 0, created: 0, groups: [] });
  });

  it('[M1] a field changed on both sides keeps the edit and its first "as pulled"', async () => {
    const [id] = await plainIds();
    const first = String(cell(id!, 'URL'));
    page.type('URL', rowOf(id!), 'https://mine.example/p?tx={transaction_id}');
    for (const theirs of ['https://theirs.example/1', 'https://theirs.example/2']) {
      await bench.control.change(id!, { postback_url: theirs });
      bench.anna.pull();
    }
    expect(cell(id!, 'URL')).toBe('https://mine.example/p?tx={transaction_id}');
    const lines = bench.anna.preview().all.page.lines;
    expect(lines.map(({ changes }) => changes.map(({ field, before }) => [field, before]))).toEqual([
      [['postback_url', first]],
    ]);
    expect(bench.anna.push(bench.anna.preview()).counts).toMatchObject({ 'Changed in Everflow too': 1 });
    expect((await bench.control.record(id!))?.postback_url).toBe('https://theirs.example/2');
  });

  it('[C6] copies of a row and deleted rows do not confuse it', async () => {
    const [copied, deleted] = await plainIds();
    const clip = page.person.copyRows(TAB, rowOf(copied!));
    const deletedRow = rowOf(deleted!);
    page.person.paste(TAB, `A${page.lastRow() + 1}`, clip);
    page.person.deleteRows(TAB, deletedRow);
    expect(bench.anna.pull()).toMatchObject({ added: 1 });
    const ids = page.rows().map(({ text }) => Number(text['Postback ID']));
    expect(ids.filter((id) => id === copied)).toHaveLength(2);
    expect(ids.filter((id) => id === deleted)).toHaveLength(1);
    expect(bench.anna.check().groups.map((group) => group.cause)).toEqual(['copied-row']);
  });
});
