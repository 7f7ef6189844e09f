/** What partners and colleagues do on Everflow itself, chosen by chance, as actions of its control interface. */
import type { JsonObject, RecordAction } from '../../../local/everflow';
import { expectedRecord } from '../../../local/story/proof';
import { partnersChange } from './network';
import type { Scene } from './scene';

/** A change of a postback. @param id 0: of the one that the request is about; absent: any, rather one that is planned */
export function partnerActions(scene: Scene, id?: number): RecordAction[] {
  const { dice, ledger } = scene;
  if (id === 0) {
    const fields: JsonObject = dice.chance(0.5)
      ? { pixel_status: 'inactive' }
      : { description: `in between ${dice.below(1000)}` };
    return [{ do: 'change', fields }];
  }
  const planned =
    scene.plan?.lines.flatMap((line) => (line.id && ledger.records.has(line.id) ? [line.id] : [])) ?? [];
  const any = planned.length > 0 && dice.chance(0.7) ? planned : [...ledger.records.keys()];
  const record = ledger.records.get(dice.pick(any))!;
  const line = scene.plan?.lines.find((one) => one.id === record.network_pixel_id);
  // Now and then the very change that is planned.
  if (line && dice.chance(0.15)) {
    const plain = line.changes.filter(({ field }) => !field.includes('.'));
    const fields = Object.fromEntries(plain.map(({ field, after }) => [field, after])) as JsonObject;
    return [{ do: 'change', id: record.network_pixel_id, fields }];
  }
  return [{ do: 'change', id: record.network_pixel_id, fields: partnersChange(dice, record) }];
}

/** Somebody makes the very postback that is planned, sometimes with other words. */
export function twinActions(scene: Scene): RecordAction[] {
  const line = scene.plan?.lines.filter(({ kind }) => kind === 'create') ?? [];
  if (line.length === 0) return [];
  const {
    network_pixel_id: _id,
    time_created: _made,
    time_saved: _saved,
    ...fields
  } = expectedRecord(null, scene.dice.pick(line));
  const description = scene.dice.chance(0.5) ? fields.description : 'a colleague was quicker';
  return [{ do: 'create', fields: { ...fields, description } }];
}

/** A partner does something between two calls. */
export async function partnersAct(scene: Scene): Promise<void> {
  const { dice, story, ledger } = scene;
  const kind = dice.below(10);
  const actions =
    kind === 0 && ledger.records.size > 6
      ? ([{ do: 'remove', id: dice.pick([...ledger.records.keys()]) }] as const)
      : kind < 3
        ? twinActions(scene)
        : partnerActions(scene);
  for (const action of actions) {
    const name = action.do === 'create' ? 'a twin of a planned create' : `${action.do}s a postback`;
    story.tell(`   partner: ${JSON.stringify(action).slice(0, 160)}`);
    story.met(`partner: ${name}`);
    await scene.world.control.act(action);
  }
  await ledger.advance();
}
