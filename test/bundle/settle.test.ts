/**
 * Conflicts settled by people, from the list in the panel to what Everflow holds after the next push: mine is only sent while the server holds
 * what was shown, theirs leaves nothing to send, and whom a postback fires for is never mixed.
 */
import { TAB } from '../../local/story/page';
import { worlds, type World } from '../../local/apps-script';
import { refusalOf, Scene } from './push-support';
import { clash, lineOf, listed, MINE, settle, settleAll, settleRow, THEIRS } from './settle-support';

const NOTHING = { rows: 0, changedAgain: 0, turnsOn: 0, tooLong: 0, doubled: 0 };

describe('[M2] conflicts', () => {
  let scene: Scene;
  let free: number[];
  beforeAll(async () => {
    scene = await Scene.open({ size: 200 });
    free = await scene.plain(40);
  });
  afterAll(() => scene.close());
  // What a test leaves in conflict would be in the lists of the next.
  afterEach(() => {
    scene.anna.call('discardStep', { what: 'all', hiddenToo: true });
    expect(listed(scene.anna).total).toBe(0);
  });

  const take = (count: number): number[] => free.splice(0, count);
  const pushAll = (): Readonly<Record<string, number>> => scene.push().result.counts;

  test("[M2] the list shows field, as pulled, mine and Everflow's, and whom the row fires for", async () => {
    const [id] = take(1) as [number];
    const before = scene.text(id, 'URL');
    scene.edit(id, { 'Delay (ms)': '900' });
    await clash(scene, [id]);
    const { lines, total } = listed(scene.anna);
    expect(total).toBe(1);
    expect(lines[0]).toMatchObject({
      id,
      rowNumber: scene.row(id).rowNumber,
      firesFor: scene.text(id, 'Fires for'),
      units: [
        {
          turnsOn: false,
          fits: true,
          fields: [
            {
              field: 'postback_url',
              header: 'URL',
              pulled: before,
              mine: MINE,
              theirs: THEIRS,
              isEdited: true,
            },
          ],
        },
      ],
    });
  });

  test('[M2] mine: an ordinary change of the value that was shown, sent by the next push', async () => {
    const [id] = take(1) as [number];
    await clash(scene, [id]);
    await scene.everflow.control.clearLog();
    expect(settleRow(scene.anna, id, 'mine')).toEqual({ ...NOTHING, rows: 1 });
    expect(await scene.everflow.control.log()).toEqual([]);
    expect(scene.anna.check()).toMatchObject({ edited: 1, pushable: 1, groups: [] });
    const preview = scene.preview();
    expect(preview.lines[0]!.changes).toMatchObject([{ field: 'postback_url', before: THEIRS, after: MINE }]);
    expect(scene.push(preview).result.counts).toEqual({ Updated: 1 });
    expect((await scene.record(id)).postback_url).toBe(MINE);
  });

  test('[M2] mine is not written if the server has changed again: it is a conflict with the new value', async () => {
    const [id] = take(1) as [number];
    await clash(scene, [id]);
    settleRow(scene.anna, id, 'mine');
    await scene.everflow.control.change(id, { postback_url: 'https://third.example/' });
    expect(pushAll()).toEqual({ 'Changed in Everflow too': 1 });
    expect((await scene.record(id)).postback_url).toBe('https://third.example/');
    scene.anna.pull();
    expect(lineOf(scene.anna, id).units[0]!.fields[0]).toMatchObject({
      pulled: THEIRS,
      mine: MINE,
      theirs: 'https://third.example/',
    });
  });

  test("[M2] what changed since it was shown is passed over: on Everflow's side for both, in the sheet for mine", async () => {
    const [there, here, same] = take(3) as [number, number, number];
    await clash(scene, [there, here, same]);
    const { stamps } = listed(scene.anna);
    await scene.everflow.control.change(there, { postback_url: 'https://third.example/' });
    scene.anna.pull();
    scene.edit(here, { URL: 'https://mine.example/again' });
    expect(settle(scene.anna, { stamps, use: 'mine' })).toEqual({ ...NOTHING, rows: 1, changedAgain: 2 });
    expect(new Set(listed(scene.anna).lines.map(({ id }) => id))).toEqual(new Set([there, here]));
    expect(settle(scene.anna, { stamps, use: 'theirs' })).toEqual({ ...NOTHING, rows: 1, changedAgain: 1 });
    expect([scene.text(there, 'URL'), scene.text(here, 'URL'), scene.text(same, 'URL')]).toEqual([
      MINE,
      THEIRS,
      MINE,
    ]);
  });

  test("[M2] theirs: the cell takes Everflow's value, nothing is left to push, and later edits are ordinary", async () => {
    const [id, other] = take(2) as [number, number];
    await clash(scene, [id, other]);
    scene.edit(id, { Description: 'mine, and not in conflict' });
    expect(settleAll(scene.anna, 'theirs')).toEqual({ ...NOTHING, rows: 2 });
    expect([scene.text(id, 'URL'), scene.text(other, 'URL')]).toEqual([THEIRS, THEIRS]);
    expect(scene.anna.check()).toMatchObject({ edited: 1, groups: [] });
    scene.edit(other, { URL: MINE });
    expect(pushAll()).toEqual({ Updated: 2 });
    expect(await scene.record(id)).toMatchObject({
      postback_url: THEIRS,
      description: 'mine, and not in conflict',
    });
    expect((await scene.record(other)).postback_url).toBe(MINE);
  });

  test('[M2] one field of a row, and not the others', async () => {
    const [id] = take(1) as [number];
    scene.edit(id, { Description: 'mine', 'Delay (ms)': '700' });
    await scene.everflow.control.change(id, { description: 'theirs' });
    await clash(scene, [id]);
    expect(lineOf(scene.anna, id).units.map(({ fields }) => fields[0]!.header)).toEqual([
      'URL',
      'Description',
    ]);
    expect(settleRow(scene.anna, id, 'theirs', ['description'])).toEqual({ ...NOTHING, rows: 1 });
    expect(lineOf(scene.anna, id).units.map(({ fields }) => fields[0]!.header)).toEqual(['URL']);
    expect([scene.text(id, 'Description'), scene.text(id, 'URL')]).toEqual(['theirs', MINE]);
    settleRow(scene.anna, id, 'mine', ['postback_url']);
    expect(pushAll()).toEqual({ Updated: 1 });
    expect(await scene.record(id)).toMatchObject({
      postback_url: MINE,
      description: 'theirs',
      delay_ms: 700,
    });
  });

  test("[M1][M2] partner here and offer there: mine is wholly mine, theirs wholly Everflow's", async () => {
    const specific = (await scene.everflow.control.records()).filter(
      (one) => one.pixel_level === 'specific' && free.includes(one.network_pixel_id),
    );
    const [mine, theirs] = specific as [(typeof specific)[number], (typeof specific)[number]];
    const ids = [mine.network_pixel_id, theirs.network_pixel_id];
    free = free.filter((id) => !ids.includes(id));
    for (const record of [mine, theirs]) {
      scene.edit(record.network_pixel_id, { 'Partner ID': '12' });
      await scene.everflow.control.change(record.network_pixel_id, { network_offer_id: 40 });
    }
    scene.anna.pull();
    for (const id of ids) {
      const [unit, ...more] = lineOf(scene.anna, id).units;
      expect(more).toEqual([]);
      expect(unit!.fields.map(({ header, isEdited }) => [header, isEdited])).toEqual([
        ['Partner ID', true],
        ['Offer ID', false],
      ]);
    }
    // Either field stands for both.
    settleRow(scene.anna, ids[0]!, 'mine', ['network_affiliate_id']);
    settleRow(scene.anna, ids[1]!, 'theirs', ['network_offer_id']);
    expect(scene.text(ids[0]!, 'Offer ID')).toBe(String(mine.network_offer_id));
    expect([scene.text(ids[1]!, 'Partner ID'), scene.text(ids[1]!, 'Offer ID')]).toEqual([
      String(theirs.network_affiliate_id),
      '40',
    ]);
    expect(pushAll()).toEqual({ Updated: 1 });
    expect(await scene.record(ids[0]!)).toMatchObject({
      network_affiliate_id: 12,
      network_offer_id: mine.network_offer_id,
    });
    expect(await scene.record(ids[1]!)).toMatchObject({
      network_affiliate_id: theirs.network_affiliate_id,
      network_offer_id: 40,
    });
  });

  test('[M1] the check\'s "Use Everflow\'s" gives the group up as a whole too', async () => {
    const record = (await scene.everflow.control.records()).find(
      (one) =>
        one.pixel_level === 'specific' &&
        free.includes(one.network_pixel_id) &&
        one.network_affiliate_id !== 12 &&
        one.network_offer_id !== 41,
    )!;
    const id = record.network_pixel_id;
    free = free.filter((one) => one !== id);
    const { partners } = await scene.everflow.control.network();
    const other = partners.find((one) => one.id !== 12 && one.id !== record.network_affiliate_id)!.id;
    scene.edit(id, { 'Partner ID': '12', 'Offer ID': '41' });
    await scene.everflow.control.change(id, { network_affiliate_id: other });
    scene.anna.pull();
    scene.anna.check();
    expect(scene.anna.fix('changed-there-too', 'use-everflows')).toBe(1);
    expect(scene.anna.check()).toMatchObject({ edited: 0, groups: [] });
    expect(scene.text(id, 'Partner ID')).toBe(String(other));
    expect(scene.text(id, 'Offer ID')).toBe(String(record.network_offer_id));
  });

  test('[M2][M3] mine for all: what Everflow switched off stays off', async () => {
    const ids = take(3);
    await clash(scene, ids);
    await scene.everflow.control.change(ids[0]!, { pixel_status: 'inactive' });
    expect(settleAll(scene.anna, 'mine')).toEqual({ ...NOTHING, rows: 3 });
    expect(pushAll()).toEqual({ Updated: 3 });
    const records = await Promise.all(ids.map((id) => scene.record(id)));
    expect(records.map(({ postback_url, pixel_status }) => [postback_url, pixel_status])).toEqual([
      [MINE, 'inactive'],
      [MINE, 'active'],
      [MINE, 'active'],
    ]);
  });

  test('[M2][M3] a conflict that only the push found is settled in the same way; what Everflow switched off stays off', async () => {
    const [id, moved] = take(2) as [number, number];
    scene.editAll([id, moved], { URL: MINE });
    for (const one of [id, moved]) await scene.everflow.control.change(one, { postback_url: THEIRS });
    await scene.everflow.control.change(id, { pixel_status: 'inactive' });
    expect(pushAll()).toEqual({ 'Changed in Everflow too': 2 });
    expect(lineOf(scene.anna, id).units).toMatchObject([{ fields: [{ mine: MINE, theirs: THEIRS }] }]);
    expect(settleAll(scene.anna, 'mine')).toEqual({ ...NOTHING, rows: 2 });
    const preview = scene.preview();
    expect(preview.lines.flatMap(({ changes }) => changes.map(({ header }) => header))).toEqual([
      'URL',
      'URL',
    ]);
    expect(scene.push(preview).result.counts).toEqual({ Updated: 2 });
    expect(await scene.record(id)).toMatchObject({ postback_url: MINE, pixel_status: 'inactive' });
    expect(await scene.record(moved)).toMatchObject({ postback_url: MINE, pixel_status: 'active' });
  });

  test('[M1][M2] a group that only the push found to have moved is settled as a whole', async () => {
    const record = (await scene.everflow.control.records()).find(
      (one) => one.pixel_level === 'specific' && free.includes(one.network_pixel_id),
    );
    const id = record!.network_pixel_id;
    free = free.filter((one) => one !== id);
    scene.edit(id, { 'Partner ID': '12' });
    await scene.everflow.control.change(id, { network_offer_id: 40 });
    expect(pushAll()).toEqual({ 'Changed in Everflow too': 1 });
    expect(lineOf(scene.anna, id).units[0]!.fields).toHaveLength(2);
    settleRow(scene.anna, id, 'mine');
    expect(pushAll()).toEqual({ Updated: 1 });
    expect(await scene.record(id)).toMatchObject({
      network_affiliate_id: 12,
      network_offer_id: record!.network_offer_id,
    });
  });

  test('[M2][P11] rows sorted between list and settling, and while it writes, get their own values', async () => {
    const ids = take(4);
    scene.editAll(ids, { URL: MINE });
    for (const id of ids) await scene.everflow.control.change(id, { postback_url: `${THEIRS}&n=${id}` });
    scene.anna.pull();
    const { stamps } = listed(scene.anna);
    const sort = (ascending: boolean): void => {
      const { page } = scene;
      page.person.sort(TAB, `A2:${page.column('Row key')}${page.lastRow()}`, page.column('Host'), ascending);
    };
    sort(false);
    let isSorted = false;
    scene.google.beforeCall((call) => {
      if (isSorted || call.method !== 'setValues') return;
      isSorted = true;
      sort(true);
    });
    expect(settle(scene.anna, { stamps, use: 'theirs' })).toEqual({ ...NOTHING, rows: 4 });
    scene.google.beforeCall(null);
    expect(isSorted).toBe(true);
    for (const id of ids) expect(scene.text(id, 'URL')).toBe(`${THEIRS}&n=${id}`);
    expect(scene.anna.check()).toMatchObject({ edited: 0, stopped: 0 });
  });

  test('[M2][P11] what somebody types while it writes stays, and stays in conflict', async () => {
    const [id] = take(1) as [number];
    await clash(scene, [id]);
    const { stamps } = listed(scene.anna);
    let typed = false;
    scene.google.beforeCall((call) => {
      // Formulas are asked for once the cells are read.
      if (typed || call.method !== 'getFormulas') return;
      typed = true;
      scene.edit(id, { URL: 'https://typed.example/' });
    });
    const settled = settle(scene.anna, { stamps, use: 'theirs' });
    scene.google.beforeCall(null);
    expect(scene.text(id, 'URL')).toBe('https://typed.example/');
    expect(settled).toEqual({ ...NOTHING, changedAgain: 1 });
    expect(listed(scene.anna).total).toBe(1);
  });

  test('[M1][M2][P11] mine is not taken while a cell of the group holds neither side', async () => {
    const record = (await scene.everflow.control.records()).find(
      (one) => one.pixel_level === 'specific' && free.includes(one.network_pixel_id),
    )!;
    const id = record.network_pixel_id;
    free = free.filter((one) => one !== id);
    scene.edit(id, { 'Partner ID': '12' });
    await scene.everflow.control.change(id, { network_offer_id: 40 });
    scene.anna.pull();
    const { stamps } = listed(scene.anna);
    let typed = false;
    scene.google.beforeCall((call) => {
      if (typed || call.method !== 'getFormulas') return;
      typed = true;
      scene.edit(id, { 'Offer ID': '41' });
    });
    expect(settle(scene.anna, { stamps, use: 'mine' })).toEqual({ ...NOTHING, changedAgain: 1 });
    scene.google.beforeCall(null);
    expect(scene.text(id, 'Offer ID')).toBe('41');
    expect(lineOf(scene.anna, id).units[0]!.fields).toHaveLength(2);
  });

  test('[M2][C6] rows whose id stands several times are passed over', async () => {
    const [id] = take(1) as [number];
    await clash(scene, [id]);
    const { stamps } = listed(scene.anna);
    scene.page.pasteBelow([{ ...scene.row(id).text, 'Partner ID': '99' }]);
    expect(settle(scene.anna, { stamps, use: 'mine' })).toEqual({ ...NOTHING, doubled: 1 });
    scene.page.person.deleteRows(TAB, scene.page.lastRow(), 1);
  });

  test('[M2][J2] not while a push is under way; the list can be looked at', async () => {
    const [id] = take(1) as [number];
    await clash(scene, [id]);
    const { stamps } = listed(scene.anna);
    const { planId, digest } = scene.confirm(scene.preview());
    scene.anna.call('pushStart', { planId, digest });
    expect(refusalOf(() => settle(scene.anna, { stamps, use: 'mine' }))).toBe('busy');
    expect(listed(scene.anna).total).toBe(1);
    scene.goOn(planId);
  });

  test('[M2] a plan confirmed before it was settled is decided on what it showed: nothing is written', async () => {
    const [id] = take(1) as [number];
    await clash(scene, [id]);
    const confirmed = scene.confirm(scene.preview());
    settleRow(scene.anna, id, 'theirs');
    scene.anna.call('pushStart', confirmed);
    expect(scene.goOn(confirmed.planId).result.counts).toEqual({ 'Changed in Everflow too': 1 });
    expect((await scene.record(id)).postback_url).toBe(THEIRS);
  });
});

describe.each(worlds.all.map((world): [string, World] => [world.name, world]))('world %s', (_name, world) => {
  test('[M2][T1] awkward texts: mine is pushed as typed, and discarding it afterwards leaves no edit', async () => {
    const scene = await Scene.open({ size: 40, world });
    const ids = await scene.plain(6);
    const texts = ['two\r\nlines', '=theirs()', "'quoted", 'bell\u0007inside', '+1', '007'];
    scene.editAll(ids, { Description: 'mine' });
    for (const [at, description] of texts.entries())
      await scene.everflow.control.change(ids[at]!, { description });
    scene.anna.pull();
    expect(settleAll(scene.anna, 'mine')).toEqual({ ...NOTHING, rows: 6 });
    const half = scene.preview({ only: { ids: ids.slice(0, 3), rowKeys: [] } });
    expect(scene.push(half).result.counts).toEqual({ Updated: 3 });
    for (const id of ids.slice(0, 3)) expect((await scene.record(id)).description).toBe('mine');
    scene.anna.call('discardStep', { what: 'all', hiddenToo: true });
    expect(scene.anna.check()).toMatchObject({ edited: 0, groups: [] });
    await scene.close();
  });
});
