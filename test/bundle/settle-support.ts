/** A pulled spreadsheet with conflicts, and the panel's moves to settle them. No rule of the add-on is known here. */
import { Operator } from '../../local/story/operator';
import type { ConflictLine, ConflictsPage } from '../../src/flows/conflicts/conflicts';
import type { Settled, SettleRequest } from '../../src/flows/conflicts/settle';
import type { Scene } from './push-support';

export const MINE = 'https://mine.example/p?tx={transaction_id}';
export const THEIRS = 'https://theirs.example/p?tx={transaction_id}';

export const listed = (anna: Operator, offset = 0): ConflictsPage => anna.call('conflicts', { offset });

/** The line of one postback. @throws if it is not in conflict */
export function lineOf(anna: Operator, id: number): ConflictLine {
  const line = listed(anna).lines.find((one) => one.id === id);
  if (!line) throw new Error(`#${id} is not in conflict`);
  return line;
}

/** Steps as the panel does, until there is a result. */
export function settle(anna: Operator, request: SettleRequest, during?: () => void): Settled {
  let goOn: SettleRequest['goOn'];
  for (let turn = 1; turn < 100; turn += 1) {
    const asked = { ...request, ...(goOn ? { goOn } : {}) };
    const step = anna.patiently(() => anna.call('settleStep', asked));
    if (step.result) return step.result;
    goOn = step.goOn;
    during?.();
  }
  throw new Error('Settling has no end');
}

export const settleAll = (anna: Operator, use: SettleRequest['use'], during?: () => void): Settled =>
  settle(anna, { stamps: listed(anna).stamps, use }, during);

export const settleRow = (
  anna: Operator,
  id: number,
  use: SettleRequest['use'],
  fields?: readonly string[],
): Settled =>
  settle(anna, { stamps: lineOf(anna, id).stamp, use, turnOn: true, ...(fields ? { fields } : {}) });

/** The URL is changed here to mine and in Everflow to theirs, and pulled. */
export async function clash(scene: Scene, ids: readonly number[]): Promise<void> {
  scene.editAll(ids, { URL: MINE });
  for (const id of ids) await scene.everflow.control.change(id, { postback_url: THEIRS });
  scene.anna.pull();
}
