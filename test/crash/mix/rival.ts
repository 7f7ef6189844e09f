/** Somebody presses the same buttons while a step is live: it must be refused, and what it does before and after is judged like everything else. */
import { storeKeys } from '../../../local/apps-script';
import { Refused } from '../../../local/story/operator';
import { LEASE_KEY } from '../points';
import type { Intrusion } from './misfortunes';
import type { Scene } from './scene';

/** A second window, of the same person or a colleague. */
export function rivalOf(scene: Scene): Intrusion {
  const { dice, world } = scene;
  const as = dice.pick([world.anna, world.ben]);
  const name = dice.pick(['pushStep', 'pushStep', 'pushGoOn', 'previewStart', 'repairStep'] as const);
  return {
    name: `another window: ${name}`,
    moves: true,
    act: () =>
      scene.within(() => {
        const wasLive = isLive(scene);
        const { pendingCount } = world.file;
        let refusal = '';
        try {
          as.call(name);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          refusal = error.code;
        }
        scene.story.tell(`    ${scene.nameOf(as)} in another window: ${name} ${refusal}`);
        if (wasLive && refusal === '') scene.fail([`rival: ${name} was not refused while a step is live`]);
        if (wasLive && pendingCount === 0 && world.file.pendingCount > 0)
          scene.fail([`rival: ${name} left writes behind`]);
      }),
  };
}

function isLive({ world }: Scene): boolean {
  const { google, file } = world;
  const text = google.state.properties.get(storeKeys.document(file.id))?.get(LEASE_KEY);
  if (text === undefined) return false;
  const { kind, until } = JSON.parse(text) as { kind?: string; until: number };
  return kind !== 'claim' && until > google.clock.now();
}
