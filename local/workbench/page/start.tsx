import { Grid } from './grid/grid';
import { Server, Turns } from './server';
const el = document.getElementById('page')!;
el.innerHTML = '<div id="grid" style="height:100vh"></div>';
const t0 = performance.now();
const server: Server = new Server({
  patch: (p) => turns.take(p),
  event: console.log,
  outOfStep() {},
  reachable() {},
});
const grid: Grid = new Grid(document.getElementById('grid')!, {
  act: (acts) =>
    void server.act(acts).then((t) => {
      turns.take(t.patch);
    }),
  undo: () => void server.undo().then((t) => turns.take(t.patch)),
  redo: () => void server.redo().then((t) => turns.take(t.patch)),
  cannot: (w) => console.log('cannot', w),
  selected: (s) => server.select({ do: 'select', tab: s.tab, areas: s.areas }),
});
const turns: Turns = new Turns(
  (p) => grid.apply(p),
  () => {},
);
const view = await server.workbook();
const t1 = performance.now();
await grid.show(view);
console.log('shown', Math.round(t1 - t0), Math.round(performance.now() - t1));
Object.assign(window, { grid, server });
