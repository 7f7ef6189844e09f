/** Tries seeds one after the other, on networks that they share; each process of a run has one, and so have the tests. */
import { World, type Moment } from '../world';
import { NETWORKS, prepareNetwork, trySeed, type TriedSeed } from './seed';

export class MixtureBench {
  private opened: Promise<World> | undefined;
  private beginning: Promise<Moment> | undefined;
  private readonly moments = new Map<number, Promise<Moment>>();

  /** @param dist folder of the built add-on; the project's own unless given */
  constructor(private readonly dist?: string) {}

  async try(seed: number): Promise<TriedSeed> {
    const world = await this.world();
    const number = seed % NETWORKS;
    const moment = this.moments.get(number) ?? this.prepare(world, number);
    this.moments.set(number, moment);
    return trySeed(world, await moment, seed);
  }

  async close(): Promise<void> {
    await (await this.opened)?.close();
  }

  private world(): Promise<World> {
    this.opened ??= World.open({
      size: 0,
      seed: 11,
      ...(this.dist === undefined ? {} : { dist: this.dist }),
    });
    return this.opened;
  }

  private async prepare(world: World, number: number): Promise<Moment> {
    this.beginning ??= world.save();
    return prepareNetwork(world, await this.beginning, number);
  }
}
