/**
 * What a preview knows of the sheet around its rows: which a filter hides, which are selected, and for whom they were pulled. And what it
 * costs.
 */
import { EVERYTHING } from '../../src/everflow/query';
import { countSheetCalls } from '../../local/story/stage';
import { TAB } from '../../local/story/page';
import type { PreviewAnswer } from '../../src/flows/preview/preview';
import { newRow, refusalOf, Scene } from './push-support';

const hiddenIn = ({ all }: PreviewAnswer): number =>
  all.effects.find(({ effect }) => effect === 'hidden')?.count ?? 0;

describe('[D2] rows hidden by a filter', () => {
  let scene: Scene;
  let ids: number[];
  beforeAll(async () => {
    scene = await Scene.open({ size: 720 });
    ids = await scene.plain(260);
    scene.editAll(ids, { 'Delay (ms)': '77' });
  });
  afterEach(() => scene.page.person.removeFilter(TAB));
  afterAll(() => scene.close());
  const all = (): string => `A1:AA${scene.page.lastRow()}`;
  const preview = (): PreviewAnswer => {
    const answer = scene.anna.preview();
    expect(answer.all.writes).toBe(260);
    return answer;
  };
  /** Rows of the plan that the sheet really hides. */
  const really = (): number => {
    const hidden = new Set(
      scene.page
        .rows()
        .filter(({ rowNumber }) => scene.file.sheet(TAB).grid.row(rowNumber)?.hiddenByFilter)
        .map(({ text }) => text['Postback ID']),
    );
    return ids.filter((id) => hidden.has(String(id))).length;
  };
  const askedOneByOne = (run: () => PreviewAnswer): number => {
    let asked = 0;
    scene.google.beforeCall(({ method }) => (asked += method === 'isRowHiddenByFilter' ? 1 : 0));
    run();
    scene.google.beforeCall(null);
    return asked;
  };

  test('[D2] without a filter none is, and none is asked about', () => {
    expect(askedOneByOne(preview)).toBe(0);
    expect([hiddenIn(preview()), preview().hiddenUntold]).toEqual([0, 0]);
  });

  test('[D2] a list of texts in a column that nobody edited is worked out for any number of rows', () => {
    const types = ['conversion', 'cpc'];
    scene.page.person.setFilter(TAB, all(), { [scene.page.column('Type')]: types });
    const found = preview();
    expect(really()).toBeGreaterThan(50);
    expect([hiddenIn(found), found.hiddenUntold]).toEqual([really(), 0]);
    expect(askedOneByOne(preview)).toBe(0);
  });

  test('[D2] filtered by an edited column, rows are asked about, 200 at most, and the rest is told as unknown', () => {
    scene.page.person.setFilter(TAB, all(), { [scene.page.column('Delay (ms)')]: ['77'] });
    const found = preview();
    expect(really()).toBe(260);
    expect([hiddenIn(found), found.hiddenUntold]).toEqual([200, 60]);
    expect(askedOneByOne(preview)).toBe(200);
  });

  test('[D2] filtered by a condition, or by a column of their own, rows are asked about', () => {
    scene.page.person.setTextFilter(TAB, all(), scene.page.column('URL'), 'nowhere.example');
    expect([hiddenIn(preview()), preview().hiddenUntold]).toEqual([200, 60]);
  });

  test('[D2] a filter that does not begin in column A concludes nothing', () => {
    const last = scene.page.lastRow();
    scene.page.person.setFilter(TAB, `B1:AA${last}`, { [scene.page.column('Type')]: ['conversion'] });
    const found = preview();
    expect(found.hiddenUntold).toBe(60);
    expect(askedOneByOne(preview)).toBe(200);
  });

  test('[D2] rows outside the filtered range, and rows hidden by hand, are not hidden by it', () => {
    scene.page.person.hideRows(TAB, 2, 300);
    scene.page.person.setFilter(TAB, 'A1:AA3', { [scene.page.column('Status')]: ['active', 'inactive'] });
    expect(hiddenIn(preview())).toBe(really());
    expect(askedOneByOne(preview)).toBeLessThan(3);
    scene.page.person.hideRows(TAB, 2, 300, false);
  });

  test('[D2] they can be left out, and that is exactly they', () => {
    scene.page.person.setFilter(TAB, all(), { [scene.page.column('Type')]: ['conversion'] });
    const { previewId } = preview();
    const left = scene.anna.call('previewShow', { previewId, leaveOut: { effects: ['hidden'] }, offset: 0 });
    expect(left.writes).toBe(260 - really());
  });

  test('[L1] previews of 260 rows cost few calls, filter or not', () => {
    const counted = (): number => {
      const counter = countSheetCalls(scene.google);
      preview();
      scene.google.beforeCall(null);
      return counter.count;
    };
    expect(counted()).toBeLessThan(40);
    scene.page.person.setFilter(TAB, all(), { [scene.page.column('Type')]: ['conversion'] });
    expect(counted()).toBeLessThan(80);
  });
});

describe('[D2] only the rows selected in the sheet', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.open({ size: 60 });
    scene.editAll(await scene.plain(6), { 'Delay (ms)': '77' });
    scene.page.pasteBelow([newRow(), newRow({ 'Offer ID': '41' })]);
    scene.anna.check();
  });
  afterAll(() => scene.close());
  const idsOf = (rowNumbers: readonly number[]): number[] =>
    scene.page
      .rows()
      .filter(({ rowNumber, text }) => rowNumbers.includes(rowNumber) && text['Postback ID'] !== '')
      .map(({ text }) => Number(text['Postback ID']));
  const selected = (visibleOnly = false) => scene.anna.call('selection', { visibleOnly });

  test('[D2] ranges in any order, overlapping, are each row once', () => {
    scene.page.person.select(TAB, 'D5:E7', 'A2', 'C6:Z9');
    expect(selected()).toEqual({
      ids: idsOf([2, 5, 6, 7, 8, 9]),
      rowKeys: [],
      hidden: 0,
      hiddenUntold: 0,
      unclear: 0,
    });
  });

  test('[D2] whole columns are every row, new ones by their key', () => {
    scene.page.person.select(TAB, 'B:B');
    const { ids, rowKeys } = selected();
    expect(ids).toHaveLength(60);
    expect(rowKeys).toHaveLength(2);
    const { previewId, all } = scene.anna.preview();
    const leaveOut = { only: { ids, rowKeys } };
    expect(scene.anna.call('previewShow', { previewId, leaveOut, offset: 0 }).writes).toBe(all.writes);
    const creates = { only: { ids: [], rowKeys } };
    expect(scene.anna.call('previewShow', { previewId, leaveOut: creates, offset: 0 })).toMatchObject({
      creates: 2,
      updates: 0,
    });
  });

  test('[D2] hidden rows count among the selected ones unless they are left out on purpose', () => {
    const { page } = scene;
    const active = idsOf(
      page
        .rows()
        .filter(({ text }) => text['Status'] !== 'inactive')
        .map((row) => row.rowNumber),
    );
    page.person.setFilter(TAB, `A1:AA${page.lastRow()}`, { [page.column('Status')]: ['inactive'] });
    page.person.select(TAB, 'A2:A61');
    expect(selected().ids).toHaveLength(60);
    expect(selected(true)).toMatchObject({ ids: active, hidden: 60 - active.length, hiddenUntold: 0 });
    page.person.removeFilter(TAB);
  });

  test('[C6] an id that stands twice is told as unclear and chosen for neither row', () => {
    const { page } = scene;
    const [first] = page.rows();
    page.pasteBelow([first!.text]);
    page.person.select(TAB, 'A2:A3');
    expect(selected()).toMatchObject({ ids: idsOf([3]), unclear: 1 });
    page.person.deleteRows(TAB, page.lastRow());
  });

  test('[D2] nothing of the tab selected: said so', () => {
    const { person } = scene.page;
    for (const where of ['A1', 'C1:D1', 'A900:B950']) {
      person.select(TAB, where);
      expect(refusalOf(() => selected())).toBe('selection-elsewhere');
    }
    person.addSheet('Notes');
    person.select('Notes', 'A1:A9');
    expect(refusalOf(() => selected())).toBe('selection-elsewhere');
  });

  test('[P11] rows sorted between reading and looking are read again', () => {
    const { page } = scene;
    page.person.select(TAB, 'A2:A4');
    let sorted = false;
    scene.google.beforeCall(({ method }) => {
      if (sorted || method !== 'getActiveRangeList') return;
      sorted = true;
      page.person.sort(TAB, `A2:AA${page.lastRow()}`, page.column('Postback ID'), false);
    });
    const found = selected();
    scene.google.beforeCall(null);
    expect(sorted).toBe(true);
    expect(new Set(found.ids)).toEqual(new Set(idsOf([2, 3, 4])));
  });
});

describe('[P4] rows that serve others than the pull named', () => {
  test('[P4][D2] are judged by what each row was pulled for, are not ticked, and stay so when parts are left out', async () => {
    const scene = await Scene.open({ size: 150 });
    const partner = scene.page
      .rows()
      .find(({ text }) => text['Level'] === 'specific' && text['Status'] === 'active')!;
    const partnerId = Number(partner.text['Partner ID']);
    scene.anna.pull({ query: { ...EVERYTHING, partnerIds: [partnerId] } });
    const rows = scene.page.rows();
    const wide = rows.filter(({ text }) => text['Level'] === 'global_offer' && text['Method'] === 'postback');
    const own = rows.filter(
      ({ text }) =>
        text['Partner ID'] === String(partnerId) &&
        text['Level'] === 'specific' &&
        text['Method'] === 'postback',
    );
    expect([wide.length > 0, own.length > 0]).toEqual([true, true]);
    scene.editAll(
      [...wide, ...own].map(({ text }) => Number(text['Postback ID'])),
      { Description: 'seen' },
    );
    const { all, chosen, previewId } = scene.anna.preview();
    const serving = all.effects.find(({ effect }) => effect === 'serves-others');
    expect(serving).toMatchObject({ count: wide.length, ticked: false });
    expect(chosen.writes).toBe(own.length);
    const shown = scene.anna.call('previewShow', {
      previewId,
      leaveOut: { fields: ['delay_ms'] },
      offset: 0,
    });
    expect(shown.effects.find(({ effect }) => effect === 'serves-others')?.count).toBe(wide.length);
    await scene.close();
  });
});

test('[X1] an answer with two pages stays under 500 kB', async () => {
  const scene = await Scene.open({ size: 130 });
  const long = 'x'.repeat(40_000);
  scene.editAll(await scene.plain(51), { Description: long });
  const preview = scene.anna.preview();
  expect(JSON.stringify(preview).length).toBeLessThan(500_000);
  expect(preview.all.page.next).not.toBeNull();
  await scene.close();
});
