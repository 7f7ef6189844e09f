import { Workbench } from './workbench/workbench';
import { EVERYTHING } from '../src/everflow/query';
(async () => {
  const w = new Workbench({
    dist: 'dist',
    postbacks: Number(process.argv[2]),
    seed: 1,
    realNow: Date.now,
    wait: async () => {},
    origins: { page: 'p', frame: 'f' },
  });
  let t = Date.now();
  const lap = (n: string) => {
    console.log(n, Date.now() - t);
    t = Date.now();
  };
  w.open('a');
  const ev: any[] = [];
  w.listen('a', (e) => ev.push(e));
  await w.menu('a', 'Open panel');
  const f = w.frame(ev.find((e) => e.type === 'frame').frame.frame)!;
  const call = async (n: string, ...a: any[]) => (await w.call(f, n, a)) as any;
  await call('connectKey', { host: 'api.eflow.team', key: w.practiceKey });
  await call('pullStart', { query: EVERYTHING, details: 'skip' });
  lap('connect');
  for (;;) {
    const s = await call('pullStep');
    lap('step');
    if (s.value.value.progress.finished) break;
  }
  const tab = w.practice.workbook.sheets.find((s) => s.name === 'Postbacks')!.id;
  const v = w.open('b');
  lap('open');
  JSON.stringify(v);
  lap('json');
  for (let i = 0; i < 3; i++) {
    w.act('a', [{ do: 'type', tab, row: 5 + i, column: 18, text: 'x' }]);
    lap('act');
  }
  w.act('a', [{ do: 'insert', tab, axis: 'rows', before: 3, count: 1 }]);
  lap('insert');
  w.undo('a');
  lap('undo');
  console.log(process.memoryUsage().heapUsed / 1e6);
})();
