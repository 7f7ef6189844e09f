/**
 * A refresh in the hands model, with its proof: edits stay, other cells take the server's value, new postbacks stand below, and rows of
 * which nobody can tell whose they are stay as they are.
 */
import { EVERYTHING, type QueryStatus } from '../../src/everflow/query';
import { agrees, EDITABLE, expectCell, meaning, type Line, type Meanings } from './hands-desk';
import { equal, HandsModel, TOLD } from './hands-model';

/** Refreshes. Edits stay, other cells take the server's value, new postbacks stand below. */
export async function refresh(model: HandsModel, status: QueryStatus): Promise<void> {
  const { desk } = model;
  const all = await model.desk.control.records();
  const before = model.lines();
  const rows = model.rowsOf(before);
  const server = await desk.serverMeanings();
  const answered = new Set(
    all
      .filter(({ pixel_status }) => status === '' || pixel_status === status)
      .map((one) => one.network_pixel_id),
  );
  const isFresh = ({ id }: Line): boolean => answered.has(id) && rows.get(id)?.length === 1;
  desk.anna.pull({ query: { ...EVERYTHING, status } });
  const edited = new Map(before.map((line) => [line.tag, new Set(model.edits(line))]));
  const after = model.compare(
    before,
    (line, header, value) => {
      if (!isFresh(line)) return false;
      if (TOLD.has(header) || header === 'Row key') return true;
      const known = model.pulled.has(line.id);
      const keeps = known ? edited.get(line.tag)!.has(header) : line.values[header] !== '';
      return (
        EDITABLE.includes(header) && !keeps && agrees(meaning(header, value), server.get(line.id)![header])
      );
    },
    { mayAdd: true },
  );
  HandsModel.sameServer(all, await model.desk.control.records());
  after.slice(0, before.length).forEach((line) => {
    if (!isFresh(line) || !model.pulled.has(line.id)) return;
    for (const header of EDITABLE) {
      if (edited.get(line.tag)!.has(header)) {
        const both = server.get(line.id)![header] !== model.pulled.get(line.id)![header];
        model.tally.count(both ? 'refresh: changed on both sides' : 'refresh: edit kept');
        continue;
      }
      expectCell(`#${line.id} ${header} after refresh`, line, header, server.get(line.id)!);
    }
  });
  const added = after.slice(before.length);
  const unclear = unclearIds(model, before, rows);
  for (const line of added) {
    if (!answered.has(line.id) || rows.has(line.id) || unclear.has(line.id))
      throw new Error(`#${line.id} was added and should not have been`);
    for (const header of EDITABLE)
      expectCell(`new #${line.id} ${header}`, line, header, server.get(line.id)!);
  }
  model.tally.count('refresh: row added', added.length);
  equal('new rows twice', new Set(added.map(({ id }) => id)).size, added.length);
  for (const id of answered) {
    const [line] = rows.get(id) ?? [];
    const now = server.get(id)!;
    if (unclear.has(id)) model.pulled.set(id, model.pulled.get(id) ?? now);
    else settleBoth(model, id, edited.get(line?.tag ?? '') ?? new Set(), { line, now });
  }
  model.tagRows(added);
}

/** Postbacks of which nobody can tell which cells are theirs: their id stands twice, or their row has lost it. */
function unclearIds(
  model: HandsModel,
  lines: readonly Line[],
  rows: ReadonlyMap<number, readonly Line[]>,
): Set<number> {
  const unclear = new Set([...rows].filter(([, list]) => list.length > 1).map(([id]) => id));
  for (const line of lines) {
    const key = /^p-(\d+)$/.exec(String(line.values['Row key'] ?? ''))?.[1];
    // A row with nothing but its key left asks for nothing.
    if (line.id === 0 && key && model.asks(line) && !rows.has(Number(key))) unclear.add(Number(key));
  }
  return unclear;
}

/** What counts as pulled from now on: a field that was changed on both sides keeps its first value. */
export function settleBoth(
  model: HandsModel,
  id: number,
  edited: ReadonlySet<string>,
  { line, now }: { line: Line | undefined; now: Meanings },
): void {
  const old = model.pulled.get(id);
  const keeps = (header: string): boolean =>
    edited.has(header) && meaning(header, line!.values[header]) !== now[header];
  const headers = old && line ? Object.keys(now).filter(keeps) : [];
  const kept = Object.fromEntries(headers.map((header) => [header, old![header]]));
  model.pulled.set(id, { ...now, ...kept });
  const both = headers.filter((header) => old![header] !== now[header]);
  if (both.length === 0) model.theirs.delete(id);
  else model.theirs.set(id, Object.fromEntries(both.map((header) => [header, now[header]])));
}
