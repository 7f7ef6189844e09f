/** The workbench without a browser: what a page is told, what its person may do, and what scripts change. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Patch, PlacedCell, WorkbenchEvent } from '../../../local/workbench/protocol';
import { Workbench } from '../../../local/workbench/workbench';
import { EVERYTHING } from '../../../src/everflow/query';

const DIST = join(__dirname, '..', '..', '..', 'dist');

interface Visitor {
  readonly workbench: Workbench;
  readonly events: WorkbenchEvent[];
  /** Calls a function of the add-on as the panel does. @returns the value of its answer */
  readonly call: (name: string, ...args: unknown[]) => Promise<unknown>;
  readonly tab: (name: string) => number;
}

async function visit(options: { readonly keep?: string } = {}): Promise<Visitor> {
  let real = Date.UTC(2026, 10, 26, 9);
  const workbench = new Workbench({
    dist: DIST,
    postbacks: 60,
    seed: 1,
    // A machine whose time goes on by itself, without waiting for it.
    realNow: () => (real += 1),
    wait: () => Promise.resolve(),
    origins: { page: 'http://page.test', frame: 'http://frame.test' },
    ...options,
  });
  const events: WorkbenchEvent[] = [];
  workbench.open('p');
  workbench.listen('p', (event) => events.push(event));
  await workbench.menu('p', 'Open panel');
  const shown = events.find((event) => event.type === 'frame')!;
  const frame = workbench.frame(shown.frame.frame)!;
  return {
    workbench,
    events,
    call: async (name, ...args) => {
      const answer = await workbench.call(frame, name, args);
      const { ok, value, error } = ('value' in answer ? answer.value : answer) as Record<string, unknown>;
      if (ok !== true) throw new Error(`${name}: ${JSON.stringify(error)}`);
      return value;
    },
    tab: (name) => workbench.practice.workbook.sheets.find((sheet) => sheet.name === name)!.id,
  };
}

async function pull({ workbench, call }: Visitor): Promise<void> {
  await call('connectKey', { host: 'api.eflow.team', key: workbench.practiceKey });
  await call('pullStart', { query: EVERYTHING, details: 'load' });
  for (let steps = 0; steps < 20; steps++) {
    const { progress } = (await call('pullStep')) as { progress: { finished: boolean } };
    if (progress.finished) return;
  }
  throw new Error('The pull did not end.');
}

/** A page that does nothing but apply what it is told. */
function screenOf(cells: readonly PlacedCell[]): Map<string, string> {
  const screen = new Map<string, string>();
  for (const [row, column, cell] of cells) {
    if (cell === null) screen.delete(`${row},${column}`);
    else screen.set(`${row},${column}`, JSON.stringify([cell.v, cell.f, cell.note]));
  }
  return screen;
}

const patchesOf = (events: readonly WorkbenchEvent[]): Patch[] =>
  events.flatMap((event) => (event.type === 'patch' ? [event.patch] : []));

describe('the workbench', () => {
  test('a new file has the menu of the add-on and opens its panel 300 px wide', async () => {
    const { workbench, events } = await visit();
    const view = workbench.open('q');
    expect(view.menu.map(({ caption }) => caption)).toContain('Pull postbacks');
    expect(events.find((event) => event.type === 'frame')).toMatchObject({
      frame: { kind: 'sidebar', width: 300, title: 'Postback Desk' },
    });
  });

  test('what is typed becomes what Sheets makes of it, and the page is told', async () => {
    const { workbench, tab } = await visit();
    const type = (row: number, text: string): Patch | null =>
      workbench.act('p', [{ do: 'type', tab: tab('Sheet1'), row, column: 1, text }]).patch;
    expect(type(1, '007')!.sheets[0]!.cells).toEqual([[1, 1, { v: 7 }]]);
    expect(type(2, 'TRUE')!.sheets[0]!.cells).toEqual([[2, 1, { v: true }]]);
    expect(type(3, '=1+1')!.sheets[0]!.cells).toEqual([[3, 1, { v: 2, f: '=1+1' }]]);
    expect(type(3, '=1+1')).toBeNull();
  });

  test('a pull fills the tab, hides the books, and selects what the script selected', async () => {
    const visitor = await visit();
    await pull(visitor);
    const { workbench, tab, events } = visitor;
    const view = workbench.open('q');
    expect(view.tabs.filter(({ hidden }) => !hidden).map(({ name }) => name)).toContain('Postbacks');
    expect(view.tabs.some(({ hidden }) => hidden)).toBe(true);
    const sheet = view.sheets.find(({ id }) => id === tab('Postbacks'))!;
    expect(sheet.frozenRows).toBe(1);
    expect(sheet.validations.some(({ criterion }) => criterion === 'VALUE_IN_LIST')).toBe(true);
    expect(
      sheet.cells.filter(([row, column, cell]) => row > 1 && column === 3 && cell?.v !== undefined),
    ).toHaveLength(60);
    for (const hidden of view.tabs.filter((each) => each.hidden))
      expect(view.sheets.find(({ id }) => id === hidden.id)!.cells).toEqual([]);
    expect(events.some((event) => event.type === 'select' && event.tab === tab('Postbacks'))).toBe(true);
  });

  test('a page that applied every patch in order shows what a new page is shown', async () => {
    const visitor = await visit();
    const { workbench, events, tab } = visitor;
    await pull(visitor);
    const id = tab('Postbacks');
    const answers = [
      workbench.act('p', [{ do: 'type', tab: id, row: 3, column: 14, text: 'https://x.example/?a={sub1}' }]),
      workbench.act('p', [{ do: 'insert', tab: id, axis: 'rows', before: 4, count: 2 }]),
      workbench.act('p', [
        {
          do: 'sort',
          tab: id,
          area: { row: 2, column: 1, numRows: 62, numColumns: 28 },
          column: 3,
          ascending: false,
        },
      ]),
      workbench.act('p', [{ do: 'move', tab: id, axis: 'columns', start: 14, count: 1, before: 3 }]),
      workbench.act('p', [{ do: 'delete', tab: id, axis: 'rows', start: 10, count: 3 }]),
      workbench.undo('p'),
      workbench.undo('p'),
      workbench.redo('p'),
    ];
    await visitor.call('checkStep');
    const patches = [...patchesOf(events), ...answers.flatMap(({ patch }) => patch ?? [])];
    patches.sort((a, b) => a.seq - b.seq);
    const told = patches
      .flatMap(({ sheets }) => sheets.filter((sheet) => sheet.id === id))
      .flatMap(({ cells }) => cells);
    const { sheets } = workbench.open('q');
    expect(screenOf(told)).toEqual(screenOf(sheets.find((sheet) => sheet.id === id)!.cells));
    expect(patches.map(({ seq }) => seq)).toEqual(patches.map((_, at) => at + 1));
  });

  test('Ctrl+Z takes back the last thing, also what a script did', async () => {
    const visitor = await visit();
    await pull(visitor);
    const { workbench, tab } = visitor;
    const id = tab('Postbacks');
    const statusOf = (): string => workbench.practice.workbook.sheet('Postbacks').texts()[2]!.join('|');
    const pulled = statusOf();
    workbench.act('p', [{ do: 'type', tab: id, row: 3, column: 14, text: 'nonsense' }]);
    const typed = statusOf();
    await visitor.call('checkStep');
    expect(statusOf()).not.toBe(typed);
    workbench.undo('p');
    expect(statusOf()).toBe(typed);
    workbench.undo('p');
    expect(statusOf()).toBe(pulled);
    workbench.redo('p');
    expect(statusOf()).toBe(typed);
  });

  test('what Sheets does not allow changes nothing and is said', async () => {
    const { workbench, tab } = await visit();
    const gone = workbench.act('p', [
      { do: 'delete', tab: tab('Sheet1'), axis: 'rows', start: 1, count: 1000 },
    ]);
    expect(gone).toMatchObject({
      refused: expect.stringContaining('not possible to delete all'),
      patch: null,
    });
  });

  test('two pages see each other, each from its own person', async () => {
    const { workbench, tab } = await visit();
    const seen: WorkbenchEvent[] = [];
    expect(workbench.open('b', 'ben@acme.test').user).toBe('ben@acme.test');
    workbench.listen('b', (event) => seen.push(event));
    workbench.act('p', [{ do: 'type', tab: tab('Sheet1'), row: 1, column: 1, text: 'hello' }]);
    expect(patchesOf(seen)[0]!.sheets[0]!.cells).toEqual([[1, 1, { v: 'hello' }]]);
    await workbench.menu('b', 'Open panel');
    expect(seen.filter((event) => event.type === 'frame')).toHaveLength(1);
  });

  test('the key never reaches a page', async () => {
    const visitor = await visit();
    await pull(visitor);
    const { workbench, events } = visitor;
    const all = JSON.stringify([events, workbench.open('q'), await visitor.call('status')]);
    expect(all).not.toContain(workbench.practiceKey);
  });

  test('a copy is another file, and the original can be opened again', async () => {
    const visitor = await visit();
    await pull(visitor);
    const { workbench } = visitor;
    const original = workbench.practice.workbook.id;
    await workbench.world('p', { id: 'copy' });
    expect(workbench.practice.workbook.id).not.toBe(original);
    expect(visitor.events.at(-1)).toMatchObject({ type: 'world' });
    expect(visitor.events.some(({ type }) => type === 'reload')).toBe(true);
    await workbench.world('p', { id: 'original' });
    expect(workbench.practice.workbook.id).toBe(original);
  });

  test('every button of the strip does something and says what', async () => {
    const visitor = await visit();
    await pull(visitor);
    const { workbench } = visitor;
    for (const { id, link, toFrame, toggle } of workbench.open('q').world.acts) {
      if (link !== undefined || toFrame) continue;
      workbench.open('p');
      const { note } = await workbench.world('p', { id, ...(toggle ? { on: true } : {}) });
      expect(`${id}: ${note}`).toMatch(/: .{10}/);
      if (toggle) await workbench.world('p', { id, on: false });
    }
  });

  test('a step that Google ends fails for the page, and the next one goes on', async () => {
    const visitor = await visit();
    const { workbench, call } = visitor;
    await call('connectKey', { host: 'api.eflow.team', key: workbench.practiceKey });
    await call('pullStart', { query: EVERYTHING, details: 'load' });
    await workbench.world('p', { id: 'kill' });
    expect(workbench.open('q').world.armed).toHaveLength(1);
    await expect(call('pullStep')).rejects.toThrow();
    expect(workbench.open('q').world.armed).toHaveLength(0);
    await workbench.world('p', { id: 'minutes' });
    await workbench.world('p', { id: 'minutes' });
    await workbench.world('p', { id: 'minutes' });
    await workbench.world('p', { id: 'minutes' });
    const { progress } = (await call('pullStep')) as { progress: { done: number } };
    expect(progress.done).toBeGreaterThan(0);
  });

  test('what is kept in a file is there again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'workbench-'));
    try {
      const keep = join(folder, 'state');
      const first = await visit({ keep });
      await pull(first);
      await first.workbench.world('p', { id: 'deletes' });
      first.workbench.act('p', [
        { do: 'type', tab: first.tab('Postbacks'), row: 3, column: 14, text: 'kept' },
      ]);
      first.workbench.keep();
      const second = await visit({ keep });
      const id = second.tab('Postbacks');
      const cells = ({ workbench }: Visitor): unknown =>
        workbench.open('q').sheets.find((sheet) => sheet.id === id)!.cells;
      expect(cells(second)).toEqual(cells(first));
      expect(second.workbench.practice.postbackCount()).toBe(59);
      await second.call('checkStep');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
