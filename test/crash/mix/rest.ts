/**
 * The end of a mixture, when everything has come to rest: after one complete pull each cell shows what Everflow holds or what somebody typed, what is
 * still to be done is said, and nothing is under way.
 */
import { leftOver } from '../push-end';
import { HEADERS, meaning, meant } from './cells';
import type { Scene } from './scene';
import type { Line } from './sheet';

/** States of rows that ask for something. */
const ASKING = /^[●＋⚠✖⇄✂⏻]/;

export async function judgeRest(scene: Scene): Promise<void> {
  const { world } = scene;
  const checked = await scene.call(world.anna, 'check', (as) => as.check());
  if (checked.kind !== 'value') return scene.fail([`rest: the check did not end (${checked.kind})`]);
  const { certain, unknown, edited, created } = checked.value;
  if (!certain || unknown > 0) scene.fail([`rest: ${certain ? '' : 'not '}certain, ${unknown} unknown`]);
  const lines = scene.sheet.lines();
  const alone = new Map<number, Line[]>();
  for (const line of lines) alone.set(line.id, [...(alone.get(line.id) ?? []), line]);
  let asking = 0;
  for (const line of lines) {
    if (line.id > 0 && alone.get(line.id)!.length > 1) continue;
    const wrong = line.id === 0 ? wrongNew(line) : wrongRow(scene, line);
    if (wrong.asks) asking += 1;
    scene.fail(wrong.wrong);
  }
  if (asking > 0 && edited + created === 0 && checked.value.stopped === 0)
    scene.fail([`rest: ${asking} rows ask for something, and the check found nothing`]);
  scene.fail(leftOver(world).wrong ?? []);
}

interface Found {
  readonly asks: boolean;
  readonly wrong: readonly string[];
}

/** A row without an id is new, or has lost its id; either asks for something. */
function wrongNew(line: Line): Found {
  const isFilled = HEADERS.some((header) => meaning(header, line.values[header]) !== meaning(header, ''));
  if (!isFilled) return { asks: false, wrong: [] };
  const state = String(line.values['State']);
  return {
    asks: true,
    wrong: ASKING.test(state) ? [] : [`lost: ${line.tag} has no id, and its State is "${state}"`],
  };
}

function wrongRow(scene: Scene, line: Line): Found {
  const record = scene.ledger.records.get(line.id);
  // Removed by somebody: the row says so and keeps what it holds.
  if (!record) return { asks: false, wrong: [] };
  const other = HEADERS.filter((header) => {
    const wanted = meant(record, header);
    return wanted !== undefined && meaning(header, line.values[header]) !== wanted;
  });
  const strange = other.filter(
    (header) => scene.sheet.typedText(line.tag, header) !== meaning(header, line.values[header]),
  );
  const wrong = strange.map(
    (header) =>
      `cell: #${line.id} ${header} shows ${String(line.values[header])}, which nobody typed; Everflow holds ${String(meant(record, header))}`,
  );
  const state = String(line.values['State']);
  if (other.length > 0 && !ASKING.test(state))
    wrong.push(`lost: #${line.id} differs in ${other.join(', ')}, and its State is "${state}"`);
  if (other.length === 0 && /^[●⇄]/.test(state))
    wrong.push(`state: #${line.id} is as Everflow holds it, and its State is "${state}"`);
  return { asks: other.length > 0, wrong };
}
