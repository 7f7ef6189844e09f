/** Settling that is killed at any call: gone on with it ends as if nothing had happened, and until then nothing that was given up is pushed. */
import { ExecutionKilled } from '../../local/apps-script';
import { toJson } from '../../local/apps-script/spreadsheet';
import { Page } from '../../local/story/page';
import { Scene } from './push-support';
import { checkpoint, tabJson } from './pull-support';
import { lineOf, listed, settle } from './settle-support';
import type { SettleRequest } from '../../src/flows/conflicts/settle';

/** Of the calls of a step, this many evenly spread ones; all with the environment variable that the gap tests know. */
const KILLS = process.env['POSTBACK_DESK_EVERY_GAP'] ? Number.POSITIVE_INFINITY : 8;

/** Typed once all is over, into fields that were in conflict. */
const LATER = { URL: 'https://later.example/', Description: 'later', 'Delay (ms)': '5', 'Partner ID': '13' };

describe.each(['mine', 'theirs'] as const)('[M2][J1] taking %s', (use) => {
  let scene: Scene;
  let again: () => Promise<unknown>;
  /** One with a URL on both sides, one moved by partner here and offer there, one with two fields. */
  let ids: readonly [number, number, number];
  let request: SettleRequest;
  let calls: number;
  let wanted: unknown;

  beforeAll(async () => {
    scene = await Scene.open({ size: 80 });
    const { control } = scene.everflow;
    const plain = await scene.plain(20);
    const moved = (await control.records()).find(
      (one) => one.pixel_level === 'specific' && plain.includes(one.network_pixel_id),
    )!.network_pixel_id;
    const [a, b] = plain.filter((id) => id !== moved) as [number, number];
    ids = [a, moved, b];
    scene.edit(a, { URL: 'https://mine.example/' });
    await control.change(a, { postback_url: 'https://theirs.example/' });
    scene.edit(moved, { 'Partner ID': '12', Level: 'global' });
    await control.change(moved, { network_offer_id: 40 });
    scene.edit(b, { Description: 'mine', 'Delay (ms)': '900' });
    await control.change(b, { description: 'theirs', delay_ms: 100 });
    scene.anna.pull();
    // Everflow keeps what it has: nothing is sent here.
    const open = checkpoint({ everflow: scene.everflow, google: scene.google } as Parameters<
      typeof checkpoint
    >[0]);
    again = open;
    request = { stamps: listed(scene.anna).stamps, use };
    await open();
    const from = scene.google.executions.length;
    expect(settle(scene.anna, request)).toMatchObject({ rows: 3, changedAgain: 0 });
    calls = scene.google.executions[from]!.counters.roundTrips;
    wanted = outcome();
    expect(wanted).toMatchObject({ conflicts: 0 });
  });
  afterAll(() => scene.close());

  /** What counts: cells, what a check says of them, and that an edit typed now is an ordinary one. */
  function outcome(): unknown {
    scene.anna.check();
    const changes = scene.anna.check().edited === 0 ? [] : scene.preview().lines.map((line) => line.changes);
    const cells = tabJson(book()).replace(/"id":\d+/g, '');
    // The spreadsheet as it was opened last, which the scene does not know.
    const page = new Page(book(), 'anna@acme.test');
    const rows = page.rows().filter(({ text }) => ids.includes(Number(text['Postback ID'])));
    expect(rows).toHaveLength(ids.length);
    for (const { rowNumber } of rows) {
      for (const [header, text] of Object.entries(LATER)) page.type(header, rowNumber, text);
    }
    const { groups, edited } = scene.anna.check();
    expect(edited).toBe(ids.length);
    return { conflicts: listed(scene.anna).total, changes, cells, later: groups.map(({ cause }) => cause) };
  }
  const book = () => scene.google.workbook!;

  const places = (): number[] => {
    const count = Math.min(KILLS, calls);
    return [
      ...new Set(
        Array.from({ length: count }, (_, at) => Math.max(1, Math.round(((at + 1) / count) * calls))),
      ),
    ];
  };

  test.each(['killBefore', 'killAfter'] as const)(
    '%s any call, and repeated, it ends the same',
    async (kill) => {
      expect(toJson(book()).sheets.length).toBeGreaterThan(1);
      for (const nth of places()) {
        await again();
        const plan = scene.google.plan(kill === 'killBefore' ? { killBefore: nth } : { killAfter: nth });
        expect(() => scene.anna.call('settleStep', request)).toThrow(ExecutionKilled);
        expect(plan.fired).toBe(true);
        // Whatever was done by then: what was given up is no change that could be pushed.
        scene.google.clock.advance(7 * 60_000);
        const edits = scene.anna.check();
        const pushable = edits.edited === 0 ? [] : scene.preview().lines;
        for (const { id, changes } of pushable.flatMap((line) => (line.kind === 'update' ? [line] : []))) {
          const isOver = !listed(scene.anna).lines.some((line) => line.id === id);
          if (use === 'theirs' && isOver)
            throw new Error(`#${id} would be pushed: ${JSON.stringify(changes)}`);
          // Wholly mine, or not over yet.
          if (id === ids[1] && isOver)
            expect(changes.map(({ header }) => header).sort()).toEqual(['Level', 'Offer ID', 'Partner ID']);
        }
        settle(scene.anna, request);
        expect([nth, outcome()]).toEqual([nth, wanted]);
      }
    },
  );

  test("between the cells and the books every row is in conflict or holds Everflow's values", async () => {
    await again();
    let isWritten = false;
    scene.google.beforeCall((call) => {
      if (call.method === 'flush' && !isWritten) isWritten = true;
      else if (call.method === 'setValues' && isWritten)
        throw new ExecutionKilled('Exceeded maximum execution time');
    });
    expect(() => scene.anna.call('settleStep', request)).toThrow(ExecutionKilled);
    scene.google.beforeCall(null);
    scene.google.clock.advance(7 * 60_000);
    if (use === 'mine') for (const id of ids) expect(lineOf(scene.anna, id).units.length).toBeGreaterThan(0);
    else expect(scene.anna.check()).toMatchObject({ edited: 0 });
  });
});
