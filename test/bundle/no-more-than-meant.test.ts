/** What a button, a tick or a blocked column does to rows that it does not name: nothing. */
import { newRow, Scene } from './push-support';

describe('nothing more than was meant', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await Scene.open({ size: 80 });
  });
  afterEach(() => scene.close());

  test('[V11][V2] a fix repairs the rows that its group counts, not old faults of the same cause elsewhere', async () => {
    const [edited, ...old] = await scene.plain(4);
    const faulty = ' https://old.example/p?tx={transaction_id}';
    for (const id of old) await scene.everflow.control.change(id, { postback_url: faulty });
    scene.anna.pull();
    scene.editAll(old, { Description: 'mine' });
    scene.edit(edited!, { URL: 'https://new.example/p?tx={transaction_id} ' });
    const groups = scene.anna.check().groups.filter(({ cause }) => cause === 'url-trim');
    expect(groups.map(({ severity, count }) => [severity, count])).toEqual([
      ['error', 1],
      ['warning', 3],
    ]);
    expect(scene.anna.call('showProblems', { cause: 'url-trim', severity: 'error' }).cells).toBe(1);
    expect(scene.anna.fix('url-trim', 'trim', 'error')).toBe(1);
    expect(scene.text(edited!, 'URL')).toBe('https://new.example/p?tx={transaction_id}');
    expect(old.map((id) => scene.text(id, 'URL'))).toEqual(old.map(() => faulty));
    expect(scene.anna.fix('url-trim', 'trim', 'warning')).toBe(3);
    expect(scene.anna.check()).toMatchObject({ stopped: 0, groups: [] });
  });

  test('[D2] by default the URL meant for another partner is not sent to the present one', async () => {
    const [id] = await scene.plain(1);
    const rows = scene.page.rows().map(({ text }) => text);
    const other = rows.find(
      (text) => text['Level'] === 'specific' && text['Partner ID'] !== scene.text(id!, 'Partner ID'),
    )!;
    const before = await scene.record(id!);
    scene.edit(id!, {
      'Partner ID': other['Partner ID']!,
      'Offer ID': other['Offer ID']!,
      Level: 'specific',
      URL: 'https://another.example/p?tx={transaction_id}',
      Description: 'moved',
    });
    const { chosen } = scene.anna.preview();
    expect(chosen.page.lines.map(({ changes }) => changes.map(({ field }) => field))).toEqual([
      ['description'],
    ]);
    const pushed = scene.push(scene.preview({ effects: ['moves', 'widens'] }));
    expect(pushed.result.counts).toEqual({ Updated: 1 });
    expect(await scene.record(id!)).toMatchObject({
      network_affiliate_id: before.network_affiliate_id,
      postback_url: before.postback_url,
      description: 'moved',
    });
  });

  test('[C5] a 0 or nothing that a formula gave is not sent in a new row', () => {
    const event = scene.page
      .rows()
      .map(({ text }) => text)
      .find((text) => text['Type'] === 'post_conversion' && Number(text['Event ID']) > 0)!;
    const ids = { 'Partner ID': event['Partner ID']!, 'Offer ID': event['Offer ID']! };
    const row = scene.page.pasteBelow([newRow({ ...ids, Type: 'post_conversion' })]).at(-1)!;
    // Nothing is sent as 0 too, and event 0 means all events.
    for (const formula of ['=""', '=0']) {
      scene.page.type('Event ID', row, formula);
      expect(scene.anna.check()).toMatchObject({ created: 1, stopped: 1, pushable: 0 });
    }
    expect(scene.page.rows().at(-1)!.text['Message']).toContain('Column Event ID holds a formula');
    expect(scene.anna.fix('formula-eventId', 'keep-values')).toBe(1);
    expect(scene.anna.check()).toMatchObject({ created: 1, stopped: 0, pushable: 1 });
  });

  test('[P6] after "Use Everflow\'s" the next edit is an ordinary one and can be pushed', async () => {
    const [id, moved] = await scene.plain(2);
    scene.editAll([id!, moved!], { Description: 'mine' });
    scene.edit(moved!, { 'Partner ID': '13' });
    await scene.everflow.control.change(id!, { description: 'theirs' });
    await scene.everflow.control.change(moved!, { network_offer_id: 41 });
    scene.anna.pull();
    expect(scene.anna.fix('changed-there-too', 'use-everflows')).toBe(2);
    expect(scene.text(id!, 'Description')).toBe('theirs');
    const left = scene.anna.check();
    expect(left.groups.map(({ cause }) => cause)).not.toContain('changed-there-too');
    scene.edit(id!, { Description: 'third' });
    scene.edit(moved!, { 'Offer ID': '40' });
    const checked = scene.anna.check();
    expect(checked.groups.map(({ cause }) => cause)).not.toContain('changed-there-too');
    expect(scene.push().result.counts).toEqual({ Updated: 2 });
    expect((await scene.record(id!)).description).toBe('third');
    expect(await scene.record(moved!)).toMatchObject({ network_offer_id: 40, description: 'mine' });
  });

  test('[V2] a postback without the partner that its level needs is not turned on, and can be turned off', async () => {
    const ids = await scene.plain(2);
    const nobody = { pixel_level: 'global', network_affiliate_id: 0, network_offer_id: 0 };
    await scene.everflow.control.change(ids[0]!, { ...nobody, pixel_status: 'inactive' });
    await scene.everflow.control.change(ids[1]!, nobody);
    scene.anna.pull();
    scene.edit(ids[0]!, { Status: 'active' });
    scene.edit(ids[1]!, { Status: 'inactive' });
    const { stopped, pushable, groups } = scene.anna.check();
    expect({ stopped, pushable }).toEqual({ stopped: 1, pushable: 1 });
    expect(groups.map(({ severity, cause }) => [severity, cause])).toEqual([['error', 'partner-missing']]);
  });

  test('[W5] a copy of a row that may have been created already does not take the question away from it', async () => {
    const { page } = scene;
    const row = page.pasteBelow([newRow({ URL: 'https://unclear.example/p' })]).at(-1)!;
    await scene.everflow.control.arm({
      match: { method: 'POST', path: 'pixels$' },
      answer: { kind: 'drop', when: 'before' },
    });
    scene.push();
    page.person.paste('Postbacks', `A${row + 1}`, page.person.copyRows('Postbacks', row));
    // The upper one becomes something else: the lower one is what was sent.
    page.type('URL', row, 'https://changed.example/p');
    for (let check = 1; check <= 2; check += 1) {
      const { created, stopped, groups } = scene.anna.check();
      expect({ created, stopped }).toEqual({ created: 2, stopped: 2 });
      expect(groups).toMatchObject([{ cause: 'unclear-create', count: 2 }]);
    }
    scene.anna.fix('unclear-create', 'send-again');
    expect(scene.anna.check()).toMatchObject({ created: 2, pushable: 2 });
    const keys = page.rows().map(({ text }) => text['Row key']);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('[D2] the preview counts rows of a column that cannot be pushed', async () => {
    const [first, ...others] = await scene.plain(3);
    scene.page.type('URL', scene.row(first!).rowNumber, '="https://new.example/p"');
    scene.editAll(others, { Description: 'x' });
    const { stopped, leftOut, all } = scene.anna.preview();
    expect({ stopped, leftOut: leftOut.length, writes: all.writes }).toEqual({
      stopped: 1,
      leftOut: 1,
      writes: 2,
    });
  });
});
