/** Tries points of one flow after the other on worlds of its own; each process of a crash run has one, and so have the tests. */
import { Flows, undisturbed } from './flows';
import { pointsOf, rivalPointsOf, type Point, type Recording } from './points';
import { recordRun, tryPoint } from './try';
import type { Verdict } from './verdict';

export class Bench {
  private readonly flows: Flows;
  private readonly recordings = new Map<string, Promise<Recording>>();

  /** @param dist folder of the built add-on; the project's own unless given */
  constructor(dist?: string) {
    this.flows = new Flows(dist);
  }

  /** Every point of a flow. */
  async points(flow: string): Promise<Point[]> {
    const recording = await this.recording(flow);
    return flow === 'rivals' ? rivalPointsOf(flow, recording) : pointsOf(flow, recording);
  }

  async try(point: Point): Promise<Verdict> {
    return tryPoint(await this.flows.get(point.flow), point, await this.recording(point.flow));
  }

  /** The whole run without any misfortune: what is wrong then is no matter of crashes. */
  async undisturbed(flow: string): Promise<Verdict> {
    return undisturbed(await this.flows.get(flow));
  }

  close(): Promise<void> {
    return this.flows.close();
  }

  private recording(flow: string): Promise<Recording> {
    const recording = this.recordings.get(flow) ?? this.flows.get(flow).then(recordRun);
    this.recordings.set(flow, recording);
    return recording;
  }
}
