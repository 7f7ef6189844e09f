/** The whole audit as one story: 300 rows pushed with a reason, a partner's changes, comparing, undoing and verifying; and that no secret is left anywhere. */
import { gunzipSync } from 'node:zlib';
import { KEY_VALUES, type PixelRecord } from '../../local/everflow';
import { chainFaults, logLines } from '../../local/story/change-log';
import { finish, rowsOf, takeSnapshot, verifyTab } from './audit-support';
import { documentProperties, verified } from './log-support';
import { byId, Scene } from './push-support';
import { BOOKS } from './pull-support';

const REASON = 'TICKET-7 new tracker';
const moved = (id: number): string => `https://new.example/p?o=${id}&tx={transaction_id}`;

let scene: Scene;
let answers: jest.SpyInstance;
beforeAll(async () => {
  scene = await Scene.open({ size: 700, seed: 3 });
  answers = jest.spyOn(scene.google, 'run');
});
afterAll(() => scene.close());

/** A record without its times. */
const lasting = ({ time_saved: _, ...record }: PixelRecord): object => record;

test('[A][U2] pull, change 300 rows, push with a reason, snapshot, a partner changes 3, compare, undo, push, verify', async () => {
  const { anna, everflow } = scene;
  const before = byId(await everflow.control.records());
  // Of some, only a reading by id tells that they cannot be edited.
  const ids = (await scene.plain(310)).filter((id) => !before.get(id)!['future_setting']).slice(0, 300);
  const { page } = scene;
  const rowNumbers = new Map(page.rows().map((row) => [Number(row.text['Postback ID']), row.rowNumber]));
  for (const id of ids) page.type('URL', rowNumbers.get(id)!, moved(id));
  expect(anna.push(anna.preview(), { reason: REASON }).counts['Updated']).toBe(300);
  const first = takeSnapshot(anna);

  const [url, off, other] = ids as [number, number, number];
  await everflow.control.change(url, { postback_url: 'https://theirs.example/' });
  await everflow.control.change(off, { pixel_status: 'inactive' });
  await everflow.control.change(other, { description: 'theirs' });
  anna.pull();
  anna.call('compareStart', { a: first.sheetId, b: 'now' });
  const compared = finish(anna, () => anna.call('compareStep'));
  expect(compared).toMatchObject({
    changed: 3,
    added: 0,
    gone: 0,
    marks: { ours: 0, seen: 3, unexplained: 0 },
  });
  const told = rowsOf(scene.file, compared.name).map((row) => Number(row['Postback ID']));
  expect(new Set(told)).toEqual(new Set([url, off, other]));

  const [past] = anna.call('pushesDone');
  expect(past).toMatchObject({ reason: REASON, rows: 300 });
  let goOn = {};
  const undone = finish(anna, () => {
    const step = anna.call('undoStep', { planId: past!.planId, ...goOn });
    if (step.goOn) goOn = { goOn: step.goOn };
    return step;
  });
  expect(undone).toMatchObject({ rows: 299, left: { 'changed-since': 1 } });
  expect(anna.push(anna.preview()).counts['Updated']).toBe(299);
  const after = byId(await everflow.control.records());
  for (const id of ids.slice(3)) expect(lasting(after.get(id)!)).toEqual(lasting(before.get(id)!));
  expect(after.get(url)!.postback_url).toBe('https://theirs.example/');
  expect(after.get(off)).toMatchObject({
    pixel_status: 'inactive',
    postback_url: before.get(off)!.postback_url,
  });
  expect(after.get(other)).toMatchObject({
    description: 'theirs',
    postback_url: before.get(other)!.postback_url,
  });

  expect(verifyTab(anna, first.sheetId, first.digest)).toMatchObject({ intact: true, isPasted: true });
  const second = takeSnapshot(anna);
  anna.call('compareStart', { a: first.sheetId, b: second.sheetId });
  const both = finish(anna, () => anna.call('compareStep'));
  // The URL that a partner changed, his status and his description; all other URLs went back from here.
  expect(both.marks).toEqual({ ours: 299, seen: 3, unexplained: 0 });
  expect(verified(anna)).toMatchObject({ intact: true });
  expect(chainFaults(scene.file)).toEqual([]);
  expect(logLines(scene.file).filter(({ Message }) => Message.includes(`Reason: ${REASON}`))).toHaveLength(1);
});

test('[S2][B3] no key and no access token is in a tab, the unpacked books, a property, a log or an answer', async () => {
  const texts = scene.file.sheets.flatMap((sheet) => sheet.texts().flat());
  const unpacked = scene.file
    .sheet(BOOKS)
    .texts()
    .map(([, payload = '']) =>
      payload.startsWith('z') ? gunzipSync(Buffer.from(payload.slice(1), 'base64')).toString() : payload,
    );
  const places = {
    tabs: texts.join('\n'),
    books: unpacked.join('\n'),
    properties: JSON.stringify([...documentProperties(scene)]),
    log: scene.google.log.map(({ text }) => text).join('\n'),
    answers: JSON.stringify(answers.mock.results.map(({ value }) => value as unknown)),
  };
  expect(places.books).toContain('"takenAt"');
  expect(places.answers.length).toBeGreaterThan(10_000);
  const tokens = JSON.stringify(await scene.everflow.control.records()).match(/EAA\w{60}/g) ?? [];
  expect(tokens.length).toBeGreaterThan(5);
  const found = Object.entries(places).flatMap(([place, text]) =>
    [...Object.values(KEY_VALUES), ...tokens]
      .filter((secret) => text.includes(secret))
      .map((secret) => [place, secret]),
  );
  expect(found).toEqual([]);
});
