/** Troubles that last for several calls: no more requests today, a refused key, a shared rate, a spreadsheet that is read-only. */
import type { KeyName } from '../../../local/everflow';
import { ANNA, BEN } from '../world';
import type { Scene } from './scene';

const MUCH = 100_000;
const KEYS: readonly KeyName[] = ['main', 'colleague'];

export class Weather {
  private isBad = false;

  constructor(private readonly scene: Scene) {}

  /** Something sets in, or all of it ends. */
  async change(): Promise<void> {
    if (this.isBad) return this.clear();
    const { dice, story, world } = this.scene;
    const { google, control } = world;
    this.isBad = true;
    const kind = dice.below(5);
    if (kind === 0) {
      const used = Math.max(google.state.fetchQuota.used(ANNA), google.state.fetchQuota.used(BEN));
      google.state.fetchQuota.limit = used + dice.between(0, 25);
      story.tell('   Google lets few requests out today');
      story.met('weather: daily quota');
    } else if (kind === 1) {
      for (const key of KEYS) await control.key(key, { revoked: true });
      story.tell('   the keys are revoked for a while');
      story.met('weather: keys revoked');
    } else if (kind === 2) {
      for (const key of KEYS) await control.key(key, { write: false });
      story.tell('   the keys may not write for a while');
      story.met('weather: keys may not write');
    } else if (kind === 3) {
      await control.settings({ rateLimit: dice.between(8, 40), retryAfter: dice.chance(0.5) });
      story.tell('   the rate limit is low');
      story.met('weather: low rate limit');
    } else {
      await control.act({ do: 'spend', requests: 900 });
      story.tell('   others use up the rate limit');
      story.met('weather: rate used up');
    }
  }

  async clear(): Promise<void> {
    const { google, control } = this.scene.world;
    if (this.isBad) this.scene.story.tell('   the trouble is over');
    this.isBad = false;
    google.state.fetchQuota.limit = MUCH;
    for (const key of KEYS) await control.key(key, { revoked: false, write: true });
    await control.settings({ rateLimit: 900, retryAfter: false });
  }
}
